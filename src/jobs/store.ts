import { and, count, desc, eq, inArray, lte, notInArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import { addCounters } from "../platform/counters.ts";
import { type Database, runBatch, type Statement } from "../platform/database.ts";
import { extractions } from "../platform/extraction-tables.ts";
import { documents, jobs, outbox, taggingRecords } from "../platform/tables.ts";
import { countsOf } from "./job-counts.ts";
import { isFinal, type LibraryJobKind, libraryJobKinds } from "./job-state.ts";
import type { JobView } from "./view.ts";

export type JobRow = typeof jobs.$inferSelect;

/** A fresh row gets this long before the sweeper takes its message for lost. */
const startGraceMs = 15_000;
const openStatuses = ["pending", "running", "paused"] as const;

/** The rows of a new job, to be written together with what it is about. */
export function newJobStatements(
	db: Database,
	job: Pick<JobRow, "id" | "owner" | "kind" | "documentId"> &
		Partial<Pick<JobRow, "name" | "config" | "total">> & { now: number },
): Statement[] {
	return [
		db.insert(jobs).values({
			id: job.id,
			owner: job.owner,
			kind: job.kind,
			documentId: job.documentId,
			name: job.name ?? null,
			config: job.config ?? null,
			total: job.total ?? null,
			status: "pending",
			createdAt: job.now,
			updatedAt: job.now,
		}),
		db.insert(outbox).values({
			id: newId(),
			topic: "start",
			subject: job.id,
			dueAt: job.now + startGraceMs,
			createdAt: job.now,
		}),
	];
}

/** The row of a job of one unit that has failed already. */
export function failedJobStatement(
	db: Database,
	job: Pick<JobRow, "id" | "owner" | "kind"> & { error: string; now: number },
): Statement {
	const { now, ...row } = job;
	const times = { createdAt: now, startedAt: now, finishedAt: now, updatedAt: now };
	return db.insert(jobs).values({ ...row, name: row.id, status: "failed", total: 1, ...times });
}

export async function findJob(ctx: Context, id: string): Promise<JobRow | undefined> {
	return await ctx.db.select().from(jobs).where(eq(jobs.id, id)).get();
}

// --- jobs on a library ---

export async function findLibraryJob(ctx: Context, owner: string, id: string): Promise<JobRow | undefined> {
	const isTheirs = and(eq(jobs.id, id), eq(jobs.owner, owner), inArray(jobs.kind, [...libraryJobKinds]));
	return await ctx.db.select().from(jobs).where(isTheirs).get();
}

/** The owner's job of the kind that is not over; there is one at most. */
export async function findActiveJob(ctx: Context, owner: string, kind: LibraryJobKind): Promise<JobRow | undefined> {
	const isActive = and(eq(jobs.owner, owner), eq(jobs.kind, kind), inArray(jobs.status, [...openStatuses]));
	return await ctx.db.select().from(jobs).where(isActive).get();
}

export interface LibraryJobQuery {
	owner: string;
	/** Any text: what is no kind or status matches nothing. */
	kind?: string | undefined;
	status?: string | undefined;
	limit: number;
	offset: number;
}

/** Newest first, and how many match. */
export async function listLibraryJobRows(
	ctx: Context,
	query: LibraryJobQuery,
): Promise<{ rows: JobRow[]; total: number }> {
	const conditions: SQL[] = [eq(jobs.owner, query.owner), inArray(jobs.kind, [...libraryJobKinds])];
	if (query.kind !== undefined) conditions.push(sql`${jobs.kind} = ${query.kind}`);
	if (query.status !== undefined) conditions.push(sql`${jobs.status} = ${query.status}`);
	const matches = and(...conditions);
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select()
			.from(jobs)
			.where(matches)
			.orderBy(desc(jobs.createdAt), desc(jobs.id))
			.limit(query.limit)
			.offset(query.offset),
		ctx.db.select({ total: count() }).from(jobs).where(matches),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** How many there were. */
export async function deleteFinishedLibraryJobs(ctx: Context, owner: string): Promise<number> {
	const isOver = and(
		eq(jobs.owner, owner),
		inArray(jobs.kind, [...libraryJobKinds]),
		notInArray(jobs.status, [...openStatuses]),
	);
	const result = await ctx.db.delete(jobs).where(isOver);
	return result.meta.changes;
}

/** Writes what the object knows; a final row stays as it is. From here on the object answers for the job, not the outbox. */
export async function settleJob(
	ctx: Context,
	view: JobView,
	times: { startedAt: number | null; finishedAt: number | null },
	stats: object,
): Promise<void> {
	await runBatch(ctx.db, [
		// Before the row says that it is over, so that its end counts once.
		...addCounters(ctx.db, countsOf(view), isOpen(view.id)),
		...(view.kind === "conversion" && isFinal(view.status) ? [oweCallback(ctx, view)] : []),
		...(isFinal(view.status) ? oweExtraction(ctx, view) : []),
		ctx.db
			.update(jobs)
			.set({
				status: view.status,
				error: view.error,
				// The rows of a batch are counted in the transaction that writes their results.
				...(isTagging(view.kind) ? {} : { done: view.done, total: view.total }),
				stats: JSON.stringify(stats),
				fraction: view.progress,
				phaseFraction: view.phaseProgress,
				message: view.message,
				result: view.status === "completed" && view.result !== null ? JSON.stringify(view.result) : null,
				startedAt: times.startedAt,
				finishedAt: times.finishedAt,
				updatedAt: ctx.now(),
			})
			.where(and(eq(jobs.id, view.id), inArray(jobs.status, [...openStatuses]))),
		ctx.db.delete(outbox).where(and(eq(outbox.subject, view.id), eq(outbox.topic, "start"))),
		...(isTagging(view.kind) && isFinal(view.status) ? [closeRecords(ctx, view)] : []),
	]);
}

/** Whoever is to be told of the document's end is owed it, once: while the job's row is still open. In the order of the table's columns. */
function oweCallback(ctx: Context, { id, documentId }: JobView): Statement {
	const now = ctx.now();
	return ctx.db.insert(outbox).select(sql`
		select ${newId()}, 'callback', ${documents.id}, 0, ${now + startGraceMs}, ${now} from ${documents}
		where ${documents.id} = ${documentId} and ${documents.webhookUrl} is not null and ${isOpen(id)}`);
}

/** The extraction that waits for this conversion begins, and one that has failed is told of: owed while the job's row is still open. */
function oweExtraction(ctx: Context, { id, kind, documentId }: JobView): Statement[] {
	if (documentId === null || (kind !== "conversion" && kind !== "extraction")) return [];
	const isUnderWay = sql`exists (
		select 1 from ${extractions} where ${extractions.documentId} = ${documentId} and ${extractions.status} in ('waiting', 'running'))`;
	return [ctx.db.insert(outbox).select(owedExtraction(ctx, documentId, sql`${isUnderWay} and ${isOpen(id)}`))];
}

/** In the order of the table's columns. */
function owedExtraction(ctx: Context, documentId: string, condition: SQL): SQL {
	const now = ctx.now();
	return sql`select ${newId()}, 'extraction', ${documentId}, 0, ${now + startGraceMs}, ${now} where ${condition}`;
}

/** An order to go on with the document's extraction. */
export function expectExtraction(ctx: Context, documentId: string): Statement {
	return ctx.db.insert(outbox).select(owedExtraction(ctx, documentId, sql`true`));
}

/** Ids of the orders that are there for the document's extraction. */
export async function extractionsOwed(ctx: Context, documentId: string): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: outbox.id })
		.from(outbox)
		.where(and(eq(outbox.subject, documentId), eq(outbox.topic, "extraction")));
	return rows.map(({ id }) => id);
}

