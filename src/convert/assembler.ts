/** Parts → one document. Decisions that need the whole document come from the summaries; pages stream through once. */
import type { Assembled, Block, Figure } from "./blocks.ts";
import type { ChunkableBlock } from "./chunk-pieces.ts";
import { Chunker } from "./chunks.ts";
import { givenLevel, type HeadingScale, headingLevel, headingScale, headingText } from "./headings.ts";
import { separator, toMarkdown } from "./markdown.ts";
import { ParagraphJoiner, type PlacedBlock } from "./paragraphs.ts";
import type { Mark, PageBlock, PageLayout, Part, PartSummary, Recurrence } from "./part.ts";
import { countRecurrence, mergeRecurrences, runningKeys } from "./running-lines.ts";
import { TableJoiner } from "./table-join.ts";

/** On this many pages or more, and on this share of those between, one and the same picture is decoration: a logo. */
const DECORATION_PAGES = 3;
const DECORATION_DENSITY = 0.3;
/** A line larger than body text by this much is a title, however often it returns. */
const TITLE_RATIO = 1.3;

export class Assembler {
	private readonly scale: HeadingScale;
	private readonly running: ReadonlySet<string>;
	/** `imageId` → position in the document, for figures that are kept. */
	private readonly order = new Map<string, number>();
	private readonly labels = new Map<string, string>();
	private readonly tables = new TableJoiner();
	private readonly joiner = new ParagraphJoiner();
	private readonly chunker: Chunker;
	private readonly figures = new Map<string, Figure>();
	/** `Figure.id` → chunks that hold or name it; a chunk may name a figure that comes later. */
	private readonly chunkIds = new Map<string, string[]>();
	private previous: Block | undefined;
	private count = 0;

	/** Summaries of all parts, in page order. */
	constructor(summaries: PartSummary[]) {
		this.scale = headingScale(summaries);
		const pageCount = summaries.reduce((sum, summary) => sum + summary.pageCount, 0);
		this.running = runningKeys(mergeRecurrences(summaries.map((summary) => summary.runningLines)), pageCount);
		const all = summaries.flatMap((summary) => summary.figures);
		const decoration = repeated(all);
		for (const { imageId, fingerprint, label } of all) {
			if (decoration.has(fingerprint)) continue;
			const index = this.order.size + 1;
			this.order.set(imageId, index);
			if (label !== null && !this.labels.has(label)) this.labels.set(label, figureId(index));
		}
		this.chunker = new Chunker(this.labels);
	}

	/** Parts in page order. Returns what has become final; figures come with `end`, as any later chunk may name them. */
	add(part: Part): Assembled {
		const out = nothing();
		for (const page of part.pages) {
			// A page of nothing but running lines keeps them: no page may come out empty that had text.
			const strip = page.blocks.some((block) => !this.isRunning(block));
			for (const block of page.blocks) {
				const placed = strip && this.isRunning(block) ? undefined : this.place(block, page);
				if (placed === undefined) continue;
				for (const each of this.tables.push(placed)) {
					for (const ready of this.joiner.push(each)) this.emit(ready, out);
				}
			}
		}
		return out;
	}

	/** The rest: the open paragraph, the last chunk, all figures. */
	end(): Assembled {
		const out = nothing();
		for (const block of this.tables.end()) {
			for (const ready of this.joiner.push(block)) this.emit(ready, out);
		}
		for (const ready of this.joiner.end()) this.emit(ready, out);
		this.close(this.chunker.end(), out);
		if (this.previous !== undefined) out.markdown += "\n";
		out.figures = [...this.figures.values()]
			.sort((a, b) => a.index - b.index)
			.map((figure) => ({ ...figure, chunkIds: this.chunkIds.get(figure.id) ?? [] }));
		return out;
	}

	private isRunning(block: PageBlock): boolean {
		if (givenLevel(block, this.scale) !== undefined) return false;
		if (block.runningKey === undefined) return false;
		if (block.tag?.role !== "artifact" && !this.running.has(block.runningKey)) return false;
		return this.scale.bodyPt === 0 || block.sizePt < this.scale.bodyPt * TITLE_RATIO;
	}

