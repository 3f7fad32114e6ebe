/** Tables in a chunk's Markdown, pipes or HTML → rows whose cells know their column's head and where they stand. */
import { plainOf } from "../plain.ts";
import type { Stretch } from "../quotes.ts";

export interface Cell extends Stretch {
	/** Plain. */
	text: string;
	/** Of its column, the outermost first, joined by blanks; empty where the table has none. */
	head: string;
}

export interface Row extends Stretch {
	/** Those with text, by column. */
	cells: Cell[];
	/** Of the rows above, where the first cells of this one are empty: what they go on with. */
	inherited: string;
}

interface RawCell extends Stretch {
	text: string;
	column: number;
	columns: number;
	rows: number;
}

interface RawRow extends Stretch {
	isHead: boolean;
	cells: RawCell[];
	/** Of cells from above that stand in front of its own. */
	group: string;
}

/** `start` is where `markdown` begins in the chunk. */
export function rowsOfPipeTable(markdown: string, start: number): Row[] {
	const rows: RawRow[] = [];
	for (const match of markdown.matchAll(/^.*\|.*$/gm)) {
		const [line] = match;
		if (/^\s*\|?(?:\s*:?-{2,}:?\s*\|?)+\s*$/.test(line)) {
			for (const row of rows.slice(-1)) row.isHead = true;
			continue;
		}
		const at = start + match.index;
		const cells: RawCell[] = [];
		for (const cell of line.matchAll(/(?:\\\||[^|])+/g)) {
			const trimmed = cell[0].trim();
			const isOutside = trimmed === "" && (cell.index === 0 || cell.index + cell[0].length === line.length);
			if (isOutside) continue;
			const from = at + cell.index + cell[0].indexOf(trimmed);
			cells.push({
				text: plainOf(trimmed),
				start: from,
				end: from + trimmed.length,
				column: cells.length,
				columns: 1,
				rows: 1,
			});
		}
		rows.push({ start: at, end: at + line.length, isHead: false, cells, group: "" });
	}
	return withHeads(rows);
}

export function rowsOfHtmlTable(html: string, start: number): Row[] {
	const rows: RawRow[] = [];
	/** Of each column the rows that a cell from above still covers, and that cell's text. */
	const covered: number[] = [];
	const above: string[] = [];
	for (const match of html.matchAll(/<tr>(.*?)<\/tr>/gs)) {
		const row: RawRow = {
			start: start + match.index,
			end: start + match.index + match[0].length,
			isHead: /<th\b/.test(match[0]),
			cells: [],
			group: "",
		};
		let column = 0;
		for (const cell of match[0].matchAll(/<(t[hd])([^>]*)>(.*?)<\/\1>/gs)) {
			while ((covered[column] ?? 0) > 0) {
				if (row.cells.length === 0) row.group = `${row.group} ${above[column]}`.trim();
				covered[column++] = (covered[column - 1] ?? 1) - 1;
			}
			const [whole, , attributes = "", text = ""] = cell;
			const columns = Number(/colspan="(\d+)"/.exec(attributes)?.[1] ?? 1);
			const spanned = Number(/rowspan="(\d+)"/.exec(attributes)?.[1] ?? 1);
			const from = row.start + cell.index + whole.length - text.length - "</td>".length;
			row.cells.push({ text: plainOf(text), start: from, end: from + text.length, column, columns, rows: spanned });
			for (const end = column + columns; column < end; column++) {
				covered[column] = spanned - 1;
				above[column] = plainOf(text);
			}
		}
		for (; column < covered.length; column++) covered[column] = Math.max(0, (covered[column] ?? 0) - 1);
		rows.push(row);
	}
	return withHeads(rows);
}

/** A head row names columns. One with figures of its own, or a table of nothing else, is read as rows like any other. */
function withHeads(rows: readonly RawRow[]): Row[] {
	const areAllHeads = rows.every(({ isHead }) => isHead);
	const heads: string[] = [];
	const result: Row[] = [];
	let above = "";
	for (const row of rows) {
		if (row.isHead && !areAllHeads && !hasFigures(row)) {
			addHeads(heads, row);
			continue;
		}
		const [first] = row.cells;
		const isContinued = first?.text === "" && row.cells.length > 1;
		if (!isContinued) above = first?.text ?? "";
		const cells = row.cells
			.filter(({ text }) => text !== "")
			.map(({ text, start, end, column }) => ({ text, start, end, head: heads[column] ?? "" }));
		if (cells.length > 0) {
			result.push({ start: row.start, end: row.end, cells, inherited: isContinued ? above : row.group });
		}
	}
	return result;
}

function addHeads(heads: string[], { cells }: RawRow): void {
	for (const { text, column, columns } of cells) {
		for (let at = column; at < column + columns; at++) {
			const known = heads[at];
			if (known === undefined || known === "") heads[at] = text;
			else if (text !== "" && known !== text) heads[at] = `${known} ${text}`;
		}
	}
}

/** Beside a name. Years and small numbers name columns. */
function hasFigures({ cells }: RawRow): boolean {
	const others = cells.slice(cells.findIndex(({ text }) => /\p{L}/u.test(text)) + 1);
	if (others.length === 0 || others.length === cells.length) return false;
	return others.every(
		({ text }) =>
			/^[^\p{L}\p{N}]*\p{N}[^\p{L}]*(?:\p{L}{1,3})?$/u.test(text) && !/^(?:(?:19|20)\d{2}|\d{1,2})$/.test(text),
	);
}
