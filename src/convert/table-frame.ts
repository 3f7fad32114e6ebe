/** A table's skeleton, the same for every way of finding one: where columns and rows part, and which cells are one. */
import type { Box, CellSpan } from "./blocks.ts";
import type { Word } from "./raw-page.ts";

export type FrameKind = "grid" | "rules" | "aligned";

export interface Frame {
	kind: FrameKind;
	/** Column edges from left to right, one more than columns. Points. */
	xs: number[];
	/** Row edges from top to bottom, one more than rows. */
	ys: number[];
	spans: CellSpan[];
	/** Its cells are sentences that wrap. */
	wrapped?: true;
	/** Rows of the head, where lines or fills tell; undefined where nothing does. */
	headRows?: number;
	/** The words of its region. */
	words: Word[];
}

export function frameBox(frame: Pick<Frame, "xs" | "ys">): Box {
	return [frame.xs[0] ?? 0, frame.ys[0] ?? 0, frame.xs.at(-1) ?? 0, frame.ys.at(-1) ?? 0];
}

/** Index of the interval of `edges` that holds `at`; positions outside count to the nearest. */
export function intervalOf(edges: readonly number[], at: number): number {
	let index = 0;
	while (index < edges.length - 2 && at >= (edges[index + 1] ?? 0)) index++;
	return index;
}

/** Height at which a word is looked up: the middle of its small letters. */
export function wordY(word: Word): number {
	return word.rotation === 0 ? word.baseline - word.sizePt * 0.3 : (word.box[1] + word.box[3]) / 2;
}

export function wordX(word: Word): number {
	return (word.box[0] + word.box[2]) / 2;
}

export function wordsIn(words: readonly Word[], box: Box): Word[] {
	return words.filter((word) => {
		const [x, y] = [wordX(word), wordY(word)];
		return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
	});
}

/** Rows of dots that lead the eye: they fill gaps that part columns, and say nothing. */
export function isLeader(text: string): boolean {
	return /^[.…·_‥]{3,}$/.test(text);
}

/** Share of words that are figures: numbers, percentages, amounts, dashes for nothing. */
export function isNumeric(text: string): boolean {
	return /\d/.test(text) ? !/\p{L}{3,}/u.test(text) : /^(?:[-–—−*.…%$€£]+|n\/?a)$/i.test(text);
}

export function median(values: readonly number[], share = 0.5): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
