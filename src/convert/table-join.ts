/** Tables that a page border cut in two are one again: same columns, the repeated head dropped, a cut row made whole. */
import type { TableCells } from "./blocks.ts";
import type { PlacedBlock } from "./paragraphs.ts";
import { isNumeric } from "./table-frame.ts";
import { tableText } from "./tables.ts";
import { joinHyphen } from "./text.ts";

/** Columns of the two parts start within this of each other; pages of a book are set off to the left and right by about as much. */
const SAME_COLUMN_PT = 25;
/** A part with fewer columns has one without text on its page: the others must then stand where they stood. */
const NARROW_COLUMN_PT = 8;
/** Rows of a joined table; a longer one, a thousand pages of log, goes on as a table of its own. */
const MAX_JOINED_ROWS = 2000;
/** Footnotes that may stand below a table that goes on. */
const MAX_NOTES = 6;
const NO_WORDS: ReadonlySet<string> = new Set();

/** Takes blocks in reading order and gives them back in the same order, tables joined over pages. Holds one table and the notes below it. */
export class TableJoiner {
	private held: PlacedBlock[] = [];

	push(block: PlacedBlock): PlacedBlock[] {
		const [open] = this.held;
		if (open === undefined) return this.hold(block);
		const lastPage = open.boxes.at(-1)?.page ?? open.page;
		if (block.kind === "footnote" && block.page === lastPage && this.held.length <= MAX_NOTES) {
			this.held.push(block);
			return [];
		}
		if (block.page !== lastPage + 1 || open.table === undefined || block.table === undefined) {
			return [...this.end(), ...this.hold(block)];
		}
		const joined = open.table.rows.length < MAX_JOINED_ROWS ? joinTables(open.table, block.table) : undefined;
		if (joined === undefined) return [...this.end(), ...this.hold(block)];
		open.table = joined;
		open.text = tableText(joined);
		open.boxes.push(...block.boxes);
		return [];
	}

	end(): PlacedBlock[] {
		const all = this.held;
		this.held = [];
		return all;
	}

	private hold(block: PlacedBlock): PlacedBlock[] {
		if (block.table?.columnEdges === undefined || block.source !== undefined) return [block];
		this.held = [block];
		return [];
	}
}

/** The table that `above`, the last thing on its page, and `below`, the first on the next, make together; undefined where they are two. */
export function joinTables(above: TableCells, below: TableCells): TableCells | undefined {
	const columns = sameHead(above, below) ?? matchedColumns(above, below);
	if (columns === undefined) return undefined;
	const width = widthOf(above);
	const incoming = [...below.header, ...below.rows].map((row) => moved(row, columns, width));
	const repeated = repeatedRows(above.header, incoming);
	if (repeated === 0 && above.header.length > 0 && (below.styledHead === true || isHeadOver(above, incoming[0])))
		return undefined;
	const rest = incoming.slice(repeated);
	const rows = [...above.rows.map((row) => [...row])];
	const edges = [...(above.rowEdges ?? [])];
	const added = (below.rowEdges ?? []).slice(repeated);
	const shift = repeated + (completes(rows.at(-1), rest[0], above) ? 1 : 0);
	if (shift > repeated) rows.push((rows.pop() ?? []).map((cell, column) => joinedCell(cell, rest[0]?.[column] ?? "")));
	const before = above.header.length + rows.length;
	const spans = [...(above.spans ?? []), ...movedSpans(below, shift, before, columns)];
	const joined: TableCells = { header: above.header, rows: [...rows, ...rest.slice(shift - repeated)] };
	if (spans.length > 0) joined.spans = spans;
	if (below.columnEdges !== undefined) joined.columnEdges = below.columnEdges;
	if (edges.length > 0) joined.rowEdges = [...edges, ...added.slice(shift - repeated)];
	joined.pageBreaks = [...(above.pageBreaks ?? []), before];
	if (above.styledHead !== undefined) joined.styledHead = above.styledHead;
	return joined;
}

/** All columns in their order, where the lower part repeats the whole head: then white may part them elsewhere. */
function sameHead(above: TableCells, below: TableCells): number[] | undefined {
	const rows = [...below.header, ...below.rows];
	if (above.header.length === 0 || widthOf(above) !== widthOf(below)) return undefined;
	return repeatedRows(above.header, rows) > 0
		? Array.from({ length: widthOf(above) }, (_, column) => column)
		: undefined;
}

