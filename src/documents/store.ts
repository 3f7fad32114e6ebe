import { and, count, desc, eq, getTableColumns, inArray, isNull, not, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import type { Figure } from "../convert/convert.ts";
import { newId } from "../lib/ids.ts";
import { type Database, runWithLast, type Statement } from "../platform/database.ts";
import { removeFromLibrary } from "../platform/library-removal.ts";
import { documents, figures, jobs, outbox, taggingRecords } from "../platform/tables.ts";

const openStatuses = ["pending", "running", "paused"] as const;

export type DocumentRow = typeof documents.$inferSelect;
export type NewDocument = typeof documents.$inferInsert;
export type FigureRow = typeof figures.$inferSelect;

/** A document with the state of its latest conversion. */
export interface Document extends DocumentRow {
	jobStatus: (typeof jobs.$inferSelect)["status"] | null;
	jobError: string | null;
	pagesDone: number | null;
	pagesTotal: number | null;
	jobUpdatedAt: number | null;
}

const columns = {
	...getTableColumns(documents),
	jobStatus: jobs.status,
	jobError: jobs.error,
	pagesDone: jobs.done,
	pagesTotal: jobs.total,
	jobUpdatedAt: jobs.updatedAt,
};

export async function findDocument(ctx: Context, owner: string, id: string): Promise<Document | undefined> {
	return await ctx.db
		.select(columns)
		.from(documents)
		.leftJoin(jobs, eq(jobs.id, documents.jobId))
		.where(and(eq(documents.id, id), eq(documents.owner, owner)))
		.get();
}

/**
 * The owner's oldest document of the same bytes, whichever way they came, unless it is being deleted with the job of tagging that brought
 * it. `sha256` is hexadecimal.
 */
export async function findByContent(ctx: Context, owner: string, sha256: string): Promise<Document | undefined> {
	return await ctx.db
		.select(columns)
		.from(documents)
		.leftJoin(jobs, eq(jobs.id, documents.jobId))
		.where(and(eq(documents.owner, owner), eq(documents.sha256, sha256), not(isDoomed)))
		.orderBy(documents.createdAt, documents.id)
		.limit(1)
		.get();
}

const isDoomed = sql`exists (
	select 1 from ${taggingRecords} where ${taggingRecords.documentId} = ${documents.id} and ${taggingRecords.broughtIn}
		and not exists (select 1 from ${jobs} as run where run.id = ${taggingRecords.jobId}))`;

/** For the machinery of a job, which acts for no caller; whoever serves one uses `findDocument`. */
export async function findDocumentOfJob(ctx: Context, id: string): Promise<Document | undefined> {
	return await ctx.db
		.select(columns)
		.from(documents)
		.leftJoin(jobs, eq(jobs.id, documents.jobId))
		.where(eq(documents.id, id))
		.get();
}

/** The document's latest conversion. */
export async function findConversion(
	ctx: Context,
	id: string,
): Promise<Pick<typeof jobs.$inferSelect, "status" | "result"> | undefined> {
	return await ctx.db
		.select({ status: jobs.status, result: jobs.result })
		.from(documents)
		.innerJoin(jobs, eq(jobs.id, documents.jobId))
		.where(eq(documents.id, id))
		.get();
}

export async function listDocuments(
	ctx: Context,
	owner: string,
	page: { limit: number; offset: number },
): Promise<{ items: Document[]; total: number }> {
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select(columns)
			.from(documents)
			.leftJoin(jobs, eq(jobs.id, documents.jobId))
			.where(eq(documents.owner, owner))
			.orderBy(desc(documents.createdAt), desc(documents.id))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(documents).where(eq(documents.owner, owner)),
	]);
	return { items, total: counted?.total ?? 0 };
}

export function insertDocument(db: Database, document: NewDocument): Statement {
	return db.insert(documents).values(document);
}

export async function updateDocument(ctx: Context, id: string, change: Partial<DocumentRow>): Promise<void> {
	await ctx.db
		.update(documents)
		.set({ ...change, updatedAt: ctx.now() })
		.where(eq(documents.id, id));
}

/** The document's conversion is this job, unless it has one. */
export function linkConversion(db: Database, id: string, jobId: string): Statement {
	return db
		.update(documents)
		.set({ jobId })
		.where(and(eq(documents.id, id), isNull(documents.jobId)));
}

/** The document is converted again: its conversion is this job, if `before` still was. */
export function replaceConversion(
	db: Database,
	id: string,
	{ before, jobId }: { before: string | null; jobId: string },
): Statement {
	return db
		.update(documents)
		.set({ jobId })
		.where(and(eq(documents.id, id), sql`${documents.jobId} is ${before}`));
}

/** The figures of a conversion in place of those before. Rows go in by JSON: D1 binds at most 100 values. */
export async function replaceFigures(ctx: Context, documentId: string, list: readonly Figure[]): Promise<void> {
	const statements: [Statement, ...Statement[]] = [ctx.db.delete(figures).where(eq(figures.documentId, documentId))];
	for (let at = 0; at < list.length; at += 500) {
		const json = JSON.stringify(list.slice(at, at + 500));
		statements.push(
			// In the order of the table's columns.
			ctx.db.insert(figures).select(sql`
				select ${documentId}, value ->> 'index', value ->> 'imageId', value ->> 'title', value ->> 'page',
					value -> 'bbox', value ->> 'widthPx', value ->> 'heightPx'
				from json_each(${json})`),
		);
	}
	await ctx.db.batch(statements);
}

