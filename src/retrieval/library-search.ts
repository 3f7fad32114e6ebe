import { z } from "zod";
import type { Context } from "../context.ts";
import { stemOf } from "../lib/file-name.ts";
import type { FoundChunk } from "./found-chunk.ts";
import { candidatesFor, fuseWithVectors } from "./hybrid.ts";
import { indexUpload } from "./indexing.ts";
import { LibraryIndex } from "./library-index.ts";
import { MemoryIndex } from "./memory-index.ts";
import { getRagConfig } from "./rag-config.ts";
import type { Ranked } from "./ranking.ts";
import { findChunks } from "./search.ts";
import { firstNumbers, listChunks, termsOfDocument } from "./store.ts";

const Strings = z.array(z.string());
const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const Boxes = z.array(z.object({ page: z.number(), bbox: Bbox, start: z.number(), end: z.number() }));

/**
 * The chunks of the owner's library that answer a question, the best first: by words, and where a hosted model is set by its vectors too.
 * Throws a `ModelError` where that model lacks its key or fails.
 */
export async function searchLibrary(
	ctx: Context,
	owner: string,
	question: string,
	{ limit }: { limit: number },
): Promise<FoundChunk[]> {
	const [index, config, table] = await Promise.all([
		LibraryIndex.open(ctx, owner),
		getRagConfig(ctx, owner),
		ctx.wordTable(),
	]);
	if (index === undefined) return [];
	const byWords = await findChunks(index, question, { limit: candidatesFor(limit), table });
	return await withContents(ctx, await fuseWithVectors(ctx, owner, config, question, byWords, { limit }));
}

/**
 * The same for one document of the owner's, a guest's too. One that was converted and has no chunks yet gets them first. Nothing is found
 * in another's.
 */
export async function searchDocument(
	ctx: Context,
	document: { owner: string; documentId: string },
	question: string,
	{ limit }: { limit: number },
): Promise<FoundChunk[]> {
	const chunks = await onceIndexed(ctx, document, () => termsOfDocument(ctx, document));
	const index = new MemoryIndex();
	for (const { number, terms, language } of chunks) index.add(String(number), { terms: terms.split(" "), language });
	return await withContents(ctx, await findChunks(index, question, { limit, table: await ctx.wordTable() }));
}

/** The chunks that a document of the owner's begins with, in their order, as `searchDocument` would find them. */
export async function firstChunks(
	ctx: Context,
	document: { owner: string; documentId: string },
	limit: number,
): Promise<FoundChunk[]> {
	const numbers = await onceIndexed(ctx, document, () => firstNumbers(ctx, document, limit));
	return await withContents(
		ctx,
		numbers.map((number, at) => ({ id: String(number), score: 1 / (1 + at) })),
	);
}

async function onceIndexed<Row>(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string },
	read: () => Promise<Row[]>,
): Promise<Row[]> {
	const rows = await read();
	if (rows.length > 0) return rows;
	await indexUpload(ctx, documentId, owner);
	return await read();
}

/** One that was removed under the search is left out. */
async function withContents(ctx: Context, ranked: readonly Pick<Ranked, "id" | "score">[]): Promise<FoundChunk[]> {
	if (ranked.length === 0) return [];
	const rows = await listChunks(
		ctx,
		ranked.map(({ id }) => Number(id)),
	);
	const byNumber = new Map(rows.map((row) => [row.number, row]));
	return ranked.flatMap(({ id, score }) => {
		const row = byNumber.get(Number(id));
		if (row === undefined) return [];
		const { number: _, fileName, title, ...chunk } = row;
		return {
			...chunk,
			id: `${chunk.documentId}.${chunk.chunkIndex}`,
			title: title ?? (fileName === null ? "Unknown" : stemOf(fileName)),
			headingPath: Strings.parse(JSON.parse(chunk.headingPath)),
			figureIds: Strings.parse(JSON.parse(chunk.figureIds)),
			boxes: Boxes.parse(JSON.parse(chunk.boxes)),
			score,
		};
	});
}
