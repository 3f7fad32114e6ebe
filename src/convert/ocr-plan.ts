/** Which pages, and which pictures on them, are worth reading by OCR. Decided from what a reader saw, without pixels. */
import type { Box } from "./blocks.ts";
import { MAX_OCR_REGIONS } from "./limits.ts";
import { isNonsense } from "./plausibility.ts";
import type { RawPage } from "./raw-page.ts";

export type OcrChoice = "auto" | "always" | "never";

/** JSON-serialisable: it travels in a message of its own. */
export interface OcrPlan {
	/** 1-based in the whole document. */
	page: number;
	/** The whole page is read; regions are then empty. */
	whole: boolean;
	/** Pictures that may hold text, in points on the page. */
	regions: Box[];
	/** Of documents without places on pages: which of the page's pictures `regions` are, counted from 0. */
	pictures?: number[];
	/** Words that the page has as text. Given where they may be all there is to read: a title page, a slide. */
	printed?: Box[];
}

/** A page with fewer characters has no text layer worth the name, or only a stamp on a scan (contracts/tagging.md 12.2). */
const FEW_CHARACTERS = 150;
/** Pictures that cover this share of a page with few characters are a scan in pieces. */
const SCAN_SHARE = 0.5;
/** Glyphs drawn as outlines: filled curves of letter size, so many of them for each character of text. */
const OUTLINES_PER_CHARACTER = 2;
const MIN_OUTLINES = 100;
const GLYPH_PT = [3, 40] as const;
/** A picture from this share of the page on may hold text; a smaller one is an icon. */
const MIN_PICTURE_SHARE = 0.012;
/** A picture with more printed words on it is a background or has its labels as text. */
const MAX_WORDS_INSIDE = 6;
/** Lower or narrower than this it has no room for a line. */
const MIN_PICTURE_SIDE_PT = 18;

/** What is worth recognising on the page; undefined for nothing. */
export function pagesToRecognize(raw: RawPage, page: number, choice: OcrChoice = "auto"): OcrPlan | undefined {
	if (choice === "never") return undefined;
	if (choice === "always") return { page, whole: true, regions: [] };
	if (lacksText(raw)) return { page, whole: true, regions: [], ...printedOn(raw) };
	const regions = textPictures(raw);
	return regions.length === 0 ? undefined : { page, whole: false, regions };
}

/**
 * No text layer, or one that does not say what is printed. A full-page image is not among the reader's images, so a page with few
 * characters and nothing else counts as well: it is looked at, and is left alone where it is blank.
 */
function lacksText(raw: RawPage): boolean {
	const texts = raw.words.map((word) => word.text);
	if (isNonsense(texts)) return true;
	const characters = texts.reduce((sum, text) => sum + text.length, 0);
	const outlines = outlineCount(raw);
	if (outlines >= MIN_OUTLINES && outlines > characters * OUTLINES_PER_CHARACTER) return true;
	if (characters >= FEW_CHARACTERS) return false;
	const pictures = raw.images.reduce((sum, box) => sum + area(box), 0);
	return raw.images.length === 0 || pictures >= raw.widthPt * raw.heightPt * SCAN_SHARE;
}

/** Sensible words and no picture that a reader would have told of: what else is on the page decides. */
function printedOn(raw: RawPage): { printed?: Box[] } {
	const { words } = raw;
	if (words.length === 0 || raw.images.length > 0 || isNonsense(words.map((word) => word.text))) return {};
	return outlineCount(raw) >= MIN_OUTLINES ? {} : { printed: words.map((word) => word.box) };
}

function outlineCount(raw: RawPage): number {
	let count = 0;
	for (const { box, curved, filled } of raw.shapes) {
		const [width, height] = [box[2] - box[0], box[3] - box[1]];
		if (filled && curved && height >= GLYPH_PT[0] && height <= GLYPH_PT[1] && width <= height * 3) count++;
	}
	return count;
}

function textPictures(raw: RawPage): Box[] {
	const least = raw.widthPt * raw.heightPt * MIN_PICTURE_SHARE;
	return raw.images
		.map((box) => clipped(box, raw))
		.filter((box) => area(box) >= least && Math.min(box[2] - box[0], box[3] - box[1]) >= MIN_PICTURE_SIDE_PT)
		.filter((box) => wordsInside(raw, box) <= MAX_WORDS_INSIDE)
		.sort((a, b) => area(b) - area(a))
		.slice(0, MAX_OCR_REGIONS);
}

function wordsInside(raw: RawPage, box: Box): number {
	let count = 0;
	for (const word of raw.words) {
		const [x, y] = [(word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2];
		if (x > box[0] && x < box[2] && y > box[1] && y < box[3]) count++;
	}
	return count;
}

function clipped(box: Box, { widthPt, heightPt }: RawPage): Box {
	return [Math.max(0, box[0]), Math.max(0, box[1]), Math.min(widthPt, box[2]), Math.min(heightPt, box[3])];
}

function area(box: Box): number {
	return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}
