/** Headings and their levels, decided over the whole document: what a size means only its other sizes tell. */
import { type GivenLevels, isOtherwiseTagged, keyOf, mergeGiven, settledLevels, tagLevel } from "./given-levels.ts";
import type { HeadingStyle, PageBlock, PartSummary } from "./part.ts";

/** Larger than body text by this much, a short block is a heading: 13 over 11 points is, 14 over 12 only in bold. */
const LARGE = 1.17;
/** Bold and larger by this much, too. */
const BOLD_LARGE = 1.06;
/** Bold at body size, set off by this much space above, in ems. */
const SET_OFF_EM = 0.35;
/** Smaller than body text by this much, nothing is a heading. */
const SMALL = 0.93;
/** Large enough to stand in the margin band: a title, not a running line. */
const TITLE = 1.5;
const MAX_CHARACTERS = 200;
const MAX_BOLD_CHARACTERS = 110;
const MAX_LINES = 5;
/** A bold text at body size that occurs so often is a label of generated documents ("Example", "Parameters"). */
const LABEL_COUNT = 3;
const MAX_LABEL_CHARACTERS = 60;
/** Sizes within this ratio are one level: 14.0 and 14.3 are rounding. */
const SAME_LEVEL = 0.94;
const MAX_LEVEL = 6;
/** Candidates of one page that count; a page has fewer headings, a hostile one thousands of styles. */
export const MAX_CANDIDATES_PER_PAGE = 60;

/** What sizes and styles mean in one document. */
export interface HeadingScale {
	/** Commonest size of running text in points; 0 where the document has none. */
	bodyPt: number;
	/** `keyOf` → level. */
	levels: ReadonlyMap<string, number>;
	/** Texts, lower case, that are labels. */
	labels: ReadonlySet<string>;
	/** What of the file's own levels is believed. */
	given: GivenLevels;
}

/** Whether a block looks like a heading as far as its page tells; size and weight are judged later. */
export function isHeadingCandidate(block: PageBlock): boolean {
	const text = headingText(block);
	if (block.kind !== "paragraph" && block.kind !== "heading" && !isNumberedItem(block)) return false;
	if (
		block.sizePt === 0 ||
		block.isKicker === true ||
		block.spread === true ||
		text.length > MAX_CHARACTERS ||
		(block.lines ?? 1) > MAX_LINES
	)
		return false;
	// An entry of a table of contents ends in leaders and a page number.
	return isWorded(text) && !/^[*†‡]|[,;]$|(?:\.\s?){4,}[\divxlc]*$/i.test(text);
}

/** Of words, not of a formula's signs: at least half are letters, its own number left out. */
function isWorded(text: string): boolean {
	const rest = text.replace(/^[\d.IVX()\s]+(?=\p{L})/u, "").replace(/\s/g, "");
	const letters = rest.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
	return letters * 2 >= rest.length && /\p{L}{2}|^\p{L}$|\p{Lo}/u.test(text);
}

/** A heading's text with its number, which a list item keeps apart. */
export function headingText(block: PageBlock): string {
	return block.kind === "list_item" ? `${block.marker} ${block.text}` : block.text;
}

/** "2. Methods" looks like a list item until its style tells; bullets are never headings. */
function isNumberedItem(block: PageBlock): boolean {
	return block.kind === "list_item" && block.ordered === true && /^(?:\d|[IVX]+\.|[A-Z]\.)/.test(block.marker ?? "");
}

/** Facts about a candidate that its document needs. */
export function styleOf(block: PageBlock): HeadingStyle {
	const { sizePt, italic = false } = block;
	return { sizePt, bold: block.bold || isColored(block), italic, depth: numberDepth(headingText(block)) };
}

/** Body size, levels and labels from all parts of a document. */
export function headingScale(summaries: readonly PartSummary[]): HeadingScale {
	const characters = new Map<number, number>();
	const styles = new Map<string, HeadingStyle>();
	const counts = new Map<string, number>();
	for (const summary of summaries) {
		for (const [size, count] of summary.sizes) characters.set(size, (characters.get(size) ?? 0) + count);
		for (const style of summary.headings) styles.set(keyOf(style), style);
		for (const [label, count] of summary.labels) counts.set(label, (counts.get(label) ?? 0) + count);
	}
	const bodyPt = commonest(characters);
	const labels = new Set([...counts].filter(([, count]) => count >= LABEL_COUNT).map(([label]) => label));
	const given = mergeGiven(summaries);
	return { bodyPt, labels, given, levels: settledLevels(toLevels([...styles.values()], bodyPt), given) };
}

