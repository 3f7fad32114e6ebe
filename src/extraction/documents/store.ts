import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { type Condition, isMissingValue, runBatch, type Statement } from "../../platform/database.ts";
import { extractions, folders } from "../../platform/extraction-tables.ts";
import { documents, jobs } from "../../platform/tables.ts";

/** How far a document is: its conversion and its extraction in one word. */
export type DocumentStatus = "pending" | "processing" | "completed" | "failed";

export type Review = "approved" | "rejected";

/** A part of a list, newest first: what comes after the row that `after` names. */
export interface Part {
	limit: number;
	after?: { createdAt: number; id: string } | undefined;
}

export interface DocumentFilter {
	folderId?: string | undefined;
	status?: DocumentStatus | undefined;
	review?: Review | undefined;
}

/** A conversion that is under way or failed says more than the extraction that waits for it. */
const status = sql<DocumentStatus>`case
	when ${jobs.status} in ('pending', 'running', 'paused') then 'processing'
	when ${jobs.status} in ('failed', 'cancelled') then 'failed'
	when ${extractions.status} in ('waiting', 'running') then 'processing'
	when ${extractions.status} = 'failed' then 'failed'
	when ${jobs.status} = 'completed' then 'completed'
	else 'pending' end`;

/** Of a document that another API brought in and nothing was taken out of, its text's: as its result says. */
const confidence = sql<number | null>`case
	when ${extractions.status} is null and ${jobs.status} = 'completed' then coalesce(json_extract(${jobs.result}, '$.textConfidence'), 0)
	else ${extractions.confidence} end`;

/** Each under a name of its own: rows of a batch are told apart by them alone. */
const columns = {
	id: documents.id,
	owner: documents.owner,
	fileName: documents.fileName,
	contentType: documents.contentType,
	sizeBytes: documents.sizeBytes,
	pageCount: documents.pageCount,
	source: documents.source,
	sha256: documents.sha256,
	jobId: documents.jobId,
	createdAt: documents.createdAt,
	updatedAt:
		sql<number>`max(${documents.updatedAt}, coalesce(${jobs.updatedAt}, 0), coalesce(${extractions.updatedAt}, 0))`.as(
			"changed_at",
		),
	status: status.as("state"),
	jobStatus: jobs.status,
	jobError: sql<string | null>`${jobs.error}`.as("job_error"),
	pagesDone: jobs.done,
	pagesTotal: jobs.total,
	folderId: extractions.folderId,
	flowId: extractions.flowId,
	model: extractions.model,
	isOurs: extractions.isOurs,
	resultToken: extractions.resultToken,
	confidence: confidence.as("shown_confidence"),
	fieldScores: extractions.fieldScores,
	error: extractions.error,
	review: extractions.review,
};

export type DocumentRow = NonNullable<Awaited<ReturnType<typeof findDocumentRow>>>;

export async function findDocumentRow(ctx: Context, owner: string, id: string) {
	return await ctx.db
		.select(columns)
		.from(documents)
		.leftJoin(jobs, eq(jobs.id, documents.jobId))
		.leftJoin(extractions, eq(extractions.documentId, documents.id))
		.where(and(eq(documents.id, id), eq(documents.owner, owner)))
		.get();
}

/** Newest first, and how many match. */
export async function listDocumentRows(
	ctx: Context,
	owner: string,
	{ filter, limit, after }: Part & { filter: DocumentFilter },
): Promise<{ rows: DocumentRow[]; total: number }> {
	const matches = and(eq(documents.owner, owner), ...conditionsOf(filter));
	const page = after && sql`(${documents.createdAt}, ${documents.id}) < (${after.createdAt}, ${after.id})`;
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select(columns)
			.from(documents)
			.leftJoin(jobs, eq(jobs.id, documents.jobId))
			.leftJoin(extractions, eq(extractions.documentId, documents.id))
			.where(and(matches, page))
			.orderBy(desc(documents.createdAt), desc(documents.id))
			.limit(limit),
		countOf(ctx, owner, filter),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** How many match, asked of no more tables than the filter is about: it is asked with every page. */
function countOf(ctx: Context, owner: string, filter: DocumentFilter) {
	const conditions = conditionsOf(filter);
	const all = ctx.db.select({ total: count() });
	if (conditions.length === 0) return all.from(documents).where(eq(documents.owner, owner));
	// A row of these goes with its document.
	if (filter.status === undefined) return all.from(extractions).where(and(eq(extractions.owner, owner), ...conditions));
	return all
		.from(documents)
		.leftJoin(jobs, eq(jobs.id, documents.jobId))
		.leftJoin(extractions, eq(extractions.documentId, documents.id))
		.where(and(eq(documents.owner, owner), ...conditions));
}

function conditionsOf(filter: DocumentFilter): SQL[] {
	return [
		...(filter.folderId === undefined ? [] : [eq(extractions.folderId, filter.folderId)]),
		...(filter.review === undefined ? [] : [eq(extractions.review, filter.review)]),
		...(filter.status === undefined ? [] : [sql`${status} = ${filter.status}`]),
	];
}

/** What this API knows of a document that it has just taken in. */
export function insertExtraction(
	ctx: Context,
	row: { documentId: string; owner: string; folderId: string | null; updatedAt: number },
): Statement {
	// A folder that was deleted since it was looked up is not named any more.
	const folderId = sql`(select ${folders.id} from ${folders} where ${folders.id} = ${row.folderId})`;
	return ctx.db.insert(extractions).values({ ...row, folderId, isOurs: true });
}

/** A verdict on the result that the caller has seen. */
export interface Verdict {
	documentId: string;
	owner: string;
	/** Of that result; null for a document that nothing was extracted from. */
	resultToken: string | null;
	review: Review;
	reason: string | null;
}

/** Whether the verdict is new, and its result the one that stands: for what is written before it. */
export function isNews({ documentId, resultToken, review }: Verdict): Condition {
	return sql`exists (
		select 1 from ${extractions} as judged where judged.document_id = ${documentId} and judged.status = 'completed'
			and judged.result_token is ${resultToken} and judged.review is not ${review})`;
}

/**
 * Writes the verdict, and what stands `before` and `after` it; a document that this API has not met gets its row. False, and nothing is
 * written, where the result is another one by now, or the document is gone.
 */
export async function writeVerdict(
	ctx: Context,
	verdict: Verdict,
	{ before, after }: { before: readonly Statement[]; after: readonly Statement[] },
): Promise<boolean> {
	const { documentId, resultToken, review, reason } = verdict;
	const change = { review, reviewReason: reason, updatedAt: ctx.now() };
	// No owner where it may not be written: the transaction fails.
	const owner = sql`(
		select ${documents.owner} from ${documents} where ${documents.id} = ${documentId} and ${documents.owner} = ${verdict.owner}
			and not exists (
				select 1 from ${extractions} as judged where judged.document_id = ${documentId}
					and (coalesce(judged.status, 'completed') <> 'completed' or judged.result_token is not ${resultToken})))`;
	const write = ctx.db
		.insert(extractions)
		.values({ documentId, owner, ...change })
		.onConflictDoUpdate({
			target: extractions.documentId,
			set: change,
			setWhere: sql`${extractions.review} is not ${review}`,
		});
	try {
		await runBatch(ctx.db, [...before, write, ...after]);
		return true;
	} catch (error) {
		if (isMissingValue(error, "extractions.owner")) return false;
		throw error;
	}
}
