import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { libraries, libraryDocuments, libraryTexts } from "../platform/library-tables.ts";
import { chunkSums, chunks } from "../platform/retrieval-tables.ts";
import { documents, users } from "../platform/tables.ts";

const d = libraryDocuments;
const c = chunks;

// --- what is to be indexed ---

/** A document of a library, as its chunks are made of it. */
export interface IndexedDocument {
	number: number;
	id: string;
	owner: string;
	source: "paperless" | "upload";
	title: string;
	correspondent: string | null;
	/** Null where it has no text. */
	contentHash: string | null;
	/** Of the text that its chunks were made of; null where nothing of them is to be kept. */
	indexedHash: string | null;
}

const indexed = {
	number: d.number,
	id: d.id,
	owner: d.owner,
	source: d.source,
	title: d.title,
	correspondent: d.correspondent,
	contentHash: d.contentHash,
	indexedHash: d.indexedHash,
};
/** In the words of the index that makes the search for them short. */
const isOwed = sql`content_hash is not indexed_hash`;

/** Documents of the owner's whose chunks are missing or of another text, in the order of their numbers. */
export async function owedDocuments(
	ctx: Context,
	owner: string,
	{ after, limit }: { after: number; limit: number },
): Promise<IndexedDocument[]> {
	return await ctx.db
		.select(indexed)
		.from(d)
		.where(and(eq(d.owner, owner), isOwed, gt(d.number, after)))
		.orderBy(asc(d.number))
		.limit(limit);
}

/** Owners who have such documents. */
export async function owedOwners(ctx: Context, limit: number): Promise<string[]> {
	const rows = await ctx.db.selectDistinct({ owner: d.owner }).from(d).where(isOwed).limit(limit);
	return rows.map(({ owner }) => owner);
}

export async function findIndexedDocument(
	ctx: Context,
	id: string,
): Promise<(IndexedDocument & { isOwed: boolean }) | undefined> {
	return await ctx.db
		.select({ ...indexed, isOwed: sql<number>`${isOwed}`.mapWith(Boolean) })
		.from(d)
		.where(eq(d.id, id))
		.get();
}

/** A document that is in no library; undefined for a user's, which belongs to one. */
export async function findGuestDocument(
	ctx: Context,
	id: string,
): Promise<{ id: string; owner: string; fileName: string } | undefined> {
	return await ctx.db
		.select({ id: documents.id, owner: documents.owner, fileName: documents.fileName })
		.from(documents)
		.where(and(eq(documents.id, id), sql`not exists (select 1 from ${users} where ${users.id} = ${documents.owner})`))
		.get();
}

export async function getText(ctx: Context, documentId: string): Promise<string> {
	const row = await ctx.db
		.select({ text: libraryTexts.fullText })
		.from(libraryTexts)
		.where(eq(libraryTexts.documentId, documentId))
		.get();
	return row?.text ?? "";
}

/** Lets everything of the owner's count as not indexed; what is there stays until it is replaced. */
export async function oweEverything(ctx: Context, owner: string): Promise<void> {
	await ctx.db
		.update(d)
		.set({ indexedHash: null })
		.where(and(eq(d.owner, owner), sql`${d.indexedHash} is not null`));
}

// --- what a search reads ---

/** Undefined where the owner has no library yet. */
export async function libraryNumber(ctx: Context, owner: string): Promise<number | undefined> {
	const row = await ctx.db.select({ number: libraries.number }).from(libraries).where(eq(libraries.owner, owner)).get();
	return row?.number;
}

export async function listSums(ctx: Context, owner: string): Promise<(typeof chunkSums.$inferSelect)[]> {
	return await ctx.db
		.select()
		.from(chunkSums)
		.where(and(eq(chunkSums.owner, owner), ne(chunkSums.chunks, 0)));
}

/** In how many chunks each code occurs; those that occur in none are left out. */
export async function codeFrequencies(
	ctx: Context,
	codes: readonly string[],
): Promise<{ term: string; doc: number }[]> {
	return await ctx.db.all(sql`
		select v.term, v.doc from json_each(${JSON.stringify(codes)}) as asked cross join chunk_vocabulary as v
		where v.term = asked.value`);
}