	/** The block as the whole document sees it; undefined where it is decoration. */
	private place(block: PageBlock, page: PageLayout): PlacedBlock | undefined {
		const placed: PlacedBlock = { ...block, page: page.page, boxes: [{ page: page.page, bbox: block.bbox }] };
		if (block.source !== undefined) return placed;
		if (block.imageId !== undefined && !this.order.has(block.imageId)) {
			if (block.kind === "figure") return undefined;
			delete placed.imageId;
		}
		if (block.kind === "figure" && block.imageId !== undefined) this.noteFigure(block, block.imageId, page);
		const level = headingLevel(block, this.scale);
		if (level !== undefined) {
			Object.assign(placed, { kind: "heading", level, text: headingText(block) });
			// A heading is bold by itself, and its number is part of it.
			for (const extra of ["marks", "marker", "ordered"] as const) delete placed[extra];
		} else if (block.kind === "heading") {
			placed.kind = "paragraph";
			delete placed.level;
		}
		return placed;
	}

	private noteFigure(block: PageBlock, imageId: string, page: PageLayout): void {
		const picture = page.figures.find((figure) => figure.imageId === imageId);
		const index = this.order.get(imageId);
		if (picture === undefined || index === undefined) return;
		this.figures.set(imageId, {
			index,
			id: figureId(index),
			imageId: picture.pictureId,
			title: block.text === "" ? `Figure on page ${page.page}` : block.text,
			page: page.page,
			bbox: picture.box,
			widthPx: picture.widthPx,
			heightPx: picture.heightPx,
			chunkIds: [],
		});
	}

	private emit(placed: PlacedBlock, out: Assembled): void {
		const figure = placed.imageId === undefined ? undefined : this.figures.get(placed.imageId);
		const index = placed.imageId === undefined ? undefined : this.order.get(placed.imageId);
		const block = toBlock(placed, `b${String(++this.count).padStart(6, "0")}`, index);
		const titled = block.kind === "figure" && figure !== undefined ? { ...block, text: figure.title } : block;
		const links: { source?: string; figureId?: string; marks?: Mark[] } = {};
		if (placed.marks !== undefined) links.marks = placed.marks;
		if (placed.source !== undefined) links.source = placed.source;
		if (index !== undefined) links.figureId = figureId(index);
		out.blocks.push(titled);
		out.markdown += separator(this.previous, titled) + toMarkdown({ ...titled, ...links });
		this.previous = titled;
		const chunkable: ChunkableBlock = { ...placed, ...titled, ...links };
		this.close(this.chunker.push(chunkable), out);
	}

	private close(chunks: Assembled["chunks"], out: Assembled): void {
		for (const chunk of chunks) {
			out.chunks.push(chunk);
			for (const id of chunk.figureIds) {
				const known = this.chunkIds.get(id);
				if (known === undefined) this.chunkIds.set(id, [chunk.id]);
				else known.push(chunk.id);
			}
		}
	}
}

function toBlock(placed: PlacedBlock, id: string, figureIndex: number | undefined): Block {
	const block: Block = { id, kind: placed.kind, text: placed.text, page: placed.page, bbox: placed.bbox };
	if (placed.level !== undefined) block.level = placed.level;
	if (placed.table !== undefined) block.table = placed.table;
	if (placed.ordered !== undefined) block.ordered = placed.ordered;
	if (placed.marker !== undefined) block.marker = placed.marker;
	if (placed.lang !== undefined) block.lang = placed.lang;
	if (figureIndex !== undefined) block.figureIndex = figureIndex;
	return block;
}

function repeated(figures: readonly { page: number; fingerprint: string }[]): Set<string> {
	const counted = new Map<string, Recurrence>();
	for (const { page, fingerprint } of figures) if (fingerprint !== "") countRecurrence(counted, fingerprint, page);
	const isDecoration = ({ pages, first, last }: Recurrence) =>
		pages >= DECORATION_PAGES && pages / (last - first + 1) >= DECORATION_DENSITY;
	return new Set([...counted.values()].filter(isDecoration).map(({ key }) => key));
}

function figureId(index: number): string {
	return `fig_${String(index).padStart(4, "0")}`;
}

function nothing(): Assembled {
	return { markdown: "", blocks: [], chunks: [], figures: [] };
}
