import {
	type DocumentChanges,
	type DocumentListing,
	type FullDocument,
	type Paperless,
	patchDocument,
} from "../../paperless/paperless.ts";
import type { Changes, DocumentState } from "../application.ts";

/** Only what changes, by number. */
export function toPatch(changes: Changes, after: DocumentState): DocumentChanges {
	return {
		...(changes.title !== undefined && { title: after.title }),
		...(changes.correspondent !== undefined && { correspondentId: after.correspondent?.id ?? null }),
		...(changes.documentType !== undefined && { documentTypeId: after.documentType?.id ?? null }),
		...(changes.tags !== undefined && { tagIds: after.tags.flatMap(({ id }) => id ?? []) }),
	};
}

/**
 * Writes, and gives the document as it is then. Where a parent tag is left out, the server takes its children away too, even those that are
 * asked for (contracts/paperless-ngx.md 4.3): they are asked for once more. Throws a `PaperlessError`.
 */
export async function writeDocument(
	paperless: Paperless,
	id: number,
	changes: DocumentChanges,
): Promise<FullDocument | DocumentListing> {
	const written = await patchDocument(paperless, id, changes);
	const { tagIds = [] } = changes;
	if (tagIds.every((tag) => written.tagIds.includes(tag))) return written;
	return await patchDocument(paperless, id, { tagIds });
}
