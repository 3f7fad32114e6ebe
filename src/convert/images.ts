/** Embedded images of a page that are pictures: no icons, backgrounds or scans of the whole page; strips joined. */
import type { Box } from "./blocks.ts";
import { areaOf, holdsCentre, onPage, overlapOf, unionOf } from "./boxes.ts";
import type { PageText } from "./figure-text.ts";
import type { RawPage } from "./raw-page.ts";

/** Smaller than this share of its page, a picture is an icon or a logo. */
const MIN_PAGE_SHARE = 0.012;
const MIN_SIDE_PT = 20;
/** Larger than this, on a page with text, it is the page's background or its scan. */
const MAX_PAGE_SHARE = 0.85;
/** A page with less text than this is its picture. */
const TEXT_PAGE_CHARACTERS = 50;
/** Lines of running text over an image from which it is a background. */
const BACKGROUND_LINES = 3;
/** A large picture under this much of the page's text is a background too. */
const BACKGROUND_SHARE = 0.4;
const BACKGROUND_TEXT_SHARE = 0.5;
const EDGE_PT = 3;
const BANNER_SHARE = 0.2;
const SAME_PICTURE_OVERLAP = 0.8;
const STRIP_TOLERANCE_PT = 1.5;
/** Boxes compared with each other; a picture may be stored in hundreds of strips. */
const MAX_CANDIDATES = 400;

/** Each picture once, on the page. */
export function imageBoxes(page: RawPage, text: PageText): Box[] {
	const pageText = page.words.reduce((sum, word) => sum + word.text.length, 0);
	const boxes: Box[] = [];
	for (const image of page.images.slice(0, MAX_CANDIDATES)) {
		const box = onPage(image, page.widthPt, page.heightPt);
		const tile = boxes.findIndex((other) => isSamePicture(box, other));
		const other = boxes[tile];
		if (other === undefined) boxes.push(box);
		else boxes[tile] = unionOf(other, box);
	}
	const kept = boxes.filter((box) => isPicture(box, page, pageText, text));
	const isPartOf = (box: Box, other: Box) =>
		other !== box && areaOf(other) > areaOf(box) && overlapOf(box, other) > SAME_PICTURE_OVERLAP * areaOf(box);
	return kept.filter((box) => !kept.some((other) => isPartOf(box, other)));
}

function isPicture(box: Box, page: RawPage, pageText: number, text: PageText): boolean {
	const share = areaOf(box) / Math.max(1, page.widthPt * page.heightPt);
	if (share < MIN_PAGE_SHARE || Math.min(box[2] - box[0], box[3] - box[1]) < MIN_SIDE_PT) return false;
	if (pageText < TEXT_PAGE_CHARACTERS) return true;
	if (isBanner(box, page)) return false;
	if (share > MAX_PAGE_SHARE) return false;
	if (text.prose.filter((segment) => holdsCentre(box, segment.box)).length >= BACKGROUND_LINES) return false;
	if (share < BACKGROUND_SHARE) return true;
	let inside = 0;
	for (const word of page.words) if (holdsCentre(box, word.box)) inside += word.text.length;
	return inside < pageText * BACKGROUND_TEXT_SHARE;
}

/** From edge to edge at the top or bottom of the page: a letterhead. */
function isBanner([x0, y0, x1, y1]: Box, { widthPt, heightPt }: RawPage): boolean {
	const isWide = x0 < EDGE_PT && x1 > widthPt - EDGE_PT;
	const isAtEnd = y0 < EDGE_PT || y1 > heightPt - EDGE_PT;
	return isWide && isAtEnd && y1 - y0 < heightPt * BANNER_SHARE;
}

/** One picture drawn twice, or a strip of a picture that is stored in strips: same width or height, edge to edge. */
function isSamePicture(a: Box, b: Box): boolean {
	if (overlapOf(a, b) > SAME_PICTURE_OVERLAP * Math.max(areaOf(a), areaOf(b))) return true;
	const close = (x: number, y: number) => Math.abs(x - y) <= STRIP_TOLERANCE_PT;
	const stacked = close(a[0], b[0]) && close(a[2], b[2]) && (close(a[1], b[3]) || close(b[1], a[3]));
	const beside = close(a[1], b[1]) && close(a[3], b[3]) && (close(a[0], b[2]) || close(b[0], a[2]));
	return stacked || beside;
}
