import type { z } from "zod";
import { maxDocumentBytes, type Paperless } from "./connection.ts";
import { isPaperlessError } from "./failure.ts";
import { askPage, hasNext } from "./pages.ts";
import { type DocumentShape, type DocumentShapes, documentShapes, type ListPage } from "./wire.ts";

/** Contracts/library.md 12.2. */
const pageSizes = [25, 10, 1] as const;

export interface PageQuery {
	/** From 1. */
	page: number;
	/** Default 100. */
	pageSize?: number;
	/** Default `id`, which a walk over a changing set is safest with. An unknown one is ignored by the server. */
	ordering?: string;
	/** Parameters such as `modified__gt`. An unknown one is ignored by the server, and everything comes back. */
	filter?: Readonly<Record<string, string | number>>;
}

export interface DocumentPage<Document> {
	documents: Document[];
	/** Entries that are no documents as known here; the reason names the field, never its content. */
	unreadable: { id: number; reason: string }[];
	/** Of all pages, at the time of this one; undefined beyond the end. */
	count: number | undefined;
	hasNext: boolean;
	/** The page does not exist (any more): the set shrank during the walk, which is therefore incomplete. */
	isBeyondEnd: boolean;
}

/** One page of the documents that the user may see. Throws a `PaperlessError`. */
export async function listDocuments<Shape extends DocumentShape>(
	paperless: Paperless,
	shape: Shape,
	{ page, pageSize = 100, ordering = "id", filter = {} }: PageQuery,
): Promise<DocumentPage<DocumentShapes[Shape]>> {
	const { fields, schema } = documentShapes[shape];
	const query = { page, page_size: pageSize, ordering, fields, ...filter };
	const answer = await askPage(paperless, "/api/documents/", query);
	if (answer === undefined)
		return { documents: [], unreadable: [], count: undefined, hasNext: false, isBeyondEnd: true };
	const documents: DocumentShapes[Shape][] = [];
	const unreadable: DocumentPage<unknown>["unreadable"] = [];
	for (const item of answer.results) {
		const read = schema.safeParse(item);
		if (read.success) documents.push(read.data);
		else unreadable.push({ id: item.id, reason: reasonOf(read.error) });
	}
	return { documents, unreadable, count: answer.count, hasNext: hasNext(answer), isBeyondEnd: false };
}

function reasonOf(error: z.ZodError): string {
	const field = error.issues[0]?.path.join(".") ?? "";
	return field === "" ? "not a document" : `${field}: missing or of another type`;
}

export interface DocumentBatch<Document> {
	documents: Document[];
	unreadable: { id: number; reason: string }[];
	/** Asked for and not answered: deleted, or hidden from the user. */
	missingIds: number[];
	/** A document that is too large even alone. */
	tooLargeIds: number[];
}

/**
 * The documents of `ids`, in batches of 25 at first, of 10 and then 1 once an answer was too large. One batch at a time,
 * so that no more than its texts are in memory. Throws a `PaperlessError`.
 */
export async function* getDocuments<Shape extends DocumentShape>(
	paperless: Paperless,
	shape: Shape,
	ids: readonly number[],
): AsyncGenerator<DocumentBatch<DocumentShapes[Shape]>> {
	const wanted = [...new Set(ids)];
	let [size, ...smaller]: readonly number[] = pageSizes;
	for (let start = 0; start < wanted.length; ) {
		const batch = wanted.slice(start, start + (size ?? 1));
		const answer = await askBatch(paperless, shape, batch);
		if (answer !== undefined) {
			start += batch.length;
			yield answer;
		} else if (batch.length === 1) {
			start += 1;
			yield { documents: [], unreadable: [], missingIds: [], tooLargeIds: batch };
		} else {
			// The last batch may be smaller than the size already.
			do [size, ...smaller] = smaller;
			while (size !== undefined && size >= batch.length);
		}
	}
}

/** Undefined where it is too large. */
async function askBatch<Shape extends DocumentShape>(
	paperless: Paperless,
	shape: Shape,
	ids: readonly number[],
): Promise<DocumentBatch<DocumentShapes[Shape]> | undefined> {
	const { fields, schema } = documentShapes[shape];
	const query = { page: 1, page_size: ids.length, ordering: "id", fields, id__in: ids.join() };
	let answer: z.output<typeof ListPage> | undefined;
	try {
		answer = await askPage(paperless, "/api/documents/", query, ids.length === 1 ? maxDocumentBytes : undefined);
	} catch (error) {
		if (isPaperlessError(error, "too-large")) return undefined;
		throw error;
	}
	const missing = new Set(ids);
	const batch: DocumentBatch<DocumentShapes[Shape]> = {
		documents: [],
		unreadable: [],
		missingIds: [],
		tooLargeIds: [],
	};
	for (const item of answer?.results ?? []) {
		// A server that ignores the filter sends others.
		if (!missing.delete(item.id)) continue;
		const read = schema.safeParse(item);
		if (read.success) batch.documents.push(read.data);
		else batch.unreadable.push({ id: item.id, reason: reasonOf(read.error) });
	}
	batch.missingIds.push(...missing);
	return batch;
}

/** Throws `gone` for a document that is not there, or trashed. */
export async function getDocument<Shape extends DocumentShape>(
	paperless: Paperless,
	shape: Shape,
	id: number,
): Promise<DocumentShapes[Shape]> {
	const { fields, schema } = documentShapes[shape];
	const call = { path: documentPath(id), query: { fields }, isObject: true, maxBytes: maxDocumentBytes };
	return await paperless.ask(call, schema);
}

export function documentPath(id: number): string {
	return `/api/documents/${id}/`;
}
