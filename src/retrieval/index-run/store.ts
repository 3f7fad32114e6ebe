import { and, asc, count, eq, gt, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { chunks, chunkVectors } from "../../platform/retrieval-tables.ts";

/* Which documents of a library are indexed, and what is left to do. A document counts once it has a text that is not blank. */

const d = libraryDocuments;
const c = chunks;

const hasText = sql`(${d.contentHash} is not null and ${d.wordCount} > 0)`;
const isOfItsText = sql`(${d.contentHash} is ${d.indexedHash})`;
const lacksVectors = sql`exists (
	select 1 from ${c} where ${c.documentId} = ${d.id}
		and not exists (select 1 from ${chunkVectors} where ${chunkVectors.number} = ${c.number}))`;

/** With a text, and with chunks of that text; where vectors are kept, with one of each chunk, of whatever model. */
function isIndexed(keepsVectors: boolean): SQL {
	return keepsVectors
		? sql`(${hasText} and ${isOfItsText} and not ${lacksVectors})`
		: sql`(${hasText} and ${isOfItsText})`;
}

/** What a run does: `keepsVectors` for a hosted model. */
export interface RunKind {
	isRebuild: boolean;
	keepsVectors: boolean;
}

function isToDo({ isRebuild, keepsVectors }: RunKind): SQL {
	return isRebuild ? hasText : sql`(${hasText} and not ${isIndexed(keepsVectors)})`;
}

/** Documents of the library with a text, if only a blank one, whose number is above `after` (and at most `upTo`). */
export async function countTexts(
	ctx: Context,
	owner: string,
	{ after = 0, upTo = Number.MAX_SAFE_INTEGER }: { after?: number; upTo?: number } = {},
): Promise<number> {
	const row = await ctx.db
		.select({ total: count() })
		.from(d)
		.where(and(eq(d.owner, owner), gt(d.number, after), lte(d.number, upTo), isNotNull(d.contentHash)))
		.get();
	return row?.total ?? 0;
}

export interface DocumentToDo {
	id: string;
	number: number;
	title: string;
}

/** The next documents by number that there is something to do for. */
export async function documentsToDo(
	ctx: Context,
	owner: string,
	kind: RunKind,
	{ after, limit }: { after: number; limit: number },
): Promise<DocumentToDo[]> {
	return await ctx.db
		.select({ id: d.id, number: d.number, title: d.title })
		.from(d)
		.where(and(eq(d.owner, owner), gt(d.number, after), isToDo(kind)))
		.orderBy(asc(d.number))
		.limit(limit);
}

export async function countToDo(ctx: Context, owner: string, kind: RunKind, after: number): Promise<number> {
	const row = await ctx.db
		.select({ total: count() })
		.from(d)
		.where(and(eq(d.owner, owner), gt(d.number, after), isToDo(kind)))
		.get();
	return row?.total ?? 0;
}

/** What has become of a group of documents: those that are gone are in neither number. */
export async function outcomeOf(
	ctx: Context,
	owner: string,
	ids: readonly string[],
	keepsVectors: boolean,
): Promise<{ indexed: number; failed: number; chunks: number }> {
	const chunkCount = sql`(select count(*) from ${c} where ${c.documentId} = ${d.id})`;
	const isDone = isIndexed(keepsVectors);
	const row = await ctx.db
		.select({
			there: count(),
			indexed: sql<number>`coalesce(sum(${isDone}), 0)`,
			chunks: sql<number>`coalesce(sum(case when ${isDone} then ${chunkCount} end), 0)`,
		})
		.from(d)
		.where(sql`${d.owner} = ${owner} and ${d.id} in (select value from json_each(${JSON.stringify(ids)}))`)
		.get();
	const { there = 0, indexed = 0, chunks: made = 0 } = row ?? {};
	return { indexed, failed: there - indexed, chunks: made };
}

export interface ChunkWithoutVector {
	number: number;
	documentId: string;
	content: string;
}

/** Chunks of these documents that have no vector of any model, document by document. */
export async function chunksWithoutVector(
	ctx: Context,
	ids: readonly string[],
	limit: number,
): Promise<ChunkWithoutVector[]> {
	const wanted = sql`json_each(${JSON.stringify(ids)}) as wanted`;
	return await ctx.db
		.select({ number: c.number, documentId: c.documentId, content: c.content })
		.from(wanted)
		.crossJoin(c)
		.where(
			sql`${c.documentId} = wanted.value
				and not exists (select 1 from ${chunkVectors} where ${chunkVectors.number} = ${c.number})`,
		)
		.orderBy(sql`wanted.key`, c.chunkIndex)
		.limit(limit);
}

export interface Coverage {
	/** Documents with a text, and of those the ones that are indexed. */
	texts: number;
	indexed: number;
	/** UTF-16 units of all texts, and of those that are not indexed. */
	characters: number;
	charactersToDo: number;
}

/** How much of a library is indexed. */
export async function coverageOf(ctx: Context, owner: string, keepsVectors: boolean): Promise<Coverage> {
	const isDone = isIndexed(keepsVectors);
	const row = await ctx.db
		.select({
			texts: count(),
			indexed: sql<number>`coalesce(sum(${isDone}), 0)`,
			characters: sql<number>`coalesce(sum(${d.textLength}), 0)`,
			charactersToDo: sql<number>`coalesce(sum(case when not ${isDone} then ${d.textLength} end), 0)`,
		})
		.from(d)
		.where(and(eq(d.owner, owner), hasText))
		.get();
	return row ?? { texts: 0, indexed: 0, characters: 0, charactersToDo: 0 };
}
