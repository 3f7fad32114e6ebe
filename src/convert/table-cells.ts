/** A frame and its words → the texts of its cells. */
import type { Box, CellSpan, TableCells } from "./blocks.ts";
import { boxOf, type Line, toLines } from "./lines.ts";
import type { Word } from "./raw-page.ts";
import { type Frame, frameBox, intervalOf, isLeader, isNumeric, wordX, wordY } from "./table-frame.ts";
import { joinHyphen, normalized } from "./text.ts";

/** A cell's line whose pitch to the one above is larger than this many ems starts anew instead of going on. */
const NEW_LINE_EM = 1.9;
/** A gap from this many ems parts words of two text items. */
const SPACE_EM = 0.12;
const BULLET = /^(?:[•◦▪‣●○■–—*·]|\(?[a-z\d]{1,2}[.)])$/;
const NO_WORDS: ReadonlySet<string> = new Set();

/** Words of each cell; those of a span lie in its first cell. */
function cellWords(frame: Frame): Word[][][] {
	const grid: Word[][][] = Array.from({ length: frame.ys.length - 1 }, () =>
		Array.from({ length: frame.xs.length - 1 }, () => []),
	);
	const owner = ownersOf(frame.spans);
	for (const word of frame.words) {
		const row = intervalOf(frame.ys, wordY(word));
		const column = intervalOf(frame.xs, wordX(word));
		const span = owner.get(`${row},${column}`);
		grid[span?.row ?? row]?.[span?.column ?? column]?.push(word);
	}
	return grid;
}

/** The table as text. Rows and columns without a word are dropped, spans follow. */
export function toCells(frame: Frame): TableCells {
	const words = cellWords(frame);
	const texts = words.map((row) => row.map(cellText));
	const keepRows = texts.map((row) => row.some((text) => text !== ""));
	const keepColumns = (texts[0] ?? []).map((_, column) => texts.some((row) => row[column] !== ""));
	const rowMap = indexMap(keepRows);
	const columnMap = indexMap(keepColumns);
	const all = texts.filter((_, row) => keepRows[row]).map((row) => row.filter((_, column) => keepColumns[column]));
	const spans = frame.spans.flatMap((span) => shrunk(span, rowMap, columnMap));
	const head = headRows(frame, all, spans);
	const table: TableCells = { header: all.slice(0, head), rows: all.slice(head) };
	if (spans.length > 0) table.spans = spans;
	table.columnEdges = [...frame.xs.slice(0, -1).filter((_, column) => keepColumns[column]), frame.xs.at(-1) ?? 0];
	table.rowEdges = frame.ys.flatMap((top, row): [number, number][] =>
		keepRows[row] ? [[top, frame.ys[row + 1] ?? top]] : [],
	);
	if (
		head > 0 &&
		isStyled(
			words.filter((_, row) => keepRows[row]),
			head,
		)
	)
		table.styledHead = true;
	return table;
}

/** Place of each kept index among the kept ones; for a dropped one the place where it would be. */
function indexMap(keep: readonly boolean[]): number[] {
	const map: number[] = [];
	let next = 0;
	for (const kept of keep) {
		map.push(next);
		if (kept) next++;
	}
	map.push(next);
	return map;
}

function shrunk(span: CellSpan, rowMap: readonly number[], columnMap: readonly number[]): CellSpan[] {
	const row = rowMap[span.row] ?? 0;
	const column = columnMap[span.column] ?? 0;
	const rows = (rowMap[span.row + span.rows] ?? row) - row;
	const columns = (columnMap[span.column + span.columns] ?? column) - column;
	return rows * columns > 1 ? [{ row, column, rows, columns }] : [];
}

/** Rows of the head: as lines tell, stretched over spans that begin in it; none where the first row holds figures only. */
function headRows(frame: Frame, rows: readonly string[][], spans: readonly CellSpan[]): number {
	if (rows.length < 2) return 0;
	let head = frame.headRows ?? 1;
	if (frame.headRows === undefined) {
		const filled = (rows[0] ?? []).slice(1).filter((text) => text !== "");
		if (filled.length > 0 && filled.every((text) => isNumeric(text) && !/^(?:19|20)\d\d/.test(text))) return 0;
		if (spans.some((span) => span.row === 0 && span.columns > 1 && span.columns < (rows[0]?.length ?? 0))) head = 2;
	}
	for (const span of spans) if (span.row < head) head = Math.max(head, Math.min(span.row + span.rows, 4));
	return Math.min(head, rows.length - 1);
}

