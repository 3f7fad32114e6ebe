/**
 * Blocks → lines, for formats without printed lines. The text is laid out on a sheet of our own, a column of a table under the other, so that
 * labels and values lie beside and below each other as they do on paper; what is shown is the place of the block, or of the table's cell.
 */
import type { Block, Box } from "../convert/convert.ts";
import { type Segment, splitToken, type TextLine, type Token, textOf } from "./tokens.ts";

const LINE_PT = 14;
const HEIGHT_PT = 10;
const LETTER_PT = 5;
const COLUMN_PT = 2_000;

interface Piece {
	text: string;
	x: number;
	shown: Box;
}

export function blockLines(blocks: readonly Block[]): TextLine[] {
	const lines: TextLine[] = [];
	let y = 0;
	let page = 0;
	const add = (pieces: readonly Piece[], on: number): void => {
		if (on !== page) [page, y] = [on, 0];
		const segments = pieces.flatMap((piece) => toSegment(piece, y, on, lines.length));
		y += LINE_PT;
		const box = segments[0]?.box;
		if (box === undefined) return;
		lines.push({ page: on, index: lines.length, segments, box, heightPt: HEIGHT_PT });
	};
	for (const block of blocks) {
		if (block.table !== undefined) {
			for (const { pieces, page: on } of rowsOf(block)) add(pieces, on);
		} else {
			const marker = block.marker === undefined || block.ordered === true ? "" : `${block.marker} `;
			for (const text of block.text.split("\n")) add([{ text: marker + text, x: 0, shown: block.bbox }], block.page);
		}
		// White between blocks, so that nothing runs from one into the next.
		y += LINE_PT / 2;
	}
	return lines;
}

/** Rows of a table; a cell of several lines gives several. */
function rowsOf({ table, bbox, page }: Block): { pieces: Piece[]; page: number }[] {
	if (table === undefined) return [];
	let on = page;
	return [...table.header, ...table.rows].flatMap((row, index) => {
		if (table.pageBreaks?.includes(index)) on++;
		const [top, bottom] = table.rowEdges?.[index] ?? [bbox[1], bbox[3]];
		const cells = row.map((cell, column): Piece[] => {
			const [left, right] = [table.columnEdges?.[column] ?? bbox[0], table.columnEdges?.[column + 1] ?? bbox[2]];
			const shown: Box = [left, top, right, bottom];
			return cell.split("\n").map((text) => ({ text, x: column * COLUMN_PT, shown }));
		});
		const height = Math.max(1, ...cells.map((lines) => lines.length));
		return Array.from({ length: height }, (_, at) => ({
			page: on,
			pieces: cells.flatMap((lines) => lines.slice(at, at + 1)),
		}));
	});
}

function toSegment({ text, x, shown }: Piece, y: number, page: number, line: number): Segment[] {
	const tokens = [...text.matchAll(/\S+/g)].flatMap((match): Token[] => {
		const left = x + match.index * LETTER_PT;
		const box: Box = [left, y, left + match[0].length * LETTER_PT, y + HEIGHT_PT];
		return splitToken({ text: match[0], page, box, shown });
	});
	const [first, last] = [tokens[0], tokens.at(-1)];
	if (first === undefined || last === undefined) return [];
	return [
		{
			tokens,
			text: textOf(tokens),
			box: [first.box[0], y, last.box[2], last.box[3]],
			page,
			line,
		},
	];
}
