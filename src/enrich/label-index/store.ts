import { and, asc, desc, eq, gt, ne, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch } from "../../platform/database.ts";
import { aiCalibrations, aiFeedback, labelledDocuments, labelledNames } from "../../platform/enrich-tables.ts";
import { libraryDocuments, libraryNames, libraryTexts } from "../../platform/library-tables.ts";
import { labelledFeatures } from "../../platform/search-tables.ts";

/* The labelled index in the database: which documents are to be learnt, what was learnt, and how it is looked up. */

const d = libraryDocuments;
const l = labelledDocuments;
const f = aiFeedback;

// --- what is to be learnt ---

/** What learning depends on beside the documents: where it differs, all of them are learnt again. */
export interface LearningRules {
	library: number;
	owner: string;
	/** Of the classifier. */
	version: number;
	ignoredTags: readonly string[];
	/** Characters of the text's head and tail that are read. */
	text: { head: number; tail: number };
}

export interface DocumentToLearn {
	number: number;
	title: string;
	correspondent: string | null;
	documentType: string | null;
	/** JSON array. */
	tags: string;
	/** Of a long text its head and its tail, as they are read. */
	text: string;
	/** JSON array of pairs of a suggestion and of what was said of it, the oldest first. */
	said: string;
	madeOf: string;
}

/** All that a document is learnt from; its text by its hash, what was said of it by the last of it. */
function madeOf({ version, ignoredTags }: LearningRules): SQL<string> {
	return sql<string>`json_array(${version}, json(${JSON.stringify(ignoredTags)}), ${d.contentHash}, ${d.title},
		${d.correspondent}, ${d.documentType}, json(${d.tags}),
		(select max(${f.number}) from ${f} where ${f.documentId} = ${d.id}))`;
}

/** Documents of the owner's with a text that are to be learnt anew, or forgotten as they tell nothing any more. */
function isToLearn(rules: LearningRules): SQL {
	const isLearnt = sql`exists (select 1 from ${l} where ${l.number} = ${d.number})`;
	const isSpokenOf = sql`exists (select 1 from ${f} where ${f.documentId} = ${d.id})`;
	return sql`${d.owner} = ${rules.owner} and ${d.contentHash} is not null
		and (${d.correspondent} is not null or ${d.documentType} is not null or ${d.tags} <> '[]' or ${isSpokenOf} or ${isLearnt})
		and ${madeOf(rules)} is not (select ${l.madeOf} from ${l} where ${l.number} = ${d.number})`;
}

export async function countToLearn(ctx: Context, rules: LearningRules): Promise<number> {
	const row = await ctx.db.select({ total: sql<number>`count(*)` }).from(d).where(isToLearn(rules)).get();
	return row?.total ?? 0;
}

/** The next of them by number. */
export async function documentsToLearn(
	ctx: Context,
	rules: LearningRules,
	{ after, limit }: { after: number; limit: number },
): Promise<DocumentToLearn[]> {
	const said = sql<string>`(
		select coalesce(json_group_array(json_array(json(suggestion), json(entry))), '[]') from (
			select ${f.suggestion} as suggestion, ${f.entry} as entry from ${f} where ${f.documentId} = ${d.id} order by ${f.number}))`;
	return await ctx.db
		.select({
			number: d.number,
			title: d.title,
			correspondent: d.correspondent,
			documentType: d.documentType,
			tags: d.tags,
			text: readText(rules.text),
			said,
			madeOf: madeOf(rules),
		})
		.from(d)
		.where(and(isToLearn(rules), gt(d.number, after)))
		.orderBy(asc(d.number))
		.limit(limit);
}

function readText({ head, tail }: LearningRules["text"]): SQL<string> {
	const t = libraryTexts.fullText;
	return sql<string>`coalesce((
		select case when length(${t}) > ${head + tail} then substr(${t}, 1, ${head}) || char(10) || substr(${t}, -${tail}) else ${t} end
		from ${libraryTexts} where ${libraryTexts.documentId} = ${d.id}), '')`;
}

// --- what was learnt ---

export interface LearntRow {
	number: number;
	madeOf: string;
	/** JSON. */
	labels: string;
	rejected: string;
	rank: number;
	/** Base64; empty where nothing is told. */
	features: string;
	/** As they are found: separated by blanks. */
	terms: string;
}

/** Puts documents into the index in place of what was known of them; one that has left the library meanwhile stays out. */
export async function putLearnt(ctx: Context, library: number, rows: readonly LearntRow[]): Promise<void> {
	if (rows.length === 0) return;
	const { db } = ctx;
	const numbers = JSON.stringify(rows.map(({ number }) => number));
	const learnt = sql`
		select value ->> 'number', ${library}, value ->> 'madeOf', value ->> 'labels', value ->> 'rejected', value ->> 'rank', value ->> 'features'
		from json_each(${JSON.stringify(rows.map(({ terms: _, ...row }) => row))})
		where exists (select 1 from ${d} where ${d.number} = value ->> 'number')`;
	const found = sql`
		select value ->> 0, value ->> 1 from json_each(${JSON.stringify(
			rows.filter(({ features }) => features !== "").map(({ rank, terms }) => [rank, terms]),
		)}) where exists (select 1 from ${l} where ${l.library} = ${library} and ${l.rank} = value ->> 0)`;
	await runBatch(db, [
		db.delete(l).where(sql`${l.number} in (select value from json_each(${numbers}))`),
		db.insert(l).select(learnt),
		db.insert(labelledFeatures).select(found),
	]);
}

