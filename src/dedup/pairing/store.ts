import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch } from "../../platform/database.ts";
import {
	dedupFingerprints,
	dedupKeys,
	dedupPairs,
	dedupPapers,
	libraryDocuments,
	libraryTexts,
} from "../../platform/library-tables.ts";
import { isRareKey, type KeyCount, keyWeight, MAX_POSTINGS, type Tally } from "../candidates.ts";

const p = dedupPapers;
const pair = dedupPairs;

/*
 * `cross join` keeps the order in which tables are written: a few papers first, then what they have in common with others by the index. Left to
 * itself the planner takes a list from JSON for long and begins with all pairs of the library.
 */

/** Said again in the words of the partial index, which is not used otherwise. */
const isOpen = sql`${p.stage} <> 'settled'`;

export interface StagedPaper {
	number: number;
	/** JSON array. */
	keys: string;
}

export type Stage = (typeof p.$inferSelect)["stage"];

export async function countStage(ctx: Context, library: number, stage: Stage): Promise<number> {
	const row = await ctx.db
		.select({ total: sql<number>`count(*)` })
		.from(p)
		.where(and(eq(p.library, library), eq(p.stage, stage), isOpen))
		.get();
	return row?.total ?? 0;
}

/** Papers of some stages whose number is above `after`, in order. */
export async function stagedPapers(
	ctx: Context,
	library: number,
	{ stages, after, limit }: { stages: readonly Stage[]; after: number; limit: number },
): Promise<StagedPaper[]> {
	return await ctx.db
		.select({ number: p.number, keys: p.keys })
		.from(p)
		.where(and(eq(p.library, library), inArray(p.stage, [...stages]), isOpen, sql`${p.number} > ${after}`))
		.orderBy(p.number)
		.limit(limit);
}

/** How many papers have each of these keys, counted no further than the engine needs it. */
export async function countKeys(ctx: Context, library: number, keys: readonly number[]): Promise<Map<number, number>> {
	const counted = sql<number>`(
		select count(*) from (
			select 1 from dedup_keys where library = ${library} and key = wanted.value limit ${MAX_POSTINGS + 1}))`;
	const rows = await ctx.db
		.select({ key: sql<number>`wanted.value`, documents: counted })
		.from(sql`json_each(${JSON.stringify(keys)}) as wanted`);
	return new Map(rows.map(({ key, documents }) => [key, documents]));
}

export interface PaperTally extends Tally {
	paper: number;
}

/** What other papers have in common with some, by the keys that are worth looking up: one query over the table of keys for each. */
export async function tallyPapers(
	ctx: Context,
	library: number,
	lookups: readonly { paper: number; keys: readonly KeyCount[]; least: number }[],
): Promise<PaperTally[][]> {
	const queries = lookups.map(({ paper, keys, least }) => {
		const wanted = JSON.stringify(
			keys.map(({ key, documents }) => [key, keyWeight(documents), isRareKey(documents) ? 1 : 0]),
		);
		const shared = sql`
			select k.paper as paper, count(*) as shared, sum(wanted.value ->> 1) as weight, sum(wanted.value ->> 2) as rare
			from json_each(${wanted}) as wanted cross join ${dedupKeys} as k on k.library = ${library} and k.key = wanted.value ->> 0
			where k.paper <> ${paper} group by k.paper having count(*) >= ${least}`;
		return ctx.db
			.select({
				paper: sql<number>`t.paper`,
				contentHash: sql<string>`p.content_hash`,
				shared: sql<number>`t.shared`,
				rare: sql<number>`t.rare`,
				weight: sql<number>`t.weight`,
			})
			.from(sql`(${shared}) as t cross join dedup_papers as p on p.number = t.paper`);
	});
	const [first, ...rest] = queries;
	return first === undefined ? [] : await ctx.db.batch([first, ...rest]);
}

/** Those of these pairs of numbers, the smaller first, that were compared before, as `low high`. */
export async function knownPairs(
	ctx: Context,
	library: number,
	pairs: readonly (readonly [number, number])[],
): Promise<Set<string>> {
	const rows = await ctx.db
		.select({ low: pair.low, high: pair.high })
		.from(pair)
		.where(
			sql`(${pair.library}, ${pair.low}, ${pair.high}) in (
				select ${library}, value ->> 0, value ->> 1 from json_each(${JSON.stringify(pairs)}))`,
		);
	return new Set(rows.map(({ low, high }) => `${low} ${high}`));
}

/** The texts of papers, by paper: of any document that has it, and has not become another since it was read. */
export async function paperTexts(ctx: Context, papers: readonly number[]): Promise<Map<number, string>> {
	const one = sql`
		select f.paper, min(f.document) as document from ${dedupFingerprints} as f join ${libraryDocuments} as d on d.number = f.document
		where f.paper in (select value from json_each(${JSON.stringify(papers)}))
			and substr(f.made_of, 1, length(d.content_hash) + 1) = d.content_hash || '/' group by f.paper`;
	const rows = await ctx.db
		.select({ paper: sql<number>`one.paper`, text: libraryTexts.fullText })
		.from(sql`(${one}) as one`)
		.innerJoin(libraryDocuments, sql`${libraryDocuments.number} = one.document`)
		.innerJoin(libraryTexts, eq(libraryTexts.documentId, libraryDocuments.id));
	return new Map(rows.map(({ paper, text }) => [paper, text]));
}

