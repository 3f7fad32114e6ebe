/** Tables as Markdown: pipes where the grid is plain, HTML where cells span several places. */
import type { CellSpan, TableCells } from "./blocks.ts";
import { escapeInline } from "./escape.ts";

export function tableMarkdown(table: TableCells): string {
	return table.spans === undefined || table.spans.length === 0 ? toPipeTable(table) : htmlTable(table, table.spans);
}

/** A pipe table, spans left out; without a header row of its own the first row becomes it, as the syntax demands one. */
export function toPipeTable(table: TableCells): string {
	const [first, ...rest] = [...table.header, ...table.rows];
	if (first === undefined) return "";
	const line = (row: readonly string[]) => `| ${row.map(pipeCell).join(" | ")} |`;
	return [line(first), `| ${first.map(() => "---").join(" | ")} |`, ...rest.map(line)].join("\n");
}

/** One row per line and no blank line inside, so that Markdown readers take it as one block. */
function htmlTable(table: TableCells, spans: readonly CellSpan[]): string {
	const owners = new Map(spans.map((span) => [`${span.row},${span.column}`, span]));
	const hidden = new Set(spans.flatMap(placesBehind));
	const rows = [...table.header, ...table.rows].map((row, index) => {
		const tag = index < table.header.length ? "th" : "td";
		const cells = row.flatMap((text, column) => {
			const place = `${index},${column}`;
			return hidden.has(place) ? [] : [`<${tag}${spanAttributes(owners.get(place))}>${htmlText(text)}</${tag}>`];
		});
		return `<tr>${cells.join("")}</tr>`;
	});
	const head = rows.slice(0, table.header.length);
	const body = rows.slice(table.header.length);
	return [
		"<table>",
		...(head.length > 0 ? ["<thead>", ...head, "</thead>"] : []),
		...(body.length > 0 ? ["<tbody>", ...body, "</tbody>"] : []),
		"</table>",
	].join("\n");
}

/** Places a span covers besides its first. */
function placesBehind(span: CellSpan): string[] {
	const places: string[] = [];
	for (let row = span.row; row < span.row + span.rows; row++) {
		for (let column = span.column; column < span.column + span.columns; column++) places.push(`${row},${column}`);
	}
	return places.slice(1);
}

function spanAttributes(span: CellSpan | undefined): string {
	if (span === undefined) return "";
	const rows = span.rows > 1 ? ` rowspan="${span.rows}"` : "";
	const columns = span.columns > 1 ? ` colspan="${span.columns}"` : "";
	return rows + columns;
}

function htmlText(text: string): string {
	return text
		.replace(/&/g, "&amp;")
		.replace(/</g, "&lt;")
		.replace(/>/g, "&gt;")
		.replace(/\s*\n\s*/g, "<br>");
}

/** A pipe in a cell would end it, even inside code. */
function pipeCell(cell: string): string {
	return cell
		.split("\n")
		.map((line) => escapeInline(line.trim()).replace(/\|/g, "\\|"))
		.join("<br>");
}
