/** Tables without any drawing: lines that keep the same white between their texts. */
import type { Box } from "./blocks.ts";
import type { Line } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { columnEdges, gapsOf, keptWhite, runsOf, type Stretch, withoutSplitColumns } from "./table-columns.ts";
import { type Frame, frameBox, isNumeric, median, wordX, wordY } from "./table-frame.ts";
import { rowEdges } from "./table-rows.ts";
import { textRowEdges } from "./table-text.ts";
import { zonesOf } from "./table-zones.ts";

/** White from this many ems on parts cells. */
const CELL_GAP_EM = 0.75;
/** Columns keep at least this much white over all lines of a table. */
const KEPT_GAP_EM = 0.7;
/** Lines with two cells or more that make a table. */
const MIN_LINES = 3;
/** The next line of a table is at most this many ems below. */
const MAX_PITCH_EM = 2.6;
/** A line all of whose texts begin where others do may stand further off. */
const FLUSH_PITCH_EM = 3.4;
const FLUSH_EM = 0.3;
/** The next line of a cell is at most this many ems below. */
const WRAP_PITCH_EM = 1.6;
/** Texts that fill more of their column than this are running text set in columns. */
const PROSE_FILL = 0.72;
/** Unless this many of the words are figures. */
const FIGURES = 0.35;
/** Of so many neighbours in a column, more than this share goes on from one line to the next. */
const MIN_FLOW = 4;
const FLOW = 0.35;
/** Cells are shorter than lines of text. */
const MAX_CELL_CHARACTERS = 26;

interface Row {
	words: Word[];
	runs: (Stretch & { words: Word[] })[];
	baseline: number;
	em: number;
}

/** Frames of aligned lines outside the boxes in `taken`; each column of a page set in columns is looked at by itself. */
export function alignedFrames(page: RawPage, lines: readonly Line[], taken: readonly Box[]): Frame[] {
	if (lines.filter((line) => line.segments.length > 1).length < MIN_LINES) return [];
	const zones = zonesOf(page.widthPt, lines);
	if (zones.length === 1) return framesIn([0, page.widthPt], lines, taken);
	// What looks like columns of prose may be one wide table of wrapped texts.
	const wide = framesIn([0, page.widthPt], lines, taken).filter(
		(frame) => frame.wrapped === true && frame.xs.length > 3,
	);
	const rest = [...taken, ...wide.map(frameBox)];
	return [...wide, ...zones.flatMap((zone) => framesIn(zone, lines, rest))];
}

function framesIn([left, right]: readonly [number, number], lines: readonly Line[], taken: readonly Box[]): Frame[] {
	const rows = lines.flatMap((line) => toRow(line, left, right, taken));
	return groupsOf(rows).flatMap((group) => toFrame(group) ?? []);
}

