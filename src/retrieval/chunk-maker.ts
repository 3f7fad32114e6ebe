/** Documents → the chunks that are kept of them, each with its head line, its terms and its places. */
import type { PlacedStretch, PlacedText } from "./found-chunk.ts";
import { type Stretch, splitText, tailOf } from "./splitter.ts";
import { type IndexedText, indexText } from "./terms.ts";

/** A chunk but for its document. */
export interface Chunk extends IndexedText, PlacedText {
	index: number;
	/** Behind the head line, of the end of the chunk before, which stands here again. */
	overlapLength: number;
	tokenCount: number;
}

/** A passage as the conversion made it; its boxes are of stretches of `text`. */
export interface Passage {
	id: string;
	text: string;
	figureIds: readonly string[];
	pageStart: number;
	pageEnd: number;
	headingPath: readonly string[];
	boxes: readonly PlacedStretch[];
}

export interface ChunkSizes {
	/** In tokens of four characters. */
	chunkSize: number;
	chunkOverlap: number;
}

export interface Heading {
	title: string;
	correspondent: string | null;
}

const CHARACTERS_A_TOKEN = 4;
/** A long title leaves its chunks this share of their size at least. */
const LEAST_SHARE = 0.25;
/**
 * A passage that a conversion kept whole stays so up to this many times the size: it ends where a section or a table ends, and the
 * default size would cut a few words off every other one.
 */
const PASSAGE_ROOM = 1.25;

/** `[Title: …]` or `[Title: … | From: …]` and a line break, as contracts/library.md 15.1 writes it. */
export function headOf({ title, correspondent }: Heading): string {
	const from = correspondent === null || correspondent === "" ? "" : ` | From: ${oneLine(correspondent)}`;
	return `[Title: ${oneLine(title)}${from}]\n`;
}

/** Chunks of a text without structure; none of a blank one. */
export function* plainChunks(text: string, heading: Heading, sizes: ChunkSizes): Generator<Chunk> {
	const head = headOf(heading);
	let index = 0;
	for (const part of partsOf(text, budgetOf(head, sizes), sizes)) {
		yield { ...withTerms(head, part), ...nowhere, index: index++, headLength: head.length };
	}
}

/** Makes the chunks of a converted document, whose passages come one by one. */
export class PassageChunker {
	readonly #head: string;
	readonly #sizes: ChunkSizes;
	#count = 0;

	constructor(heading: Heading, sizes: ChunkSizes) {
		this.#head = headOf(heading);
		this.#sizes = sizes;
	}

	/** None for a blank passage; several for one that is far too long. */
	*push(passage: Passage): Generator<Chunk> {
		const { text } = passage;
		const budget = budgetOf(this.#head, this.#sizes);
		const isWhole = text.length <= budget * PASSAGE_ROOM;
		const whole: Part = { text, overlapLength: 0, pieces: [{ at: 0, start: 0, end: text.length }] };
		const parts = isWhole ? [whole].filter(() => text.trim() !== "") : partsOf(text, budget, this.#sizes);
		for (const part of parts) {
			const boxes = isWhole ? passage.boxes : placed(passage.boxes, part.pieces);
			const pages = boxes.map(({ page }) => page);
			yield {
				...withTerms(this.#head, part),
				index: this.#count++,
				headLength: this.#head.length,
				headingPath: passage.headingPath,
				pageStart: pages.length === 0 ? passage.pageStart : Math.min(...pages),
				pageEnd: pages.length === 0 ? passage.pageEnd : Math.max(...pages),
				boxes: boxes
					.filter(({ start, end }) => start < end)
					.map((box) => ({ ...box, start: box.start + this.#head.length, end: box.end + this.#head.length })),
				assetsChunk: passage.id,
				figureIds: passage.figureIds,
			};
		}
	}
}

const nowhere = {
	headingPath: [],
	pageStart: null,
	pageEnd: null,
	boxes: [],
	assetsChunk: null,
	figureIds: [],
} as const;

/** A part of a text, the end of the one before in front. */
interface Part {
	text: string;
	overlapLength: number;
	/** Stretches of the whole text, each from `at` on in this one. */
	pieces: readonly (Stretch & { at: number })[];
}

function* partsOf(text: string, budget: number, { chunkOverlap }: ChunkSizes): Generator<Part> {
	let before: Stretch | undefined;
	for (const own of splitText(text, budget)) {
		const overlap = before && tailOf(text, before, chunkOverlap * CHARACTERS_A_TOKEN);
		const front = overlap === undefined ? "" : text.slice(overlap.start, overlap.end);
		const pieces = [{ ...own, at: front.length }];
		if (overlap !== undefined && front !== "") pieces.unshift({ ...overlap, at: 0 });
		yield { text: front + text.slice(own.start, own.end), overlapLength: front.length, pieces };
		before = own;
	}
}

function budgetOf(head: string, { chunkSize }: ChunkSizes): number {
	const size = chunkSize * CHARACTERS_A_TOKEN;
	return Math.max(Math.ceil(size * LEAST_SHARE), size - head.length);
}

function placed(boxes: readonly PlacedStretch[], pieces: Part["pieces"]): PlacedStretch[] {
	return pieces.flatMap(({ at, start, end }) =>
		boxes
			.filter((box) => box.start < end && box.end > start)
			.map((box) => ({
				...box,
				start: at + Math.max(box.start, start) - start,
				end: at + Math.min(box.end, end) - start,
			})),
	);
}

/** The last word of the overlap and the first behind it are two, though nothing stands between them. */
function withTerms(
	head: string,
	{ text, overlapLength }: Part,
): IndexedText & Pick<Chunk, "content" | "tokenCount" | "overlapLength"> {
	const content = head + text;
	const words = overlapLength === 0 ? content : `${head}${text.slice(0, overlapLength)}\n${text.slice(overlapLength)}`;
	return {
		...indexText(words),
		content,
		overlapLength,
		tokenCount: Math.ceil(content.length / CHARACTERS_A_TOKEN),
	};
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, " ").trim();
}
