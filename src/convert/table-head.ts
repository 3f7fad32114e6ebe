/** Heads: lines above the first rule, heads over several columns or rows. */
import type { CellSpan } from "./blocks.ts";
import type { Line } from "./lines.ts";
import type { Word } from "./raw-page.ts";
import { clustered, type Stroke } from "./rules.ts";
import { runsOf } from "./table-columns.ts";
import { type Frame, intervalOf, wordX, wordY } from "./table-frame.ts";

/** A gap this wide parts cells. */
const CELL_GAP_EM = 0.75;
/** The head's last line stands at most this many ems above the first rule. */
const HEAD_GAP_EM = 1.5;
/** Rules closer than this are one. */
const SAME_LEVEL_PT = 3.2;
/** Lines of one head follow each other at this many ems at most. */
const WRAP_PITCH_EM = 1.45;

/** A head that stands above the first rule: at most two lines right over it, in the same columns. */
export function headAbove(
	lines: readonly Line[],
	left: number,
	right: number,
	top: number,
	xs: readonly number[],
): Word[][] {
	const out: Word[][] = [];
	let below = top;
	for (const line of [...lines].reverse()) {
		if (line.baseline > below + 1) continue;
		const words = line.words.filter((word) => wordX(word) >= left - 4 && wordX(word) <= right + 4);
		if (words.length === 0) continue;
		if (below - line.baseline > line.sizePt * HEAD_GAP_EM) break;
		const runs = runsOf(words, CELL_GAP_EM);
		const crosses = runs.some(
			(run) => xs.slice(1, -1).filter((edge) => run.from < edge - 2 && run.to > edge + 2).length > 0,
		);
		if (runs.length < 2 || crosses || out.length === 2) break;
		out.unshift(words);
		below = line.baseline - line.sizePt * 0.7;
	}
	return out;
}

/** Texts over several columns: those that gather columns by a rule under them, and those that lie across an edge. */
export function headSpans(frame: Frame, strokes: readonly Stroke[]): CellSpan[] {
	const spans: CellSpan[] = [];
	const { xs, ys } = frame;
	for (let row = 0; row + 1 < ys.length; row++) {
		const words = frame.words
			.filter((word) => wordY(word) >= (ys[row] ?? 0) && wordY(word) < (ys[row + 1] ?? 0))
			.sort((a, b) => a.box[0] - b.box[0]);
		const runs = runsOf(words, CELL_GAP_EM);
		const ruled = row < (frame.headRows ?? 1) ? ruledReaches(xs, strokes, ys[row + 1] ?? 0) : [];
		for (const [first, last] of [...ruled, ...runs.flatMap((run) => crossingReach(xs, run.words))]) {
			const inside = runs.filter((run) => {
				const column = intervalOf(xs, (run.from + run.to) / 2);
				return column >= first && column <= last;
			});
			const taken = spans.some((span) => span.row === row && span.column <= last && span.column + span.columns > first);
			if (!taken && inside.length === 1) spans.push({ row, column: first, rows: 1, columns: last - first + 1 });
		}
	}
	return spans;
}

/** Columns a text lies across: a word on an edge, or fewer words than columns. */
function crossingReach(xs: readonly number[], words: readonly Word[]): [number, number][] {
	const first = intervalOf(xs, (words[0]?.box[0] ?? 0) + 1);
	const last = intervalOf(xs, (words.at(-1)?.box[2] ?? 0) - 1);
	if (last <= first) return [];
	const onEdge = words.some((word) =>
		xs.slice(1, -1).some((edge) => word.box[0] < edge - 1.5 && word.box[2] > edge + 1.5),
	);
	const columns = new Set(words.map((word) => intervalOf(xs, wordX(word)))).size;
	return onEdge || columns < last - first + 1 ? [[first, last]] : [];
}

/** y of short rules inside the head: each parts two rows of it. */
export function headRules(strokes: readonly Stroke[], xs: readonly number[], ys: readonly number[]): number[] {
	const [top, bottom] = [(ys[0] ?? 0) + 6, (ys[1] ?? 0) - 6];
	if (ys.length < 3) return [];
	const [left, right] = [xs[0] ?? 0, xs.at(-1) ?? 0];
	const inside = strokes.filter(
		(stroke) =>
			stroke.at > top &&
			stroke.at < bottom &&
			stroke.from >= left - 4 &&
			stroke.to <= right + 4 &&
			stroke.to - stroke.from > 15,
	);
	return clustered(
		inside.map((stroke) => stroke.at),
		SAME_LEVEL_PT,
	);
}

/** Heads beside a short rule reach over both rows it parts. */
export function tallHeads(frame: Frame, strokes: readonly Stroke[], at: number): CellSpan[] {
	const row = frame.ys.findIndex((edge) => Math.abs(edge - at) < 1) - 1;
	if (row < 0) return [];
	const wordsAt = (index: number, column: number) =>
		frame.words.filter(
			(word) => intervalOf(frame.ys, wordY(word)) === index && intervalOf(frame.xs, wordX(word)) === column,
		);
	return frame.xs.slice(0, -1).flatMap((left, column) => {
		const right = frame.xs[column + 1] ?? 0;
		const under = strokes.some(
			(stroke) =>
				Math.abs(stroke.at - at) < 2 && Math.min(stroke.to, right) - Math.max(stroke.from, left) > (right - left) * 0.3,
		);
		const spanned = frame.spans.some(
			(span) =>
				(span.row === row || span.row === row + 1) && span.column <= column && span.column + span.columns > column,
		);
		const [upper, lower] = [wordsAt(row, column), wordsAt(row + 1, column)];
		if (under || spanned || upper.length + lower.length === 0) return [];
		const pitch = Math.min(...lower.map((word) => word.baseline)) - Math.max(...upper.map((word) => word.baseline));
		const apart = upper.length > 0 && lower.length > 0 && pitch > (upper[0]?.sizePt ?? 0) * WRAP_PITCH_EM;
		return apart ? [] : [{ row, column, rows: 2, columns: 1 }];
	});
}

/** Columns under short rules at `at`: such a rule gathers the columns below one head. */
function ruledReaches(xs: readonly number[], strokes: readonly Stroke[], at: number): [number, number][] {
	const width = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
	const reaches: [number, number][] = [];
	for (const stroke of strokes) {
		if (Math.abs(stroke.at - at) > 5 || stroke.to - stroke.from > width * 0.9) continue;
		const under = xs.slice(0, -1).map((left, column) => {
			const right = xs[column + 1] ?? 0;
			return Math.min(stroke.to, right) - Math.max(stroke.from, left) > (right - left) * 0.5 ? column : -1;
		});
		const columns = under.filter((column) => column >= 0);
		const [first, last] = [columns[0], columns.at(-1)];
		if (first !== undefined && last !== undefined && last > first) reaches.push([first, last]);
	}
	return reaches;
}
