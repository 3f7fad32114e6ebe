import type { TableCells } from "./blocks.ts";
import { normalized, withoutMarkup } from "./text.ts";

/** Rows of one width, with cleaned cells; undefined where nothing is left. */
export function toTable(header: readonly string[], rows: readonly string[][]): TableCells | undefined {
	const clean = rows.map((row) => row.map(cellText)).filter((row) => row.some((cell) => cell !== ""));
	const head = header.map(cellText);
	const hasHeader = head.some((cell) => cell !== "");
	const width = Math.max(head.length, ...clean.map((row) => row.length));
	if (width === 0 || (clean.length === 0 && !hasHeader)) return undefined;
	const pad = (row: string[]) => [...row, ...Array<string>(width - row.length).fill("")];
	return { header: hasHeader ? [pad(head)] : [], rows: clean.map(pad) };
}

/** Tabs between cells, newlines between rows: what search and extraction read. */
export function tableText(table: TableCells): string {
	return [...table.header, ...table.rows].map((row) => row.join("\t")).join("\n");
}

function cellText(text: string): string {
	return text
		.split(/<br\s*\/?>|\n/i)
		.map((line) => normalized(withoutMarkup(line)))
		.filter((line) => line !== "")
		.join("\n");
}
