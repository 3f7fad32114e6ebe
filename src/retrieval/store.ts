import { and, asc, eq, gt, ne, type SQL, sql } from "drizzle-orm";
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

/** The library's number and what it has in each language; nothing where the owner has no library yet. */
export async function librarySums(
	ctx: Context,
	owner: string,
): Promise<{ number: number; language: string | null; chunks: number | null; terms: number | null }[]> {
	return await ctx.db
		.select({
			number: libraries.number,
			language: chunkSums.language,
			chunks: chunkSums.chunks,
			terms: chunkSums.terms,
		})
		.from(libraries)
		.leftJoin(chunkSums, and(eq(chunkSums.owner, libraries.owner), ne(chunkSums.chunks, 0)))
		.where(eq(libraries.owner, owner));
}

/**
 * In how many chunks each code occurs, those that occur in none left out; and (`isLonger`) of each range of codes, both ends exclusive,
 * the `limit` most frequent.
 */
export async function lookUpCodes(
	ctx: Context,
	codes: readonly string[],
	{ ranges, limit }: { ranges: readonly { after: string; before: string }[]; limit: number },
): Promise<{ term: string; doc: number; isLonger: number }[]> {
	const frequent = sql`
		select term, doc, 1 from (
			select v.term, v.doc, row_number() over (partition by asked.key order by v.doc desc) as place
			from json_each(${JSON.stringify(ranges)}) as asked cross join chunk_vocabulary as v
			where v.term > asked.value ->> 'after' and v.term < asked.value ->> 'before')
		where place <= ${limit}`;
	return await ctx.db.all(sql`
		select v.term, v.doc, 0 as isLonger from json_each(${JSON.stringify(codes)}) as asked cross join chunk_vocabulary as v
		where v.term = asked.value${ranges.length === 0 ? sql`` : sql` union all ${frequent}`}`);
}

/** Chunks that are looked for, for several reasons at once. */
export interface Match {
	/** Full-text query for the best by BM25, of the newest `scored` that match it. */
	best: { query: string; scored: number } | undefined;
	/** Full-text queries, each narrower than the one before: the newest chunks of the widest that has few. */
	together: readonly string[];
	limit: number;
	/** Of those for `together`. */
	fewest: number;
}

/** Chunks of the owner's, each once, with the place of the first of the `matches` that gives it; the best of that come first. */
export async function matchChunks(
	ctx: Context,
	owner: string,
	matches: readonly Match[],
): Promise<{ number: number; terms: string; place: number }[]> {
	const found = matches.flatMap((match, place) => [
		...(match.best === undefined ? [] : [bestOf(place, match.best, match.limit)]),
		...(match.together.length === 0 ? [] : [newestOf(place, match.together, match.fewest)]),
	]);
	if (found.length === 0) return [];
	return await ctx.db.all(sql`
		with found as materialized (${sql.join(found, sql` union all `)}),
			once as materialized (select id, min(place) as place, min(score) as score from found group by id)
		select ${c.number} as number, ${c.terms} as terms, once.place from once cross join ${c} on ${c.number} = once.id
		where ${c.owner} = ${owner} order by once.place, once.score`);
}

function bestOf(place: number, { query, scored }: { query: string; scored: number }, limit: number): SQL {
	return sql`
		select * from (
			select ${place} as place, id, score from (
				select rowid as id, bm25(chunk_terms) as score from chunk_terms
				where chunk_terms match ${query} order by rowid desc limit ${scored})
			order by score limit ${limit})`;
}

/** A statement of D1 joins five selects at most, so that the queries go in as one list. */
function newestOf(place: number, queries: readonly string[], limit: number): SQL {
	return sql`
		select * from (
			with steps as materialized (
				select key as step, (select json_group_array(id) from (
					select rowid as id from chunk_terms where chunk_terms match asked.value order by rowid desc limit ${limit + 1})) as ids
				from json_each(${JSON.stringify(queries)}) as asked),
			chosen as materialized (
				select ids from (select step, ids, json_array_length(ids) > ${limit} as isMany from steps where ids <> '[]')
				order by isMany, iif(isMany, -step, step) limit 1)
			select ${place} as place, value as id, 0 as score from chosen cross join json_each(chosen.ids) limit ${limit})`;
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
