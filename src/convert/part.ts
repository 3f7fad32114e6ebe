import type { BlockContent, Box, PrintedLine } from "./blocks.ts";
import type { Extraction } from "./ocr-merge.ts";
import type { OcrPlan } from "./ocr-plan.ts";
import type { Tag } from "./tags.ts";

/** Letters `start` to `end` (exclusive) of a block's text. `uri` on links only. */
export interface Mark {
	kind: "bold" | "code" | "link";
	start: number;
	end: number;
	uri?: string;
}

/** What the assembler must know of a block's looks to judge it within the whole document. */
export interface PageBlock extends BlockContent {
	bbox: Box;
	/** Height of its commonest font in points, rounded to half a point; 0 where unknown. */
	sizePt: number;
	bold: boolean;
	/** All its letters are slanted. */
	italic?: boolean;
	/** Its depth in the file's outline, 1 for the outermost. */
	outlineLevel?: number;
	/** What it is in the file's structure tree. */
	tag?: Tag;
	/** Printed lines; absent where unknown. */
	lines?: number;
	/** Space to the block above in the same column, in ems of this block; absent for the first. */
	gapEm?: number;
	/** ARGB of all its letters, where they have a colour of their own. */
	color?: string;
	/** In the outermost band at the top or bottom of its page, where running lines stand. */
	atEdge?: boolean;
	/** Its words stand in several places of a line, as those of a table's head do: no heading. */
	spread?: boolean;
	/** A small line over a heading, which is no heading itself. */
	isKicker?: boolean;
	/** In order of `start`; `text` stays plain. */
	marks?: Mark[];
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
	/** Equal for equal pixels: pictures that return page after page are decoration. Empty where none was drawn. */
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
	/** All its words as printed; absent unless `ReadOptions.lines` asked for them. */
	lines?: PrintedLine[];
	/** Which reader the text came from; "none" for a page that could not be read. */
	reader: "liteparse" | "pdfjs" | "text" | "none";
	/** Where its text comes from; absent for text the file holds. */
	extraction?: Extraction;
}

/** A repeated line or picture: on how many pages, and between which. */
export interface Recurrence {
	key: string;
	pages: number;
	first: number;
	last: number;
}

/** Looks of a heading: its level follows from them. */
export interface HeadingStyle {
	sizePt: number;
	bold: boolean;
	italic: boolean;
	/** Of its number: 2 for "3.1", 0 without one. */
	depth: number;
}

/** How often the file itself gives a level to a style, by its outline or by its tags. */
export interface GivenLevel {
	by: "outline" | "tags";
	style: HeadingStyle;
	level: number;
	count: number;
}

/** Bounded facts about a part, small enough to hold for every part at once. */
export interface PartSummary {
	firstPage: number;
	pageCount: number;
	/** [size in points, characters set in it]. */
	sizes: [sizePt: number, characters: number][];
	/** Styles of blocks that may be headings, each once. */
	headings: HeadingStyle[];
	/** Levels that the file itself gives to headings of a style; absent where it gives none. */
	given?: GivenLevel[];
	/** Entries of the file's outline for these pages, and how many of them stand there; absent where it has none. */
	outline?: { asked: number; found: number };
	/** [short bold text in lower case, occurrences]. */
	labels: [text: string, count: number][];
	runningLines: Recurrence[];
	figures: { imageId: string; page: number; fingerprint: string; label: string | null }[];
	/** Pages whose text was recognised; the others have theirs from the file (`pypdf2`). */
	recognized: { page: number; method: Extraction["method"]; ocrConfidence: number | null }[];
}

/** JSON-serialisable: it is stored between steps. */
export interface Part {
	firstPage: number;
	pages: PageLayout[];
	summary: PartSummary;
	/** What `Converter.recognize` could still read; absent where recognition was done or not wanted. */
	toRecognize?: OcrPlan[];
	usage: { peakBytes: number };
}
