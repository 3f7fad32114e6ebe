import type { BlockContent, Box } from "./blocks.ts";

/** What the assembler must know of a block's looks to judge it within the whole document. */
export interface PageBlock extends BlockContent {
	bbox: Box;
	/** Height of its commonest font in points, rounded to half a point; 0 where unknown. */
	sizePt: number;
	bold: boolean;
	/** `PageFigure.imageId` of the figure this is, or whose caption this is. */
	imageId?: string;
	/** The caption's number as printed ("3", "2.1"), on figures and their captions. */
	label?: string;
	/** Comparable form of a line in the top or bottom band of its page; a running line repeats it. */
	runningKey?: string;
	/** Markdown as the document itself has it: written as it is, and its kind and level are facts. */
	source?: string;
}

export interface PageFigure {
	/** `p{page}-{n}`: this figure on this page. */
	imageId: string;
	/** `imageId` of the first figure with the same pixels in the part: the one whose picture was handed out. */
	pictureId: string;
	box: Box;
	widthPx: number;
	heightPx: number;
	/** Equal for equal pixels: pictures that return page after page are decoration. */
	fingerprint: string;
}

export interface PageLayout {
	/** 1-based in the whole document. */
	page: number;
	widthPt: number;
	heightPt: number;
	/** In reading order. */
	blocks: PageBlock[];
	figures: PageFigure[];
	/** Which reader the text came from; "none" for a page that could not be read. */
	reader: "liteparse" | "pdfjs" | "text" | "none";
}

/** A repeated line or picture: on how many pages, and between which. */
export interface Recurrence {
	key: string;
	pages: number;
	first: number;
	last: number;
}

/** Bounded facts about a part, small enough to hold for every part at once. */
export interface PartSummary {
	firstPage: number;
	pageCount: number;
	/** [size in points, characters set in it]. */
	sizes: [sizePt: number, characters: number][];
	/** [size in points, bold, number of heading candidates]. */
	headings: [sizePt: number, bold: boolean, count: number][];
	runningLines: Recurrence[];
	figures: { imageId: string; page: number; fingerprint: string; label: string | null }[];
}

/** JSON-serialisable: it is stored between steps. */
export interface Part {
	firstPage: number;
	pages: PageLayout[];
	summary: PartSummary;
	usage: { peakBytes: number };
}
