import type { Box } from "./blocks.ts";
import { areaOf, holdsCentre, onPage, overlapOf, unionOf } from "./boxes.ts";
import { MAX_FIGURES_PER_PAGE } from "./limits.ts";
import type { RawPage } from "./raw-page.ts";

/** Smaller than this share of its page, a picture is an icon or a rule. */
const MIN_PAGE_SHARE = 0.012;
const MIN_SIDE_PT = 20;
/** Larger than this, on a page with text, it is the page's background or its scan. */
const MAX_PAGE_SHARE = 0.85;
/** A page with less text than this is its picture. */
const TEXT_PAGE_CHARACTERS = 50;
/** A large picture under this much of the page's text is a background too. */
const BACKGROUND_SHARE = 0.4;
const BACKGROUND_TEXT_SHARE = 0.5;
const SAME_PICTURE_OVERLAP = 0.8;
const STRIP_TOLERANCE_PT = 1.5;
/** Boxes compared with each other; a picture may be stored in hundreds of strips. */
const MAX_CANDIDATES = 400;

/** True where a figure block of the first cut is worth showing as a figure. */
export function isFigure(box: Box, page: RawPage, pageText: number): boolean {
	const share = areaOf(box) / Math.max(1, page.widthPt * page.heightPt);
	if (share < MIN_PAGE_SHARE || Math.min(box[2] - box[0], box[3] - box[1]) < MIN_SIDE_PT) return false;
	if (pageText < TEXT_PAGE_CHARACTERS) return true;
	if (share > MAX_PAGE_SHARE) return false;
	if (share < BACKGROUND_SHARE) return true;
	let inside = 0;
	for (const item of page.items) if (holdsCentre(box, item.box)) inside += item.text.length;
	return inside < pageText * BACKGROUND_TEXT_SHARE;
}

/** Boxes of the page's figures in reading order, each once, on the page. Keys are the indices of their blocks. */
export function figureBoxes(page: RawPage): Map<number, Box> {
	const pageText = page.items.reduce((sum, item) => sum + item.text.length, 0);
	const boxes = new Map<number, Box>();
	for (const [index, block] of page.blocks.entries()) {
		if (block.kind !== "figure" || block.box === undefined || boxes.size >= MAX_CANDIDATES) continue;
		const box = onPage(block.box, page.widthPt, page.heightPt);
		const tile = [...boxes].find(([, other]) => isSamePicture(box, other));
		if (tile === undefined) boxes.set(index, box);
		else boxes.set(tile[0], unionOf(tile[1], box));
	}
	const kept = [...boxes].filter(([, box]) => isFigure(box, page, pageText)).slice(0, MAX_FIGURES_PER_PAGE);
	const isPartOf = (box: Box, other: Box) =>
		other !== box && areaOf(other) > areaOf(box) && overlapOf(box, other) > SAME_PICTURE_OVERLAP * areaOf(box);
	return new Map(kept.filter(([, box]) => !kept.some(([, other]) => isPartOf(box, other))));
}

/** One picture drawn twice, or a strip of a picture that is stored in strips: same width or height, edge to edge. */
function isSamePicture(a: Box, b: Box): boolean {
	if (overlapOf(a, b) > SAME_PICTURE_OVERLAP * Math.max(areaOf(a), areaOf(b))) return true;
	const close = (x: number, y: number) => Math.abs(x - y) <= STRIP_TOLERANCE_PT;
	const stacked = close(a[0], b[0]) && close(a[2], b[2]) && (close(a[1], b[3]) || close(b[1], a[3]));
	const beside = close(a[1], b[1]) && close(a[3], b[3]) && (close(a[0], b[2]) || close(b[0], a[2]));
	return stacked || beside;
}
