/** What looks like a table and is none: charts, contents pages, code boxes, prose in columns. */
import type { Box, TableCells } from "./blocks.ts";
import { toLines } from "./lines.ts";
import type { RawPage, Shape } from "./raw-page.ts";
import { isWhite } from "./rules.ts";
import { runsOf } from "./table-columns.ts";
import type { Frame } from "./table-frame.ts";
import { holdsProse } from "./table-prose.ts";

/** Share of places that must hold text; a place under a span counts as filled. */
const MIN_FILLED = 0.35;
/** An axis has this many labels at least. */
const MIN_LADDER = 4;
/** A gap this wide parts cells. */
const CELL_GAP_EM = 0.75;
/** Share of texts that may lie across an edge: narrow gaps between full columns look so. */
const MAX_CUT = 0.25;
/** As many bars on one base make a bar chart. */
const MIN_BARS = 3;

/** Whether the found cells make a table. `box` is where they are on the page. */
export function isTable(page: RawPage, frame: Frame, table: TableCells, box: Box): boolean {
	const rows = [...table.header, ...table.rows];
	const columns = rows[0]?.length ?? 0;
	if (columns < 2 || rows.length < 2) return false;
	const covered = (table.spans ?? []).reduce((sum, span) => sum + span.rows * span.columns - 1, 0);
	const filled = rows.flat().filter((text) => text !== "").length + covered;
	if (filled < rows.length * columns * MIN_FILLED) return false;
	const wide = rows.filter((row) => row.filter((text) => text !== "").length >= 2).length;
	if (wide < 2 || (wide < rows.length / 2 && frame.kind !== "grid")) return false;
	if (isContents(rows) || isCode(frame) || isCutAcross(frame)) return false;
	return !hasAxis(rows, filled / (rows.length * columns)) && !hasBars(page, frame, box);
}

/** Numbers that fall in equal steps down the first or last column, while half of the places are empty or the ladder ends at nought. */
function hasAxis(rows: readonly string[][], filled: number): boolean {
	const width = rows[0]?.length ?? 0;
	for (let column = 0; column < width; column++) {
		const numbers = rows.flatMap((row) => leadingNumbers(row[column] ?? ""));
		const run = fallingRun(numbers);
		if (run.length < MIN_LADDER) continue;
		const isEdge = column === 0 || column === width - 1;
		if (isEdge && filled < 0.6 && run.length >= rows.length * 0.4) return true;
		if ((run.at(-1) ?? 1) <= 0 && filled < 0.8) return true;
	}
	return false;
}

function leadingNumbers(text: string): number[] {
	const found = text.match(/^\s*[-−–]?\d[\d,]*(?:\.\d+)?\s*%?(?=\s|$)/);
	if (found === null) return [];
	const number = Number.parseFloat(found[0].replace(/[−–]/, "-").replace(/[,%\s]/g, ""));
	return [number, ...leadingNumbers(text.slice(found[0].length))];
}

/** Longest run that falls by one and the same step. */
function fallingRun(numbers: readonly number[]): number[] {
	let best: number[] = [];
	let run: number[] = [];
	for (const number of numbers) {
		const [before, last] = [run.at(-2), run.at(-1)];
		const same =
			before !== undefined &&
			last !== undefined &&
			Math.abs(last - number - (before - last)) < 1e-6 * Math.abs(before) + 1e-9;
		if (last !== undefined && last > number && (run.length === 1 || same)) run.push(number);
		else run = last !== undefined && last > number ? [last, number] : [number];
		if (run.length > best.length) best = [...run];
	}
	return best;
}

/** Filled boxes that stand on one line and differ in height, or start at one line and differ in length. */
function hasBars(page: RawPage, frame: Frame, box: Box): boolean {
	const bars = page.shapes.filter(({ box: [x0, y0, x1, y1], filled, fillColor }) => {
		if (!filled || isWhite(fillColor)) return false;
		return x0 >= box[0] - 2 && x1 <= box[2] + 2 && y0 >= box[1] - 2 && y1 <= box[3] + 2 && x1 - x0 > 3 && y1 - y0 > 3;
	});
	if (bars.length < MIN_BARS || bars.length > 400) return false;
	// Fills of cells end where columns and rows do; bars end where their value is.
	const isFree = (at: number, edges: readonly number[]) => edges.every((edge) => Math.abs(edge - at) > 4);
	const upright = bars.filter((bar) => isFree(bar.box[1], frame.ys));
	const lying = bars.filter((bar) => isFree(bar.box[2], frame.xs));
	const stands = (
		some: readonly Shape[],
		base: (bar: Box) => number,
		size: (bar: Box) => number,
		width: (bar: Box) => number,
	) =>
		some.some(({ box: first }) => {
			const same = some.filter(
				({ box: bar }) => Math.abs(base(bar) - base(first)) < 1 && Math.abs(width(bar) - width(first)) < 1,
			);
			return same.length >= MIN_BARS && new Set(same.map(({ box: bar }) => Math.round(size(bar)))).size >= MIN_BARS;
		});
	const [width, height] = [(bar: Box) => bar[2] - bar[0], (bar: Box) => bar[3] - bar[1]];
	return stands(upright, (bar) => bar[3], height, width) || stands(lying, (bar) => bar[0], width, height);
}

/** Titles with page numbers that rise, from the first line on: a table would have a head. */
function isContents(rows: readonly string[][]): boolean {
	const width = rows[0]?.length ?? 0;
	if (width > 3) return false;
	const last = rows.map((row) => row[width - 1] ?? "").filter((text) => text !== "");
	const entries = last.flatMap((text) => text.split(/\s+/));
	if (
		last.length < Math.max(2, rows.length * 0.6) ||
		!entries.every((text) => /^(?:\d{1,4}|[ivxlc]{1,6})$/i.test(text))
	)
		return false;
	const numbers = entries.filter((text) => /^\d+$/.test(text)).map(Number);
	return (
		numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0)) &&
		rows.some((row) => /\p{L}{3}/u.test(row[width - 2] ?? ""))
	);
}

/** Texts that lie across column edges, outside spans: labels of a drawing, or prose; and paragraphs that run over all columns. */
function isCutAcross(frame: Frame): boolean {
	if (frame.kind === "grid") return false;
	const inner = frame.xs.slice(1, -1);
	const lines = toLines(frame.words).map((line) => runsOf(line.words, CELL_GAP_EM));
	if (holdsProse(lines, (frame.xs.at(-1) ?? 0) - (frame.xs[0] ?? 0))) return true;
	const runs = lines.flat();
	const cut = runs.filter((run) => inner.some((edge) => run.from < edge - 3 && run.to > edge + 3));
	const spanned = frame.spans.filter((span) => span.columns > 1).length;
	return cut.length - spanned > runs.length * MAX_CUT;
}

/** Columns inside a listing are spaces of a monospace font. */
function isCode(frame: Frame): boolean {
	return (
		frame.kind !== "grid" &&
		frame.words.length > 0 &&
		frame.words.filter((word) => word.mono).length > frame.words.length * 0.9
	);
}