export async function listFigures(
	ctx: Context,
	documentId: string,
	page: { limit: number; offset: number },
): Promise<{ items: FigureRow[]; total: number }> {
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select()
			.from(figures)
			.where(eq(figures.documentId, documentId))
			.orderBy(figures.figureIndex)
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(figures).where(eq(figures.documentId, documentId)),
	]);
	return { items, total: counted?.total ?? 0 };
}

export async function findFigure(
	ctx: Context,
	documentId: string,
	figureIndex: number,
): Promise<FigureRow | undefined> {
	return await ctx.db
		.select()
		.from(figures)
		.where(and(eq(figures.documentId, documentId), eq(figures.figureIndex, figureIndex)))
		.get();
}

/**
 * Deletes the rows of these documents and leaves the order to purge their objects, in one transaction. With `idleOnly` a
 * document whose conversion has begun in the meantime stays.
 */
export async function deleteRows(
	ctx: Context,
	ids: readonly string[],
	options: { idleOnly: boolean },
): Promise<string[]> {
	if (ids.length === 0) return [];
	const json = JSON.stringify(ids);
	const wanted = sql`${documents.id} in (select value from json_each(${json}))`;
	const busy = sql`exists (select 1 from ${jobs} where ${jobs.id} = ${documents.jobId} and ${inArray(jobs.status, [...openStatuses])})`;
	const doomed = options.idleOnly ? sql`${wanted} and not ${busy}` : wanted;
	const now = ctx.now();
	const gone = sql`select ${documents.id} from ${documents} where ${doomed}`;
	const deletion = ctx.db.delete(documents).where(doomed).returning({ id: documents.id });
	const statements: Statement[] = [
		// In the order of the table's columns.
		ctx.db.insert(outbox).select(sql`
			select ${newId()} || '/' || id, 'purge', id, 0, ${now}, ${now} from (${gone})`),
		ctx.db.delete(figures).where(sql`${figures.documentId} in (${gone})`),
		// What was said of it stays; its text goes with it.
		ctx.db
			.update(taggingRecords)
			.set({ documentId: null, extractedText: null })
			.where(sql`${taggingRecords.documentId} in (${gone})`),
		...removeFromLibrary(ctx.db, gone, now),
		ctx.db.delete(jobs).where(sql`${jobs.documentId} in (${gone})`),
	];
	// The query that says which they are holds until the very last statement, so that one comes last.
	return (await runWithLast(ctx.db, statements, deletion)).map(({ id }) => id);
}

export interface DocumentJob {
	id: string;
	documentId: string | null;
	/** It may be at work right now. */
	isOpen: boolean;
}

/** The jobs that have converted these documents or taken fields out of them, earlier ones too. */
export async function listJobs(ctx: Context, ids: readonly string[]): Promise<DocumentJob[]> {
	const rows = await ctx.db
		.select({ id: jobs.id, documentId: jobs.documentId, status: jobs.status })
		.from(jobs)
		.where(
			and(
				sql`${jobs.documentId} in (select value from json_each(${JSON.stringify(ids)}))`,
				inArray(jobs.kind, ["conversion", "extraction"]),
			),
		);
	return rows.map(({ status, ...job }) => ({ ...job, isOpen: (openStatuses as readonly string[]).includes(status) }));
}

/** Some documents of an owner, for removing all of them slice by slice. */
export async function someDocumentIds(ctx: Context, owner: string, limit: number): Promise<string[]> {
	const rows = await ctx.db.select({ id: documents.id }).from(documents).where(eq(documents.owner, owner)).limit(limit);
	return rows.map((row) => row.id);
}

/** Owners of documents who are neither users nor guests any more: a guest's upload that ended after the hand-over. */
export async function listOrphanOwners(ctx: Context, limit: number): Promise<string[]> {
	const rows = await ctx.db
		.selectDistinct({ owner: documents.owner })
		.from(documents)
		.where(
			sql`not exists (select 1 from users where users.id = ${documents.owner})
				and not exists (select 1 from guests where guests.id = ${documents.owner})`,
		)
		.limit(limit);
	return rows.map((row) => row.owner);
}

export async function documentExists(ctx: Context, id: string): Promise<boolean> {
	return (await ctx.db.select({ id: documents.id }).from(documents).where(eq(documents.id, id)).get()) !== undefined;
}

/** Bytes that arrive before there is a row: purged after a while unless `keepBytes` runs with the row. */
export async function expectBytes(ctx: Context, documentId: string, withinMs: number): Promise<void> {
	await ctx.db.insert(outbox).values({
		id: newId(),
		topic: "purge",
		subject: documentId,
		dueAt: ctx.now() + withinMs,
		createdAt: ctx.now(),
	});
}

/** What was at work on these documents may write an object yet: the order to remove them is carried out once more, after `ms`. */
export async function purgeLater(ctx: Context, documentIds: readonly string[], ms: number): Promise<void> {
	const ids = sql`select value from json_each(${JSON.stringify(documentIds)})`;
	await ctx.db
		.update(outbox)
		.set({ dueAt: ctx.now() + ms })
		.where(and(sql`${outbox.subject} in (${ids})`, eq(outbox.topic, "purge")));
}

/** The objects are gone: the order is carried out. */
export async function purged(ctx: Context, documentId: string): Promise<void> {
	await keepBytes(ctx.db, documentId);
}

export function keepBytes(db: Database, documentId: string) {
	return db.delete(outbox).where(and(eq(outbox.subject, documentId), eq(outbox.topic, "purge")));
}
