import type { Context } from "../../context.ts";
import { openInput, readPlainText } from "../../documents/documents.ts";
import { isAppError } from "../../errors.ts";
import { outlineTitle, titleOf } from "../../lib/document-title.ts";
import { logError } from "../../lib/log.ts";
import { digestText, maxKeptUnits } from "../../lib/text-digest.ts";
import { findUpload, owedUploads, writeUpload } from "./store.ts";

/** What the file says of itself. */
export interface FileTitles {
	/** Its title property. */
	property: string | null;
	/** Headings as its outline lists them. */
	outline: readonly { title: string }[];
}

/**
 * Lets a converted document join its owner's library, or brings its entry up to date; again: changes nothing. A guest's joins once the
 * guest has become a user. Without `titles` the file is asked for them.
 */
export async function joinUpload(ctx: Context, documentId: string, titles?: FileTitles): Promise<void> {
	const document = await findUpload(ctx, documentId);
	if (document === undefined) return;
	const { text, heading } = await textOf(ctx, documentId);
	const { property, outline } = titles ?? (await titlesOf(ctx, documentId, document.format));
	const { fullText, wordCount, contentHash } = digestText(text);
	const title = titleOf({
		property,
		outline: outlineTitle(outline) ?? (heading === null ? null : outlineTitle([{ title: heading }])),
		text: text.slice(0, 10_000),
		fileName: document.fileName,
	});
	await writeUpload(ctx, documentId, {
		title: title.toWellFormed(),
		createdDate: null,
		wordCount,
		contentHash,
		fullText: fullText.toWellFormed(),
	});
}

/** Lets some of those join that were converted before they could. False once there is none left that can. */
export async function joinOwedUploads(
	ctx: Context,
	{ owner, limit }: { owner?: string; limit: number },
): Promise<boolean> {
	const ids = await owedUploads(ctx, { owner, limit });
	let joined = 0;
	for (const id of ids) {
		try {
			await joinUpload(ctx, id);
			joined += 1;
		} catch (error) {
			logError(`the upload ${id} could not join its library`, error);
		}
	}
	return joined > 0 && ids.length === limit;
}

/** Results that are not there have no text. */
async function textOf(ctx: Context, documentId: string): Promise<{ text: string; heading: string | null }> {
	try {
		return await readPlainText(ctx, documentId, maxKeptUnits);
	} catch (error) {
		if (isAppError(error, "not_found")) return { text: "", heading: null };
		throw error;
	}
}

/** Of a file that can't be opened any more nothing is known. */
async function titlesOf(ctx: Context, documentId: string, format: string | null): Promise<FileTitles> {
	if (format !== "pdf") return { property: null, outline: [] };
	try {
		const { title, outline = [] } = await ctx.converter.inspect(await openInput(ctx, documentId), format);
		return { property: title, outline };
	} catch (error) {
		if (!isAppError(error)) logError(`the titles of ${documentId} could not be read`, error);
		return { property: null, outline: [] };
	}
}
