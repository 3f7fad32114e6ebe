import type { PageBlock, PartSummary } from "./part.ts";

/** Sizes within this ratio are one level: 14.0 and 14.3 are rounding. */
const SAME_LEVEL = 0.94;
/** Larger than body text by this much, a short block is a heading even if the first reader saw a paragraph. */
const PROMOTE = 1.25;
/** Smaller than body text by this much, and not bold, nothing is a heading. */
const DEMOTE = 0.93;
const MAX_HEADING_CHARACTERS = 250;
const MAX_PROMOTED_CHARACTERS = 120;
const MAX_LEVEL = 6;

/** What sizes mean in one document. */
export interface HeadingScale {
	/** Commonest size of running text in points; 0 where the document has none. */
	bodyPt: number;
	/** Smallest size of each level, largest first. */
	levels: { fromPt: number; bold: boolean }[];
}

/** Body size and levels from all parts of a document. */
export function headingScale(summaries: readonly PartSummary[]): HeadingScale {
	const characters = new Map<number, number>();
	const headings = new Map<string, { sizePt: number; bold: boolean }>();
	for (const summary of summaries) {
		for (const [size, count] of summary.sizes) characters.set(size, (characters.get(size) ?? 0) + count);
		for (const [sizePt, bold] of summary.headings) headings.set(`${sizePt}|${bold}`, { sizePt, bold });
	}
	const bodyPt = commonest(characters);
	const sizes = [...headings.values()]
		.filter(({ sizePt, bold }) => isHeadingSize(sizePt, bold, bodyPt))
		.sort((a, b) => b.sizePt - a.sizePt || Number(b.bold) - Number(a.bold));
	return { bodyPt, levels: toLevels(sizes, bodyPt) };
}

/** Level 1–6 for a heading; undefined where the block is none. */
export function headingLevel(block: PageBlock, scale: HeadingScale): number | undefined {
	if (!isHeading(block, scale.bodyPt)) return undefined;
	const index = scale.levels.findIndex(({ fromPt, bold }) => block.sizePt >= fromPt && (block.bold || !bold));
	return Math.min(index === -1 ? Math.max(1, scale.levels.length) : index + 1, MAX_LEVEL);
}

function isHeading(block: PageBlock, bodyPt: number): boolean {
	const { text, sizePt } = block;
	if (!/\p{L}/u.test(text)) return false;
	if (block.kind === "heading") {
		return text.length <= MAX_HEADING_CHARACTERS && isHeadingSize(sizePt, block.bold, bodyPt);
	}
	if (block.kind !== "paragraph" || bodyPt === 0 || sizePt < bodyPt * PROMOTE) return false;
	return text.length <= MAX_PROMOTED_CHARACTERS && /\p{L}{3}/u.test(text) && !/[.,;:]$/.test(text);
}

function isHeadingSize(sizePt: number, bold: boolean, bodyPt: number): boolean {
	return sizePt === 0 || bodyPt === 0 || bold || sizePt >= bodyPt * DEMOTE;
}

/** Sizes clearly above body text make levels by size; at body size, bold and plain make one each. */
function toLevels(sizes: readonly { sizePt: number; bold: boolean }[], bodyPt: number): HeadingScale["levels"] {
	const levels: HeadingScale["levels"] = [];
	let top = 0;
	for (const { sizePt, bold } of sizes) {
		const large = sizePt > bodyPt * 1.08;
		const last = levels.at(-1);
		if (last !== undefined && sizePt >= top * SAME_LEVEL && (large || last.bold === bold)) last.fromPt = sizePt;
		else {
			levels.push({ fromPt: sizePt, bold: bold && !large });
			top = sizePt;
		}
	}
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
