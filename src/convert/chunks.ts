/** Cuts a document into passages for search and citation: whole blocks where they fit, within one section, with their places. */
import type { Chunk, ChunkBox } from "./blocks.ts";
import { mentionedLabels } from "./captions.ts";
import { addBox, type ChunkableBlock, MAX_CHARACTERS, type Piece, piecesOf } from "./chunk-pieces.ts";
import { separator } from "./markdown.ts";
import type { PlacedBlock } from "./paragraphs.ts";

/** A chunk is closed before a block that would make it longer than `MAX_CHARACTERS`, once it has this. Characters. */
const MIN_CHARACTERS = 1200;
/** A longer line over a table or a list is text of its own. */
const MAX_LEAD = 220;
/** What is taken along into the next chunk is not longer: the caption of a table may be a paragraph. */
const MAX_LABELS = 700;

/** What a chunk is made of; of a figure it has the place alone. */
interface Part extends Piece {
	kind: PlacedBlock["kind"];
}

export class Chunker {
	/** Label of a figure ("3") → its id. */
	private readonly labels: ReadonlyMap<string, string>;
	private path: { level: number; text: string }[] = [];
	private count = 0;
	private parts: Part[] = [];
	private length = 0;
	private figureIds: string[] = [];
	private openPath: string[] = [];

	constructor(labels: ReadonlyMap<string, string>) {
		this.labels = labels;
	}

	/** Chunks that this block closes. */
	push(block: ChunkableBlock): Chunk[] {
		const closed: Chunk[] = [];
		if (block.kind === "heading") {
			if (this.parts.some(({ kind }) => kind !== "heading" && kind !== "figure")) closed.push(...this.close());
			const level = block.level ?? 1;
			this.path = [...this.path.filter((above) => above.level < level), { level, text: block.text }];
		}
		if (block.figureId !== undefined) this.figureIds.push(block.figureId);
		if (block.kind === "figure") {
			const boxes = block.boxes.map(({ page, bbox }) => ({ page, bbox, start: 0, end: 0 }));
			this.parts.push({ kind: "figure", text: "", boxes });
			return closed;
		}
		const labels = this.labelsOf(block);
		for (const piece of piecesOf(block, lengthOf(labels))) {
			if (this.length + piece.text.length > MAX_CHARACTERS && this.length > 0) closed.push(...this.closeBefore(block));
			this.parts.push({ ...piece, kind: block.kind });
			this.length += lengthOf([piece]);
			this.openPath = this.path.map((heading) => heading.text);
		}
		return closed;
	}

	end(): Chunk[] {
		return this.close();
	}

	private texts(): Part[] {
		return this.parts.filter(({ kind }) => kind !== "figure");
	}

	/** The last parts, which say what a table or a list is about: captions, headings, a line that ends in a colon. */
	private labelsOf({ kind }: ChunkableBlock): Part[] {
		if (kind !== "table" && kind !== "list_item") return [];
		const before = this.parts.findLastIndex((part) => !isLabel(part, kind));
		// A caption right behind a figure is the figure's.
		const isFigures = this.parts[before]?.kind === "figure" && this.parts[before + 1]?.kind === "caption";
		const labels = this.parts.slice(isFigures ? before + 2 : before + 1);
		return lengthOf(labels) > MAX_LABELS ? [] : labels;
	}

	/** Nothing is closed where only what goes along with the block is there. */
	private closeBefore(block: ChunkableBlock): Chunk[] {
		const onlyHeadings = this.texts().every(({ kind }) => kind === "heading");
		if (onlyHeadings && this.length < MIN_CHARACTERS) return [];
		const labels = this.labelsOf(block);
		const others = this.parts.slice(0, this.parts.length - labels.length);
		if (others.every(({ kind }) => kind === "figure")) return [];
		this.parts = others;
		const closed = this.close();
		this.parts = labels;
		this.length = lengthOf(labels);
		return closed;
	}

	private close(): Chunk[] {
		if (this.texts().length === 0) return [];
		let text = "";
		let before: Part | undefined;
		const boxes: ChunkBox[] = [];
		for (const part of this.parts) {
			if (part.kind !== "figure") {
				text += separator(before, part);
				before = part;
			}
			const at = text.length;
			for (const box of part.boxes) addBox(boxes, { ...box, start: at + box.start, end: at + box.end });
			text += part.text;
		}
		const named = mentionedLabels(text).map((label) => this.labels.get(label));
		const pages = boxes.map((box) => box.page);
		const chunk: Chunk = {
			id: `chunk_${String(++this.count).padStart(4, "0")}`,
			text,
			figureIds: [...new Set([...this.figureIds, ...named])].filter((id) => id !== undefined),
			pageStart: pages.reduce((least, page) => Math.min(least, page), pages[0] ?? 1),
			pageEnd: pages.reduce((most, page) => Math.max(most, page), pages[0] ?? 1),
			headingPath: this.openPath,
			boxes,
		};
		this.parts = [];
		this.length = 0;
		this.figureIds = [];
		return [chunk];
	}
}

/** With the blank line behind each. Characters. */
function lengthOf(parts: readonly Piece[]): number {
	return parts.reduce((sum, { text }) => sum + text.length + 2, 0);
}

function isLabel({ kind, text }: Part, of: "table" | "list_item"): boolean {
	if (kind === "heading") return true;
	if (kind === "caption") return of === "table";
	return kind === "paragraph" && text.length <= MAX_LEAD && /[:：]$/.test(text);
}
