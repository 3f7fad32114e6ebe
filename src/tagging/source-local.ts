import type { Context } from "../context.ts";
import { type Document, findDocument, maxInputBytes } from "../documents/documents.ts";
import { isUuid } from "../lib/ids.ts";
import { SourceError, tooLargeReason } from "./source-error.ts";

/**
 * A document that the caller has uploaded, by its id or its `input_path`, with or without a leading slash: found through
 * the caller's rows, never by the name of an object. Throws a `SourceError`.
 */
export async function findLocal(ctx: Context, owner: string, path: string): Promise<Document> {
	if (path.endsWith("/")) throw new SourceError(`Not a file: ${path}`);
	const id = idIn(path);
	const document = id === undefined ? undefined : await findDocument(ctx, owner, id);
	if (document === undefined) throw new SourceError(`File not found: ${path}`);
	if (document.sha256 === null) throw new SourceError("Failed to read file: it has not been fetched yet");
	if ((document.sizeBytes ?? 0) > maxInputBytes) throw new SourceError(tooLargeReason);
	return document;
}

/** The id in `{id}` and `uploads/{id}/input.pdf`; other endings are those of documents that are not PDFs. */
function idIn(path: string): string | undefined {
	const [, inPath, bare] = /^\/?(?:uploads\/([^/]+)\/input\.[a-z0-9]+|([^/]+))$/i.exec(path) ?? [];
	const id = inPath ?? bare;
	return id !== undefined && isUuid(id) ? id.toLowerCase() : undefined;
}
