/** Notes at the foot of a column: recognised by size, place and mark, and set behind the page's other text. */
import type { PageBlock } from "./part.ts";

/** Notes are set smaller than text, at most this much of it. */
const NOTE_SIZE = 0.93;
const NOTE_MARK = /^(?:[*†‡§¶#]{1,3}\s?|\[?\d{1,3}(?![\d,])[\].)]?\s?|[a-z]\s)(?=[^\s\d])/u;

/** Blocks with the page's notes marked and last. `heightPt`: notes stand in its lower half. */
export function notesLast(blocks: readonly PageBlock[], heightPt: number): PageBlock[] {
	const textPt = textSize(blocks);
	const notes = new Set<PageBlock>();
	let before: PageBlock | undefined;
	for (const block of blocks) {
		const isSmall = block.sizePt > 0 && block.sizePt <= textPt * NOTE_SIZE && block.bbox[1] > heightPt / 2;
		const isText = block.kind === "paragraph" || block.kind === "list_item";
		const marked = block.kind === "list_item" ? block.ordered === true : NOTE_MARK.test(block.text);
		// A note's second paragraph has no mark of its own.
		const follows = before !== undefined && notes.has(before) && block.sizePt === before.sizePt;
		const isNote = isSmall && isText && (marked || follows) && /\p{L}{3}/u.test(block.text);
		if (isNote && block.runningKey === undefined && isLowest(block, blocks)) notes.add(block);
		before = block;
	}
	if (notes.size === 0) return [...blocks];
	for (const note of notes) toNote(note);
	const text = blocks.filter((block) => !notes.has(block));
	// Behind the text, but before the page number.
	const end = text.findLastIndex((block) => block.runningKey?.startsWith("b|") !== true) + 1;
	return [...text.slice(0, end), ...notes, ...text.slice(end)];
}

/** Nothing larger stands under it: small print in the middle of a column is a caption or a label. */
function isLowest(block: PageBlock, blocks: readonly PageBlock[]): boolean {
	return !blocks.some((other) => {
		const isBelow =
			other.bbox[1] >= block.bbox[3] - 1 && other.bbox[0] < block.bbox[2] && other.bbox[2] > block.bbox[0];
		return isBelow && other.runningKey === undefined && other.sizePt > block.sizePt * 1.05;
	});
}

function toNote(block: PageBlock): void {
	if (block.kind === "list_item") {
		const shift = (block.marker ?? "").length + 1;
		block.text = `${block.marker} ${block.text}`;
		for (const mark of block.marks ?? []) [mark.start, mark.end] = [mark.start + shift, mark.end + shift];
	}
	block.kind = "footnote";
	delete block.level;
	delete block.ordered;
	delete block.marker;
}

/** Size most characters of running text have. */
function textSize(blocks: readonly PageBlock[]): number {
	const characters = new Map<number, number>();
	for (const { kind, sizePt, text } of blocks) {
		if (kind === "paragraph" || kind === "list_item")
			characters.set(sizePt, (characters.get(sizePt) ?? 0) + text.length);
	}
	let [size, most] = [0, 0];
	for (const [each, count] of characters) if (count > most) [size, most] = [each, count];
	return size;
}
