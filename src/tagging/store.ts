import { and, count, desc, eq, getTableColumns, inArray, type SQL, type SQLWrapper, sql, sum } from "drizzle-orm";
import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import type { Statement } from "../platform/database.ts";
import { taggingSearch } from "../platform/search-tables.ts";
import { jobs, taggingRecords as records } from "../platform/tables.ts";
import { folded, foldedTags } from "./fold.ts";

export type TaggingRecord = typeof records.$inferSelect;
/** A record without its long texts, as lists show it: 500 of them would fill an isolate. */
export type RecordSummary = Omit<TaggingRecord, "extractedText" | "answer">;
export type TaggingJob = typeof jobs.$inferSelect;

/** A row to be tagged. */
export interface NewRecord {
	title: string;
	description: string;
	filePath: string;
	sourceType: string;
	documentId?: string;
	broughtIn?: boolean;
	sizeBytes?: number;
}

/** What became of a row. */
export type RecordResult = { error: string } | { tags: readonly string[]; answer: string };

const { extractedText: _text, answer: _answer, ...summary } = getTableColumns(records);
const taggingKinds = ["single", "batch"] as const;
const openRecords = ["pending", "processing"] as const;
/** Rows of one statement: their JSON is one bound value, of 2 MB at most; a character takes up to three bytes. */
const slice = { rows: 500, characters: 400_000 };

/** The rows of a job from number `first` on, in statements that D1 takes. */
export function insertRecords(
	ctx: Context,
	job: { id: string; owner: string; first: number },
	rows: readonly NewRecord[],
): Statement[] {
	const now = ctx.now();
	const json = JSON.stringify(rows.map((row) => ({ ...row, id: newId(), folded: folded(row.title) })));
	return [
		// In the order of the table's columns.
		ctx.db.insert(records).select(sql`
			select null, value ->> 'id', ${job.owner}, ${job.id}, ${job.first} + key, value ->> 'documentId',
				coalesce(value ->> 'broughtIn', 0), value ->> 'title', value ->> 'description', value ->> 'filePath',
				value ->> 'sourceType', value ->> 'sizeBytes', 'pending', '[]', null, null, null, null, null, null, ${now}
			from json_each(${json})`),
		ctx.db.insert(taggingSearch).select(sql`
			select number, ${job.owner}, value ->> 'folded', '' from json_each(${json})
			join ${records} on job_id = ${job.id} and "row" = ${job.first} + key`),
	];
}

/** The rows in slices that fit a statement. */
export function* slicesOf(rows: readonly NewRecord[]): Generator<{ first: number; rows: NewRecord[] }> {
	let [first, size, taken] = [0, 0, [] as NewRecord[]];
	for (const [at, row] of rows.entries()) {
		const characters = JSON.stringify([row.title, row.title, row.description, row.filePath]).length;
		if (taken.length === slice.rows || (taken.length > 0 && size + characters > slice.characters)) {
			yield { first, rows: taken };
			[first, size, taken] = [at, 0, []];
		}
		taken.push(row);
		size += characters;
	}
	if (taken.length > 0) yield { first, rows: taken };
}

/** For the machinery of a job, which acts for no caller. */
export async function findRecord(ctx: Context, jobId: string, row: number): Promise<TaggingRecord | undefined> {
	return await ctx.db
		.select()
		.from(records)
		.where(and(eq(records.jobId, jobId), eq(records.row, row)))
		.get();
}

/** Whether the record has its last word. */
export function isFinalRecord({ status }: TaggingRecord): boolean {
	return status === "success" || status === "failed";
}

/** What is known of a row on its way, to be awaited or to join a batch; a final one stays as it is. */
export function updateRecord(ctx: Context, id: string, change: Partial<TaggingRecord>) {
	return ctx.db
		.update(records)
		.set(change)
		.where(and(eq(records.id, id), inArray(records.status, [...openRecords])));
}

/** Writes a row's end and counts it in its job, once: again, it changes nothing. */
export function recordStatements(ctx: Context, record: TaggingRecord, result: RecordResult): Statement[] {
	const failed = "error" in result;
	const isOpen = sql`exists (select 1 from ${records} where ${records.id} = ${record.id} and status in ('pending', 'processing'))`;
	const tags = failed ? [] : result.tags;
	return [
		ctx.db
			.update(jobs)
			.set({ done: sql`done + 1`, failed: sql`failed + ${failed ? 1 : 0}` })
			.where(and(eq(jobs.id, record.jobId), isOpen)),
		ctx.db
			.update(taggingSearch)
			.set({ tags: foldedTags(tags), title: folded(record.title) })
			.where(and(eq(taggingSearch.rowid, record.number), isOpen)),
		ctx.db
			.update(records)
			.set({
				status: failed ? "failed" : "success",
				title: record.title,
				// What was known on the way says nothing of a document that came to nothing.
				metadata: failed ? null : record.metadata,
				tags: JSON.stringify(tags),
				error: failed ? result.error : null,
				answer: failed ? null : result.answer,
				processedAt: ctx.now(),
			})
			.where(and(eq(records.id, record.id), inArray(records.status, [...openRecords]))),
	];
}

// --- history ---

/** A job of tagging by its id, whoever's it is: what another's is answered is the surface's decision. */
export async function findTaggingJob(ctx: Context, id: string): Promise<TaggingJob | undefined> {
	return await ctx.db
		.select()
		.from(jobs)
		.where(and(eq(jobs.id, id), inArray(jobs.kind, [...taggingKinds])))
		.get();
}

