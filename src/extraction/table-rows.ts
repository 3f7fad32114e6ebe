/** Lines under a table's head → rows of cells, over pages. */
import type { Box } from "../convert/convert.ts";
import type { Reader } from "./candidates.ts";
import { isKnownLabel, isTotalsKey, keyOf, type Wanted } from "./labels.ts";
import { misalignment, sharedWidth } from "./layout.ts";
import type { Occurrence } from "./occurrences.ts";
import { readTokens } from "./readings.ts";
import { cellsOf, type Head } from "./table-heads.ts";
import { boxOf, type TextLine, type Token } from "./tokens.ts";

/** Tokens by place in the head's cells. */
export interface Row {
	cells: Token[][];
	line: TextLine;
	last: TextLine;
}

/** White under a row, in line heights: up to the first its text may go on, from the second on the table is over. */
const GOES_ON = 1.0;
const OVER = 4.5;
const CARRIED =
	/^(?:übertrag|zwischenübertrag|carried|brought|balance (?:c|b)\/f|c\/f|b\/f|report|à reporter|suma y sigue|continued|fortsetzung)/i;

/** "Subtotal / carried forward" too. */
function isCarried({ segments: [first] }: TextLine): boolean {
	if (first === undefined) return false;
	return CARRIED.test(first.text) || (first.tokens.length <= 6 && CARRIED_TOO.test(first.text));
}

const CARRIED_TOO = /übertrag|(?:carried|brought) (?:forward|over|down)|à reporter|suma anterior|आगे ले जाया/i;

export interface RowReader {
	head: Head;
	columns: readonly Wanted[];
	reader: Reader;
	occurrences: ReadonlyMap<TextLine, Occurrence[]>;
}

export function rowsUnder(table: RowReader): Row[] {
	const { head, reader } = table;
	const rows: Row[] = [];
	const { lines } = reader.text;
	let page = head.line.page;
	let start = head.line.index + 1;
	for (;;) {
		const { isOver, end } = readPage(table, start, page, rows);
		if (isOver) break;
		const next = lines.findIndex((line, index) => index >= end && line.page > page);
		const nextPage = lines[next]?.page;
		if (next < 0 || nextPage === undefined) break;
		const from = beginOn(table, next, nextPage);
		if (from === undefined) break;
		[page, start] = [nextPage, from];
	}
	return rows;
}

/** Line from which the table goes on on another page: behind its repeated head, else its first row. */
function beginOn({ head, columns, reader, occurrences }: RowReader, from: number, page: number): number | undefined {
	const { lines } = reader.text;
	const keys = new Set(head.columns.flatMap((column) => (column === undefined ? [] : [head.cells[column.cell]?.key])));
	let firstRow: number | undefined;
	for (let index = from; lines[index]?.page === page; index++) {
		const line = lines[index];
		if (line === undefined) break;
		const repeated = cellsOf(line, occurrences).filter(({ key }) => keys.has(key)).length;
		if (repeated >= Math.min(2, keys.size)) return index + 1;
		const numbers = numericCells({ head, columns, reader, occurrences }, assign(head, line, columns));
		if (firstRow === undefined && index - from < 12 && numbers >= 2) firstRow = index;
	}
	return firstRow;
}

function readPage(table: RowReader, start: number, page: number, rows: Row[]): { isOver: boolean; end: number } {
	const { head, columns, reader } = table;
	const { lines } = reader.text;
	let above: TextLine | undefined;
	let pending: { cells: Token[][]; line: TextLine } | undefined;
	let index = start;
	for (; lines[index]?.page === page; index++) {
		const line = lines[index];
		if (line === undefined) break;
		if (isCarried(line)) continue;
		if (index === start && page === head.line.page && isHeadsRest(table, line)) continue;
		const gap = above === undefined ? 0 : (line.box[1] - above.box[3]) / line.heightPt;
		if (gap > OVER) return { isOver: false, end: index };
		if (endsTable(table, line) || beginsOther(table, line)) return { isOver: true, end: index };
		const cells = assign(head, line, columns);
		if (cells.every((cell) => cell.length === 0) || isProse(head, line)) continue;
		const filled = cells.filter((cell) => cell.length > 0).length;
		const isRow = hasNumbers(columns) ? numericCells(table, cells) >= 1 && isFullEnough(table, cells) : filled >= 2;
		if (isRow) {
			const before =
				pending !== undefined && (line.box[1] - pending.line.box[3]) / line.heightPt < GOES_ON ? pending : undefined;
			rows.push({ cells: merged(before?.cells, cells), line: before?.line ?? line, last: line });
			pending = undefined;
		} else {
			const row = rows.at(-1);
			const isFirst = row === undefined || above === undefined;
			if (!isFirst && gap < GOES_ON && isContinuation(table, line)) {
				row.cells = merged(row.cells, cells);
				row.last = line;
			} else if (gap > GOES_ON * 2.5 && rows.length > 0) return { isOver: false, end: index };
			else pending = { cells, line };
		}
		above = line;
	}
	return { isOver: false, end: index };
}

