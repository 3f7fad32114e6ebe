/** Tables parted by horizontal rules or by fills only: rows between levels, columns from the white between words. */
import type { Box } from "./blocks.ts";
import type { Line } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";
import type { Stroke } from "./rules.ts";
import { columnEdges, gapsOf, keptWhite, runsOf, withoutSplitColumns } from "./table-columns.ts";
import { type Frame, median, wordX, wordY } from "./table-frame.ts";
import { insideLines } from "./table-grid.ts";
import { headAbove, headRules, headSpans, tallHeads } from "./table-head.ts";
import { areBoxes, isStriped, type Level, levelsOf, stacksOf } from "./table-levels.ts";
import { rowEdges } from "./table-rows.ts";
import { stripsOf } from "./table-strips.ts";

/** A gap this wide parts cells. */
const CELL_GAP_EM = 0.75;
/** The next row is at most this many ems below the last. */
const MAX_PITCH_EM = 3;
/** Lines below a table keep this much white between its columns. */
const KEPT_GAP_EM = 0.5;

/** Frames between rules and fills outside the boxes in `taken`. */
export function openFrames(
	page: RawPage,
	lines: readonly Line[],
	horizontals: readonly Stroke[],
	taken: readonly Box[],
): Frame[] {
	const free = horizontals.filter(
		(stroke) =>
			!taken.some(
				(box) => stroke.at >= box[1] - 3 && stroke.at <= box[3] + 3 && stroke.from < box[2] && stroke.to > box[0],
			),
	);
	const strips = stripsOf(page).filter(
		(strip) =>
			!taken.some(
				(box) => strip.top < box[3] - 2 && strip.bottom > box[1] + 2 && strip.from < box[2] && strip.to > box[0],
			),
	);
	const levels = levelsOf(free, strips);
	const frames: Frame[] = [];
	for (const stack of stacksOf(levels, lines)) {
		if (areBoxes(stack)) continue;
		const next = levels.find(
			(level) =>
				level.at > (stack.at(-1)?.at ?? 0) + 1 && level.from < (stack[0]?.to ?? 0) && level.to > (stack[0]?.from ?? 0),
		);
		const frame = toFrame(page, lines, stack, free, next?.at ?? page.heightPt);
		if (frame !== undefined) frames.push(frame);
	}
	return frames;
}

function toFrame(
	page: RawPage,
	lines: readonly Line[],
	stack: readonly Level[],
	strokes: readonly Stroke[],
	limit: number,
): Frame | undefined {
	const left = Math.min(...stack.map((level) => level.from));
	const right = Math.max(...stack.map((level) => level.to));
	const ys = stack.map((level) => level.at);
	let inside = insideLines(lines, [left, ys[0] ?? 0, right, ys.at(-1) ?? 0]);
	const headLines = insideLines(lines, [left, ys[0] ?? 0, right, ys[1] ?? 0]);
	if (stack.length === 1) return underHead(lines, stack[0], limit);
	const bottom = ys.at(-1) ?? 0;
	const atPageEnd = !lines.some((line) => line.baseline > bottom + 30 && line.baseline < page.heightPt * 0.9);
	const open = inside.length - headLines.length < 2 || atPageEnd;
	const zebra = stack.at(-1)?.pieces.length === 0;
	if (open || zebra) {
		const tallest = Math.max(...ys.slice(1).map((y, index) => y - (ys[index] ?? y)));
		const to = Math.min(limit, open ? page.heightPt : bottom + tallest * 1.2);
		const below = linesBelow(lines, { left, right, from: bottom, to }, inside);
		if (below.length > 0) {
			inside = [...inside, ...below];
			ys.push(bottomOf(below.at(-1) ?? []) + 2);
		}
	}
	const xs = columnsFor(inside, stack, left, right);
	if (xs === undefined) return undefined;
	const above = headAbove(lines, left, right, ys[0] ?? 0, xs);
	if (above.length > 0) {
		inside = [...above, ...inside];
		ys.unshift(Math.min(...above.flat().map((word) => word.box[1])) - 1);
	}
	const words = inside.flat();
	if (words.length < 4) return undefined;
	const underHeads = headRules(strokes, xs, ys);
	const rows = rowEdges(
		inside,
		xs,
		[...ys, ...underHeads].sort((a, b) => a - b),
		Math.max(isStriped(stack) ? bottom : 0, underHeads.length > 0 ? (ys[1] ?? 0) : 0),
	);
	const frame: Frame = { kind: "rules", xs, ys: rows, spans: [], words };
	frame.headRows = headRowsOf(frame.ys, ys);
	frame.spans = headSpans(frame, strokes);
	for (const at of underHeads) frame.spans.push(...tallHeads(frame, strokes, at));
	return frame;
}

