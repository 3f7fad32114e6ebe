/** What the tags say of laid-out blocks: which are list items, what stands for a figure, in which order they are read. */
import type { PageBlock } from "./part.ts";
import type { Word } from "./raw-page.ts";
import type { PageTags, Tag } from "./tags.ts";

const MAX_ALT = 300;
/** Texts that stand for figures without saying anything: names of files, and what Word writes by itself. */
const EMPTY_ALT =
	/^\s*$|\.(?:png|jpe?g|gif|emf|wmf|tiff?|svg|bmp)$|^(?:image|picture|graphic|figure|img|object)[\s_-]*\d*$/i;
const AUTOMATIC = /\s*(?:Description|Beschreibung) (?:automatically generated|automatisch generiert)[^.\n]*\.?\s*$/i;
/** A block stands under another from this overlap of their widths on; a little above it is still beside. */
const TOLERANCE_PT = 3;

/** The tag that all words share; an artifact where the page is tagged and none of them is. */
export function commonTag(words: readonly Word[], isTagged: boolean): Tag | undefined {
	const [first] = words;
	if (!isTagged || first === undefined || words.some((word) => word.tag !== first.tag)) return undefined;
	return first.tag ?? { role: "artifact", order: -1 };
}

/** Makes items and code of what is tagged so, before markers are judged; in running bands alone words without tags are artifacts. */
export function applyTags(blocks: readonly PageBlock[]): void {
	for (const block of blocks) {
		const { tag } = block;
		if (tag?.role === "artifact" && block.runningKey === undefined) delete block.tag;
		if (tag?.role !== "item" || block.kind !== "paragraph") continue;
		// Its marker is drawn, or it is the second piece of its item.
		if (blocks.some((other) => other !== block && other.tag === tag && other.kind === "list_item")) continue;
		Object.assign(block, { kind: "list_item", marker: "•", ordered: false });
	}
}

/** Sets levels of tagged items, which indentation only guesses. */
export function levelItems(blocks: readonly PageBlock[]): void {
	for (const block of blocks) {
		if (block.kind === "list_item" && block.tag?.role === "item") block.level = block.tag.level ?? 0;
	}
}

/** Gives figures without a caption the texts that stand for them, where as many are tagged as were found. */
export function describeFigures(blocks: readonly PageBlock[], { figures }: PageTags): void {
	const found = blocks.filter((block) => block.kind === "figure");
	if (found.length !== figures.length) return;
	const captioned = new Set(blocks.flatMap(({ kind, imageId }) => (kind === "caption" ? [imageId] : [])));
	for (const [i, block] of found.entries()) {
		const alt = (figures[i] ?? "").replace(AUTOMATIC, "").replace(/\s+/g, " ").trim();
		if (captioned.has(block.imageId) || block.text !== "" || EMPTY_ALT.test(alt) || alt.length > MAX_ALT) continue;
		block.text = alt;
	}
}

/**
 * Blocks in the order of the tree where that is an order in which a page can be read: never up within a column. Blocks without a tag
 * stay behind the one they stood behind.
 */
export function inTagOrder(blocks: PageBlock[]): PageBlock[] {
	let last = -1;
	const keyed = blocks.map((block) => {
		const { tag } = block;
		if (tag !== undefined && tag.role !== "artifact") last = tag.order;
		return { block, order: last };
	});
	const sorted = [...keyed].sort((a, b) => a.order - b.order);
	const moved = sorted.some(({ block }, i) => block !== blocks[i]);
	if (!moved) return blocks;
	const ordered = sorted.map(({ block }) => block);
	const climbsSomewhere = ordered.some((block, i) => {
		const before = ordered[i - 1];
		return before !== undefined && climbs(before, block);
	});
	return climbsSomewhere ? blocks : ordered;
}

/** The next block stands above the last one and shares its column, or begins to its left above it. */
function climbs(before: PageBlock, next: PageBlock): boolean {
	if (before.tag === undefined || next.tag === undefined) return false;
	const [a, b] = [before.bbox, next.bbox];
	const isAbove = b[3] < a[1] + TOLERANCE_PT;
	return isAbove && b[0] < a[2] - TOLERANCE_PT;
}
