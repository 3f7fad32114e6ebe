import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import {
	dedupFingerprints,
	dedupPairs,
	dedupPapers,
	duplicateGroups,
	duplicateMembers,
	libraries,
	libraryDocuments,
} from "../../platform/library-tables.ts";
import type { ExistingGroup } from "../group-plan.ts";
import { CONFLICT_SCORE } from "../judgement.ts";
import type { DedupSettings } from "../settings.ts";

const d = libraryDocuments;
const f = dedupFingerprints;
const p = dedupPapers;
const g = duplicateGroups;
const m = duplicateMembers;

const list = (values: readonly (string | number)[]) => sql`select value from json_each(${JSON.stringify(values)})`;

/** Of a pair `q`, whether its confidence reaches the threshold; as `confidenceOf` and `isLinked` say. */
function isLinked(settings: DedupSettings): SQL {
	const { confidenceWeightJaccard: jaccard, confidenceWeightFuzzy: fuzzy } = settings;
	const weights = jaccard + fuzzy;
	if (weights === 0) return settings.similarityThreshold <= 0 ? sql`q.score is not null` : sql`0`;
	const base = sql`(q.jaccard_similarity * ${jaccard} + q.fuzzy_text_ratio * ${fuzzy}) / ${weights}`;
	const penalty = sql`(1 - ${settings.discriminativePenaltyStrength / 100} * (1 - q.discriminative_score))`;
	return sql`(q.score is not null and ${base} * ${penalty} >= ${settings.similarityThreshold})`;
}

/** Ids of the documents that this analysis has looked at, and of those whose verdicts have changed with them. */
export async function searchedDocuments(
	ctx: Context,
	{ owner, library, recipe }: { owner: string; library: number; recipe: string },
): Promise<string[]> {
	const rows = await ctx.db.values<[string]>(sql`
		select ${d.id} from ${d} join ${f} on ${f.document} = ${d.number}
		where ${d.owner} = ${owner} and ${d.processingStatus} = 'pending' and ${isCurrent(recipe)}
		union
		select ${d.id} from ${p} cross join ${f} on ${f.paper} = ${p.number} cross join ${d} on ${d.number} = ${f.document}
		where ${p.library} = ${library} and ${p.stage} = 'judge' and ${p.stage} <> 'settled'`);
	return rows.map(([id]) => id);
}

/** Whether the fingerprint was made of the document as it is. */
function isCurrent(recipe: string): SQL {
	return sql`${f.madeOf} = coalesce(${d.contentHash}, '') || '/' || ${recipe}`;
}

/** Groups, of whatever status, with one of these documents; without a list, all that have members. */
export async function groupsWith(ctx: Context, owner: string, documents?: readonly string[]): Promise<ExistingGroup[]> {
	const touched =
		documents && sql`${g.id} in (select ${m.groupId} from ${m} where ${m.documentId} in (${list(documents)}))`;
	const rows = await ctx.db
		.select({ id: g.id, status: g.status, documentId: m.documentId, isPrimary: m.isPrimary })
		.from(g)
		.innerJoin(m, eq(m.groupId, g.id))
		.where(and(eq(g.owner, owner), touched))
		.orderBy(g.id, m.documentId);
	return [...Map.groupBy(rows, ({ id }) => id)].map(([id, members]) => ({
		id,
		status: members[0]?.status ?? "pending",
		members: members.map(({ documentId }) => documentId),
		primary: members.find(({ isPrimary }) => isPrimary)?.documentId ?? null,
	}));
}

export interface LinkedPair {
	low: number;
	high: number;
	score: number;
	jaccardSimilarity: number;
	fuzzyTextRatio: number;
	discriminativeScore: number;
}

const scores = sql`q.low, q.high, q.score, q.jaccard_similarity, q.fuzzy_text_ratio, q.discriminative_score`;

function toPair([low, high, score, jaccardSimilarity, fuzzyTextRatio, discriminativeScore]: number[]): LinkedPair {
	return {
		low: low ?? 0,
		high: high ?? 0,
		score: score ?? 0,
		jaccardSimilarity: jaccardSimilarity ?? 0,
		fuzzyTextRatio: fuzzyTextRatio ?? 0,
		discriminativeScore: discriminativeScore ?? 0,
	};
}

/** All linked pairs of a library. */
export async function allLinks(ctx: Context, library: number, settings: DedupSettings): Promise<LinkedPair[]> {
	const rows = await ctx.db.values<number[]>(sql`
		select ${scores} from ${dedupPairs} as q where q.library = ${library} and ${isLinked(settings)}`);
	return rows.map(toPair);
}