/** Of each range of codes, both ends exclusive, the `limit` most frequent. */
export async function frequentCodes(
	ctx: Context,
	ranges: readonly { after: string; before: string }[],
	limit: number,
): Promise<{ term: string; doc: number }[]> {
	return await ctx.db.all(sql`
		select term, doc from (
			select v.term, v.doc, row_number() over (partition by asked.key order by v.doc desc) as place
			from json_each(${JSON.stringify(ranges)}) as asked cross join chunk_vocabulary as v
			where v.term > asked.value ->> 'after' and v.term < asked.value ->> 'before')
		where place <= ${limit}`);
}

export interface MatchedChunk {
	number: number;
	/** Null for a chunk that was known. */
	terms: string | null;
}

/** A full-text query, how many of its rows are scored (the newest; null: none), and how many of the best are wanted. */
export interface Match {
	query: string;
	scored: number | null;
	limit: number;
}

/** Chunks of the owner's that match any of the queries, the best of each first; one may come twice. `known`: whose terms are not wanted. */
export async function matchChunks(
	ctx: Context,
	owner: string,
	{ matches, known }: { matches: readonly Match[]; known: readonly number[] },
): Promise<MatchedChunk[]> {
	if (matches.length === 0) return [];
	const found = matches.map(
		({ query, scored, limit }, at) => sql`
			select * from (
				select ${at} as place, found.id, found.score from (
					select rowid as id, ${scored === null ? sql`0` : sql`bm25(chunk_terms)`} as score from chunk_terms
					where chunk_terms match ${query} order by rowid desc limit ${scored ?? limit}) as found
				order by found.score limit ${limit})`,
	);
	return await ctx.db.all(sql`
		with best as materialized (${sql.join(found, sql` union all `)})
		select ${c.number} as number,
			case when ${c.number} in (select value from json_each(${JSON.stringify(known)})) then null else ${c.terms} end as terms
		from best cross join ${c} on ${c.number} = best.id
		where ${c.owner} = ${owner} order by best.place, best.score`);
}

/** How many rows match each query, counted to `most` + 1, in their order. */
export async function countMatches(ctx: Context, queries: readonly string[], most: number): Promise<number[]> {
	const rows = await ctx.db.all<{ total: number }>(sql`
		select (select count(*) from (select 1 from chunk_terms where chunk_terms match asked.value limit ${most + 1})) as total
		from json_each(${JSON.stringify(queries)}) as asked order by asked.key`);
	return rows.map(({ total }) => total);
}

const found = {
	number: c.number,
	documentId: c.documentId,
	title: d.title,
	fileName: documents.fileName,
	chunkIndex: c.chunkIndex,
	content: c.content,
	headLength: c.headLength,
	overlapLength: c.overlapLength,
	headingPath: c.headingPath,
	pageStart: c.pageStart,
	pageEnd: c.pageEnd,
	boxes: c.boxes,
	assetsChunk: c.assetsChunk,
	figureIds: c.figureIds,
};
/** Chunks by their numbers, in no order, with their documents' titles. */
export async function listChunks(ctx: Context, numbers: readonly number[]) {
	return await ctx.db
		.select(found)
		.from(c)
		.leftJoin(d, eq(d.id, c.documentId))
		.leftJoin(documents, eq(documents.id, c.documentId))
		.where(sql`${c.number} in (select value from json_each(${JSON.stringify(numbers)}))`);
}

/** The terms of all chunks of one document. */
export async function termsOfDocument(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string },
): Promise<{ number: number; terms: string; language: string }[]> {
	return await ctx.db
		.select({ number: c.number, terms: c.terms, language: c.language })
		.from(c)
		.where(and(eq(c.documentId, documentId), eq(c.owner, owner)))
		.orderBy(asc(c.chunkIndex));
}

/** The numbers of the first chunks of one document, in their order. */
export async function firstNumbers(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string },
	limit: number,
): Promise<number[]> {
	const rows = await ctx.db
		.select({ number: c.number })
		.from(c)
		.where(and(eq(c.documentId, documentId), eq(c.owner, owner)))
		.orderBy(asc(c.chunkIndex))
		.limit(limit);
	return rows.map(({ number }) => number);
}
