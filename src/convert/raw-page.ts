import type { Box } from "./blocks.ts";
import type { PageTags, Tag } from "./tags.ts";

/** What a reader saw on a page, before any of our passes; the same for both readers. Boxes in points, top left. */
export interface RawPage {
	widthPt: number;
	heightPt: number;
	/** In the order the file prints them, which need not be the reading order. Never blank. */
	words: Word[];
	/** Horizontal and vertical lines, stroked or filled thin; each once. Empty from the second reader. */
	rules: Rule[];
	/** Painted areas: rectangles and paths by their bounding box, thin ones left to `rules`. Empty from the second reader. */
	shapes: Shape[];
	/** Where images are drawn, backgrounds of the whole page left out. Empty from the second reader. */
	images: Box[];
	links: Link[];
	/** Boxes of a form that is filled in on the screen; absent without any, and from the second reader. */
	checks?: Check[];
	/** Why the text may be wrong, so that the second reader is worth its cost: words may be lost, letters mis-mapped or mis-ordered. */
	doubt?: "lost" | "letters" | "overhead";
	/** Of a tagged PDF whose tags are about this page's text. */
	tags?: PageTags;
	/** The first reader's tables, which it found by its own means. */
	tables: RawTable[];
}

/** A box to tick, or one of a group of which one is chosen. */
export interface Check {
	box: Box;
	isTicked: boolean;
}

/** A run of characters without a blank, in one font. */
export interface Word {
	text: string;
	/** Ascent to descent of its font, or the ink's height, as displayed. */
	box: Box;
	/** y of the line the letters stand on; for rotated text the bottom of the box. */
	baseline: number;
	sizePt: number;
	/** Name of the font without its subset tag; empty where unknown. */
	font: string;
	bold: boolean;
	italic: boolean;
	mono: boolean;
	/** ARGB in hex, `ff000000` for black; empty where unknown. */
	color: string;
	/** Index of the text item it came from: words of one item share font and line. */
	item: number;
	/** A space stands before it; the first word of a line may have it or not. */
	gapBefore: boolean;
	/** Clockwise degrees of the writing direction as displayed: 0, 90, 180, 270, or any other for slanted text. */
	rotation: number;
	/** Id of the marked content it is in, in a tagged PDF. */
	contentId?: number;
	/** What the structure tree says of it; the same object for all words of an element. */
	tag?: Tag;
	/** Read from a picture: weight and font are unknown, size and baseline are estimates. */
	ocr?: true;
	/** Of recognised words, 0…100. */
	confidence?: number;
}

/** Horizontal (y0 = y1) or vertical (x0 = x1), left to right and top to bottom. */
export interface Rule {
	x0: number;
	y0: number;
	x1: number;
	y1: number;
	widthPt: number;
	/** ARGB in hex. */
	color: string;
}

export interface Shape {
	box: Box;
	filled: boolean;
	stroked: boolean;
	/** ARGB in hex. */
	fillColor?: string;
	curved: boolean;
}

export interface Link {
	box: Box;
	uri: string;
}

export interface RawTable {
	header: string[];
	rows: string[][];
	box: Box;
}

export function toBox(rect: { x: number; y: number; width: number; height: number }): Box {
	return [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height];
}

/** A word before its looks are known. */
export interface Piece {
	text: string;
	box: Box;
	gapBefore: boolean;
}

/** Words of a text without boxes of their own: its width shared out by characters. */
export function spreadPieces(text: string, box: Box, isRotated = false): Piece[] {
	const perCharacter = (box[2] - box[0]) / Math.max(1, text.length);
	return [...text.matchAll(/\S+/g)].map((match) => ({
		text: match[0],
		box: isRotated
			? box
			: [box[0] + match.index * perCharacter, box[1], box[0] + (match.index + match[0].length) * perCharacter, box[3]],
		gapBefore: match.index > 0,
	}));
}