/** The linked pairs of the components that these documents are in. */
export async function linksAround(
	ctx: Context,
	library: number,
	documents: readonly string[],
	settings: DedupSettings,
): Promise<LinkedPair[]> {
	const linked = isLinked(settings);
	const rows = await ctx.db.values<number[]>(sql`
		with recursive reached(paper) as (
			select ${f.paper} from ${d} join ${f} on ${f.document} = ${d.number}
			where ${d.id} in (${list(documents)}) and ${f.paper} is not null
			union
			select q.high from reached cross join ${dedupPairs} as q on q.library = ${library} and q.low = reached.paper where ${linked}
			union
			select q.low from reached cross join ${dedupPairs} as q on q.library = ${library} and q.high = reached.paper where ${linked})
		select ${scores} from reached cross join ${dedupPairs} as q on q.library = ${library} and q.low = reached.paper where ${linked}`);
	return rows.map(toPair);
}

/** The linked pairs of these papers, from either side. */
export async function linksOf(
	ctx: Context,
	library: number,
	papers: readonly number[],
	settings: DedupSettings,
): Promise<LinkedPair[]> {
	const side = (column: "low" | "high") => sql`
		select ${scores} from json_each(${JSON.stringify(papers)}) as one
		cross join ${dedupPairs} as q on q.library = ${library} and q.${sql.raw(column)} = one.value where ${isLinked(settings)}`;
	const rows = await ctx.db.values<number[]>(sql`${side("low")} union ${side("high")}`);
	return rows.map(toPair);
}

/** Pairs of these papers that are proof of two papers; the engine says which of them count. */
export async function conflictsAmong(ctx: Context, library: number, papers: readonly number[]): Promise<LinkedPair[]> {
	const rows = await ctx.db.values<number[]>(sql`
		select ${scores} from json_each(${JSON.stringify(papers)}) as one
		cross join ${dedupPairs} as q on q.library = ${library} and q.low = one.value
		where q.score < ${CONFLICT_SCORE} and q.high in (${list(papers)})`);
	return rows.map(toPair);
}

export interface PaperDocument {
	paper: number;
	contentHash: string;
	id: string;
	number: number;
	paperlessId: number | null;
}

/** The documents of these papers. */
export async function documentsOf(ctx: Context, papers: readonly number[]): Promise<PaperDocument[]> {
	return await selectDocuments(ctx, sql`${f.paper} in (${list(papers)})`);
}

/** Documents that share their words with another, of the whole library. */
export async function identicalDocuments(ctx: Context, library: number): Promise<PaperDocument[]> {
	return await selectDocuments(
		ctx,
		sql`${f.paper} in (
			select paper from ${f} where library = ${library} and paper is not null group by paper having count(*) > 1)`,
	);
}

/** The same of the papers of these documents. */
export async function documentsLike(ctx: Context, documents: readonly string[]): Promise<PaperDocument[]> {
	return await selectDocuments(
		ctx,
		sql`${f.paper} in (
			select own.paper from ${d} as asked join ${f} as own on own.document = asked.number
			where asked.id in (${list(documents)}) and own.paper is not null)`,
	);
}

async function selectDocuments(ctx: Context, which: SQL): Promise<PaperDocument[]> {
	return await ctx.db
		.select({
			paper: p.number,
			contentHash: p.contentHash,
			id: d.id,
			number: d.number,
			paperlessId: d.paperlessId,
		})
		.from(f)
		.innerJoin(p, eq(p.number, f.paper))
		.innerJoin(d, eq(d.number, f.document))
		.where(which)
		.orderBy(p.number, d.number);
}

/** The evidence of pairs, as `low high`, in base64. */
export async function evidenceOf(
	ctx: Context,
	library: number,
	pairs: readonly (readonly [number, number])[],
): Promise<Map<string, string>> {
	const rows = await ctx.db
		.select({ low: dedupPairs.low, high: dedupPairs.high, evidence: dedupPairs.evidence })
		.from(dedupPairs)
		.where(
			sql`(${dedupPairs.library}, ${dedupPairs.low}, ${dedupPairs.high}) in (
				select ${library}, value ->> 0, value ->> 1 from json_each(${JSON.stringify(pairs)}))`,
		);
	return new Map(rows.map(({ low, high, evidence }) => [`${low} ${high}`, evidence]));
}

export interface GroupWrite {
	id: string;
	/** False for an existing group whose members and status stay. */
	isNew: boolean;
	confidenceScore: number;
	jaccardSimilarity: number;
	fuzzyTextRatio: number;
	discriminativeScore: number;
	explanation: string;
	members: { id: string; documentId: string; isPrimary: boolean }[];
}

const sliceBytes = 500_000;

/** Texts of JSON arrays, none much above `sliceBytes`: a bound value may hold 2 MB. */
function jsonSlices(items: readonly unknown[]): string[] {
	const texts: string[] = [];
	let open: string[] = [];
	let size = 0;
	for (const item of items) {
		const text = JSON.stringify(item);
		open.push(text);
		size += text.length;
		if (size < sliceBytes) continue;
		texts.push(`[${open.join()}]`);
		open = [];
		size = 0;
	}
	return open.length === 0 ? texts : [...texts, `[${open.join()}]`];
}

