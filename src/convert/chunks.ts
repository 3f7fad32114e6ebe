/** Cuts a document into passages for search and citation: whole blocks where they fit, within one section, with their places. */
import type { Chunk, ChunkBox } from "./blocks.ts";
import { mentionedLabels } from "./captions.ts";
import { escapeText, separator, toMarkdown } from "./markdown.ts";
import type { PlacedBlock } from "./paragraphs.ts";
import { toPipeTable } from "./table-markdown.ts";

/** A chunk is closed before a block that would make it longer than `MAX`, once it has `MIN`. Characters. */
const MIN_CHARACTERS = 1200;
const MAX_CHARACTERS = 1800;

/** A block as it leaves the assembler, with what the chunker needs of it. */
export type ChunkableBlock = Omit<PlacedBlock, "imageId"> & { id: string; figureId?: string };

export class Chunker {
	/** Label of a figure ("3") → its id. */
	private readonly labels: ReadonlyMap<string, string>;
	private path: { level: number; text: string }[] = [];
	private count = 0;
	private pieces: { text: string; kind: PlacedBlock["kind"] }[] = [];
	private length = 0;
	private boxes: ChunkBox[] = [];
	private figureIds: string[] = [];
	private openPath: string[] = [];

	constructor(labels: ReadonlyMap<string, string>) {
		this.labels = labels;
	}

	/** Chunks that this block closes. */
	push(block: ChunkableBlock): Chunk[] {
		const closed: Chunk[] = [];
		if (block.kind === "heading") {
			if (this.pieces.some((piece) => piece.kind !== "heading")) closed.push(...this.close());
			const level = block.level ?? 1;
			this.path = [...this.path.filter((above) => above.level < level), { level, text: block.text }];
		}
		if (block.figureId !== undefined) this.figureIds.push(block.figureId);
		if (block.kind === "figure") {
			this.boxes.push(...block.boxes);
			return closed;
		}
		for (const text of piecesOf(block)) {
			if (this.length + text.length > MAX_CHARACTERS && this.length > 0) {
				const onlyHeadings = this.pieces.every((piece) => piece.kind === "heading");
				if (this.length >= MIN_CHARACTERS || !onlyHeadings) closed.push(...this.close());
			}
			this.pieces.push({ text, kind: block.kind });
			this.length += text.length + 2;
			this.openPath = this.path.map((heading) => heading.text);
			this.boxes.push(...block.boxes);
		}
		return closed;
	}

	end(): Chunk[] {
		return this.close();
	}

	private close(): Chunk[] {
		if (this.pieces.length === 0) return [];
		let text = "";
		for (const [i, piece] of this.pieces.entries()) text += separator(this.pieces[i - 1], piece) + piece.text;
		const named = mentionedLabels(text).map((label) => this.labels.get(label));
		const pages = this.boxes.map((box) => box.page);
		const chunk: Chunk = {
			id: `chunk_${String(++this.count).padStart(4, "0")}`,
			text,
			figureIds: [...new Set([...this.figureIds, ...named])].filter((id) => id !== undefined),
			pageStart: pages.reduce((least, page) => Math.min(least, page), pages[0] ?? 1),
			pageEnd: pages.reduce((most, page) => Math.max(most, page), pages[0] ?? 1),
			headingPath: this.openPath,
			boxes: distinct(this.boxes),
		};
		this.pieces = [];
		this.length = 0;
		this.boxes = [];
		this.figureIds = [];
		return [chunk];
	}
}

/** A block's Markdown in pieces of at most `MAX_CHARACTERS`, where it can be cut: between rows, lines or sentences. */
function piecesOf(block: ChunkableBlock): string[] {
	const whole = toMarkdown(block);
	if (whole.length <= MAX_CHARACTERS) return [whole];
	if (block.kind === "table" && block.table !== undefined) return tablePieces(block.table);
	if (block.kind === "code") return packed(whole.split("\n"), "\n");
	const text = block.source ?? escapeText(block.text);
	return packed(text.split(/(?<=[.!?।。][)"”’]?)\s+|\n/u).flatMap(bounded), " ");
}

/** Groups of whole rows, each under the header. A single row longer than a chunk stays whole. */
function tablePieces(table: NonNullable<PlacedBlock["table"]>): string[] {
	const header = table.header.length > 0 ? table.header : table.rows.slice(0, 1);
	const rows = table.header.length > 0 ? table.rows : table.rows.slice(1);
	const headLength = toPipeTable({ header, rows: [] }).length;
	const pieces: string[] = [];
	let group: string[][] = [];
	let length = headLength;
	for (const row of rows) {
		const size = row.reduce((sum, cell) => sum + cell.length + 3, 2);
		if (group.length > 0 && length + size > MAX_CHARACTERS) {
			pieces.push(toPipeTable({ header, rows: group }));
			[group, length] = [[], headLength];
		}
		group.push(row);
		length += size;
	}
	pieces.push(toPipeTable({ header, rows: group }));
	return pieces;
}

function packed(parts: readonly string[], glue: string): string[] {
	const pieces: string[] = [];
	let open = "";
	for (const part of parts) {
		if (open !== "" && open.length + part.length > MAX_CHARACTERS - 300) {
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

function distinct(boxes: readonly ChunkBox[]): ChunkBox[] {
	const seen = new Set<string>();
	return boxes.filter(({ page, bbox }) => {
		const key = `${page}:${bbox.join()}`;
		return seen.has(key) ? false : seen.add(key);
	});
}