/** Whether a row would be a head of its own: words where the columns hold figures. */
function isHeadOver(above: TableCells, row: readonly string[] | undefined): boolean {
	if (row === undefined) return false;
	let [figures, words] = [0, 0];
	for (const [column, text] of row.entries()) {
		const cells = above.rows.map((cells) => cells[column] ?? "").filter((cell) => cell !== "");
		if (text === "" || cells.length === 0 || cells.filter(isNumeric).length < cells.length * 0.7) continue;
		figures++;
		if (!isNumeric(text)) words++;
	}
	return figures > 0 && words > figures / 2;
}

/** For each column below the one above it goes on; undefined where they are not the same columns. */
function matchedColumns(above: TableCells, below: TableCells): number[] | undefined {
	const [upper, lower] = [above.columnEdges, below.columnEdges];
	const [wide, narrow] = [widthOf(above), widthOf(below)];
	if (upper === undefined || lower === undefined || wide < 2 || narrow > wide) return undefined;
	const offset = (lower[0] ?? 0) - (upper[0] ?? 0);
	if (Math.abs(offset) > SAME_COLUMN_PT || Math.abs((lower.at(-1) ?? 0) - (upper.at(-1) ?? 0)) > 2 * SAME_COLUMN_PT)
		return undefined;
	const reach = narrow === wide ? SAME_COLUMN_PT : NARROW_COLUMN_PT;
	const columns: number[] = [];
	for (let column = 0; column < narrow; column++) {
		const at = lower[column] ?? 0;
		const from = (columns.at(-1) ?? -1) + 1;
		let match = -1;
		for (let candidate = from; candidate < wide; candidate++) {
			const distance = Math.abs((upper[candidate] ?? 0) - at);
			if (distance <= reach && (match === -1 || distance < Math.abs((upper[match] ?? 0) - at))) match = candidate;
		}
		if (match === -1) return undefined;
		columns.push(match);
	}
	return columns;
}

function widthOf(table: TableCells): number {
	return (table.header[0] ?? table.rows[0])?.length ?? 0;
}

function moved(row: readonly string[], columns: readonly number[], width: number): string[] {
	const out = Array<string>(width).fill("");
	for (const [column, cell] of row.entries()) out[columns[column] ?? column] = cell;
	return out;
}

/** Rows at the start of the lower part that repeat the head. */
function repeatedRows(header: readonly string[][], incoming: readonly string[][]): number {
	const same = header.every((row, index) => comparable(row) === comparable(incoming[index] ?? []));
	return same ? header.length : 0;
}

function comparable(row: readonly string[]): string {
	return row.join("\t").replace(/\s+/g, " ").toLowerCase();
}

/** Whether the first row below completes the last above: its first cell is empty, and all it holds goes on from something. */
function completes(
	last: readonly string[] | undefined,
	next: readonly string[] | undefined,
	above: TableCells,
): boolean {
	if (last === undefined || next === undefined || last[0] === "") return false;
	if ((above.spans ?? []).some((span) => span.column === 0 && span.rows > 1)) return false;
	if (!next.every((cell, column) => cell === "" || (last[column] !== "" && !isNumeric(cell)))) return false;
	if (next[0] === "") return true;
	const held = next.flatMap((cell, column) => (cell === "" ? [] : [[last[column] ?? "", cell] as const]));
	const open = held.filter(([upper, lower]) => /[,\-–/(&]$/.test(upper) || /^[\p{Ll}(]/u.test(lower));
	// Where all cells start in lower case, that says nothing.
	return (
		open.length > held.length / 2 && last.some((cell) => /^\P{Ll}/u.test(cell)) && /^[\p{Ll}(]/u.test(next[0] ?? "")
	);
}

function joinedCell(above: string, below: string): string {
	if (below === "") return above;
	const cut = /^(.*?)(\p{L}+)-$/su.exec(above);
	const rest = /^(\p{Ll}+)(.*)$/su.exec(below);
	const word = cut === null || rest === null ? undefined : joinHyphen(cut[2] ?? "", rest[1] ?? "", NO_WORDS);
	return word === undefined ? `${above} ${below}` : `${cut?.[1]}${word}${rest?.[2]}`;
}

function movedSpans(
	below: TableCells,
	skipped: number,
	before: number,
	columns: readonly number[],
): NonNullable<TableCells["spans"]> {
	return (below.spans ?? []).flatMap((span) => {
		const column = columns[span.column];
		if (span.row < skipped || column === undefined) return [];
		const last = columns[span.column + span.columns - 1] ?? column;
		return [{ row: span.row - skipped + before, column, rows: span.rows, columns: last - column + 1 }];
	});
}