/** Level 1–6 for a heading; undefined where the block is none. */
export function headingLevel(block: PageBlock, scale: HeadingScale): number | undefined {
	const given = givenLevel(block, scale);
	if (given !== undefined) return Math.min(given, MAX_LEVEL);
	if (!isHeading(block, scale)) return undefined;
	return Math.min(scale.levels.get(keyOf(styleOf(block))) ?? tagLevel(block) ?? MAX_LEVEL, MAX_LEVEL);
}

/** Level that the file itself gives to the block, where its levels are believed. */
export function givenLevel(block: PageBlock, { given }: HeadingScale): number | undefined {
	return given.by === "outline" ? block.outlineLevel : given.by === "tags" ? tagLevel(block) : undefined;
}

function isHeading(block: PageBlock, scale: HeadingScale): boolean {
	const { bodyPt, given } = scale;
	if (bodyPt === 0 || !isHeadingCandidate(block)) return false;
	if (given.believesTags && tagLevel(block) !== undefined) return true;
	const text = headingText(block);
	const ratio = block.sizePt / bodyPt;
	if (isOtherwiseTagged(block, ratio >= LARGE, given)) return false;
	if (block.atEdge === true && ratio < TITLE) return false;
	if (ratio >= LARGE) return !/[.:]$/.test(text) || (text.length < MAX_BOLD_CHARACTERS && !/^\p{Ll}/u.test(text));
	if (!(block.bold || isColored(block)) || ratio < SMALL || text.length > MAX_BOLD_CHARACTERS || /[.:]$/.test(text))
		return false;
	if (ratio >= BOLD_LARGE) return true;
	if (scale.labels.has(labelOf(block) ?? "")) return false;
	return block.color !== undefined || block.gapEm === undefined || block.gapEm >= SET_OFF_EM;
}

/** One line in a colour of its own with space above, no link: set off like a bold one. */
function isColored({ color, lines, gapEm = 0, marks = [] }: PageBlock): boolean {
	return color !== undefined && lines === 1 && gapEm >= SET_OFF_EM && !marks.some((mark) => mark.kind === "link");
}

/** Form in which a possible label is counted; undefined for text that is long, not bold, or in a colour that sets it off. */
export function labelOf(block: PageBlock): string | undefined {
	return block.bold && block.color === undefined && block.text.length <= MAX_LABEL_CHARACTERS
		? block.text.toLowerCase()
		: undefined;
}

function isHeadingSize({ sizePt, bold }: HeadingStyle, bodyPt: number): boolean {
	return sizePt >= bodyPt * LARGE || (bold && sizePt >= bodyPt * SMALL);
}

/** 1 for "3 Results" and "IV. Results", 2 for "3.1 Data"; 0 without a number. */
function numberDepth(text: string): number {
	const number = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{L}/u.exec(text)?.[1];
	if (number !== undefined) return number.split(".").length;
	return /^[IVX]{1,5}\.\s/.test(text) ? 1 : 0;
}

/** Slanted headings stand under upright ones of their size. */
function slant({ italic }: HeadingStyle): number {
	return Number(italic);
}

/**
 * Levels by size, largest first; at body size bold and plain are one each, slanted ones come next; within one style a deeper number is a deeper level, and
 * headings without numbers go with the outermost.
 */
function toLevels(styles: readonly HeadingStyle[], bodyPt: number): Map<string, number> {
	const sorted = styles
		.filter((style) => isHeadingSize(style, bodyPt))
		.sort((a, b) => b.sizePt - a.sizePt || Number(b.bold) - Number(a.bold) || slant(a) - slant(b) || a.depth - b.depth);
	const levels = new Map<string, number>();
	let level = 0;
	let tier: HeadingStyle[] = [];
	const close = () => {
		const depths = [...new Set(tier.map((style) => style.depth).filter((depth) => depth > 0))].sort((a, b) => a - b);
		for (const style of tier) levels.set(keyOf(style), level + Math.max(1, depths.indexOf(style.depth) + 1));
		level += tier.length === 0 ? 0 : Math.max(1, depths.length);
		tier = [];
	};
	for (const style of sorted) {
		const [top] = tier;
		const isLarge = style.sizePt > bodyPt * 1.08;
		if (
			top !== undefined &&
			(style.sizePt < top.sizePt * SAME_LEVEL || (!isLarge && style.bold !== top.bold) || style.italic !== top.italic)
		)
			close();
		tier.push(style);
	}
	close();
	return levels;
}

/** The size most characters have; of two, the smaller, so that the order of parts does not matter. */
function commonest(characters: ReadonlyMap<number, number>): number {
	let best = 0;
	let most = 0;
	for (const [size, count] of characters) {
		if (size > 0 && (count > most || (count === most && size < best))) [best, most] = [size, count];
	}
	return best;
}
