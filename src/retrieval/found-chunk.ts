/** A stretch of a chunk's content, in UTF-16 units, and where it stands. */
export interface PlacedStretch {
	/** 1-based. */
	page: number;
	/** PDF points, origin top left. */
	bbox: readonly [x0: number, y0: number, x1: number, y1: number];
	start: number;
	end: number;
}

/** What a chunk says, and where that stands. */
export interface PlacedText {
	/** With its head line. */
	content: string;
	/** Where the document's own text begins in it. */
	headLength: number;
	headingPath: readonly string[];
	/** Null where the text has no pages. */
	pageStart: number | null;
	pageEnd: number | null;
	boxes: readonly PlacedStretch[];
	/** `chunk_0001`, of the tasks API; null for synced text. */
	assetsChunk: string | null;
	figureIds: readonly string[];
}

/** A chunk that was found for a question. */
export interface FoundChunk extends PlacedText {
	/** `<document>.<index>`. */
	id: string;
	documentId: string;
	/** Of the document, as it is now. */
	title: string;
	chunkIndex: number;
	/** Behind `headLength`, what is the end of the chunk before and stands here again; nothing where it is left out. */
	overlapLength?: number;
	/** Positive, falls with rank; comparable within one search. */
	score: number;
}
