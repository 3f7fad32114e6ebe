/** A block's Markdown in pieces that fit into a chunk, each with the places of its stretches. */
import type { Box, ChunkBox, TableCells } from "./blocks.ts";
import { escapeText, toMarkdown } from "./markdown.ts";
import type { PlacedBlock, PlacedBox } from "./paragraphs.ts";
import { toPipeTable } from "./table-markdown.ts";

/** A piece is longer only where nothing can be cut: a single row of a table. Characters. */
export const MAX_CHARACTERS = 1800;
/** Sentences and lines are packed up to here, so that a heading still finds room. */
const PACKED_CHARACTERS = MAX_CHARACTERS - 300;

/** A block as it leaves the assembler, with what the chunker needs of it. */
export type ChunkableBlock = Omit<PlacedBlock, "imageId"> & { id: string; figureId?: string };

export interface Piece {
	text: string;
	/** Offsets are the piece's own. */
	boxes: ChunkBox[];
}

/** Cut between rows, lines or sentences. The first piece of a table leaves `room` characters to what is read with it. */
export function piecesOf(block: ChunkableBlock, room: number): Piece[] {
	const whole = toMarkdown(block);
	if (block.kind === "table" && block.table !== undefined) return tablePieces(block.table, block.boxes, whole, room);
	const places = placesIn(block, whole.length);
	if (whole.length <= MAX_CHARACTERS) return [{ text: whole, boxes: clipped(places, 0, whole.length) }];
	if (block.kind === "code") return placed(packed(whole.split("\n"), "\n"), 1, places);
	const text = block.source ?? escapeText(block.text);
	return placed(packed(text.split(/(?<=[.!?।。][)"”’]?)\s+|\n/u).flatMap(bounded), " "), 1, places);
}

/** Which stretch of the block's Markdown stands in which of its boxes: a paragraph may run over columns and pages. */
function placesIn(block: ChunkableBlock, length: number): ChunkBox[] {
	const later = block.boxes.slice(1);
	const cuts = later.flatMap(({ from }) => (from === undefined ? [] : [Math.min(length, markdownLength(block, from))]));
	const areKnown = cuts.length === later.length;
	return block.boxes.map(({ page, bbox }, at) => {
		const start = areKnown ? (cuts[at - 1] ?? 0) : 0;
		return { page, bbox, start, end: areKnown ? (cuts[at] ?? length) : length };
	});
}

/** Of the first `units` of the block's text. */
function markdownLength(block: ChunkableBlock, units: number): number {
	const marks = block.marks?.map((mark) => ({ ...mark, end: Math.min(mark.end, units) }));
	const cut = { ...block, text: block.text.slice(0, units) };
	return toMarkdown(marks === undefined ? cut : { ...cut, marks: marks.filter(({ start, end }) => start < end) })
		.length;
}

/** Pieces that follow each other with `gap` characters between two, in the places of the whole. */
function placed(texts: readonly string[], gap: number, places: readonly ChunkBox[]): Piece[] {
	let at = 0;
	return texts.map((text, index) => {
		// The last one reaches to the end: blanks that were dropped between the others are missing in the count.
		const end = index === texts.length - 1 ? Number.POSITIVE_INFINITY : at + text.length;
		const boxes = clipped(places, at, end).map((box) => ({ ...box, end: Math.min(box.end, text.length) }));
		at += text.length + gap;
		return { text, boxes: boxes.filter(({ start, end: last }) => start < last) };
	});
}

function clipped(places: readonly ChunkBox[], from: number, to: number): ChunkBox[] {
	return places
		.map((place) => ({ ...place, start: Math.max(place.start, from) - from, end: Math.min(place.end, to) - from }))
		.filter(({ start, end }) => start < end);
}

/** Groups of whole rows, each under the header, which has a place only where it is printed. */
function tablePieces(table: TableCells, boxes: readonly PlacedBox[], whole: string, room: number): Piece[] {
	const places = rowPlaces(table, boxes);
	if (whole.length <= MAX_CHARACTERS - room) return [{ text: whole, boxes: lineBoxes(whole, places, boxes) }];
	const headRows = Math.max(1, table.header.length);
	const all = [...table.header, ...table.rows];
	const header = all.slice(0, headRows);
	const headLength = toPipeTable({ header, rows: [] }).length;
	const pieces: Piece[] = [];
	let group: string[][] = [];
	let length = headLength;
	let first = headRows;
	const close = (): void => {
		const text = toPipeTable({ header, rows: group });
		const head = pieces.length === 0 ? places?.slice(0, headRows) : header.map(() => undefined);
		const own = places && [...(head ?? []), ...places.slice(first, first + group.length)];
		pieces.push({ text, boxes: lineBoxes(text, own, boxes) });
		first += group.length;
	};
	for (const row of all.slice(headRows)) {
		const size = row.reduce((sum, cell) => sum + cell.length + 3, 2);
		const most = pieces.length === 0 ? MAX_CHARACTERS - room : MAX_CHARACTERS;
		if (group.length > 0 && length + size > most) {
			close();
			[group, length] = [[], headLength];
		}
		group.push(row);
		length += size;
	}
	close();
	return pieces;
}

type RowPlace = { page: number; bbox: Box } | undefined;

/** Of each row, header rows first; undefined where the places of rows are not known. */
function rowPlaces(table: TableCells, boxes: readonly PlacedBox[]): RowPlace[] | undefined {
	const { rowEdges = [], pageBreaks = [] } = table;
	if (rowEdges.length !== table.header.length + table.rows.length) return undefined;
	if (boxes.length !== pageBreaks.length + 1) return undefined;
	return rowEdges.map(([top, bottom], row) => {
		const box = boxes[pageBreaks.filter((first) => first <= row).length];
		return box && { page: box.page, bbox: [box.bbox[0], top, box.bbox[2], bottom] };
	});
}

/** Rows are lines, whether of pipes or of HTML; what stands between them goes with the row above. */
function lineBoxes(text: string, places: readonly RowPlace[] | undefined, boxes: readonly PlacedBox[]): ChunkBox[] {
	if (places === undefined) return boxes.map(({ page, bbox }) => ({ page, bbox, start: 0, end: text.length }));
	const isRow = text.startsWith("<table>")
		? (line: string) => line.startsWith("<tr>")
		: (_line: string, at: number) => at !== 1;
	const found: ChunkBox[] = [];
	let [start, row] = [0, -1];
	for (const [at, line] of text.split("\n").entries()) {
		const end = Math.min(text.length, start + line.length + 1);
		if (isRow(line, at)) row += 1;
		const place = places[row];
		if (place !== undefined) addBox(found, { ...place, start, end });
		start = end;
	}
	return found;
}

/** Longer where it goes on from the last one. */
export function addBox(boxes: ChunkBox[], box: ChunkBox): void {
	const last = boxes.at(-1);
	if (last?.page === box.page && last.bbox.every((edge, at) => edge === box.bbox[at])) last.end = box.end;
	else boxes.push({ ...box });
}

function packed(parts: readonly string[], glue: string): string[] {
	const pieces: string[] = [];
	let open = "";
	for (const part of parts) {
		if (open !== "" && open.length + part.length > PACKED_CHARACTERS) {
			pieces.push(open);
			open = "";
		}
		open += open === "" ? part : glue + part;
	}
	if (open.trim() !== "") pieces.push(open);
	return pieces;
}

/** A "sentence" without an end, cut at blanks, or hard where it has none; never within a surrogate pair. */
function bounded(sentence: string): string[] {
	if (sentence.length <= MAX_CHARACTERS) return [sentence];
	return sentence.match(/[\s\S]{1,1400}(?=\s|$)|[\s\S]{1,1399}(?![\udc00-\udfff])/g) ?? [sentence];
}
