/** Door of the table passes: tables of a page, from the surest sign of one (a drawn grid) to the weakest (aligned columns). */
import type { Box, TableCells } from "./blocks.ts";
import { areaOf, overlapOf } from "./boxes.ts";
import type { FoundTable } from "./found.ts";
import type { Line } from "./lines.ts";
import type { RawPage } from "./raw-page.ts";
import { networksOf, strokesOf } from "./rules.ts";
import { alignedFrames } from "./table-aligned.ts";
import { tableBox, toCells } from "./table-cells.ts";
import { isTable } from "./table-checks.ts";
import type { Frame } from "./table-frame.ts";
import { gridFrames } from "./table-grid.ts";
import { openFrames } from "./table-open.ts";
import { normalized, withoutMarkup } from "./text.ts";

/** Rows of one width, with cleaned cells; undefined where nothing is left. */
export function toTable(header: readonly string[], rows: readonly string[][]): TableCells | undefined {
	const clean = rows.map((row) => row.map(markupText)).filter((row) => row.some((cell) => cell !== ""));
	const head = header.map(markupText);
	const hasHeader = head.some((cell) => cell !== "");
	const width = Math.max(head.length, ...clean.map((row) => row.length));
	if (width === 0 || (clean.length === 0 && !hasHeader)) return undefined;
	const pad = (row: string[]) => [...row, ...Array<string>(width - row.length).fill("")];
	return { header: hasHeader ? [pad(head)] : [], rows: clean.map(pad) };
}

function markupText(text: string): string {
	return text
		.split(/<br\s*\/?>|\n/i)
		.map((line) => normalized(withoutMarkup(line)))
		.filter((line) => line !== "")
		.join("\n");
}

/** Tabs between cells, newlines between rows: what search and extraction read. */
export function tableText(table: TableCells): string {
	return [...table.header, ...table.rows].map((row) => row.join("\t")).join("\n");
}

/** Tables of a page, from top to bottom; their words are the layout's no more. */
export function findTables(page: RawPage, lines: readonly Line[]): FoundTable[] {
	const strokes = strokesOf(page);
	const networks = networksOf(strokes);
	const taken: Box[] = [];
	const found: FoundTable[] = [];
	const accept = (frames: readonly Frame[]) => {
		for (const frame of frames) {
			const box = tableBox(frame);
			if (taken.some((other) => overlapOf(other, box) > 0.15 * Math.min(areaOf(other), areaOf(box)))) continue;
			const table = toCells(frame);
			if (!isTable(page, frame, table, box)) continue;
			taken.push(box);
			found.push({ box, table, usedWords: new Set(frame.words) });
		}
	};
	accept(gridFrames(page, lines, networks));
	accept(openFrames(page, lines, strokes.horizontals, taken));
	accept(alignedFrames(page, lines, taken));
	return found.sort((a, b) => a.box[1] - b.box[1]);
}
