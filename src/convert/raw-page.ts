import type { Box } from "./blocks.ts";

/** What a reader saw on a page, before any of our passes; the same for both readers. Boxes in points, top left. */
export interface RawPage {
	widthPt: number;
	heightPt: number;
	items: RawItem[];
	/** First cut, in reading order. */
	blocks: RawBlock[];
}

export interface RawItem {
	text: string;
	box: Box;
	sizePt: number;
	bold: boolean;
	mono: boolean;
}

export interface RawBlock {
	/** heading, paragraph, list_item, code, table, grid_fallback, rule, figure. */
	kind: string;
	text: string;
	level: number;
	ordered: boolean;
	marker: string;
	lang: string;
	/** Of code and grid_fallback. */
	lines: string[];
	header: string[];
	rows: string[][];
	box: Box | undefined;
}

export function toBox(rect: { x: number; y: number; width: number; height: number }): Box {
	return [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height];
}
