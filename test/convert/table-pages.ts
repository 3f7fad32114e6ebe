import { toLines } from "../../src/convert/lines.ts";
import type { RawPage, Rule, Shape, Word } from "../../src/convert/raw-page.ts";
import { findTables } from "../../src/convert/tables.ts";

const EM = 10;

/** Words of a text at `x` on a baseline: half an em per character and a quarter per space, as in common fonts. */
export function textAt(x: number, baseline: number, text: string, looks: Partial<Word> = {}): Word[] {
	let at = x;
	return text.split(" ").map((part) => {
		const width = part.length * EM * 0.5;
		const word: Word = {
			text: part,
			box: [at, baseline - EM * 0.8, at + width, baseline + EM * 0.2],
			baseline,
			sizePt: EM,
			font: "Sans",
			bold: false,
			italic: false,
			mono: false,
			color: "ff000000",
			item: x * 1000 + baseline,
			gapBefore: at > x,
			rotation: 0,
			...looks,
		};
		at += width + EM * 0.25;
		return word;
	});
}

/** Rows of texts at the columns' left edges, from `top` on; empty texts print nothing. */
export function rowsAt(
	xs: readonly number[],
	top: number,
	pitch: number,
	rows: readonly (readonly string[])[],
): Word[] {
	return rows.flatMap((row, index) =>
		row.flatMap((text, column) => (text === "" ? [] : textAt(xs[column] ?? 0, top + index * pitch, text))),
	);
}

export function horizontal(y: number, x0: number, x1: number): Rule {
	return { x0, y0: y, x1, y1: y, widthPt: 0.5, color: "ff000000" };
}

export function vertical(x: number, y0: number, y1: number): Rule {
	return { x0: x, y0, x1: x, y1, widthPt: 0.5, color: "ff000000" };
}

export function fill(x0: number, y0: number, x1: number, y1: number, fillColor = "ffdddddd"): Shape {
	return { box: [x0, y0, x1, y1], filled: true, stroked: false, curved: false, fillColor };
}

export function pageOf(words: Word[], drawn: { rules?: Rule[]; shapes?: Shape[] } = {}): RawPage {
	const { rules = [], shapes = [] } = drawn;
	return { widthPt: 595, heightPt: 842, words, rules, shapes, images: [], links: [], tables: [] };
}

export function tablesOf(page: RawPage) {
	return findTables(page, toLines(page.words)).map(({ table }) => table);
}

/** Rows of the page's only table, head first. */
export function onlyTable(page: RawPage): string[][] {
	const tables = tablesOf(page);
	if (tables.length !== 1) throw new Error(`${tables.length} tables`);
	return tables.flatMap(({ header, rows }) => [...header, ...rows]);
}
