/** What a library is made of before and after it is scanned. */

/** One sheet as its sender printed it. */
export interface Paper {
	title: string;
	/** Printed lines; a paragraph may be one line. */
	lines: string[];
	/** YYYY-MM-DD */
	created: string;
	correspondent: string;
	documentType: string;
	tags: string[];
	/** A field that stands on one line at least and tells this paper from all of its family; null for a single paper. */
	mark: string | null;
}

export interface LibraryDocument {
	id: number;
	title: string;
	content: string;
	created: string;
	correspondent: string | null;
	document_type: string | null;
	tags: string[];
}

/** A document with the truth about it. */
export interface Labelled {
	document: LibraryDocument;
	/** Id of the document that holds the same paper; its own id for the first of them. */
	original: number;
	/** Papers of one template and one sender; null for a paper that stands alone. */
	family: number | null;
	/** "original", or how the copy differs. */
	kind: string;
}

/** A document of which neither place nor id is known. `paper` and `family` are counted from 0. */
export interface Unplaced {
	document: Omit<LibraryDocument, "id">;
	paper: number;
	family: number | null;
	kind: string;
}

/** Numbers documents in the given order, ids from 1. */
export function place(documents: readonly Unplaced[]): Labelled[] {
	const originals = new Map<number, number>();
	for (const [at, { paper, kind }] of documents.entries()) if (kind === "original") originals.set(paper, at + 1);
	return documents.map(({ document, paper, family, kind }, at) => {
		const original = originals.get(paper);
		if (original === undefined) throw new Error(`paper ${paper} has no original`);
		return { document: { id: at + 1, ...document }, original, family, kind };
	});
}

/** Letters and digits alone: two papers that agree in these would be one. */
export function substance(lines: readonly string[]): string {
	return lines
		.join(" ")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, " ");
}
