import { and, asc, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch } from "../../platform/database.ts";
import { libraryDocuments, libraryTexts } from "../../platform/library-tables.ts";
import { documents, jobs, users } from "../../platform/tables.ts";

const d = libraryDocuments;

/** What an upload is in its library. */
export interface UploadEntry {
	title: string;
	createdDate: string | null;
	wordCount: number;
	contentHash: string;
	fullText: string;
}

/**
 * Writes an upload into its owner's library, or what has become of it. The statement itself looks whether the document is still there and
 * its owner a user: a guest has no library. A text that is as it was stays compared.
 */
export async function writeUpload(ctx: Context, documentId: string, entry: UploadEntry): Promise<void> {
	const isoOf = (column: typeof documents.createdAt | typeof documents.updatedAt) =>
		sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;
	// In the order of the table's columns.
	const row = sql`
		select null, ${documents.id}, ${documents.owner}, 'upload', null, ${entry.title}, coalesce(${documents.sha256}, ''), null,
			null, null, '[]', null, null, '[]', ${entry.createdDate}, ${isoOf(documents.createdAt)}, ${isoOf(documents.updatedAt)},
			'pending', ${ctx.now()}, ${entry.wordCount}, ${entry.contentHash}, null,
			${entry.fullText.length}
		from ${documents} join ${users} on ${users.id} = ${documents.owner} where ${documents.id} = ${documentId}`;
	const isSame = sql`${d.contentHash} is excluded.content_hash`;
	const text = sql`select ${d.id}, ${entry.fullText} from ${d} where ${d.id} = ${documentId}`;
	await runBatch(ctx.db, [
		ctx.db
			.insert(d)
			.select(row)
			.onConflictDoUpdate({
				target: d.id,
				set: {
					title: sql`excluded.title`,
					fingerprint: sql`excluded.fingerprint`,
					createdDate: sql`excluded.created_date`,
					modifiedDate: sql`excluded.modified_date`,
					processingStatus: sql`case when ${isSame} then ${d.processingStatus} else 'pending' end`,
					syncedAt: sql`excluded.synced_at`,
					wordCount: sql`excluded.word_count`,
					contentHash: sql`excluded.content_hash`,
					textLength: sql`excluded.text_length`,
				},
			}),
		ctx.db
			.insert(libraryTexts)
			.select(text)
			.onConflictDoUpdate({ target: libraryTexts.documentId, set: { fullText: sql`excluded.full_text` } }),
	]);
}

/** An upload of a user's; undefined for a guest's, or one that is gone. */
export async function findUpload(
	ctx: Context,
	documentId: string,
): Promise<Pick<typeof documents.$inferSelect, "fileName" | "format"> | undefined> {
	return await ctx.db
		.select({ fileName: documents.fileName, format: documents.format })
		.from(documents)
		.innerJoin(users, eq(users.id, documents.owner))
		.where(eq(documents.id, documentId))
		.get();
}

/** Converted documents of users that are in no library, of one owner or of all. */
export async function owedUploads(
	ctx: Context,
	{ owner, limit }: { owner: string | undefined; limit: number },
): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: documents.id })
		.from(documents)
		.innerJoin(jobs, and(eq(jobs.id, documents.jobId), eq(jobs.status, "completed")))
		.innerJoin(users, eq(users.id, documents.owner))
		.where(
			and(
				owner === undefined ? undefined : eq(documents.owner, owner),
				sql`not exists (select 1 from ${d} where ${d.id} = ${documents.id})`,
			),
		)
		.orderBy(asc(documents.createdAt))
		.limit(limit);
	return rows.map(({ id }) => id);
}
