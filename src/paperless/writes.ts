import { z } from "zod";
import { discard } from "./answers.ts";
import { maxDocumentBytes, type Paperless } from "./connection.ts";
import { documentPath, getDocument } from "./documents.ts";
import { isPaperlessError, PaperlessError } from "./failure.ts";
import { type DocumentListing, documentShapes, type FullDocument } from "./wire.ts";

/** What is left out stays; null clears; `tagIds` replaces all tags. A title has at most 128 characters. */
export interface DocumentChanges {
	title?: string;
	correspondentId?: number | null;
	documentTypeId?: number | null;
	tagIds?: readonly number[];
}

/**
 * Writes, and gives the document as it is then, with its text unless that is too long: of nested tags the server adds ancestors and removes
 * children by itself.
 * Throws `gone`, `refused` for an unknown id or a long title, `forbidden`.
 */
export async function patchDocument(
	paperless: Paperless,
	id: number,
	changes: DocumentChanges,
): Promise<FullDocument | DocumentListing> {
	const { title, correspondentId, documentTypeId, tagIds } = changes;
	// Undefined keys are left out of JSON. No `fields`: it would limit what is written.
	const body = { title, correspondent: correspondentId, document_type: documentTypeId, tags: tagIds };
	const call = { method: "PATCH", path: documentPath(id), body, isObject: true, maxBytes: maxDocumentBytes } as const;
	try {
		return await paperless.ask(call, documentShapes.full.schema);
	} catch (error) {
		// It is written; only its text is long.
		if (isPaperlessError(error, "too-large")) return await getDocument(paperless, "listing", id);
		throw error;
	}
}

/** Moves a document to the trash. `gone`: it was not there; after a lost connection, perhaps by the first attempt. */
export async function deleteDocument(paperless: Paperless, id: number): Promise<"deleted" | "gone"> {
	try {
		return await paperless.request({ method: "DELETE", path: documentPath(id), isObject: true }, async (response) => {
			discard(response);
			if (response.status === 204) return "deleted" as const;
			throw new PaperlessError("malformed", `Paperless-ngx answered a deletion with HTTP ${response.status}.`, {
				status: response.status,
			});
		});
	} catch (error) {
		if (isPaperlessError(error, "gone")) return "gone";
		throw error;
	}
}

/**
 * Adds a tag to many documents in one call. One unknown, trashed or repeated id fails it whole (`refused`). The change
 * shows at once, `modified` follows when the server's worker has run.
 */
export async function addTagToDocuments(
	paperless: Paperless,
	documentIds: readonly number[],
	tagId: number,
): Promise<void> {
	const body = { documents: documentIds, method: "add_tag", parameters: { tag: tagId } };
	const call = { method: "POST", path: "/api/documents/bulk_edit/", body, isRepeatable: true } as const;
	await paperless.ask(call, z.object({ result: z.string() }));
}
