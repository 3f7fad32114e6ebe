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
		const cells = placed(rows, words);
		const frame = cells && frameOf(cells);
		if (frame === undefined || hasForeigners(page, frame)) return [];
		return [{ box: tableBox(frame), table: toCells(frame), usedWords: new Set(frame.words) }];
	});
}

/** Cells with their rows and columns; undefined where rows differ in width or cells do not look like a table's. */
function placed(rows: readonly TaggedCell[][], words: ReadonlyMap<Tag, Word[]>): Cell[] | undefined {
	if (rows.length < 2 || rows.length > MAX_ROWS) return undefined;
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
	const ranges: [from: number, to: number][] = [];
	for (const cell of cells) {
		const [first, count] = placeOf(cell);
		if (count > 1) continue;
		const box = boxOf(cell.words);
		const [from, to] = axis === 0 ? [box[0], box[2]] : [box[1], box[3]];
		const known = ranges[first];
		ranges[first] = known === undefined ? [from, to] : [Math.min(known[0], from), Math.max(known[1], to)];
	}
	const total = Math.max(...cells.map((cell) => placeOf(cell)[0] + placeOf(cell)[1]));
	const edges: number[] = [];
	let before: number | undefined;
	for (let i = 0; i < total; i++) {
		const range = ranges[i];
		// A row or column of spans alone, or of nothing, has no place of its own.
		if (range === undefined) return undefined;
		if (before !== undefined && range[0] < before - OVERLAP_PT) return undefined;
		edges.push(before === undefined ? range[0] : (before + range[0]) / 2);
		before = range[1];
	}
	return before === undefined ? undefined : [...edges, before];
}

/** Words of other elements stand in the table: it was tagged as something else than what is printed. */
function hasForeigners(page: RawPage, frame: Frame): boolean {
	const own = new Set(frame.words);
	const box = boxOf(frame.words);
	const inside = page.words.filter((word) => overlapOf(word.box, box) > areaOf(word.box) / 2);
	return inside.filter((word) => !own.has(word)).length > inside.length * MAX_FOREIGN;
}
