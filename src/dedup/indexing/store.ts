import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { removePapers } from "../../platform/library-removal.ts";
import {
	dedupFingerprints,
	dedupKeys,
	dedupPairs,
	dedupPapers,
	libraries,
	libraryDocuments,
	libraryTexts,
} from "../../platform/library-tables.ts";
import type { SkipReason } from "../fingerprint.ts";

const d = libraryDocuments;
const f = dedupFingerprints;
const p = dedupPapers;

/** The number that stands for the owner's library, which is made if there is none. */
export async function libraryNumber(ctx: Context, owner: string): Promise<number> {
	const [, [row]] = await ctx.db.batch([
		ctx.db.insert(libraries).values({ owner }).onConflictDoNothing(),
		ctx.db.select({ number: libraries.number }).from(libraries).where(eq(libraries.owner, owner)),
	]);
	if (row === undefined) throw new Error("the library's row is missing");
	return row.number;
}

/** Documents in all, and those that an analysis has to look at. */
export async function countDocuments(ctx: Context, owner: string): Promise<{ all: number; pending: number }> {
	const row = await ctx.db
		.select({
			all: sql<number>`count(*)`,
			pending: sql<number>`coalesce(sum(processing_status = 'pending'), 0)`,
		})
		.from(d)
		.where(eq(d.owner, owner))
		.get();
	return row ?? { all: 0, pending: 0 };
}

/** All documents are to be looked at again. */
export async function resetDocuments(ctx: Context, owner: string): Promise<void> {
	await ctx.db
		.update(d)
		.set({ processingStatus: "pending" })
		.where(and(eq(d.owner, owner), eq(d.processingStatus, "completed")));
}

/** Removes some papers of the library with all that is known of them. Gives how many there were: fewer than `limit` were the last. */
export async function wipePapers(ctx: Context, library: number, limit: number): Promise<number> {
	const some = await ctx.db.select({ number: p.number }).from(p).where(eq(p.library, library)).limit(limit);
	const numbers = sql`select value from json_each(${JSON.stringify(some.map(({ number }) => number))})`;
	await runBatch(ctx.db, [
		...removePapers(ctx.db, numbers),
		ctx.db.delete(f).where(and(eq(f.library, library), sql`${f.paper} in (${numbers})`)),
	]);
	return some.length;
}

/** What is left of fingerprints without a paper. */
export async function wipeFingerprints(ctx: Context, library: number): Promise<void> {
	await ctx.db.delete(f).where(eq(f.library, library));
}

export interface PendingDocument {
	number: number;
	id: string;
	contentHash: string | null;
	wordCount: number;
	/** Of its fingerprint, where it has one. */
	madeOf: string | null;
	paper: number | null;
	skipped: SkipReason | null;
}

/** Documents to look at whose number is above `after`, in order. */
export async function pendingDocuments(
	ctx: Context,
	owner: string,
	{ after, limit }: { after: number; limit: number },
): Promise<PendingDocument[]> {
	return await ctx.db
		.select({
			number: d.number,
			id: d.id,
			contentHash: d.contentHash,
			wordCount: d.wordCount,
			madeOf: f.madeOf,
			paper: f.paper,
			skipped: f.skipped,
		})
		.from(d)
		.leftJoin(f, eq(f.document, d.number))
		.where(and(eq(d.owner, owner), eq(d.processingStatus, "pending"), sql`${d.number} > ${after}`))
		.orderBy(d.number)
		.limit(limit);
}

/** Texts by document id; a document without one is left out. */
export async function textsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await ctx.db
		.select()
		.from(libraryTexts)
		.where(sql`${libraryTexts.documentId} in (select value from json_each(${JSON.stringify(ids)}))`);
	return new Map(rows.map(({ documentId, fullText }) => [documentId, fullText]));
}

/** A document as it was read: its paper's content hash, or why it has none. */
export interface ReadDocument {
	number: number;
	madeOf: string;
	contentHash: string | null;
	skipped: SkipReason | null;
	/** Of the paper, where it is new. */
	keys: readonly number[];
	/** The paper that it was before. */
	formerPaper: number | null;
}

/** Stores what was read of documents; papers that are new are to be searched for, those that nobody has any more go. */
export async function storeFingerprints(
	ctx: Context,
	library: number,
	documents: readonly ReadDocument[],
): Promise<void> {
	const json = JSON.stringify(documents);
	const hashes = sql`select value ->> 'contentHash' from json_each(${json})`;
	const isNew = sql`${p.library} = ${library} and ${p.stage} = 'search' and ${p.contentHash} in (${hashes})`;
	await runBatch(ctx.db, [
		// All three in the order of the tables' columns.
		ctx.db
			.insert(p)
			.select(
				sql`select null, ${library}, value ->> 'contentHash', value ->> 'keys', 'search', null from json_each(${json})
					where value ->> 'contentHash' is not null`,
			)
			.onConflictDoNothing(),
		ctx.db
			.insert(dedupKeys)
			.select(sql`select ${library}, value, ${p.number} from ${p}, json_each(${p.keys}) where ${isNew}`)
			.onConflictDoNothing(),
		ctx.db
			.insert(f)
			.select(
				sql`select value ->> 'number', ${library},
					(select number from dedup_papers where library = ${library} and content_hash = value ->> 'contentHash'),
					value ->> 'madeOf', value ->> 'skipped'
					from json_each(${json}) where true`,
			)
			.onConflictDoUpdate({
				target: f.document,
				set: { paper: sql`excluded.paper`, madeOf: sql`excluded.made_of`, skipped: sql`excluded.skipped` },
			}),
		...removeOrphans(
			ctx,
			documents.flatMap(({ formerPaper }) => (formerPaper === null ? [] : [formerPaper])),
		),
	]);
}

/** Those of these papers that no document has any more go; what they were compared with has fewer neighbours now. */
function removeOrphans(ctx: Context, papers: readonly number[]): Statement[] {
	if (papers.length === 0) return [];
	const orphans: SQL = sql`
		select value from json_each(${JSON.stringify(papers)})
		where not exists (select 1 from ${f} where ${f.paper} = value)`;
	const { low, high } = dedupPairs;
	return [
		ctx.db
			.update(p)
			.set({ stage: "profile" })
			.where(
				sql`${p.stage} in ('settled', 'judge') and (
					${p.number} in (select ${high} from ${dedupPairs} where (${dedupPairs.library}, ${low}) in (
						select o.library, o.number from ${p} as o where o.number in (${orphans})))
					or ${p.number} in (select ${low} from ${dedupPairs} where (${dedupPairs.library}, ${high}) in (
						select o.library, o.number from ${p} as o where o.number in (${orphans}))))`,
			),
		...removePapers(ctx.db, orphans),
	];
}
