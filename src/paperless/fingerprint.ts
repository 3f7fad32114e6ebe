import { sha256HexOfAll } from "../lib/hash.ts";
import type { DocumentListing, FullDocument } from "./wire.ts";

const nul = "\u0000";

/** What of a document makes its fingerprints, without the text. */
type Fingerprinted = Pick<DocumentListing, "title" | "modified" | "tagIds" | "correspondentId" | "documentTypeId">;

/** Tells a changed document from an unchanged one (contracts/library.md 12.4). 64 hex digits. */
export function fingerprintOf(document: Fingerprinted & Pick<FullDocument, "content">): string {
	const { title, content } = document;
	return sha256HexOfAll([title, nul, content, nul, restOf(document).join(nul)]);
}

/** The same from a listing, which has no text: `modified` stands for it (contracts/library.md 12.2). */
export function listingFingerprintOf(document: Fingerprinted): string {
	return sha256HexOfAll([[document.title, ...restOf(document)].join(nul)]);
}

function restOf({ modified, tagIds, correspondentId, documentTypeId }: Fingerprinted): string[] {
	const tags = tagIds.toSorted((a, b) => a - b).join(",");
	return [modified, tags, String(correspondentId ?? ""), String(documentTypeId ?? "")];
}
