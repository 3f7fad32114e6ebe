/** Tables whose columns are parted by drawn verticals, fully or in part. */
import type { Line } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { clustered, type RuleNetwork } from "./rules.ts";
import { columnEdges } from "./table-columns.ts";
import { type Frame, intervalOf, isNumeric, wordsIn, wordX, wordY } from "./table-frame.ts";
import { headAbove } from "./table-head.ts";
import { listEdges, rowEdges } from "./table-rows.ts";
import { drawnSpans } from "./table-spans.ts";

/** Edges closer than this are one: double lines, and borders drawn beside each other. */
const SAME_EDGE_PT = 4;
/** A line that outreaches the outermost crossing one by this much opens a column or row of its own. */
const OVERHANG_PT = 9;
/** Squared paper and hatchings have more places than any table of a page. */
const MAX_PLACES = 8000;
/** From this many bands on, lines part the rows; fewer hold rows that nothing parts. */
const MIN_BANDS = 3;

/** A frame per network that has columns and holds words. */
export function gridFrames(
	page: Pick<RawPage, "words">,
	lines: readonly Line[],
	networks: readonly RuleNetwork[],
): Frame[] {
	const frames: Frame[] = [];
	for (const network of networks) {
		const frame = toFrame(page.words, lines, network);
		if (frame !== undefined) frames.push(frame);
	}
	return frames;
}

function toFrame(pageWords: readonly Word[], lines: readonly Line[], network: RuleNetwork): Frame | undefined {
	const { horizontals, verticals } = network;
	if (verticals.length + horizontals.length < 4) return undefined;
	const xs = clustered(
		verticals.map(({ at }) => at),
		SAME_EDGE_PT,
	);
	const ys = clustered(
		horizontals.map(({ at }) => at),
		SAME_EDGE_PT,
	);
	openSides(
		xs,
		horizontals.flatMap(({ from, to }) => [from, to]),
	);
	openSides(
		ys,
		verticals.flatMap(({ from, to }) => [from, to]),
	);
	if (xs.length < 3 || ys.length < 2 || xs.length * ys.length > MAX_PLACES) return undefined;
	const [left, right, top, bottom] = [xs[0] ?? 0, xs.at(-1) ?? 0, ys[0] ?? 0, ys.at(-1) ?? 0];
	const words = wordsIn(pageWords, [left - 1, top - 1, right + 1, bottom + 1]);
	if (words.length < 2) return undefined;
	const used = withoutEmptyEdges(xs, ys, words, network);
	const inside = insideLines(lines, [left, top, right, bottom]);
	used.xs = withInnerColumns(used.xs, used.ys, inside);
	const rows = used.ys.length - 1 >= MIN_BANDS ? splitListBands(used, inside) : rowEdges(inside, used.xs, used.ys);
	const frame: Frame = { kind: "grid", xs: used.xs, ys: rows, spans: [], words };
	frame.spans = drawnSpans(frame, network);
	addHead(frame, headAbove(lines, left, right, top, used.xs));
	return frame;
}

/** Puts lines above the grid before its rows, if they name most of its columns. */
function addHead(frame: Frame, head: readonly Word[][]): void {
	const words = head.flat();
	const named = new Set(words.map((word) => intervalOf(frame.xs, wordX(word)))).size;
	if (named < Math.max(2, (frame.xs.length - 1) * 0.6)) return;
	frame.ys.unshift(Math.min(...words.map((word) => word.box[1])) - 1);
	for (const span of frame.spans) span.row++;
	frame.words = [...words, ...frame.words];
	frame.headRows = 1;
}

/**
 * A drawn column that white parts in every line holds several columns, where both sides are filled in most rows, the head among them,
 * or in most lines of figures: a grid with few verticals.
 */
function withInnerColumns(xs: readonly number[], ys: readonly number[], lines: readonly Word[][]): number[] {
	const out: number[] = [];
	for (let column = 0; column + 1 < xs.length; column++) {
		const [left, right] = [xs[column] ?? 0, xs[column + 1] ?? 0];
		out.push(left);
		const parts = lines
			.map((line) => line.filter((word) => wordX(word) > left && wordX(word) < right))
			.filter((words) => words.length > 0);
		out.push(...(figureColumns(parts, left, right) ?? textColumns(parts, ys, left, right) ?? []));
	}
	out.push(xs.at(-1) ?? 0);
	return out;
}