/** "Sl" over "No.": words of the head close under it. */
function isHeadsRest({ head, occurrences }: RowReader, { box, heightPt, segments, ...line }: TextLine): boolean {
	const labels = occurrences.get(head.line) === undefined ? [] : segments.map((segment) => segment.text);
	const isNear = box[1] - head.line.box[3] < heightPt * HEAD_GAP && line.page === head.line.page;
	return (
		isNear &&
		segments.length < head.cells.length &&
		labels.every((text) => keyOf(text) !== "" && isKnownLabel(keyOf(text)) && !/\p{Nd}/u.test(text)) &&
		labels.length > 0
	);
}

/** White between the lines of a head, in line heights. */
const HEAD_GAP = 0.5;

function hasNumbers(columns: readonly Wanted[]): boolean {
	return columns.some(({ field }) => field.type === "currency" || field.type === "number");
}

const PROSE_WORDS = 8;

/** A line of text over several columns. */
function isProse({ cells }: Head, { segments }: TextLine): boolean {
	const [only] = segments;
	if (only === undefined || segments.length > 1 || only.tokens.length < PROSE_WORDS) return false;
	const letters = only.tokens.filter(({ text }) => /[\p{L}\p{M}]{2}/u.test(text)).length;
	return (
		letters > only.tokens.length / 2 &&
		cells.filter(({ box }) => box[0] < only.box[2] && box[2] > only.box[0]).length > 2
	);
}

/** Rows under a label of their own are no items. */
function isContinuation({ reader }: RowReader, line: TextLine): boolean {
	return line.segments.every((segment) => reader.places.labelAt(segment) !== "label");
}

/** A row has its text, too, where the table has a column for it; a number alone is some other thing's. */
function isFullEnough({ head, columns }: RowReader, cells: readonly Token[][]): boolean {
	const filled = head.columns.filter((column) => column !== undefined && (cells[column.cell]?.length ?? 0) > 0).length;
	const known = head.columns.filter((column) => column !== undefined).length;
	return filled >= Math.min(2, known, columns.length);
}

function endsTable({ head, columns, occurrences, reader }: RowReader, line: TextLine): boolean {
	const label = (occurrences.get(line) ?? []).find(({ start }) => start <= 1);
	if (label === undefined) return false;
	const cells = assign(head, line, columns);
	if (!isTotalsKey(label.key, head.cells.length > 2)) return isBesideItems(head, cells, columns);
	if (label.segment.box[2] < (head.cells[0]?.box[0] ?? 0)) return false;
	const counted = columns.filter((column, at) => {
		const place = head.columns[at];
		const isCount = column.concept?.name === "quantity" || column.concept?.name === "unit_price";
		const tokens = place === undefined ? [] : (cells[place.cell] ?? []);
		return isCount && tokens.length > 0 && readTokens(tokens, column, reader.habits) !== undefined;
	});
	return counted.length < 2;
}

/** "Deductions | Amount" under "Earnings | Amount": another table in the same columns. */
function beginsOther({ head, columns, occurrences }: RowReader, line: TextLine): boolean {
	const cells = cellsOf(line, occurrences);
	const [first] = cells;
	if (first === undefined || !hasNumbers(columns) || line.segments.some(({ text }) => /\p{Nd}/u.test(text)))
		return false;
	const isRepeated = (cell: typeof first): boolean =>
		cell.key !== "" &&
		head.cells.some(({ key, box }) => key === cell.key && misalignment(box, cell.box) < line.heightPt);
	const isOther = head.cells.length === 2 || isKnownLabel(first.key);
	return isOther && !isRepeated(first) && cells.slice(1).some(isRepeated);
}

/** A label that stands where numbers do, with nothing where the items' names do: a discount below them. */
function isBesideItems(head: Head, cells: readonly Token[][], columns: readonly Wanted[]): boolean {
	const names = columns.findIndex(({ field, concept }) => field.type === "string" && concept?.name === "description");
	const place = head.columns[names];
	return place !== undefined && (cells[place.cell]?.length ?? 0) === 0;
}

