/** The vocabulary of a converted document: what every pass takes and returns, and what leaves through the door. */
import type { OutlineEntry } from "./outline.ts";

/** PDF points, origin top left, as displayed (page rotation applied). */
export type Box = [x0: number, y0: number, x1: number, y1: number];

export type Format = "pdf" | "text" | "markdown" | "docx" | "xlsx" | "pptx" | "html" | "eml" | "epub" | "csv" | "image";

export interface FormatInfo {
	format: Format;
	contentType: string;
	/** With its dot: `.pdf`. */
	extension: string;
}

/** A document's bytes; `open` may be called several times, and a stream need not be read to its end. */
export interface Source {
	sizeBytes: number;
	open(): Promise<ReadableStream<Uint8Array>>;
}

/** 1-based, inclusive. */
export interface PageRange {
	first: number;
	last: number;
}

export interface Inspection {
	pageCount: number;
	title: string | null;
	/** False when only the fallback reader can open the file: read it whole. */
	splittable: boolean;
	/** Headings as the file's outline lists them; absent where it has none that can be used. */
	outline?: OutlineEntry[];
}

export type BlockKind = "heading" | "paragraph" | "list_item" | "code" | "table" | "figure" | "caption" | "footnote";

/** A cell that covers several places; `row` counts from the first header row on. Its text is in its first place, the others are empty. */
export interface CellSpan {
	row: number;
	column: number;
	rows: number;
	columns: number;
}

export interface TableCells {
	/** Zero or more header rows. */
	header: string[][];
	rows: string[][];
	/** Absent where every cell is one place. */
	spans?: CellSpan[];
	/** x where columns part on the table's (last) page, one more than columns; absent where the format has no places. */
	columnEdges?: number[];
	/** Top and bottom of each row on its page, header rows first. */
	rowEdges?: [top: number, bottom: number][];
	/** Indices of rows (header rows counted) that begin on a new page. */
	pageBreaks?: number[];
	/** The head differs from the body in weight, font or colour: it is one, not just the first row. */
	styledHead?: boolean;
}

/** Content of a block before it has a place in the whole document. */
export interface BlockContent {
	kind: BlockKind;
	/** Heading: 1–6. List item: nesting depth, 0 for the outermost. */
	level?: number;
	/** Plain text, never markup; cells joined by tabs and newlines for a table, the caption for a figure. */
	text: string;
	table?: TableCells;
	ordered?: boolean;
	/** A list item's marker as printed: `•`, `3.`. */
	marker?: string;
	/** Language of code, where known. */
	lang?: string;
}

export interface Block extends BlockContent {
	/** `b000001`, in document order. */
	id: string;
	/** 1-based; of the first page for a block that runs over a page border. */
	page: number;
	bbox: Box;
	/** `Figure.index`, on figures and on the captions that belong to one. */
	figureIndex?: number;
}

/** A word with its place; boxes as displayed but for recognised pages that lie on their side. */
export interface PrintedWord {
	text: string;
	box: Box;
	/** No blank parts it from the word before. */
	glued?: true;
	bold?: true;
	/** Where it stands on the page as displayed, where the page was turned to be read. */
	shown?: Box;
}

/** Words on one baseline, in reading order; cells and columns beside each other are not parted. */
export interface PrintedLine {
	words: PrintedWord[];
}

/** 1-based page and its lines from top to bottom, running headers and footers included. */
export interface PrintedPage {
	page: number;
	lines: PrintedLine[];
}

/** The place of a stretch of a chunk's text. */
export interface ChunkBox {
	page: number;
	bbox: Box;
	/** UTF-16 units of the text, `end` exclusive; the same for a figure, which has no text. */
	start: number;
	end: number;
}

export interface Chunk {
	/** `chunk_0001`, in document order. */
	id: string;
	/** Markdown without figures' images. */
	text: string;
	/** `Figure.id` of figures inside it or named in its text. */
	figureIds: string[];
	pageStart: number;
	pageEnd: number;
	/** Headings above it, outermost first. */
	headingPath: string[];
	/** In the order of the text. A table's rows have places of their own where they are known. */
	boxes: ChunkBox[];
}

export interface Figure {
	/** 1-based, document order. */
	index: number;
	/** `fig_0001`. */
	id: string;
	/** `FigureImage.id`, under which its PNG was handed out. */
	imageId: string;
	/** Its caption, else "Figure on page N". */
	title: string;
	page: number;
	bbox: Box;
	widthPx: number;
	heightPx: number;
	/** `Chunk.id` of chunks that hold or name it. */
	chunkIds: string[];
}

/** A figure's picture, handed out while a part is read. */
export interface FigureImage {
	/** `p{page}-{n}`, n 1-based within the page; the same whenever the same page is read. */
	id: string;
	page: number;
	box: Box;
	widthPx: number;
	heightPx: number;
	png: Uint8Array;
}

export interface Assembled {
	/** A piece of the document's Markdown: pieces are concatenated as they are. */
	markdown: string;
	blocks: Block[];
	chunks: Chunk[];
	figures: Figure[];
}