function figureColumns(parts: readonly Word[][], left: number, right: number): number[] | undefined {
	const figures = parts.filter((words) => words.filter((word) => isNumeric(word.text)).length >= words.length * 0.6);
	if (figures.length < 3 || figures.length < parts.length * 0.5) return undefined;
	const inner = columnEdges(figures, left, right, 0);
	if (inner === undefined) return undefined;
	const full = figures.filter(
		(words) => new Set(words.map((word) => intervalOf(inner, wordX(word)))).size === inner.length - 1,
	);
	return full.length >= figures.length * 0.75 ? inner.slice(1, -1) : undefined;
}

function textColumns(
	parts: readonly Word[][],
	ys: readonly number[],
	left: number,
	right: number,
): number[] | undefined {
	const bands = ys.length - 1;
	if (bands < MIN_BANDS + 1 || parts.length < MIN_BANDS + 2) return undefined;
	const inner = columnEdges(parts, left, right, 0, { scale: 0.65, support: 1 });
	if (inner === undefined) return undefined;
	const filled = Array.from({ length: bands }, () => new Set<number>());
	for (const word of parts.flat()) filled[intervalOf(ys, wordY(word))]?.add(intervalOf(inner, wordX(word)));
	const full = filled.filter((columns) => columns.size === inner.length - 1).length;
	return filled[0]?.size === inner.length - 1 && full >= bands * 0.75 ? inner.slice(1, -1) : undefined;
}

/** Lines cut to the part inside the box. */
export function insideLines(lines: readonly Line[], box: readonly [number, number, number, number]): Word[][] {
	const inside: Word[][] = [];
	for (const line of lines) {
		if (line.box[3] < box[1] - 2 || line.box[1] > box[3] + 2) continue;
		const words = wordsIn(line.words, [box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1]);
		if (words.length > 0) inside.push(words);
	}
	return inside;
}

function openSides(edges: number[], reach: readonly number[]): void {
	const [low, high] = [Math.min(...reach), Math.max(...reach)];
	if (low < (edges[0] ?? 0) - OVERHANG_PT) edges.unshift(low);
	if (high > (edges.at(-1) ?? 0) + OVERHANG_PT) edges.push(high);
}

/** Outer columns and rows opened by overhanging lines stay only where they hold words; so do slits between double lines. */
function withoutEmptyEdges(
	xs: number[],
	ys: number[],
	words: readonly Word[],
	network: RuleNetwork,
): { xs: number[]; ys: number[] } {
	const keepX = [...xs];
	const keepY = [...ys];
	const holds = (axis: 0 | 1, from: number, to: number) =>
		words.some((word) => {
			const at = axis === 0 ? wordX(word) : wordY(word);
			return at > from && at < to;
		});
	const drawn = (strokes: RuleNetwork["verticals"], at: number) =>
		strokes.some((stroke) => Math.abs(stroke.at - at) <= SAME_EDGE_PT);
	if (!drawn(network.verticals, keepX[0] ?? 0) && !holds(0, keepX[0] ?? 0, keepX[1] ?? 0)) keepX.shift();
	if (!drawn(network.verticals, keepX.at(-1) ?? 0) && !holds(0, keepX.at(-2) ?? 0, keepX.at(-1) ?? 0)) keepX.pop();
	if (!drawn(network.horizontals, keepY[0] ?? 0) && !holds(1, keepY[0] ?? 0, keepY[1] ?? 0)) keepY.shift();
	if (!drawn(network.horizontals, keepY.at(-1) ?? 0) && !holds(1, keepY.at(-2) ?? 0, keepY.at(-1) ?? 0)) keepY.pop();
	return { xs: keepX, ys: keepY };
}

/** Bands are rows, but a band in which every column lists as many figures as the band has lines is one row per line. */
function splitListBands({ xs, ys }: { xs: number[]; ys: number[] }, lines: readonly Word[][]): number[] {
	const out: number[] = [];
	for (let row = 0; row + 1 < ys.length; row++) {
		const [top, bottom] = [ys[row] ?? 0, ys[row + 1] ?? 0];
		out.push(top);
		if (row > 0) out.push(...listedRows(xs, lines, top, bottom));
	}
	out.push(ys.at(-1) ?? 0);
	return out;
}

function listedRows(xs: readonly number[], lines: readonly Word[][], top: number, bottom: number): number[] {
	const band = lines.filter((line) => {
		const y = (line[0]?.baseline ?? 0) - (line[0]?.sizePt ?? 0) * 0.3;
		return y > top && y < bottom;
	});
	return listEdges(xs, band) ?? [];
}
