/** Tables of sentences without any drawing: what tells them from prose set in columns is that all columns break at the same heights. */
import { isSourceLine } from "./captions.ts";
import type { Word } from "./raw-page.ts";
import { intervalOf, median, wordX } from "./table-frame.ts";

/** Ink of a line reaches from here above its baseline to there below it, in ems. */
const CAPITALS_EM = 0.7;
const FEET_EM = 0.2;
/** Share of the pitches within a column that are those of wrapped lines, if any wrap. */
const LEADING_SHARE = 0.2;
/** White between rows exceeds that between the lines of a cell by this much, in ems. */
const ROW_GAP_EM = 0.15;
/** Head and two rows, or three rows. */
const MIN_ROWS = 3;
/** Share of rows with two cells or more. */
const FULL_ROWS = 0.8;
/** Means of characters: of a cell, of a cell that names its row. Prose columns broken at one height have longer pieces. */
const MAX_CELL = 160;
const MAX_LABEL = 34;
/** Share of borders over which a sentence goes on. */
const MAX_CARRIED = 0.2;
const ENDED = /[.!?:;।]["”’)]*$/u;
/** Share of labels beside which something begins. */
const MIN_STARTS = 0.75;

/** A printed line inside the region: words from left to right. */
export interface TextLine {
	words: readonly Word[];
	baseline: number;
	em: number;
}

/** Tops and bottoms of rows as edges, ascending, where the lines are a table of these columns; undefined where they are prose. */
export function textRowEdges(lines: readonly TextLine[], xs: readonly number[]): number[] | undefined {
	const rows = bandsOf(lines, xs) ?? rowsByLabel(lines, xs);
	if (rows === undefined || rows.length < MIN_ROWS) return undefined;
	const cells = rows.map((row) => cellsOf(row, xs));
	return isTextTable(cells) ? edgesBetween(rows) : undefined;
}

/** Rows between stretches of white that cross all columns and are wider than the white between lines. */
function bandsOf(lines: readonly TextLine[], xs: readonly number[]): TextLine[][] | undefined {
	const em = median(lines.map((line) => line.em));
	const leading = leadingOf(lines, xs);
	if (leading === undefined) return undefined;
	const least = leading - (CAPITALS_EM + FEET_EM) * em + ROW_GAP_EM * em;
	const rows: TextLine[][] = [];
	let bottom = Number.NEGATIVE_INFINITY;
	for (const line of lines) {
		if (line.baseline - CAPITALS_EM * line.em - bottom >= least) rows.push([]);
		rows.at(-1)?.push(line);
		bottom = Math.max(bottom, line.baseline + FEET_EM * line.em);
	}
	return rows.length >= MIN_ROWS ? rows : undefined;
}

/** Pitch of the closest lines within columns: that of wrapped cells, or of the rows where none wraps. */
function leadingOf(lines: readonly TextLine[], xs: readonly number[]): number | undefined {
	const last = new Map<number, number>();
	const pitches: number[] = [];
	for (const { words, baseline } of lines) {
		for (const column of new Set(words.map((word) => intervalOf(xs, wordX(word))))) {
			const above = last.get(column);
			if (above !== undefined) pitches.push(baseline - above);
			last.set(column, baseline);
		}
	}
	return pitches.length === 0 ? undefined : median(pitches, LEADING_SHARE);
}

/** Rows that begin where the first column has a text, if beside nearly each of them something begins in the next columns. */
function rowsByLabel(lines: readonly TextLine[], xs: readonly number[]): TextLine[][] | undefined {
	const rows: TextLine[][] = [];
	let starts = 0;
	for (const line of lines) {
		const first = line.words.some((word) => intervalOf(xs, wordX(word)) === 0);
		if (!first) {
			if (rows.length === 0) return undefined;
			rows.at(-1)?.push(line);
			continue;
		}
		rows.push([line]);
		const beside = line.words.find((word) => intervalOf(xs, wordX(word)) === 1);
		if (beside !== undefined && isStart(beside.text)) starts++;
	}
	return starts >= rows.length * MIN_STARTS ? rows : undefined;
}

interface Cell {
	text: string;
	bold: boolean;
}

function cellsOf(row: readonly TextLine[], xs: readonly number[]): Cell[] {
	const words = row.flatMap((line) => line.words);
	return xs.slice(1).map((_, column) => {
		const own = words.filter((word) => intervalOf(xs, wordX(word)) === column);
		return { text: own.map((word) => word.text).join(" "), bold: own.length > 0 && own.every((word) => word.bold) };
	});
}

function isTextTable(rows: readonly Cell[][]): boolean {
	const filled = rows.map((row) => row.filter((cell) => cell.text !== ""));
	if (filled.filter((row) => row.length >= 2).length < rows.length * FULL_ROWS) return false;
	if (filled.flat().filter((cell) => /\p{L}{3}/u.test(cell.text)).length < filled.flat().length / 2) return false;
	if (mean(filled.flat().map((cell) => cell.text.length)) > MAX_CELL) return false;
	if (carriedShare(rows) > MAX_CARRIED || isCards(rows)) return false;
	const labels = rows.flatMap((row) => (row[0] === undefined || row[0].text === "" ? [] : [row[0].text]));
	if (isCounting(labels) || labels.some(isSourceLine)) return false;
	const named = labels.length >= rows.length * 0.6 && mean(labels.map((label) => label.length)) <= MAX_LABEL;
	return named || ((rows[0]?.length ?? 0) >= 3 && hasHead(filled));
}

/** Borders of rows over which a text goes on: in lower case, or from the middle of its second sentence. Then the columns are prose. */
function carriedShare(rows: readonly Cell[][]): number {
	let [borders, carried] = [0, 0];
	for (const [index, row] of rows.slice(1).entries()) {
		for (const [column, { text }] of row.entries()) {
			const above = rows[index]?.[column]?.text ?? "";
			if (above === "" || text === "") continue;
			borders++;
			if (!ENDED.test(above) && (/^\p{Ll}/u.test(text) || /[.!?।]\s+\p{Lu}/u.test(above))) carried++;
		}
	}
	return borders === 0 ? 1 : carried / borders;
}

/** Titles and texts in turn: cards side by side, in rows one below the other. */
function isCards(rows: readonly Cell[][]): boolean {
	const heads = rows.map((row) => row.every((cell) => cell.text === "" || cell.bold));
	return heads.filter(Boolean).length >= 2 && heads.every((head, index) => index === 0 || head !== heads[index - 1]);
}

/** The numbers of lines, or of sections in the margin. */
function isCounting(labels: readonly string[]): boolean {
	const numbers = labels.map((label) => (/^\d{1,4}[.)]?$/.test(label) ? Number.parseInt(label, 10) : Number.NaN));
	return (
		numbers.length >= MIN_ROWS && numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))
	);
}

/** A bold first row over rows that are not. */
function hasHead(filled: readonly Cell[][]): boolean {
	const [first = [], ...rest] = filled;
	return first.every((cell) => cell.bold) && rest.some((row) => row.some((cell) => !cell.bold));
}

function isStart(text: string): boolean {
	return !/^[\p{Ll}&)\]]/u.test(text);
}

function edgesBetween(rows: readonly TextLine[][]): number[] {
	const top = (row: readonly TextLine[]) => Math.min(...row.map((line) => line.baseline - CAPITALS_EM * line.em));
	const bottom = (row: readonly TextLine[]) => Math.max(...row.map((line) => line.baseline + FEET_EM * line.em));
	const edges = rows.map((row, index) => {
		const above = rows[index - 1];
		return above === undefined ? top(row) : (bottom(above) + top(row)) / 2;
	});
	const last = rows.at(-1);
	return last === undefined ? edges : [...edges, bottom(last)];
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