/** Whether the head's words look unlike the body's: bold where those are not, or in another font or colour. */
function isStyled(rows: readonly Word[][][], head: number): boolean {
	const top = rows.slice(0, head).flat(2);
	const body = rows.slice(head).flat(2);
	if (top.length === 0 || body.length === 0) return false;
	const share = (words: readonly Word[], test: (word: Word) => boolean) => words.filter(test).length / words.length;
	if (share(top, (word) => word.bold) > 0.9 && share(body, (word) => word.bold) < 0.5) return true;
	const color = top[0]?.color;
	return share(top, (word) => word.color === color) > 0.9 && share(body, (word) => word.color === color) < 0.2;
}

/** Text of a cell: wrapped lines joined, hyphens mended, list items on lines of their own. */
function cellText(words: readonly Word[]): string {
	if (words.length === 0) return "";
	const rotated = words.filter((word) => word.rotation !== 0);
	const lines = toLines(words.filter((word) => !isLeader(word.text)));
	let text = "";
	let before: Line | undefined;
	for (const line of lines) {
		const own = lineText(line.words);
		text = before === undefined ? own : joinedLines(text, own, before, line);
		before = line;
	}
	const turned = rotated
		.sort((a, b) => a.item - b.item)
		.map((word) => word.text)
		.join(" ");
	return [text, turned]
		.filter((each) => each !== "")
		.join(" ")
		.split("\n")
		.map(normalized)
		.join("\n");
}

function joinedLines(text: string, next: string, above: Line, below: Line): string {
	if (BULLET.test(below.words[0]?.text ?? "")) return `${text}\n${next}`;
	if (below.baseline - above.baseline > below.sizePt * NEW_LINE_EM) return `${text} ${next}`;
	const cut = /^(.*?)(\p{L}+)-$/su.exec(text);
	const rest = /^(\p{Ll}+)(.*)$/su.exec(next);
	const mono = above.words.at(-1)?.mono === true && below.words[0]?.mono === true;
	const [left, right] = [above.words.at(-1)?.text ?? "", below.words[0]?.text ?? ""];
	if (mono && /[-_/.]$/.test(left)) return text + next;
	// Names of files, options and addresses keep the hyphen they are cut at.
	if (/\p{L}-$/u.test(left) && (/^--|[\d._/@]/.test(left) || /[\d_/@]|\.\w/.test(right))) return text + next;
	if (/\w\/$/.test(left) && /\.\w|[/_-]/.test(right)) return text + next;
	if (cut !== null && rest !== null) {
		const word = joinHyphen(cut[2] ?? "", rest[1] ?? "", NO_WORDS);
		if (word !== undefined) return `${cut[1]}${word}${rest[2]}`;
	}
	return `${text} ${next}`;
}

function lineText(words: readonly Word[]): string {
	let text = "";
	let before: Word | undefined;
	for (const word of words) {
		const gap = before === undefined ? 0 : word.box[0] - before.box[2];
		const apart =
			before !== undefined &&
			(before.item === word.item ? word.gapBefore : gap > word.sizePt * SPACE_EM || word.gapBefore);
		text += apart ? ` ${word.text}` : word.text;
		before = word;
	}
	return text;
}

function ownersOf(spans: readonly CellSpan[]): Map<string, CellSpan> {
	const owners = new Map<string, CellSpan>();
	for (const span of spans) {
		for (let row = span.row; row < span.row + span.rows; row++) {
			for (let column = span.column; column < span.column + span.columns; column++)
				owners.set(`${row},${column}`, span);
		}
	}
	return owners;
}

/** The region the table covers: its frame and whatever its words stick out. */
export function tableBox(frame: Frame): Box {
	const box = frameBox(frame);
	const ink = boxOf(frame.words);
	return frame.kind === "grid"
		? box
		: [Math.min(box[0], ink[0]), Math.min(box[1], ink[1]), Math.max(box[2], ink[2]), Math.max(box[3], ink[3])];
}