/** Groups in place of those before, as statements of one transaction. A group that the user has decided about meanwhile keeps its members. */
function groupStatements(
	ctx: Context,
	{ owner, algorithmVersion, now }: { owner: string; algorithmVersion: string; now: number },
	writes: readonly GroupWrite[],
	deletes: readonly string[],
): Statement[] {
	const open = sql`select ${g.id} from ${g} where ${g.owner} = ${owner} and ${g.status} = 'pending'`;
	const doomed = sql`${open} and ${g.id} in (${list(deletes)})`;
	const fields = writes.map(({ members, ...group }) => group);
	const members = writes
		.filter(({ isNew }) => isNew)
		.flatMap((group) => group.members.map((member) => ({ ...member, groupId: group.id })));
	const upserts = jsonSlices(fields).map((json) =>
		ctx.db
			.insert(g)
			// In the order of the table's columns.
			.select(
				sql`select value ->> 'id', ${owner}, value ->> 'confidenceScore', value ->> 'jaccardSimilarity', value ->> 'fuzzyTextRatio',
					value ->> 'discriminativeScore', ${algorithmVersion}, value ->> 'explanation', 'pending', null, null, null, ${now}, ${now}
					from json_each(${json}) where true`,
			)
			.onConflictDoUpdate({
				target: g.id,
				set: {
					confidenceScore: sql`excluded.confidence_score`,
					jaccardSimilarity: sql`excluded.jaccard_similarity`,
					fuzzyTextRatio: sql`excluded.fuzzy_text_ratio`,
					discriminativeScore: sql`excluded.discriminative_score`,
					algorithmVersion: sql`excluded.algorithm_version`,
					explanation: sql`excluded.explanation`,
					updatedAt: sql`excluded.updated_at`,
				},
			}),
	);
	const joins = jsonSlices(members).map((json) =>
		ctx.db
			.insert(m)
			// In the order of the table's columns.
			.select(
				sql`select value ->> 'id', value ->> 'groupId', value ->> 'documentId', value ->> 'isPrimary' from json_each(${json})
					where value ->> 'groupId' in (${open}) and exists (select 1 from ${d} where ${d.id} = value ->> 'documentId')`,
			)
			.onConflictDoUpdate({ target: [m.groupId, m.documentId], set: { isPrimary: sql`excluded.is_primary` } }),
	);
	return [
		ctx.db.delete(m).where(sql`${m.groupId} in (${doomed})`),
		ctx.db.delete(g).where(sql`${g.id} in (${doomed})`),
		...upserts,
		...joins,
		...jsonSlices(writes.map(({ id }) => id)).flatMap((json) => completeGroups(ctx, owner, json)),
	];
}

/**
 * Of groups that were just written, those that are less than a pair go, and those without a primary document get one: a group or a
 * document may have been deleted while they were made. `ids`: a JSON array.
 */
function completeGroups(ctx: Context, owner: string, ids: string): Statement[] {
	const written = sql`${g.owner} = ${owner} and ${g.status} = 'pending' and ${g.id} in (select value from json_each(${ids}))`;
	const thin = sql`select ${g.id} from ${g} where ${written}
		and (select count(*) from ${m} as rest where rest.group_id = ${g.id}) < 2`;
	const first = sql`(
		select rest.id from ${m} as rest join ${d} on ${d.id} = rest.document_id where rest.group_id = ${g.id}
		order by ${d.paperlessId} is null, ${d.paperlessId}, ${d.number} limit 1)`;
	const headless = sql`${written} and not exists (select 1 from ${m} as head where head.group_id = ${g.id} and head.is_primary)`;
	return [
		ctx.db.delete(m).where(sql`${m.groupId} in (${thin})`),
		ctx.db.delete(g).where(sql`${g.id} in (${thin})`),
		ctx.db.update(m).set({ isPrimary: true }).where(sql`${m.id} in (select ${first} from ${g} where ${headless})`),
	];
}

export interface AnalysisEnd {
	owner: string;
	library: number;
	recipe: string;
	algorithmVersion: string;
	writes: readonly GroupWrite[];
	deletes: readonly string[];
}

/** Writes what an analysis has found, all at once, and that it is over. */
export async function storeGroups(ctx: Context, end: AnalysisEnd): Promise<void> {
	const { owner, library, recipe, algorithmVersion } = end;
	const now = ctx.now();
	await runBatch(ctx.db, [
		...groupStatements(ctx, { owner, algorithmVersion, now }, end.writes, end.deletes),
		// A document that has changed meanwhile stays to be looked at.
		ctx.db
			.update(d)
			.set({ processingStatus: "completed" })
			.where(
				sql`${d.owner} = ${owner} and ${d.processingStatus} = 'pending'
					and exists (select 1 from ${f} where ${f.document} = ${d.number} and ${isCurrent(recipe)})`,
			),
		ctx.db
			.update(p)
			.set({ stage: "settled" })
			.where(and(eq(p.library, library), eq(p.stage, "judge"), sql`${p.stage} <> 'settled'`)),
		ctx.db
			.update(libraries)
			.set({
				lastAnalysisAt: now,
				totalDuplicateGroups: sql`(select count(*) from ${g} where ${g.owner} = ${owner})`,
			})
			.where(eq(libraries.owner, owner)),
	]);
}
