/** Filled boxes behind rows or cells (heads, zebra rows) → levels that part rows, and edges that part columns. */

import type { RawPage, Shape, Word } from "./raw-page.ts";
import { isFrame, isWhite } from "./rules.ts";
import { wordX, wordY } from "./table-frame.ts";

const SAME_EDGE_PT = 1.6;
/** Fills nearer than this are side by side: cells of one row, with or without a white line between them. */
const TOUCH_PT = 3;
/** A row of a table is not lower than a small line of text, nor higher than a long wrapped cell. */
const MIN_HEIGHT_PT = 7;
const MAX_HEIGHT_PT = 160;
const MIN_WIDTH_PT = 60;
const MAX_SHAPES = 3000;

export interface Strip {
	top: number;
	bottom: number;
	from: number;
	to: number;
	/** x where one fill ends and the next begins. */
	edges: number[];
}

/** Rows of fills that hold words, from top to bottom. */
export function stripsOf(page: Pick<RawPage, "shapes" | "words">): Strip[] {
	const candidates = page.shapes.filter(isCellFill);
	if (candidates.length > MAX_SHAPES) return [];
	const fills = candidates.filter((shape) => !isFrame(shape, page.words));
	const sorted = fills.sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
	const rows: Shape[][] = [];
	for (const fill of sorted) {
		const row = rows.findLast((each, index) => index > rows.length - 12 && sameHeight(each[0], fill));
		if (row === undefined) rows.push([fill]);
		else row.push(fill);
	}
	return rows
		.flatMap(toStrips)
		.filter((strip) => strip.to - strip.from >= MIN_WIDTH_PT && holdsTwo(strip, page.words))
		.sort((a, b) => a.top - b.top);
}

function isCellFill(shape: Shape): boolean {
	const [x0, y0, x1, y1] = shape.box;
	if (!shape.filled || shape.curved || isWhite(shape.fillColor)) return false;
	return y1 - y0 >= MIN_HEIGHT_PT && y1 - y0 <= MAX_HEIGHT_PT && x1 - x0 >= MIN_HEIGHT_PT;
}

function sameHeight(a: Shape | undefined, b: Shape): boolean {
	return (
		a !== undefined && Math.abs(a.box[1] - b.box[1]) <= SAME_EDGE_PT && Math.abs(a.box[3] - b.box[3]) <= SAME_EDGE_PT
	);
}

function toStrips(row: Shape[]): Strip[] {
	const strips: Strip[] = [];
	for (const { box } of row.sort((a, b) => a.box[0] - b.box[0])) {
		const last = strips.at(-1);
		if (last !== undefined && box[0] - last.to <= TOUCH_PT) {
			if (box[2] <= last.to) continue;
			last.edges.push((last.to + box[0]) / 2);
			last.to = box[2];
		} else strips.push({ top: box[1], bottom: box[3], from: box[0], to: box[2], edges: [] });
	}
	return strips;
}

/** At least two texts apart from each other: one is a title bar, a button or a line of code. */
function holdsTwo(strip: Strip, words: readonly Word[]): boolean {
	const inside = words
		.filter((word) => {
			const [x, y] = [wordX(word), wordY(word)];
			return x > strip.from && x < strip.to && y > strip.top && y < strip.bottom;
		})
		.sort((a, b) => a.box[0] - b.box[0]);
	if (inside.length < 2) return false;
	if (strip.edges.some((edge) => wordX(inside[0] as Word) < edge && wordX(inside.at(-1) as Word) > edge)) return true;
	let reach = inside[0]?.box[2] ?? 0;
	for (const word of inside) {
		if (word.box[0] - reach > word.sizePt * 0.75) return true;
		reach = Math.max(reach, word.box[2]);
	}
	return false;
}