function toRow(line: Line, left: number, right: number, taken: readonly Box[]): Row[] {
	if (line.box[2] < left || line.box[0] > right) return [];
	const words = line.words.filter((word) => {
		const [x, y] = [wordX(word), wordY(word)];
		return x >= left && x < right && !taken.some((box) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
	});
	if (words.length === 0) return [];
	return [{ words, runs: runsOf(words, CELL_GAP_EM), baseline: line.baseline, em: line.sizePt }];
}

/** Runs of lines that keep at least one common white stretch between cells. */
function groupsOf(rows: readonly Row[]): Row[][] {
	const groups: Row[][] = [];
	let at = 0;
	while (at < rows.length) {
		const group = grown(rows, at);
		if (group.length >= MIN_LINES) {
			groups.push(group);
			at += group.length;
		} else at++;
	}
	return groups;
}

function grown(rows: readonly Row[], from: number): Row[] {
	const first = rows[from];
	if (first === undefined || first.runs.length < 2) return [];
	let white = gapsOf(first.runs);
	const group = [first];
	for (let at = from + 1; at < rows.length; at++) {
		const [row, last] = [rows[at], group.at(-1)];
		if (row === undefined || last === undefined) break;
		const pitchEm = (row.baseline - last.baseline) / Math.max(row.em, last.em);
		if (pitchEm > MAX_PITCH_EM && (pitchEm > FLUSH_PITCH_EM || !isFlush(row, group))) break;
		if (Math.abs(row.em - first.em) > first.em * 0.3) break;
		const kept = keptWhite(white, row.runs, row.em * KEPT_GAP_EM);
		if (kept.length === 0 || (kept.length < white.length * 0.5 && group.length >= MIN_LINES)) break;
		white = kept;
		group.push(row);
	}
	while (group.length > 0 && (group.at(-1)?.runs.length ?? 0) < 2 && !endsCell(group, white)) group.pop();
	return group;
}

function isFlush(row: Row, group: readonly Row[]): boolean {
	const starts = group.flatMap((each) => each.runs.map((run) => run.from));
	return (
		row.runs.length >= 1 && row.runs.every((run) => starts.some((x) => Math.abs(x - run.from) < row.em * FLUSH_EM))
	);
}

/** Whether the last line goes on with a cell of the line above, in a column behind the first. */
function endsCell(group: readonly Row[], white: readonly Stretch[]): boolean {
	const [above, last] = [group.at(-2), group.at(-1)];
	if (above === undefined || last === undefined) return false;
	const from = last.runs[0]?.from ?? 0;
	const isBehind = from >= Math.min(...white.map((gap) => gap.from));
	const isUnder = above.runs.some((run) => Math.abs(run.from - from) < last.em * 0.3);
	return isBehind && isUnder && last.baseline - above.baseline <= last.em * WRAP_PITCH_EM;
}

function toFrame(group: readonly Row[]): Frame | undefined {
	const several = group.filter((row) => row.runs.length >= 2);
	if (several.length < MIN_LINES) return undefined;
	const left = Math.min(...group.map((row) => row.runs[0]?.from ?? 0));
	const right = Math.max(...group.map((row) => row.runs.at(-1)?.to ?? 0));
	const lines = group.map((row) => row.words);
	const edges = columnEdges(lines, left, right, group.length >= 10 ? 1 : 0);
	const xs = edges && withoutSplitColumns(edges, lines);
	if (xs === undefined || xs.length < 3 || isList(group)) return undefined;
	if (isProse(group, xs) || flows(group, xs) || several.length < group.length * 0.5) {
		const ys = textRowEdges(group, xs);
		return ys && { kind: "aligned", wrapped: true, xs, ys, spans: [], words: lines.flat() };
	}
	const top = Math.min(...(group[0]?.words ?? []).map((word) => word.box[1]));
	const bottom = Math.max(...(group.at(-1)?.words ?? []).map((word) => word.box[3]));
	const frame: Frame = { kind: "aligned", xs, ys: rowEdges(lines, xs, [top, bottom]), spans: [], words: lines.flat() };
	return frame;
}

/** Lines that fill their columns, or are as long as lines of text, and hold few figures. */
function isProse(group: readonly Row[], xs: readonly number[]): boolean {
	const words = group.flatMap((row) => row.words);
	const figures = words.filter((word) => isNumeric(word.text)).length / Math.max(1, words.length);
	if (figures >= FIGURES) return false;
	const fills: number[] = [];
	let [characters, cells] = [0, 0];
	for (const row of group) {
		for (let column = 0; column + 1 < xs.length; column++) {
			const [left, right] = [xs[column] ?? 0, xs[column + 1] ?? 0];
			const own = row.words.filter((word) => wordX(word) >= left && wordX(word) < right);
			if (own.length === 0) continue;
			cells++;
			characters += own.reduce((sum, word) => sum + word.text.length + 1, 0);
			fills.push(
				(Math.max(...own.map((word) => word.box[2])) - Math.min(...own.map((word) => word.box[0]))) / (right - left),
			);
		}
	}
	return characters / Math.max(1, cells) > MAX_CELL_CHARACTERS || median(fills) > PROSE_FILL;
}

/** In all columns most lines go on, in lower case, with the text above them: narrow prose, or cells that wrap. */
function flows(group: readonly Row[], xs: readonly number[]): boolean {
	return xs.slice(1).every((right, column) => {
		let above: string | undefined;
		let [pairs, open] = [0, 0];
		for (const { words } of group) {
			const own = words.filter((word) => wordX(word) >= (xs[column] ?? 0) && wordX(word) < right);
			const [first, end] = [own[0]?.text, own.at(-1)?.text];
			if (first === undefined) continue;
			if (above !== undefined) pairs++;
			if (above !== undefined && /^\p{Ll}/u.test(first) && !/[.!?:;।]$/u.test(above)) open++;
			above = end;
		}
		return pairs >= MIN_FLOW && open > pairs * FLOW;
	});
}

/** Bullets and numbers before texts are a list, whatever the white behind them. */
function isList(group: readonly Row[]): boolean {
	const marked = group.filter(
		(row) =>
			/^(?:[•◦▪‣●○■–—*·o-]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)])$/i.test(row.runs[0]?.words[0]?.text ?? "") &&
			row.runs[0]?.words.length === 1,
	);
	return (
		marked.length >= group.filter((row) => row.runs.length >= 2).length * 0.6 &&
		group.every((row) => row.runs.length <= 2)
	);
}