export interface NewPair {
	low: number;
	high: number;
	/** Base64. */
	evidence: string;
}

/** Stores what a search of papers has found; they and what they were compared with have new neighbours. */
export async function storePairs(
	ctx: Context,
	library: number,
	searched: readonly number[],
	pairs: readonly NewPair[],
): Promise<void> {
	const inserts = slices(pairs, 200).map((some) =>
		ctx.db
			.insert(pair)
			// In the order of the table's columns.
			.select(
				sql`select ${library}, value ->> 'low', value ->> 'high', value ->> 'evidence', null, null, null, null
					from json_each(${JSON.stringify(some)}) where true`,
			)
			.onConflictDoNothing(),
	);
	const partners = JSON.stringify([...new Set(pairs.flatMap(({ low, high }) => [low, high]))]);
	await runBatch(ctx.db, [
		...inserts,
		ctx.db
			.update(p)
			.set({ stage: "profile" })
			.where(sql`${p.number} in (select value from json_each(${partners})) and ${p.stage} <> 'search'`),
		ctx.db
			.update(p)
			.set({ stage: "profile" })
			.where(sql`${p.number} in (select value from json_each(${JSON.stringify(searched)}))`),
	]);
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Papers with too few neighbours to tell a template are ready to be judged as they are. */
export async function passUnprofiled(ctx: Context, library: number, leastNeighbours: number): Promise<void> {
	await ctx.db
		.update(p)
		.set({ stage: "judge", profile: null })
		.where(
			sql`${p.library} = ${library} and ${p.stage} = 'profile' and ${isOpen} and
				(select count(*) from ${pair} where ${pair.library} = ${library} and ${pair.low} = ${p.number})
				+ (select count(*) from ${pair} where ${pair.library} = ${library} and ${pair.high} = ${p.number}) <= ${leastNeighbours}`,
		);
}

export interface StoredPair {
	low: number;
	high: number;
	evidence: string;
	lowProfile: string | null;
	highProfile: string | null;
}

/**
 * The pairs of papers, from either side. With `unjudged` a pair comes with the profiles of both, and only from the side of the paper that is
 * judged first.
 */
export async function pairsOf(
	ctx: Context,
	library: number,
	papers: readonly number[],
	{ unjudged }: { unjudged: boolean },
): Promise<StoredPair[]> {
	const wanted = JSON.stringify(papers);
	const profiles = unjudged
		? sql`(select profile from dedup_papers where number = q.low), (select profile from dedup_papers where number = q.high)`
		: sql`null, null`;
	// A pair of two papers of this stage is judged with the smaller one.
	const once = unjudged ? sql`and (select stage from dedup_papers where number = q.low) <> 'judge'` : sql``;
	const select = (column: "low" | "high") => sql`
		select q.low, q.high, q.evidence, ${profiles} from json_each(${wanted}) as wanted
		cross join ${pair} as q on q.library = ${library} and q.${sql.raw(column)} = wanted.value`;
	const rows = await ctx.db.values<[number, number, string, string | null, string | null]>(
		sql`${select("low")} union all ${select("high")} where true ${once}`,
	);
	return rows.map(([low, high, evidence, lowProfile, highProfile]) => ({
		low,
		high,
		evidence,
		lowProfile,
		highProfile,
	}));
}

/** Stores profiles, as `[paper, profile]`; these papers are ready to be judged. */
export async function storeProfiles(
	ctx: Context,
	profiles: readonly (readonly [number, string | null])[],
): Promise<void> {
	const json = JSON.stringify(profiles);
	await ctx.db
		.update(p)
		.set({
			stage: "judge",
			profile: sql`(select value ->> 1 from json_each(${json}) where value ->> 0 = ${p.number})`,
		})
		.where(sql`${p.number} in (select value ->> 0 from json_each(${json}))`);
}

export interface Verdict {
	low: number;
	high: number;
	score: number;
	jaccardSimilarity: number;
	fuzzyTextRatio: number;
	discriminativeScore: number;
}

export async function storeVerdicts(ctx: Context, library: number, verdicts: readonly Verdict[]): Promise<void> {
	const statements = slices(verdicts, 500).map((some) =>
		ctx.db
			.insert(pair)
			// In the order of the table's columns. Never an insert: it is the way to begin with the list.
			.select(
				sql`select ${library}, value ->> 'low', value ->> 'high', '', value ->> 'score', value ->> 'jaccardSimilarity',
					value ->> 'fuzzyTextRatio', value ->> 'discriminativeScore' from json_each(${JSON.stringify(some)})
					where exists (select 1 from ${pair} as q where q.library = ${library} and q.low = value ->> 'low' and q.high = value ->> 'high')`,
			)
			.onConflictDoUpdate({
				target: [pair.library, pair.low, pair.high],
				set: {
					score: sql`excluded.score`,
					jaccardSimilarity: sql`excluded.jaccard_similarity`,
					fuzzyTextRatio: sql`excluded.fuzzy_text_ratio`,
					discriminativeScore: sql`excluded.discriminative_score`,
				},
			}),
	);
	await runBatch(ctx.db, statements);
}
