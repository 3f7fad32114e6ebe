import { and, count, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { aiResults } from "../../platform/enrich-tables.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { parseStatus } from "../status.ts";
import type { ResultFilter, ResultGrouping, ResultOrder } from "./filters.ts";
import { type AiResult, type ListedResult, toAiResult, toListedResult } from "./result.ts";

/* Results as they are listed, grouped and shown. Another owner's are as good as none. */

const r = aiResults;
const d = libraryDocuments;

/** Of the three classic fields; null where there is no confidence. Rounded: the mean of 0.9, 0.9 and 0.6 is 0.8. */
const meanConfidence = sql<number | null>`round(
	(${r.confidenceCorrespondent} + ${r.confidenceDocumentType} + ${r.confidenceTags}) / 3, 9)`;

const titleDiffers = sql`${r.suggestedTitle} is not ${r.currentTitle}`;
const classicFieldDiffers = sql`(${r.suggestedCorrespondent} is not ${r.currentCorrespondent}
	or ${r.suggestedDocumentType} is not ${r.currentDocumentType} or ${sorted(r.suggestedTags)} <> ${sorted(r.currentTags)})`;

/** Tags are a set: the order in which a model names them says nothing. */
function sorted(tags: typeof r.suggestedTags | typeof r.currentTags): SQL {
	return sql`(select json_group_array(value) from (select value from json_each(${tags}) order by value))`;
}

/**
 * The condition on rows of `ai_results` that every list, grouping and scope shares, so that what is shown is what is worked on.
 * `ignoresTitle`: a title that differs is no change.
 */
export function resultFilter(
	owner: string,
	filter: ResultFilter = {},
	{ ignoresTitle = false }: { ignoresTitle?: boolean } = {},
): SQL {
	const { status, search, failed, minConfidence, maxConfidence, provider, model, changedOnly } = filter;
	const differs = ignoresTitle ? classicFieldDiffers : sql`(${titleDiffers} or ${classicFieldDiffers})`;
	const conditions = and(
		eq(r.owner, owner),
		status ? isStatus(status) : undefined,
		search
			? sql`exists (
				select 1 from ${d} where ${d.id} = ${r.documentId} and instr(lower(${d.title}), lower(${search})) > 0)`
			: undefined,
		failed === true ? eq(r.status, "failed") : undefined,
		minConfidence == null ? undefined : sql`${meanConfidence} >= ${minConfidence}`,
		maxConfidence == null ? undefined : sql`${meanConfidence} <= ${maxConfidence}`,
		provider ? eq(r.provider, provider) : undefined,
		model ? eq(r.model, model) : undefined,
		changedOnly === true ? differs : undefined,
	);
	return conditions ?? sql`0`;
}

function isStatus(text: string): SQL {
	const status = parseStatus(text);
	return status === undefined ? sql`0` : eq(r.status, status);
}

/** Each ends with the id, so that every result has one place; results without the value come last. */
const orders: Record<ResultOrder, readonly SQL[]> = {
	newest: [desc(r.createdAt), desc(r.id)],
	oldest: [sql`${r.createdAt}`, sql`${r.id}`],
	confidence_asc: [sql`${meanConfidence} asc nulls last`, desc(r.id)],
	confidence_desc: [sql`${meanConfidence} desc nulls last`, desc(r.id)],
	applied_newest: [sql`${r.appliedAt} desc nulls last`, desc(r.id)],
	applied_oldest: [sql`${r.appliedAt} asc nulls last`, desc(r.id)],
};

const shownOfDocument = { paperlessId: d.paperlessId, source: d.source, documentTitle: d.title };

/** Without what a list does not show and may be long. */
const {
	rawResponse: _raw,
	evidence: _evidence,
	snapshot: _snapshot,
	applied: _applied,
	...listed
} = getTableColumns(r);

export async function listResults(
	ctx: Context,
	owner: string,
	filter: ResultFilter,
	{ sort, limit, offset }: { sort: ResultOrder; limit: number; offset: number },
): Promise<{ items: ListedResult[]; total: number }> {
	const where = resultFilter(owner, filter);
	const [rows, [counted]] = await ctx.db.batch([
		ctx.db
			.select({ ...listed, ...shownOfDocument })
			.from(r)
			.innerJoin(d, eq(d.id, r.documentId))
			.where(where)
			.orderBy(...orders[sort])
			.limit(limit)
			.offset(offset),
		ctx.db.select({ total: count() }).from(r).where(where),
	]);
	return { items: rows.map(toListedResult), total: counted?.total ?? 0 };
}

export async function findResult(
	ctx: Context,
	owner: string,
	id: string,
): Promise<(AiResult & Pick<ListedResult, "paperlessId" | "source" | "documentTitle">) | undefined> {
	const row = await ctx.db
		.select({ ...getTableColumns(r), ...shownOfDocument })
		.from(r)
		.innerJoin(d, eq(d.id, r.documentId))
		.where(and(eq(r.id, id), eq(r.owner, owner)))
		.get();
	if (row === undefined) return undefined;
	const { paperlessId, source, documentTitle, ...result } = row;
	return { ...toAiResult(result), paperlessId, source, documentTitle };
}

const groupKeys = {
	suggestedCorrespondent: r.suggestedCorrespondent,
	suggestedDocumentType: r.suggestedDocumentType,
	failureType: r.failureType,
	confidenceBand: meanConfidence,
} as const;

/** Ids with what they are grouped by, the newest first; of a band the mean confidence. */
export async function listGroupKeys(
	ctx: Context,
	owner: string,
	by: ResultGrouping,
	filter: ResultFilter,
): Promise<{ id: string; key: string | number | null }[]> {
	return await ctx.db
		.select({ id: r.id, key: sql<string | number | null>`${groupKeys[by]}` })
		.from(r)
		.where(resultFilter(owner, filter, { ignoresTitle: true }))
		.orderBy(...orders.newest);
}
