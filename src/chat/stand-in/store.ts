import { and, eq } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { chunks } from "../../platform/retrieval-tables.ts";
import { documents } from "../../platform/tables.ts";
import type { FoundChunk } from "../../retrieval/retrieval.ts";

/** Stands in for retrieval until it is merged: chunks by the count of the question's words in them. */
export async function standInSearch(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string | null },
	question: string,
	{ limit }: { limit: number },
): Promise<FoundChunk[]> {
	const rows = await ctx.db
		.select({ chunk: chunks, title: documents.fileName })
		.from(chunks)
		.innerJoin(documents, eq(documents.id, chunks.documentId))
		.where(and(eq(chunks.owner, owner), documentId === null ? undefined : eq(chunks.documentId, documentId)));
	const words = question.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
	return rows
		.map(({ chunk, title }) => ({
			id: `${chunk.documentId}.${chunk.chunkIndex}`,
			documentId: chunk.documentId,
			title,
			chunkIndex: chunk.chunkIndex,
			content: chunk.content,
			headLength: chunk.headLength,
			headingPath: JSON.parse(chunk.headingPath) as string[],
			pageStart: chunk.pageStart,
			pageEnd: chunk.pageEnd,
			boxes: JSON.parse(chunk.boxes) as FoundChunk["boxes"],
			assetsChunk: chunk.assetsChunk,
			figureIds: JSON.parse(chunk.figureIds) as string[],
			score: words.filter((word) => chunk.content.toLowerCase().includes(word)).length,
		}))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, limit);
}
