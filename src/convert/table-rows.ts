/** Lines of a region → row edges: by drawn rules where there are enough, else by pitch, else by the first column. */
import type { Word } from "./raw-page.ts";
import { intervalOf, isNumeric, median, wordX } from "./table-frame.ts";

/** From this many ruled bands on, a band is a row, if none has more lines than a wrapped cell would. */
const MIN_RULED_BANDS = 4;
const MAX_ROW_LINES = 6;
/** Pitch from which a line starts a row, as a multiple of the smallest: rows are spaced wider than the lines of a cell. */
const ROW_PITCH = 1.22;
/** Baselines closer than this share of the size belong to cells of one row set at different heights. */
const SAME_ROW_EM = 0.75;

/** A line of the region with what the row rules look at. */
interface RowLine {
	words: Word[];
	baseline: number;
	top: number;
	sizePt: number;
	cells: Map<number, Word[]>;
}

/** Row edges inside `ruled` (edges drawn, at least the outer two), ascending. Bands above `solidUntil` are one row each. */
export function rowEdges(
	lines: readonly Word[][],
	xs: readonly number[],
	ruled: readonly number[],
	solidUntil = 0,
): number[] {
	const all = lines.map((words) => toRowLine(words, xs)).sort((a, b) => a.baseline - b.baseline);
	const bands: RowLine[][] = [];
	for (let index = 0; index + 1 < ruled.length; index++) {
		const [top, bottom] = [ruled[index] ?? 0, ruled[index + 1] ?? 0];
		bands.push(all.filter((line) => middleOf(line) >= top && middleOf(line) < bottom));
	}
	const filled = bands.filter((band) => band.length > 0);
	const areRows = filled.length >= MIN_RULED_BANDS;
	const edges: number[] = [];
	for (const [index, band] of bands.entries()) {
		edges.push(ruled[index] ?? 0);
		const head = index === bands.indexOf(filled[0] ?? band) && filled.length > 1;
		const isSolid = (ruled[index + 1] ?? 0) <= solidUntil + 0.1;
		if (isSolid || (areRows && band.length <= MAX_ROW_LINES)) {
			if (!head) edges.push(...(listEdges(xs, wordLines(band)) ?? []));
			continue;
		}
		edges.push(...(head ? headEdges(band) : bandEdges(band, xs, areRows)));
	}
	edges.push(ruled.at(-1) ?? 0);
	return edges;
}

function wordLines(band: readonly RowLine[]): Word[][] {
	return band.map((line) => line.words);
}

/** A head of several lines is one row where later lines only complete the first; a first line with fewer cells is a row above it. */
function headEdges(band: readonly RowLine[]): number[] {
	const groups = sameHeight(band);
	const edges: number[] = [];
	for (let index = 1; index < groups.length; index++) {
		const above = columnsOf(groups[index - 1] ?? []);
		const below = columnsOf(groups[index] ?? []);
		if (below.size > above.size + 1 && index === 1 && groups.length <= 3)
			edges.push(edgeBetween(groups[0] ?? [], groups[1] ?? []));
	}
	return edges;
}

/** With `onlyByPitch`, nothing but wider spacing parts rows: rules do already. */
function bandEdges(band: readonly RowLine[], xs: readonly number[], onlyByPitch: boolean): number[] {
	const groups = sameHeight(band);
	if (groups.length < 2) return [];
	const pitches = groups.slice(1).map((group, index) => baselineOf(group) - baselineOf(groups[index] ?? []));
	const smallest = Math.max(median(pitches, 0.1), 1);
	const wide = pitches.filter((pitch) => pitch >= smallest * ROW_PITCH).length;
	const byPitch = wide > 0 && wide < pitches.length && wide >= Math.min(2, pitches.length / 4);
	if (onlyByPitch && !byPitch) return listEdges(xs, wordLines(band)) ?? [];
	const lowerShares = lowerCaseShares(groups, xs.length - 1);
	const edges: number[] = [];
	for (let index = 1; index < groups.length; index++) {
		const [above, below] = [groups[index - 1] ?? [], groups[index] ?? []];
		const pitch = pitches[index - 1] ?? 0;
		const wider = byPitch && pitch >= smallest * ROW_PITCH;
		const starts = wider || (!goesOn(above, below, lowerShares) && startsRow(above, below, byPitch, xs));
		if (starts) edges.push(edgeBetween(above, below));
	}
	return edges;
}

