/** Tables of a tagged page: where its cells lie as a table's cells must, rows, columns, head and spans are taken from the tags. */
import type { CellSpan } from "./blocks.ts";
import { areaOf, overlapOf } from "./boxes.ts";
import type { FoundTable } from "./found.ts";
import { boxOf } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { tableBox, toCells } from "./table-cells.ts";
import type { Frame } from "./table-frame.ts";
import type { Tag, TaggedCell } from "./tags.ts";

const MAX_ROWS = 1000;
const MAX_COLUMNS = 60;
/** Cells may reach over the border to the next by this much. */
const OVERLAP_PT = 2;
/** Share of cells that hold text. */
const MIN_FILLED = 0.35;
/** Words of a cell: more is a page's layout made with a table. */
const MAX_WORDS = 80;
/** Foreign words in the table's box. */
const MAX_FOREIGN = 0.05;
/** Share of a column's texts that may run into the next, as the reader joins what stands close. */
const MAX_OVERLAPPING = 0.34;
/** Two tables are one where they share so much of the smaller. */
const SAME_TABLE = 0.3;

interface Cell {
	row: number;
	column: number;
	rows: number;
	columns: number;
	isHead: boolean;
	words: Word[];
}

/** `found` with what the tags tell of them, and with tables that only the tags tell of; from top to bottom. */
export function withTaggedTables(page: RawPage, found: readonly FoundTable[]): FoundTable[] {
	const own = taggedTables(page).filter((table) => !isKnownAsWell(table, found));
	const isReplaced = ({ box }: FoundTable) => own.some((table) => isSame(table, box));
	return [...found.filter((table) => !isReplaced(table)), ...own].sort((a, b) => a.box[1] - b.box[1]);
}

/** The tags say no more than what was found: as many columns, and no head or spans. */
function isKnownAsWell(tagged: FoundTable, found: readonly FoundTable[]): boolean {
	if (tagged.table.header.length > 0 || tagged.table.spans !== undefined) return false;
	return found.some(({ box, table }) => isSame(tagged, box) && widthOf(table) === widthOf(tagged.table));
}

function isSame({ box }: FoundTable, other: FoundTable["box"]): boolean {
	return overlapOf(box, other) > SAME_TABLE * Math.min(areaOf(box), areaOf(other));
}

function widthOf({ header, rows }: FoundTable["table"]): number {
	return (header[0] ?? rows[0] ?? []).length;
}

function taggedTables(page: RawPage): FoundTable[] {
	if (page.tags === undefined || page.tags.tables.length === 0) return [];
	const words = new Map<Tag, Word[]>();
	for (const word of page.words) {
		if (word.tag?.role !== "cell" || word.rotation !== 0) continue;
		const known = words.get(word.tag);
		if (known === undefined) words.set(word.tag, [word]);
		else known.push(word);
	}
	return page.tags.tables.flatMap((rows) => {
		const cells = placed(rows.length > MAX_ROWS ? [] : withEmptyCells(rows, words), words);
		const frame = cells && frameOf(cells);
		if (frame === undefined || hasForeigners(page, frame)) return [];
		return [{ box: tableBox(frame), table: toCells(frame), usedWords: new Set(frame.words) }];
	});
}

/** Files leave empty cells out of a page's tags: a short row's cells go to the columns of the full rows that they stand under. */
function withEmptyCells(rows: readonly TaggedCell[][], words: ReadonlyMap<Tag, Word[]>): TaggedCell[][] {
	const width = Math.max(...rows.map((row) => row.length));
	const isPlain = rows.flat().every(({ rowSpan, columnSpan }) => rowSpan * columnSpan === 1);
	if (!isPlain || rows.every((row) => row.length === width)) return [...rows];
	const boxes = (row: readonly TaggedCell[]) => row.map(({ tag }) => boxOf(words.get(tag) ?? []));
	const full = rows.filter((row) => row.length === width).map(boxes);
	const columns = Array.from({ length: width }, (_, column): Range => {
		const own = full.map((row) => row[column]).filter((box) => box !== undefined);
		return [Math.min(...own.map((box) => box[0])), Math.max(...own.map((box) => box[2]))];
	});
	return rows.map((row) => {
		const filled: TaggedCell[] = [];
		for (const [i, box] of boxes(row).entries()) {
			const isOutside = ([from, to]: Range): boolean => box[0] >= to || from >= box[2];
			while (row.length < width && filled.length < width && isOutside(columns[filled.length] ?? [0, 0])) {
				filled.push(emptyCell(row));
			}
			filled.push(...row.slice(i, i + 1));
		}
		while (filled.length < width) filled.push(emptyCell(row));
		return filled;
	});
}

function emptyCell(row: readonly TaggedCell[]): TaggedCell {
	const isHead = row.every((cell) => cell.isHead);
	return { tag: { role: "cell", order: -1 }, isHead, rowSpan: 1, columnSpan: 1 };
}

