import {
	type DocumentListing,
	getDocument,
	getDocuments,
	isPaperlessError,
	type Paperless,
	PaperlessError,
} from "../../paperless/paperless.ts";

/** What the server says of one document. */
export type ListingAnswer = { listing: DocumentListing } | { isGone: true } | { error: PaperlessError };

/**
 * How these documents are on the server right now, by number: a few, in one request, or each by itself where the server can't give them
 * together. Throws a `PaperlessError` where it gives nothing.
 */
export async function readListings(paperless: Paperless, ids: readonly number[]): Promise<Map<number, ListingAnswer>> {
	const answers = new Map<number, ListingAnswer>();
	try {
		for await (const { documents, unreadable, missingIds, tooLargeIds } of getDocuments(paperless, "listing", ids)) {
			for (const listing of documents) answers.set(listing.id, { listing });
			for (const { id, reason } of unreadable) answers.set(id, { error: unreadableError(reason) });
			for (const id of tooLargeIds) answers.set(id, { error: unreadableError("too large") });
			// The list shows what its user may see; the document itself says whether it is gone.
			for (const id of missingIds) answers.set(id, await readOne(paperless, id));
		}
		return answers;
	} catch (error) {
		if (!isPaperlessError(error, "server") || error.status !== 500 || ids.length === 1) throw error;
	}
	for (const id of ids) answers.set(id, await readOne(paperless, id));
	return answers;
}

async function readOne(paperless: Paperless, id: number): Promise<ListingAnswer> {
	try {
		return { listing: await getDocument(paperless, "listing", id) };
	} catch (error) {
		if (!isPaperlessError(error)) throw error;
		return error.reason === "gone" ? { isGone: true } : { error };
	}
}

function unreadableError(reason: string): PaperlessError {
	return new PaperlessError("malformed", `Paperless-ngx gave the document in an unknown form (${reason}).`);
}