export async function listTaggingJobs(
	ctx: Context,
	owner: string,
	query: { limit: number; offset: number; statuses?: readonly TaggingJob["status"][] },
): Promise<{ items: TaggingJob[]; total: number }> {
	const wanted = and(
		eq(jobs.owner, owner),
		inArray(jobs.kind, [...taggingKinds]),
		query.statuses && inArray(jobs.status, [...query.statuses]),
	);
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select()
			.from(jobs)
			.where(wanted)
			.orderBy(desc(jobs.createdAt), desc(jobs.id))
			.limit(query.limit)
			.offset(query.offset),
		ctx.db.select({ total: count() }).from(jobs).where(wanted),
	]);
	return { items, total: counted?.total ?? 0 };
}

/** Batches that are not over, newest first. */
export async function listActiveBatches(ctx: Context, owner: string): Promise<TaggingJob[]> {
	return await ctx.db
		.select()
		.from(jobs)
		.where(and(eq(jobs.owner, owner), eq(jobs.kind, "batch"), inArray(jobs.status, ["pending", "running", "paused"])))
		.orderBy(desc(jobs.createdAt), desc(jobs.id));
}

/** Some records of a job in row order, after `after`: for streams that never hold all. */
export async function recordsAfter(
	ctx: Context,
	jobId: string,
	after: number,
	query: { limit: number; finalOnly?: boolean },
): Promise<RecordSummary[]> {
	return await ctx.db
		.select(summary)
		.from(records)
		.where(
			and(
				eq(records.jobId, jobId),
				sql`"row" > ${after}`,
				query.finalOnly ? inArray(records.status, ["success", "failed"]) : undefined,
			),
		)
		.orderBy(records.row)
		.limit(query.limit);
}

/** A record by its id, whoever's it is. */
export async function findRecordById(ctx: Context, id: string): Promise<TaggingRecord | undefined> {
	return await ctx.db
		.select()
		.from(records)
		.where(and(eq(records.id, id), hasJob(records.jobId)))
		.get();
}

export async function listRecentRecords(ctx: Context, owner: string, limit: number): Promise<RecordSummary[]> {
	return await ctx.db
		.select(summary)
		.from(records)
		.where(and(eq(records.owner, owner), inArray(records.status, ["success", "failed"]), hasJob(records.jobId)))
		.orderBy(desc(records.processedAt), desc(records.number))
		.limit(limit);
}

/** Records whose title or one of whose tags holds the text: a whole tag first, then part of one, then the title. */
export async function searchRecords(
	ctx: Context,
	owner: string,
	query: { text: string; limit: number },
): Promise<RecordSummary[]> {
	const wanted = folded(query.text);
	if (wanted === "") return [];
	const found = sql`(instr(s.tags, ${wanted}) > 0 or instr(s.title, ${wanted}) > 0)`;
	// Trigrams need three characters; below that the owner's own rows are gone through.
	const candidates =
		[...wanted].length >= 3
			? sql`s.tagging_search match ${`owner:${quoted(owner)} AND {title tags}:${quoted(wanted)}`} and ${found}`
			: sql`s.rowid in (select number from ${records} where owner = ${owner}) and ${found}`;
	const rank = sql`case when instr(s.tags, ${`\n${wanted}\n`}) > 0 then 0 when instr(s.tags, ${wanted}) > 0 then 1 else 2 end`;
	const hits = await ctx.db.all<{ number: number }>(sql`
		select r.number from ${taggingSearch} s join ${records} r on r.number = s.rowid and r.owner = ${owner}
		where ${candidates} and ${hasJob(sql`r.job_id`)} order by ${rank}, r.processed_at is null, r.processed_at desc, r.number desc limit ${query.limit}`);
	const numbers = hits.map(({ number }) => number);
	const rows = await ctx.db
		.select(summary)
		.from(records)
		.where(sql`${records.number} in (select value from json_each(${JSON.stringify(numbers)}))`);
	return numbers.flatMap((number) => rows.find((row) => row.number === number) ?? []);
}

/** Rows of a batch that is being written, was never started, or was deleted, are nobody's. */
function hasJob(jobId: SQLWrapper): SQL {
	return sql`exists (select 1 from ${jobs} where ${jobs.id} = ${jobId})`;
}

/** A phrase of FTS5's query language. */
function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}

export interface TaggingStats {
	jobs: number;
	documents: number;
	processed: number;
	failed: number;
	byStatus: { status: TaggingJob["status"]; jobs: number }[];
}

export async function taggingStats(ctx: Context, owner: string): Promise<TaggingStats> {
	const rows = await ctx.db
		.select({
			status: jobs.status,
			jobs: count(),
			documents: sum(jobs.total).mapWith(Number),
			done: sum(jobs.done).mapWith(Number),
			failed: sum(jobs.failed).mapWith(Number),
		})
		.from(jobs)
		.where(and(eq(jobs.owner, owner), inArray(jobs.kind, [...taggingKinds])))
		.groupBy(jobs.status);
	const total = (of: (row: (typeof rows)[number]) => number | null) =>
		rows.reduce((all, row) => all + (of(row) ?? 0), 0);
	return {
		jobs: total((row) => row.jobs),
		documents: total((row) => row.documents),
		processed: total((row) => (row.done ?? 0) - (row.failed ?? 0)),
		failed: total((row) => row.failed),
		byStatus: rows.map(({ status, jobs: number }) => ({ status, jobs: number })),
	};
}
