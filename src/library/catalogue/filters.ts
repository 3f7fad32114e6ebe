import type { libraryDocuments } from "../../platform/library-tables.ts";
import type { DocumentIssue } from "../quality/issues.ts";

/** A document of a library, without its text. Texts of Paperless are as they came. */
export type LibraryDocument = typeof libraryDocuments.$inferSelect;

/** Which documents; what is left out, or empty, filters nothing. */
export interface DocumentFilter {
	/** Exact names. */
	correspondent?: string | undefined;
	documentType?: string | undefined;
	/** Part of one of the tags; the case of ASCII letters does not count. */
	tag?: string | undefined;
	/** Part of the title, likewise. */
	search?: string | undefined;
	/** Each of them part of title, correspondent, type or a tag, likewise. */
	words?: readonly string[] | undefined;
	processingStatus?: LibraryDocument["processingStatus"] | undefined;
	source?: LibraryDocument["source"] | undefined;
	/** True: no metadata was ever proposed for it. */
	noAiResult?: boolean | undefined;
	/** Has it. */
	issue?: DocumentIssue | undefined;
}

export const documentOrders = ["paperlessId", "title", "createdDate", "addedDate", "wordCount"] as const;
export type DocumentOrder = (typeof documentOrders)[number];

/** Where a walk through a list stands: the values of its last document, in the order of the sorting. */
export type DocumentPosition = readonly (string | number)[];

export interface DocumentWalk {
	sortBy: DocumentOrder;
	sortOrder: "asc" | "desc";
	limit: number;
	/** Undefined at the beginning. */
	after?: DocumentPosition | undefined;
}
