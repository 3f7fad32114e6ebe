import type { Sheet } from "./sheet.ts";

export interface TableLook {
	/** Where columns begin, and the right end. */
	xs: number[];
	aligns: ("left" | "right" | "center")[];
	ruled: boolean;
	/** Every other row on grey. */
	shaded?: boolean;
	top: number;
	/** The head returns on a further page. */
	repeatsHead?: boolean;
}

const ROW_PT = 18;

/** Draws the head and the rows, over pages where they are many. Gives the lower end. */
export function drawTable(
	sheet: Sheet,
	heads: readonly string[],
	rows: readonly (readonly string[])[],
	look: TableLook,
): number {
	const bottom = sheet.heightPt - 90;
	let y = drawRow(sheet, heads, look, look.top, true);
	for (const [at, row] of rows.entries()) {
		if (y + ROW_PT > bottom) {
			sheet.addPage();
			y = 60;
			if (look.repeatsHead !== false) y = drawRow(sheet, heads, look, y, true);
		}
		if (look.shaded === true && at % 2 === 1) sheet.box(look.xs[0] ?? 0, y, look.xs.at(-1) ?? 0, y + ROW_PT, true);
		y = drawRow(sheet, row, look, y, false);
	}
	return y;
}

function drawRow(sheet: Sheet, cells: readonly string[], look: TableLook, y: number, isHead: boolean): number {
	for (const [at, cell] of cells.entries()) {
		const [left = 0, right = 0] = [look.xs[at], look.xs[at + 1]];
		const align = look.aligns[at] ?? "left";
		const x = align === "left" ? left + 5 : align === "right" ? right - 5 : (left + right) / 2;
		sheet.text(cell, x, y + 12.5, { align, bold: isHead, size: 9 });
		if (look.ruled) sheet.box(left, y, right, y + ROW_PT);
	}
	if (!look.ruled && isHead) sheet.line(look.xs[0] ?? 0, y + ROW_PT - 1, look.xs.at(-1) ?? 0, y + ROW_PT - 1);
	return y + ROW_PT;
}
