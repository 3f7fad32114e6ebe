/**
 * Door of the conversations about documents: questions are kept, answered from what retrieval finds, and each claim of an answer cites
 * the place that it rests on. A thread of the tasks API and a conversation of the library API are one thing with two dialects.
 */

/** The place that a claim rests on. `quote` occurs, but for blanks, in the chunk's text. */
export interface Citation {
	documentId: string;
	title: string;
	chunkId: string;
	/** 1-based; null where the text has no pages. */
	page: number | null;
	/** PDF points, origin top left; null where the place on the page is not known. */
	bbox: readonly [x0: number, y0: number, x1: number, y1: number] | null;
	quote: string;
	/** Of the chunk, within one answer. */
	score: number;
	figureIds: readonly string[];
}

/** An answer while it is made. After `done` or `failed` nothing comes. */
export type AnswerEvent =
	| { type: "delta"; text: string }
	| { type: "done"; messageId: string; citations: readonly Citation[]; tokenCount: number | null }
	| { type: "failed"; message: string };
