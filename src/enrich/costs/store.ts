import { and, count, eq, gt, gte, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { aiResults } from "../../platform/enrich-tables.ts";
import { libraryDocuments, libraryTexts } from "../../platform/library-tables.ts";
import type { TokenCounts } from "../prices.ts";

/* What results have cost, and how many there are of which kind. Sums are over the results that are stored (contracts/library.md 8.19). */

const r = aiResults;

const cost = sql<number>`coalesce(sum(${r.estimatedCost}), 0)`;
const promptTokens = sql<number>`coalesce(sum(${r.promptTokens}), 0)`;
const completionTokens = sql<number>`coalesce(sum(${r.completionTokens}), 0)`;

export interface CostSums {
	totalCostUsd: number;
	/** The dearest first. */
	costByProvider: { provider: string; costUsd: number; tokenCount: number }[];
	costByModel: { model: string; costUsd: number; promptTokens: number; completionTokens: number }[];
	/** By day (UTC), ascending, since `since`. */
	costOverTime: { date: string; costUsd: number; documentCount: number }[];
}

export async function sumCosts(ctx: Context, owner: string, since: number | undefined): Promise<CostSums> {
	const own = eq(r.owner, owner);
	const date = sql<string>`strftime('%Y-%m-%d', ${r.createdAt} / 1000, 'unixepoch')`.as("date");
	const [[total], costByProvider, costByModel, costOverTime] = await ctx.db.batch([
		ctx.db.select({ costUsd: cost }).from(r).where(own),
		ctx.db
			.select({ provider: r.provider, costUsd: cost, tokenCount: sql<number>`${promptTokens} + ${completionTokens}` })
			.from(r)
			.where(own)
			.groupBy(r.provider)
			.orderBy(sql`${cost} desc`, r.provider),
		ctx.db
			.select({ model: r.model, costUsd: cost, promptTokens, completionTokens })
			.from(r)
			.where(own)
			.groupBy(r.model)
			.orderBy(sql`${cost} desc`, r.model),
		ctx.db
			.select({ date, costUsd: cost, documentCount: count() })
			.from(r)
			.where(and(own, since === undefined ? undefined : gte(r.createdAt, since)))
			.groupBy(sql`date`)
			.orderBy(sql`date`),
	]);
	return { totalCostUsd: total?.costUsd ?? 0, costByProvider, costByModel, costOverTime };
}

/** Of this model's results that were made from an answer; undefined where there are none. */
export async function meanTokens(ctx: Context, owner: string, model: string): Promise<TokenCounts | undefined> {
	const row = await ctx.db
		.select({
			promptTokens: sql<number | null>`avg(${r.promptTokens})`,
			completionTokens: sql<number | null>`avg(${r.completionTokens})`,
		})
		.from(r)
		.where(and(eq(r.owner, owner), eq(r.model, model), notInArray(r.status, ["failed", "skipped"])))
		.get();
	if (row === undefined || row.promptTokens === null || row.completionTokens === null) return undefined;
	return { promptTokens: row.promptTokens, completionTokens: row.completionTokens };
}

export interface ResultCounts {
	/** All results, also those that failed. */
	totalProcessed: number;
	/** Documents without a result. */
	unprocessed: number;
	pendingReview: number;
	/** Also in part. */
	applied: number;
	rejected: number;
	reverted: number;
	failed: number;
	/** For want of text. */
	skipped: number;
	totalPromptTokens: number;
	totalCompletionTokens: number;
	totalEstimatedCostUsd: number;
}

export async function countResults(ctx: Context, owner: string): Promise<ResultCounts> {
	const d = libraryDocuments;
	const numberOf = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`;
	const [[counts], [rest]] = await ctx.db.batch([
		ctx.db
			.select({
				totalProcessed: count(),
				pendingReview: numberOf(sql`(${r.status} = 'pending')`),
				applied: numberOf(sql`(${r.status} in ('applied', 'partial'))`),
				rejected: numberOf(sql`(${r.status} = 'rejected')`),
				reverted: numberOf(sql`(${r.status} = 'reverted')`),
				failed: numberOf(sql`(${r.status} = 'failed')`),
				skipped: numberOf(sql`(${r.status} = 'skipped')`),
				totalPromptTokens: promptTokens,
				totalCompletionTokens: completionTokens,
				totalEstimatedCostUsd: cost,
			})
			.from(r)
			.where(eq(r.owner, owner)),
		ctx.db
			.select({ unprocessed: count() })
			.from(d)
			.leftJoin(r, eq(r.documentId, d.id))
			.where(and(eq(d.owner, owner), isNull(r.id))),
	]);
	if (counts === undefined) throw new Error("an aggregate gave no row");
	const { totalProcessed, ...others } = counts;
	return { totalProcessed, unprocessed: rest?.unprocessed ?? 0, ...others };
}

/**
 * The documents with text and without a result: how many, and the characters of their titles and texts, of each text no more than
 * `longestText`.
 */
export async function measureUnprocessed(
	ctx: Context,
	owner: string,
	longestText: number,
): Promise<{ documents: number; characters: number }> {
	const d = libraryDocuments;
	const text = sql`length(substr(${libraryTexts.fullText}, 1, ${longestText}))`;
	const row = await ctx.db
		.select({
			documents: count(),
			characters: sql<number>`coalesce(sum(${text} + length(${d.title})), 0)`,
		})
		.from(d)
		.innerJoin(libraryTexts, eq(libraryTexts.documentId, d.id))
		.leftJoin(r, eq(r.documentId, d.id))
		.where(and(eq(d.owner, owner), gt(d.wordCount, 0), isNull(r.id)))
		.get();
	return row ?? { documents: 0, characters: 0 };
}