export async function extractionCarriedOut(ctx: Context, ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return;
	await ctx.db.delete(outbox).where(sql`${outbox.id} in (select value from json_each(${JSON.stringify(ids)}))`);
}

export async function callbacksOwed(ctx: Context, documentId: string): Promise<OutboxRow[]> {
	return await ctx.db
		.select()
		.from(outbox)
		.where(and(eq(outbox.subject, documentId), eq(outbox.topic, "callback")));
}

function isOpen(id: string): SQL {
	return sql`exists (select 1 from ${jobs} where ${jobs.id} = ${id} and ${jobs.status} in ('pending', 'running', 'paused'))`;
}

function isTagging(kind: string): boolean {
	return kind === "single" || kind === "batch";
}

/** A row that was begun and not finished when its job ended: not reached by a cancelled batch, lost with a failed run. */
function closeRecords(ctx: Context, view: JobView): Statement {
	const failed = { status: "failed" as const, error: view.error, processedAt: ctx.now() };
	return ctx.db
		.update(taggingRecords)
		.set(view.status === "failed" ? failed : { status: "pending", startedAt: null })
		.where(and(eq(taggingRecords.jobId, view.id), eq(taggingRecords.status, "processing")));
}

/** A job that could not be started ends, and no sweep may start it later. */
export async function abandonJob(ctx: Context, id: string, error: string): Promise<void> {
	const now = ctx.now();
	await ctx.db.batch([
		ctx.db
			.update(jobs)
			.set({ status: "failed", error, finishedAt: now, updatedAt: now })
			.where(and(eq(jobs.id, id), inArray(jobs.status, [...openStatuses]))),
		ctx.db.delete(outbox).where(and(eq(outbox.subject, id), eq(outbox.topic, "start"))),
	]);
}

/** An order to remove the rows of a start that was interrupted. */
export function expectRows(ctx: Context, jobId: string, withinMs: number): Statement {
	const now = ctx.now();
	return ctx.db
		.insert(outbox)
		.values({ id: newId(), topic: "rows", subject: jobId, dueAt: now + withinMs, createdAt: now });
}

export function keepRows(ctx: Context, jobId: string): Statement {
	return ctx.db.delete(outbox).where(and(eq(outbox.subject, jobId), eq(outbox.topic, "rows")));
}

export type OutboxRow = typeof outbox.$inferSelect;

export async function dueOutbox(ctx: Context, limit: number): Promise<OutboxRow[]> {
	return await ctx.db.select().from(outbox).where(lte(outbox.dueAt, ctx.now())).orderBy(outbox.dueAt).limit(limit);
}

/** Puts an entry off, twice as long each time, so that one that always fails does not starve the rest. */
export async function postponeOutbox(ctx: Context, row: OutboxRow): Promise<void> {
	const waitMs = Math.min(startGraceMs * 2 ** Math.min(row.attempts, 8), 3_600_000);
	await ctx.db
		.update(outbox)
		.set({ attempts: sql`${outbox.attempts} + 1`, dueAt: ctx.now() + waitMs })
		.where(eq(outbox.id, row.id));
}

/** An entry that is being carried out has more to do. */
export async function hastenOutbox(ctx: Context, id: string): Promise<void> {
	await ctx.db.update(outbox).set({ attempts: 0, dueAt: ctx.now() }).where(eq(outbox.id, id));
}

export async function deleteOutbox(ctx: Context, id: string): Promise<void> {
	await deletionOfOutbox(ctx, id);
}

export function deletionOfOutbox(ctx: Context, id: string) {
	return ctx.db.delete(outbox).where(eq(outbox.id, id));
}
