import { z } from "zod";
import type { Context } from "../context.ts";
import { linesOf } from "../lib/lines.ts";
import { keys } from "../platform/keys.ts";
import { Assets } from "./results.ts";

const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** A chunk as the conversion made it, with the place of each stretch of its text (UTF-16 units). */
const ConvertedChunk = z.object({
	id: z.string(),
	text: z.string(),
	figureIds: z.array(z.string()),
	pageStart: z.number(),
	pageEnd: z.number(),
	headingPath: z.array(z.string()),
	boxes: z.array(z.object({ page: z.number(), bbox: Bbox, start: z.number(), end: z.number() })),
});
export type ConvertedChunk = z.output<typeof ConvertedChunk>;

/**
 * Chunks of a converted document in its order, one at a time: of a book they are megabytes. A document that was converted before places
 * were kept has pages alone; one without results has none.
 */
export async function* readChunks(ctx: Context, documentId: string): AsyncGenerator<ConvertedChunk> {
	const stored = await ctx.files.get(keys.chunks(documentId));
	if (stored === null) return yield* fromAssets(ctx, documentId);
	for await (const line of linesOf(stored.body)) yield ConvertedChunk.parse(JSON.parse(line));
}

async function* fromAssets(ctx: Context, documentId: string): AsyncGenerator<ConvertedChunk> {
	const stored = await ctx.files.get(keys.assets(documentId));
	if (stored === null) return;
	for (const chunk of Assets.parse(await stored.json()).chunks) {
		yield {
			id: chunk.id,
			text: chunk.text,
			figureIds: chunk.figure_ids,
			pageStart: chunk.page_start,
			pageEnd: chunk.page_end,
			headingPath: chunk.heading_path,
			boxes: [],
		};
	}
}
