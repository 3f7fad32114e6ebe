import type { Context } from "../context.ts";
import { isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { keys } from "../platform/keys.ts";
import { openSource } from "./objects.ts";
import { type Document, documentExists } from "./store.ts";

/** About that of Paperless-ngx, so that both stand side by side. */
const thumbWidthPx = 500;

/** The bytes as they came, whole or a range of them; null if they are gone. */
export async function getInput(
	ctx: Context,
	documentId: string,
	options: { range?: { offset: number; length: number } } = {},
): Promise<R2ObjectBody | null> {
	return await ctx.files.get(keys.input(documentId), options);
}

export async function headInput(ctx: Context, documentId: string): Promise<R2Object | null> {
	return await ctx.files.head(keys.input(documentId));
}

/** The first page as a small PNG, drawn once and kept. Undefined for a format without pages, and for one that can't be drawn. */
export async function getThumb(ctx: Context, document: Document): Promise<Uint8Array | undefined> {
	const { id, format } = document;
	if (format !== "pdf" && format !== "image") return undefined;
	const kept = await ctx.files.get(keys.thumb(id));
	if (kept !== null) return await kept.bytes();
	try {
		const source = await openSource(ctx, keys.input(id));
		const png = await ctx.converter.renderPage(source, 1, { widthPx: thumbWidthPx, format });
		await keepThumb(ctx, id, png);
		return png;
	} catch (error) {
		// Its text is there all the same.
		if (!isAppError(error)) logError(`the first page of ${id} can't be drawn`, error);
		return undefined;
	}
}

/** A document that was deleted meanwhile has nothing left behind. */
async function keepThumb(ctx: Context, id: string, png: Uint8Array): Promise<void> {
	await ctx.files.put(keys.thumb(id), png, { httpMetadata: { contentType: "image/png" } });
	if (!(await documentExists(ctx, id))) await ctx.files.delete(keys.thumb(id));
}