// --- what is looked up ---

/** Names of labelled documents with the number of these, and names of the server that none has, with 0. */
export async function labelledNamesOf(
	ctx: Context,
	library: number,
): Promise<{ kind: (typeof labelledNames.$inferSelect)["kind"]; name: string; documents: number }[]> {
	const n = labelledNames;
	return await ctx.db.all(sql`
		select kind, name, sum(documents) as documents from (
			select ${n.kind} as kind, ${n.name} as name, ${n.documents} as documents from ${n} where ${n.library} = ${library}
			union all select ${libraryNames.kind}, ${libraryNames.name}, 0 from ${libraryNames} where ${libraryNames.library} = ${library})
		group by kind, name`);
}

/** Of each term the smallest ranks of documents that have it, ascending, as JSON. One query. */
export async function ranksOf(
	ctx: Context,
	terms: readonly string[],
	limit: number,
): Promise<{ term: string; ranks: string }[]> {
	return await ctx.db.all(sql`
		select asked.value as term, (
			select json_group_array(rowid) from (
				select rowid from labelled_features where labelled_features match asked.value order by rowid limit ${limit})) as ranks
		from json_each(${JSON.stringify(terms)}) as asked`);
}

export interface LabelledRow {
	number: number;
	labels: string;
	rejected: string;
	features: string;
}

/** Those of the numbers that are in the library's index. */
export async function labelledRows(ctx: Context, library: number, numbers: readonly number[]): Promise<LabelledRow[]> {
	return await ctx.db
		.select({ number: l.number, labels: l.labels, rejected: l.rejected, features: l.features })
		.from(sql`json_each(${JSON.stringify(numbers)}) as asked`)
		.crossJoin(l)
		.where(and(sql`${l.number} = asked.value`, eq(l.library, library), ne(l.features, "")));
}

/** The same without the features. */
export async function statementRows(
	ctx: Context,
	library: number,
	numbers: readonly number[],
): Promise<Omit<LabelledRow, "features">[]> {
	return await ctx.db
		.select({ number: l.number, labels: l.labels, rejected: l.rejected })
		.from(sql`json_each(${JSON.stringify(numbers)}) as asked`)
		.crossJoin(l)
		.where(and(sql`${l.number} = asked.value`, eq(l.library, library), ne(l.features, "")));
}

// --- the calibration ---

export type CalibrationRow = typeof aiCalibrations.$inferSelect;

export async function findCalibration(ctx: Context, library: number): Promise<CalibrationRow | undefined> {
	return await ctx.db.select().from(aiCalibrations).where(eq(aiCalibrations.library, library)).get();
}

export async function putCalibration(ctx: Context, row: Omit<CalibrationRow, "changes">): Promise<void> {
	const { library: _, ...values } = row;
	await ctx.db
		.insert(aiCalibrations)
		.values(row)
		.onConflictDoUpdate({ target: aiCalibrations.library, set: { ...values, changes: 0 } });
}

export async function countLabelled(ctx: Context, library: number): Promise<number> {
	const n = labelledNames;
	const row = await ctx.db
		.select({ documents: n.documents })
		.from(n)
		.where(and(eq(n.library, library), eq(n.kind, "documents")))
		.get();
	return row?.documents ?? 0;
}

/** Documents that tag models are learnt from, by rank: from after `after`, those of the sample left out. */
export async function trainingRows(
	ctx: Context,
	library: number,
	{ after, limit, without }: { after: number; limit: number; without: readonly number[] },
): Promise<(LabelledRow & { rank: number })[]> {
	return await ctx.db
		.select({ number: l.number, labels: l.labels, rejected: l.rejected, features: l.features, rank: l.rank })
		.from(l)
		.where(
			and(
				eq(l.library, library),
				ne(l.features, ""),
				gt(l.rank, after),
				sql`${l.number} not in (select value from json_each(${JSON.stringify(without)}))`,
			),
		)
		.orderBy(asc(l.rank))
		.limit(limit);
}

export interface SampledDocument {
	number: number;
	title: string;
	text: string;
	labels: string;
}

/** Numbers of labelled documents with the greatest ranks: those that lists cut short name last, as they name new documents not at all. */
export async function sampleNumbers(ctx: Context, library: number, limit: number): Promise<number[]> {
	const rows = await ctx.db
		.select({ number: l.number })
		.from(l)
		.where(and(eq(l.library, library), ne(l.features, "")))
		.orderBy(desc(l.rank))
		.limit(limit);
	return rows.map(({ number }) => number);
}

/** What they were learnt from; one that has gone is left out. */
export async function sampledDocuments(
	ctx: Context,
	numbers: readonly number[],
	text: LearningRules["text"],
): Promise<SampledDocument[]> {
	return await ctx.db
		.select({ number: d.number, title: d.title, text: readText(text), labels: l.labels })
		.from(sql`json_each(${JSON.stringify(numbers)}) as asked`)
		.crossJoin(l)
		.crossJoin(d)
		.where(sql`${l.number} = asked.value and ${d.number} = ${l.number}`);
}
