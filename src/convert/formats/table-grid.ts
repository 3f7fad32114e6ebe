/** Rows of cells with spans → a grid of one width, and its Markdown: pipes where they can say it, an HTML table where spans need it. */
import type { CellSpan, TableCells } from "../blocks.ts";
import { escapeInline } from "../escape.ts";
import { MAX_CELL_CHARACTERS, MAX_TABLE_CELLS, MAX_TABLE_COLUMNS } from "../limits.ts";

export interface GridCell {
	text: string;
	/** Inline Markdown; lines parted by newlines. */
	markdown: string;
	columns: number;
	rows: number;
	header: boolean;
	/** Goes on from the cell above: Word has no row spans, but cells that say so. */
	continued: boolean;
}

export interface Grid {
	table: TableCells;
	source: string;
	/** Rows and columns left out because the table is larger than anyone reads. */
	cut: boolean;
}

interface Placed extends GridCell {
	row: number;
	column: number;
}

export function plainCell(text: string, markdown: string, header = false): GridCell {
	return { text, markdown, columns: 1, rows: 1, header, continued: false };
}

/** Undefined where nothing is in it. */
export function toGrid(rows: readonly (readonly GridCell[])[]): Grid | undefined {
	const { placed, width, cut } = place(rows);
	const filled = placed.filter((cell) => cell.text !== "");
	if (filled.length === 0) return undefined;
	const lastRow = filled.reduce((most, cell) => Math.max(most, cell.row), 0);
	const lastColumn = filled.reduce((most, cell) => Math.max(most, cell.column), 0);
	const kept = placed.filter((cell) => cell.row <= lastRow && cell.column <= lastColumn);
	for (const cell of kept) {
		cell.rows = Math.min(cell.rows, lastRow - cell.row + 1);
		cell.columns = Math.min(cell.columns, lastColumn - cell.column + 1);
	}
	const columns = Math.min(width, lastColumn + 1);
	const headRows = headerRows(kept, lastRow + 1);
	const texts = spread(kept, lastRow + 1, columns, (cell) => cell.text);
	const table: TableCells = { header: texts.slice(0, headRows), rows: texts.slice(headRows) };
	const spans: CellSpan[] = kept
		.filter((cell) => cell.columns > 1 || cell.rows > 1)
		.map(({ row, column, rows, columns }) => ({ row, column, rows, columns }));
	if (spans.length > 0) table.spans = spans;
	const source =
		spans.length > 0 || headRows > 1
			? htmlTable(kept, lastRow + 1, headRows)
			: pipes(spread(kept, lastRow + 1, columns, pipeCell));
	return { table, source, cut };
}

/** The same of cells without spans, which as objects would take ten times their text: of a sheet, of delimited text. */
export function toPlainGrid(rows: readonly (readonly string[])[], header: boolean): Grid | undefined {
	let [height, width] = [0, 0];
	for (const [i, row] of rows.entries()) {
		const last = row.findLastIndex((text) => text !== "");
		if (last < 0) continue;
		height = i + 1;
		width = Math.max(width, Math.min(last + 1, MAX_TABLE_COLUMNS));
	}
	if (height === 0) return undefined;
	const most = Math.max(1, Math.floor(MAX_TABLE_CELLS / width));
	const texts = rows.slice(0, Math.min(height, most)).map((row) => {
		const cells = row.slice(0, width).map((text) => text.slice(0, MAX_CELL_CHARACTERS));
		while (cells.length < width) cells.push("");
		return cells;
	});
	const headRows = header ? 1 : 0;
	const table: TableCells = { header: texts.slice(0, headRows), rows: texts.slice(headRows) };
	return { table, source: pipes(texts, (text) => pipeText(escapeInline(text))), cut: height > most };
}

/** Gives each cell its place, as HTML's table model does: spans from above push cells to the right. */
function place(rows: readonly (readonly GridCell[])[]): { placed: Placed[]; width: number; cut: boolean } {
	const placed: Placed[] = [];
	/** Per column: the cell that reaches down into it, and the row it ends before. */
	const open: ({ cell: Placed; until: number } | undefined)[] = [];
	let width = 0;
	let cut = false;
	for (const [row, cells] of rows.entries()) {
		if ((row + 1) * Math.max(1, width) > MAX_TABLE_CELLS) return { placed, width, cut: true };
		let column = 0;
		for (const cell of cells) {
			while ((open[column]?.until ?? 0) > row) column++;
			if (column >= MAX_TABLE_COLUMNS) {
				cut = true;
				break;
			}
			const columns = Math.max(1, Math.min(cell.columns, MAX_TABLE_COLUMNS - column));
			const above = open[column];
			if (cell.continued && above !== undefined) {
				above.cell.rows = row - above.cell.row + 1;
			} else {
				const down = Math.max(1, Math.min(cell.rows, rows.length - row));
				const mine = { ...cell, row, column, columns, rows: down };
				placed.push(mine);
				for (let i = column; i < column + columns; i++) open[i] = { cell: mine, until: row + down };
			}
			column += columns;
			width = Math.max(width, column);
		}
	}
	return { placed, width, cut };
}

/** Rows at the top that are all header cells; a row reached by a header's span belongs to them. */
function headerRows(cells: readonly Placed[], height: number): number {
	const body = cells.find((cell) => !cell.header);
	const rows = body?.row ?? height;
	return rows === height ? Math.min(1, height) : rows;
}

function spread(cells: readonly Placed[], height: number, width: number, value: (cell: Placed) => string): string[][] {
	const grid = Array.from({ length: height }, () => Array<string>(width).fill(""));
	for (const cell of cells) {
		const row = grid[cell.row];
		if (row !== undefined && cell.column < width) row[cell.column] = value(cell).slice(0, MAX_CELL_CHARACTERS);
	}
	return grid;
}

function pipes([first = [], ...rest]: string[][], shown = (cell: string) => cell): string {
	const line = (row: readonly string[]) => `| ${row.map(shown).join(" | ")} |`;
	return [line(first), `| ${first.map(() => "---").join(" | ")} |`, ...rest.map(line)].join("\n");
}

function pipeCell(cell: Placed): string {
	return pipeText(cell.markdown);
}

function pipeText(markdown: string): string {
	return markdown.replace(/(?<!\\)\|/g, "\\|").replace(/\n/g, "<br>");
}

/** On lines of its own and without blank ones, or Markdown would end it early. */
function htmlTable(cells: readonly Placed[], height: number, headRows: number): string {
	const rows = Array.from({ length: height }, (): string[] => []);
	for (const cell of cells) {
		const tag = cell.row < headRows ? "th" : "td";
		const columns = cell.columns > 1 ? ` colspan="${cell.columns}"` : "";
		const down = cell.rows > 1 ? ` rowspan="${cell.rows}"` : "";
		rows[cell.row]?.push(`<${tag}${columns}${down}>${escapeHtml(cell.text).replace(/\n/g, "<br>")}</${tag}>`);
	}
	return ["<table>", ...rows.map((row) => `<tr>${row.join("")}</tr>`), "</table>"].join("\n");
}

function escapeHtml(text: string): string {
	return text.slice(0, MAX_CELL_CHARACTERS).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
