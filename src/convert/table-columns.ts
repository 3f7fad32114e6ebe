/** Lines of a region → column edges, from the white that runs down between their words. */
import type { Word } from "./raw-page.ts";
import { intervalOf, isLeader, median, wordX } from "./table-frame.ts";

/** Words closer than this are one text: wider than any usual word space (0.25 to 0.33 em), justified lines aside. */
const WORD_GAP_EM = 0.45;
/** A space of a monospace font is 0.6 em wide. */
const MONO_GAP_EM = 0.8;
/** White of this width between all lines parts columns. */
const COLUMN_GAP_EM = 0.55;
/** With this many lines or fewer, words may line up by chance: the white must be wider. */
const FEW_LINES = 3;
const FEW_LINES_GAP_EM = 0.9;
/** Steps per point in which white is looked for. */
const STEPS = 2;
/** A page wider than this is a plan; its white is not searched. */
const MAX_WIDTH_PT = 4000;

export interface Stretch {
	from: number;
	to: number;
}

/** Runs of words without a gap of `gapEm` ems, leaders left out. Words from left to right. */
export function runsOf(words: readonly Word[], gapEm: number): (Stretch & { words: Word[] })[] {
	const runs: (Stretch & { words: Word[] })[] = [];
	for (const word of words) {
		if (isLeader(word.text)) continue;
		const last = runs.at(-1);
		const gap = word.mono ? Math.max(gapEm, MONO_GAP_EM) : gapEm;
		if (last !== undefined && word.box[0] - last.to < word.sizePt * gap) {
			last.to = Math.max(last.to, word.box[2]);
			last.words.push(word);
		} else runs.push({ from: word.box[0], to: word.box[2], words: [word] });
	}
	return runs;
}

/**
 * Edges of columns between `left` and `right`, both included; undefined where no white parts anything. `tolerance` lines may cross an
 * edge (heads over several columns, section titles); `scale` makes do with less white
 * than usual and `support` with fewer lines that have text on both sides, where other signs are required.
 */
export function columnEdges(
	lines: readonly (readonly Word[])[],
	left: number,
	right: number,
	tolerance: number,
	{ scale = 1, support = 2 }: { scale?: number; support?: number } = {},
): number[] | undefined {
	if (right - left > MAX_WIDTH_PT || right <= left || lines.length === 0) return undefined;
	const em = median(lines.flatMap((line) => line.map((word) => word.sizePt)));
	const rows = lines.map((line) => runsOf(line, WORD_GAP_EM * scale)).filter((runs) => runs.length > 0);
	const counts = inkCounts(rows, left, right);
	const gap = (rows.length <= FEW_LINES ? FEW_LINES_GAP_EM : COLUMN_GAP_EM) * em * scale;
	const edges = [left];
	for (const valley of valleysOf(counts, tolerance)) {
		const [from, to] = [left + valley.from / STEPS, left + valley.to / STEPS];
		if (to - from < gap) continue;
		const parted = rows.filter(
			(runs) => runs.some((run) => run.to <= from + 1) && runs.some((run) => run.from >= to - 1),
		);
		if (parted.length >= (rows.length <= FEW_LINES ? 1 : support)) edges.push((from + to) / 2);
	}
	edges.push(right);
	const kept = withoutSignColumns(
		edges,
		rows.flatMap((runs) => runs.flatMap((run) => run.words)),
	);
	return kept.length > 2 ? kept : undefined;
}

function inkCounts(rows: readonly Stretch[][], left: number, right: number): Int16Array {
	const counts = new Int16Array(Math.ceil((right - left) * STEPS) + 1);
	for (const runs of rows) {
		for (const run of runs) {
			const from = Math.max(0, Math.ceil((run.from - left) * STEPS));
			const to = Math.min(counts.length, Math.floor((run.to - left) * STEPS));
			for (let at = from; at < to; at++) counts[at] = (counts[at] ?? 0) + 1;
		}
	}
	return counts;
}

/** Stretches between the outermost ink that at most `tolerance` lines cross, cut down to where the fewest do. */
function valleysOf(counts: Int16Array, tolerance: number): Stretch[] {
	const valleys: Stretch[] = [];
	let first = 0;
	while (first < counts.length && (counts[first] ?? 0) <= tolerance) first++;
	let last = counts.length - 1;
	while (last > first && (counts[last] ?? 0) <= tolerance) last--;
	let open: Stretch | undefined;
	for (let at = first; at <= last; at++) {
		if ((counts[at] ?? 0) <= tolerance) {
			open ??= { from: at, to: at };
			open.to = at + 1;
		} else if (open !== undefined) {
			valleys.push(open);
			open = undefined;
		}
	}
	return valleys;
}

/**
 * A column filled only where its neighbour is not belongs to it: a head set off from the short texts below it. `xs` are edges over
 * `lines`, head included.
 */
export function withoutSplitColumns(xs: readonly number[], lines: readonly (readonly Word[])[]): number[] {
	const edges = [...xs];
	for (let column = edges.length - 3; column >= 0; column--) {
		let [left, right, both] = [0, 0, 0];
		for (const line of lines) {
			const columns = new Set(line.map((word) => intervalOf(edges, wordX(word))));
			if (columns.has(column)) left++;
			if (columns.has(column + 1)) right++;
			if (columns.has(column) && columns.has(column + 1)) both++;
		}
		if (both === 0 && Math.min(left, right) === 1 && Math.max(left, right) > 1) edges.splice(column + 1, 1);
	}
	return edges;
}

/** The white between the runs of a line. */
export function gapsOf(runs: readonly Stretch[]): Stretch[] {
	return runs.slice(1).map((run, index) => ({ from: runs[index]?.to ?? 0, to: run.from }));
}

/** What stays white of `white` when these runs are printed over it; stretches narrower than `least` are gone. */
export function keptWhite(white: readonly Stretch[], runs: readonly Stretch[], least: number): Stretch[] {
	return white.flatMap((gap) => {
		let [from, to] = [gap.from, gap.to];
		for (const run of runs) {
			if (run.to <= from || run.from >= to) continue;
			// Ink inside the gap: the wider side of it stays white.
			if (run.from - from > to - run.to) to = run.from;
			else from = run.to;
		}
		return to - from >= least ? [{ from, to }] : [];
	});
}

/** A column of nothing but currency signs belongs to the figures at its right, one of percent signs or brackets to those at its left. */
function withoutSignColumns(edges: readonly number[], words: readonly Word[]): number[] {
	const texts: string[][] = edges.slice(1).map(() => []);
	for (const word of words) {
		texts[intervalOf(edges, wordX(word))]?.push(word.text);
	}
	const drop = new Set<number>();
	for (const [column, own] of texts.entries()) {
		if (own.length === 0) continue;
		if (own.every((text) => /^[$€£¥(]{1,2}$/.test(text)) && column < texts.length - 1) drop.add(column + 1);
		else if (own.every((text) => /^[%)*†‡§]{1,2}$/.test(text)) && column > 0) drop.add(column);
	}
	return edges.filter((_, index) => !drop.has(index));
}