function numericCells({ head, columns, reader }: RowReader, cells: readonly Token[][]): number {
	return columns.filter((column, at) => {
		const place = head.columns[at];
		if (place === undefined || (column.field.type !== "currency" && column.field.type !== "number")) return false;
		return readTokens(cells[place.cell] ?? [], column, reader.habits) !== undefined;
	}).length;
}

function merged(first: Token[][] | undefined, second: readonly Token[][]): Token[][] {
	return second.map((cell, at) => [...(first?.[at] ?? []), ...cell]);
}

/** Each segment to the cell of the head that it stands under; one that reaches over several is cut between its words. */
export function assign(head: Head, line: TextLine, columns: readonly Wanted[]): Token[][] {
	const cells: Token[][] = head.cells.map(() => []);
	const [left, right] = [
		Math.min(...head.cells.map(({ box }) => box[0])),
		Math.max(...head.cells.map(({ box }) => box[2])),
	];
	const runs = line.segments.flatMap((segment): Token[][] => {
		if (segment.box[2] < left - line.heightPt * 2 || segment.box[0] > right + line.heightPt * 6) return [];
		const over = head.cells.filter(
			({ box }) => segment.box[0] < (box[0] + box[2]) / 2 && segment.box[2] > (box[0] + box[2]) / 2,
		);
		return over.length > 1 ? cutAtNumbers(segment.tokens, head, columns) : [segment.tokens];
	});
	for (const [at, cell] of placesOf(head, runs).entries()) cells[cell]?.push(...(runs[at] ?? []));
	return cells;
}

/** Two in one cell cost as much as standing so many points off. */
const SHARED = 40;

/** The cell of each run: as near as may be, in the order of both, and each to its own where one is free. */
function placesOf(head: Head, runs: readonly Token[][]): number[] {
	let paths: { cost: number; cells: number[] }[] = [];
	for (const [at, run] of runs.entries()) {
		const costs = head.cells.map(({ box }) => costOf(boxOf(run), box));
		paths = head.cells.map((_, cell) => {
			const before = at === 0 ? [{ cost: 0, cells: [] }] : paths.slice(0, cell + 1);
			const priced = before.map((path, from) => ({
				cells: path.cells,
				cost: path.cost + (at > 0 && from === cell ? SHARED : 0) + (costs[cell] ?? 0),
			}));
			const best = priced.reduce((least, path) => (path.cost < least.cost ? path : least));
			return { cost: best.cost, cells: [...best.cells, cell] };
		});
	}
	return runs.length === 0 ? [] : paths.reduce((least, path) => (path.cost < least.cost ? path : least)).cells;
}

function costOf(run: Box, head: Box): number {
	return misalignment(run, head) - 25 * Math.max(0, Math.min(1, sharedWidth(run, head)));
}

/** Numbers at the end, or at the beginning, of a run of words stand in columns of their own. */
function cutAtNumbers(tokens: readonly Token[], head: Head, columns: readonly Wanted[]): Token[][] {
	const numeric = new Set(
		columns.flatMap(({ field }, at) =>
			field.type === "currency" || field.type === "number" ? (head.columns[at]?.cell ?? []) : [],
		),
	);
	const runs: Token[][] = [];
	let place = -1;
	for (const token of tokens) {
		const own = nearest(head, [token]);
		const isOwn = numeric.has(own) && /^[\p{Nd}.,'’€$₹£%-]+$/u.test(token.text);
		const at = isOwn
			? own
			: numeric.has(place) && !/\p{L}/u.test(token.text)
				? place
				: numeric.has(place)
					? own
					: Math.max(place, 0);
		const last = runs.at(-1);
		if (last !== undefined && (at === place || (!isOwn && !numeric.has(place)))) last.push(token);
		else runs.push([token]);
		place = isOwn ? own : numeric.has(place) ? own : place < 0 ? own : place;
	}
	return runs;
}

function nearest(head: Head, tokens: readonly Token[]): number {
	const [first, last] = [tokens[0], tokens.at(-1)];
	if (first === undefined || last === undefined) return 0;
	const box: Box = [first.box[0], first.box[1], last.box[2], last.box[3]];
	let [best, least] = [0, Number.POSITIVE_INFINITY];
	for (const [index, cell] of head.cells.entries()) {
		const cost = costOf(box, cell.box);
		if (cost < least) [best, least] = [index, cost];
	}
	return best;
}