/** A head over the only rule, and the lines below it in the same columns. */
function underHead(lines: readonly Line[], level: Level | undefined, limit: number): Frame | undefined {
	if (level === undefined || level.pieces.length === 0) return undefined;
	const { from: left, to: right, at } = level;
	const over = lines.findLast(
		(line) =>
			line.baseline <= at + 1 && at - line.baseline < line.sizePt * 1.1 && line.box[2] > left && line.box[0] < right,
	);
	const head = over?.words.filter((word) => wordX(word) >= left - 4 && wordX(word) <= right + 4) ?? [];
	if (runsOf(head, CELL_GAP_EM).length < 2) return undefined;
	const below = linesBelow(lines, { left, right, from: at, to: limit }, [head]);
	if (below.length < 2) return undefined;
	const xs = columnEdges([head, ...below], left, right, 0);
	if (xs === undefined) return undefined;
	const ys = [Math.min(...head.map((word) => word.box[1])) - 1, at, bottomOf(below.at(-1) ?? []) + 2];
	const inside = [head, ...below];
	return { kind: "rules", xs, ys: rowEdges(inside, xs, ys), spans: [], words: inside.flat(), headRows: 1 };
}

/** Columns from the body's white; the head, whose texts may cover several columns, has a say only where the body is too short. */
function columnsFor(
	inside: readonly Word[][],
	stack: readonly Level[],
	left: number,
	right: number,
): number[] | undefined {
	const inner = stack[1]?.at ?? 0;
	const body = inside.filter((words) => (words[0] === undefined ? 0 : wordY(words[0])) > inner);
	const lines = (body.length >= 3 ? body : inside).filter((words) => !isWideTitle(words, left, right));
	const fills = fillEdges(stack, inside, left, right);
	if (fills !== undefined) return fills;
	const edges = columnEdges(lines, left, right, lines.length >= 12 ? Math.floor(lines.length * 0.06) : 0);
	return edges && withoutSplitColumns(edges, inside);
}

/** Fills side by side part columns where no text crosses from one to the next. */
function fillEdges(
	stack: readonly Level[],
	inside: readonly Word[][],
	left: number,
	right: number,
): number[] | undefined {
	const edges: number[] = [];
	for (const edge of stack.flatMap((level) => level.edges).sort((a, b) => a - b)) {
		if (edge - (edges.at(-1) ?? left) > 6 && right - edge > 6) edges.push(edge);
	}
	if (edges.length === 0) return undefined;
	const crossing = inside.filter((words) =>
		words.some((word) => edges.some((edge) => word.box[0] < edge - 2 && word.box[2] > edge + 2)),
	);
	return crossing.length > inside.length * 0.15 ? undefined : [left, ...edges, right];
}

function isWideTitle(words: readonly Word[], left: number, right: number): boolean {
	const runs = runsOf(words, CELL_GAP_EM);
	const [first] = runs;
	return runs.length === 1 && first !== undefined && first.to - first.from > (right - left) * 0.6;
}

/** Lines under the last level that keep the white between the columns above, down to `to` at most. */
function linesBelow(
	lines: readonly Line[],
	{ left, right, from, to }: { left: number; right: number; from: number; to: number },
	inside: readonly Word[][],
): Word[][] {
	const above = inside.map((words) => runsOf(words, CELL_GAP_EM)).filter((runs) => runs.length > 1);
	const em = emOf(inside.flat());
	let white = gapsOf(above.toSorted((a, b) => b.length - a.length)[0] ?? []);
	for (const runs of above) white = keptWhite(white, runs, em * KEPT_GAP_EM);
	const out: Word[][] = [];
	let last = Math.max(from - 4, ...inside.flat().map((word) => word.baseline));
	for (const line of lines) {
		if (line.baseline <= from + 1) continue;
		const words = line.words.filter((word) => wordX(word) >= left - 4 && wordX(word) <= right + 4);
		if (words.length === 0) continue;
		if (
			line.baseline - last > line.sizePt * MAX_PITCH_EM ||
			line.baseline > to ||
			words.length < line.words.length * 0.5
		)
			break;
		const runs = runsOf(words, CELL_GAP_EM);
		const kept = keptWhite(white, runs, em * KEPT_GAP_EM);
		if (kept.length < white.length || kept.length === 0 || (runs.length === 1 && out.length === 0)) break;
		white = kept;
		out.push(words);
		last = line.baseline;
	}
	const edges = white.map((gap) => (gap.from + gap.to) / 2);
	while (out.length > 0 && isFirstColumnOnly(out.at(-1) ?? [], [left, ...edges])) out.pop();
	return out;
}

function isFirstColumnOnly(words: readonly Word[], columns: readonly number[]): boolean {
	return words.every((word) => wordX(word) < (columns[1] ?? 0));
}

function bottomOf(words: readonly Word[]): number {
	return Math.max(...words.map((word) => word.baseline + word.sizePt * 0.2));
}

/** Rows above the second level are the head, if anything is below it. */
function headRowsOf(rows: readonly number[], levels: readonly number[]): number {
	const inner = levels[1] ?? 0;
	const count = rows.slice(0, -1).filter((top) => top < inner - 1).length;
	return Math.min(Math.max(1, count), 3) > rows.length - 2 ? 1 : Math.min(Math.max(1, count), 3);
}

/** Size of most words. */
function emOf(words: readonly Word[]): number {
	return median(words.map((word) => word.sizePt));
}
