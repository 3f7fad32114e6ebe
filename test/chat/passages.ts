import type { FoundChunk } from "../../src/retrieval/found-chunk.ts";

/** A found chunk of a document of its own, one box around all of it. */
export function passage(text: string, more: Partial<FoundChunk> = {}): FoundChunk {
	const title = more.title ?? "Paper";
	const head = `[Title: ${title}]\n`;
	const content = head + text;
	return {
		id: `${more.documentId ?? "paper"}.${more.chunkIndex ?? 0}`,
		documentId: "paper",
		title,
		chunkIndex: 0,
		content,
		headLength: head.length,
		headingPath: [],
		pageStart: 1,
		pageEnd: 1,
		boxes: [{ page: 1, bbox: [50, 60, 500, 700], start: head.length, end: content.length }],
		assetsChunk: "chunk_0001",
		figureIds: [],
		score: 10,
		...more,
	};
}