/** Cells with their rows and columns; undefined where rows differ in width or cells do not look like a table's. */
function placed(rows: readonly TaggedCell[][], words: ReadonlyMap<Tag, Word[]>): Cell[] | undefined {
	if (rows.length < 2) return undefined;
	/** For each column the first row that is free again. */
	const free: number[] = [];
	const cells: Cell[] = [];
	for (const [row, tagged] of rows.entries()) {
		let column = 0;
		for (const { tag, isHead, rowSpan, columnSpan } of tagged) {
			while ((free[column] ?? 0) > row) column++;
			const span = { rows: Math.min(rowSpan, rows.length - row), columns: columnSpan };
			cells.push({ row, column, ...span, isHead, words: words.get(tag) ?? [] });
			if (column + columnSpan > MAX_COLUMNS) return undefined;
			for (let i = 0; i < columnSpan; i++) free[column++] = row + span.rows;
		}
		for (let i = 0; i < free.length; i++) if ((free[i] ?? 0) <= row) return undefined;
	}
	const filled = cells.filter((cell) => cell.words.length > 0).length;
	if (free.length < 2 || filled < cells.length * MIN_FILLED) return undefined;
	if (cells.some((cell) => cell.words.length > MAX_WORDS)) return undefined;
	const isSquare = cells.every((cell) => cell.column + cell.columns <= free.length);
	return isSquare && cells.filter(({ row }) => row === 0).reduce((sum, cell) => sum + cell.columns, 0) === free.length
		? cells
		: undefined;
}

/** Undefined where the cells do not lie in rows and columns. */
function frameOf(cells: readonly Cell[]): Frame | undefined {
	const full = cells.filter((cell) => cell.words.length > 0);
	const xs = edgesOf(full, (cell) => [cell.column, cell.columns], 0);
	const ys = edgesOf(full, (cell) => [cell.row, cell.rows], 1);
	if (xs === undefined || ys === undefined) return undefined;
	const spans: CellSpan[] = cells
		.filter((cell) => cell.rows * cell.columns > 1)
		.map(({ row, column, rows, columns }) => ({ row, column, rows, columns }));
	const rowCount = ys.length - 1;
	let headRows = 0;
	const isHeadRow = (row: number) => cells.every((cell) => cell.row !== row || cell.isHead);
	while (headRows < rowCount - 1 && isHeadRow(headRows)) headRows++;
	return { kind: "grid", xs, ys, spans, headRows, words: full.flatMap((cell) => cell.words) };
}

/** Edges along one axis (0: x, 1: y), midway between neighbours; undefined where neighbours overlap. */
function edgesOf(
	cells: readonly Cell[],
	placeOf: (cell: Cell) => [first: number, count: number],
	axis: 0 | 1,
): number[] | undefined {
	const total = Math.max(...cells.map((cell) => placeOf(cell)[0] + placeOf(cell)[1]));
	const ranges: Range[][] = Array.from({ length: total }, () => []);
	for (const cell of cells) {
		const [first, count] = placeOf(cell);
		const box = boxOf(cell.words);
		if (count === 1) ranges[first]?.push(axis === 0 ? [box[0], box[2]] : [box[1], box[3]]);
	}
	const edges: number[] = [];
	let before: number | undefined;
	for (const [i, all] of ranges.entries()) {
		const end = endOf(all, ranges[i + 1], axis === 0 ? MAX_OVERLAPPING : 0);
		// A row or column of spans alone, or of nothing, has no place of its own.
		if (end === undefined) return undefined;
		const start = startOf(all);
		edges.push(before === undefined ? start : (before + start) / 2);
		before = end;
	}
	return before === undefined ? undefined : [...edges, before];
}

type Range = [from: number, to: number];

function startOf(ranges: readonly Range[]): number {
	return Math.min(...ranges.map(([from]) => from));
}

/** Where a row or column ends before the next; a few of its texts may hold the beginning of the next, which places will tell. */
function endOf(ranges: readonly Range[], next: readonly Range[] | undefined, tolerated: number): number | undefined {
	const limit = next === undefined ? Number.POSITIVE_INFINITY : startOf(next) + OVERLAP_PT;
	const ends = ranges.map(([, to]) => to).filter((to) => to <= limit);
	if (ends.length === 0 || ranges.length - ends.length > ranges.length * tolerated) return undefined;
	return Math.max(...ends);
}

/** Words of other elements stand in the table: it was tagged as something else than what is printed. */
function hasForeigners(page: RawPage, frame: Frame): boolean {
	const own = new Set(frame.words);
	const box = boxOf(frame.words);
	const inside = page.words.filter((word) => overlapOf(word.box, box) > areaOf(word.box) / 2);
	return inside.filter((word) => !own.has(word)).length > inside.length * MAX_FOREIGN;
}
