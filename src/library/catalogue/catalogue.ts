import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import type { DocumentFilter, DocumentPosition, LibraryDocument } from "./filters.ts";
import * as store from "./store.ts";

/** Documents read at once where all of them are streamed. */
const sliceDocuments = 1000;

/** The caller's document; throws `not_found` for another's as for one that never was. */
export async function getLibraryDocument(ctx: Context, owner: string, id: string): Promise<LibraryDocument> {
	return found(await store.findLibraryDocument(ctx, owner, id));
}

/** The same with its text and its groups. */
export async function getWholeDocument(ctx: Context, owner: string, id: string): Promise<store.WholeDocument> {
	return found(await store.findWholeDocument(ctx, owner, id));
}

/** A document's text; throws `not_found` where there is none. */
export async function libraryContent(
	ctx: Context,
	owner: string,
	id: string,
): Promise<{ fullText: string; wordCount: number }> {
	const { fullText, wordCount } = await getWholeDocument(ctx, owner, id);
	if (fullText === null) throw new AppError("not_found", "The document has no content");
	return { fullText, wordCount };
}

/** All matching documents in the order of the list, a slice at a time. */
export async function* eachLibraryDocument(
	ctx: Context,
	owner: string,
	filter: DocumentFilter,
): AsyncGenerator<LibraryDocument> {
	let after: DocumentPosition | undefined;
	for (;;) {
		const walk = { sortBy: "paperlessId", sortOrder: "desc", limit: sliceDocuments, after } as const;
		const slice = await store.walkLibraryDocuments(ctx, owner, filter, walk);
		for (const { document } of slice) yield document;
		after = slice.at(-1)?.position;
		if (slice.length < sliceDocuments) return;
	}
}

function found<Document>(document: Document | undefined): Document {
	if (document === undefined) throw new AppError("not_found", "Document not found");
	return document;
}
