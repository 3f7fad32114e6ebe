/** Where on a page: PDF points, origin top left. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** The place that a claim rests on. `quote` occurs, but for blanks, in the chunk's text. */
export interface Citation {
	documentId: string;
	title: string;
	/** `<document>.<index>`. */
	chunkId: string;
	/** `chunk_0001`, of the tasks API; null for synced text. */
	assetsChunk: string | null;
	/** The chunk's own words, without its head line. */
	text: string;
	/** 1-based; null where the text has no pages. */
	page: number | null;
	/** Null where the place on the page is not known. */
	bbox: Box | null;
	quote: string;
	/** Of the chunk, in 0…1; comparable within one answer. */
	score: number;
	figureIds: readonly string[];
}

/** A chunk that was found for a question to the library, as the library API shows it (contracts/library.md 9.3). */
export interface Source {
	documentId: string;
	title: string;
	/** With its head line. */
	chunkContent: string;
	/** In 0…1, falls with rank; comparable within one answer. */
	score: number;
	chunkId: string;
	/** 1-based, of the quote once there is one, else of the chunk's first line; null where the text has no pages. */
	page: number | null;
	bbox: Box | null;
	/** Once the answer is done, where it cites the chunk. */
	quote?: string;
}