/** Whether a line at the same pitch as the lines of a cell is a new row. */
function startsRow(
	above: readonly RowLine[],
	below: readonly RowLine[],
	byPitch: boolean,
	xs: readonly number[],
): boolean {
	const columns = columnsOf(below);
	const before = columnsOf(above);
	const words = below.flatMap((line) => line.words);
	const count = xs.length - 1;
	const figures = words.filter((word) => isNumeric(word.text)).length;
	const full = columns.size >= Math.max(2, count * 0.6);
	if (columns.has(0)) {
		const first = wordsAt(below, 0)[0]?.text ?? "";
		if (columns.size === 1 && /^[\p{Ll}(&]/u.test(first)) return false;
		if (full && (figures > 0 || !byPitch)) return true;
		if (byPitch) return false;
		return columns.size > 1 || !before.has(0) || before.size > 1;
	}
	return full && figures >= words.length * 0.6 && !byPitch;
}

/** Whether cells of the line above go on below: they end in a comma or hyphen, or the lower ones start in lower case as few others do. */
function goesOn(above: readonly RowLine[], below: readonly RowLine[], lowerShares: readonly number[]): boolean {
	let [shared, open] = [0, 0];
	for (const column of columnsOf(below)) {
		const [upper, lower] = [wordsAt(above, column), wordsAt(below, column)];
		if (upper.length === 0) continue;
		shared++;
		const [end, start] = [upper.at(-1)?.text ?? "", lower[0]?.text ?? ""];
		if (isNumeric(start)) return false;
		if (/[,\-–/(&]$/.test(end) || (/^[\p{Ll}(]/u.test(start) && (lowerShares[column] ?? 0) < 0.6)) open++;
	}
	return shared > 0 && open >= shared / 2;
}

/** Per column the share of lines that start in lower case. */
function lowerCaseShares(groups: readonly RowLine[][], columns: number): number[] {
	return Array.from({ length: columns }, (_, column) => {
		const starts = groups.flatMap((group) => wordsAt(group, column)[0]?.text ?? []);
		return starts.filter((text) => /^[\p{Ll}(]/u.test(text)).length / Math.max(1, starts.length);
	});
}

function wordsAt(lines: readonly RowLine[], column: number): Word[] {
	return lines.flatMap((line) => line.cells.get(column) ?? []);
}

/** Lines whose baselines nearly agree, together. */
function sameHeight(band: readonly RowLine[]): RowLine[][] {
	const groups: RowLine[][] = [];
	for (const line of band) {
		const group = groups.at(-1);
		if (group !== undefined && line.baseline - baselineOf(group) < line.sizePt * SAME_ROW_EM) group.push(line);
		else groups.push([line]);
	}
	return groups;
}

function baselineOf(group: readonly RowLine[]): number {
	return group[0]?.baseline ?? 0;
}

function columnsOf(group: readonly RowLine[]): Set<number> {
	return new Set(group.flatMap((line) => [...line.cells.keys()]));
}

function edgeBetween(above: readonly RowLine[], below: readonly RowLine[]): number {
	return (Math.max(...above.map((line) => line.baseline)) + Math.min(...below.map((line) => line.top))) / 2;
}

function middleOf(line: RowLine): number {
	return line.baseline - line.sizePt * 0.3;
}

function toRowLine(words: Word[], xs: readonly number[]): RowLine {
	const cells = new Map<number, Word[]>();
	for (const word of words) {
		const column = intervalOf(xs, wordX(word));
		const cell = cells.get(column);
		if (cell === undefined) cells.set(column, [word]);
		else cell.push(word);
	}
	const sizePt = median(words.map((word) => word.sizePt));
	const baseline = median(words.map((word) => word.baseline));
	return { words, baseline, top: baseline - sizePt * 0.7, sizePt, cells };
}

/** Edges between the lines of a band that is a list of rows; undefined where it is one row of wrapped cells. */
export function listEdges(xs: readonly number[], band: readonly Word[][]): number[] | undefined {
	if (band.length < 2) return undefined;
	const columns = xs.length - 1;
	const entries = Array.from({ length: columns }, () => 0);
	let [figures, total] = [0, 0];
	for (const line of band) {
		const seen = new Set<number>();
		for (const word of line) {
			seen.add(intervalOf(xs, wordX(word)));
			total++;
			if (/\d/.test(word.text) && !/\p{L}{3}/u.test(word.text)) figures++;
		}
		for (const column of seen) entries[column] = (entries[column] ?? 0) + 1;
	}
	const filled = entries.filter((count) => count > 0);
	const full = filled.filter((count) => count >= band.length * (band.length === 2 ? 1 : 0.75)).length;
	const needed = band.length === 2 ? 1 : 0.75;
	if (filled.length < 2 || full < filled.length * needed || figures < total * 0.3) return undefined;
	return between(band);
}

/** y halfway between the lines of a band. */
function between(band: readonly Word[][]): number[] {
	const edges: number[] = [];
	for (let index = 1; index < band.length; index++) {
		const above = Math.max(...(band[index - 1] ?? []).map((word) => word.baseline));
		const below = Math.min(...(band[index] ?? []).map((word) => word.baseline - word.sizePt * 0.6));
		edges.push((above + below) / 2);
	}
	return edges;
}
