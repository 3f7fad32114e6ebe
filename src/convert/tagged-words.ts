/** Words of a tagged page → each with its tag, where the page's tags are about its text. */
import type { RawPage, Word } from "./raw-page.ts";
import { type PageTags, readTags, type Tag, type TagElement } from "./tags.ts";

/** Share of the text, running lines left out, that must be tagged. */
const MIN_TAGGED = 0.9;
/** Running lines, which are artifacts in a good file, stand within this share of the height at the top and bottom. */
const MARGIN = 0.12;
/** Characters of a heading and of a list item; longer ones are tagged by their looks, or not at all. */
const MAX_HEADING = 200;
const MAX_ITEM = 1500;
/** Headings on a page of text are its smaller part; a title page may have nothing else. */
const MAX_HEADING_SHARE = 0.4;
const MUCH_TEXT = 400;
/** No space within a cell's text is so wide. */
const GUTTER_EM = 0.75;

/** Words and tags for the page; the words as they are where its tags are not to be believed. */
export function withTags(
	words: Word[],
	heightPt: number,
	roots: readonly TagElement[],
): Pick<RawPage, "words" | "tags"> {
	if (roots.length === 0) return { words };
	const tags = readTags(roots);
	const tagged = spread(words, tags).map((word): Word => {
		const tag = word.contentId === undefined ? undefined : tags.byContent.get(word.contentId);
		return tag === undefined ? word : { ...word, tag };
	});
	if (!coversText(tagged, heightPt)) return { words };
	takeBack(tagged);
	markProse(tagged);
	return { words: tagged, tags };
}

/** All but a tenth of what stands between the margins, or on the page where nothing else is. */
function coversText(words: readonly Word[], heightPt: number): boolean {
	const inner = words.filter(({ box }) => box[1] > heightPt * MARGIN && box[3] < heightPt * (1 - MARGIN));
	const judged = inner.length > 0 ? inner : words;
	const isTagged = ({ tag }: Word) => tag !== undefined && tag.role !== "artifact";
	return judged.some(isTagged) && characters(judged.filter(isTagged)) >= characters(judged) * MIN_TAGGED;
}

/** Roles that cannot be true become plain text. */
function takeBack(words: readonly Word[]): void {
	const lengths = new Map<Tag, number>();
	for (const { tag, text } of words) if (tag !== undefined) lengths.set(tag, (lengths.get(tag) ?? 0) + text.length);
	let [all, inHeadings] = [0, 0];
	for (const [tag, length] of lengths) {
		all += length;
		if (tag.role === "heading") inHeadings += length;
		if ((tag.role === "heading" && length > MAX_HEADING) || (tag.role === "item" && length > MAX_ITEM)) toText(tag);
	}
	if (all > MUCH_TEXT && inHeadings > all * MAX_HEADING_SHARE)
		for (const tag of lengths.keys()) if (tag.role === "heading") toText(tag);
}

/** Marks what has as many letters of a text font as of a monospaced one. */
function markProse(words: readonly Word[]): void {
	const balance = new Map<Tag, number>();
	for (const { tag, text, mono } of words) {
		if (tag === undefined || tag.role === "code" || tag.role === "artifact") continue;
		balance.set(tag, (balance.get(tag) ?? 0) + (mono ? -text.length : text.length));
	}
	for (const [tag, more] of balance) if (more > 0) tag.isProse = true;
}

function toText(tag: Tag): void {
	tag.role = "text";
	delete tag.level;
}

/**
 * The reader gives a run of text the content id of its first letter, though a run may go on in the next cell. Ids that no run begins
 * with belong to the end of the run before: it is cut at its widest gaps, if those are clearly the widest.
 */
function spread(words: readonly Word[], { byContent }: PageTags): Word[] {
	const result = [...words];
	const borne = new Set(words.flatMap(({ contentId }) => (contentId === undefined ? [] : [contentId])));
	for (let start = 0; start < words.length; ) {
		const first = words[start];
		let end = start + 1;
		while (end < words.length && words[end]?.item === first?.item) end++;
		const contentId = first?.contentId;
		if (contentId !== undefined && end - start > 1) {
			const ids = idsAfter(contentId, borne, byContent);
			if (ids.length > 0) cutItem(result, start, end, ids);
			else if (isNextCell(contentId, byContent)) cutItem(result, start, end, [contentId + 1], GUTTER_EM);
		}
		start = end;
	}
	return result;
}

/** Ids that follow and that no run begins with, one for each further cell. */
function idsAfter(first: number, borne: ReadonlySet<number>, byContent: ReadonlyMap<number, Tag>): number[] {
	const ids: number[] = [];
	let tag = byContent.get(first);
	for (let id = first + 1; tag?.role === "cell" && !borne.has(id); id++) {
		const next = byContent.get(id);
		if (next?.role !== "cell") break;
		if (next !== tag) ids.push(id);
		tag = next;
	}
	return ids;
}

function isNextCell(id: number, byContent: ReadonlyMap<number, Tag>): boolean {
	const [tag, next] = [byContent.get(id), byContent.get(id + 1)];
	return tag?.role === "cell" && next?.role === "cell" && tag !== next;
}

/** `leastEm`: the width of a gap that is cut. */
function cutItem(words: Word[], start: number, end: number, ids: readonly number[], leastEm = 0): void {
	const gaps = words
		.slice(start + 1, end)
		.map((word, i) => ({ at: start + 1 + i, width: word.box[0] - (words[start + i]?.box[2] ?? 0) }))
		.sort((a, b) => b.width - a.width);
	const [narrowest, next] = [gaps[ids.length - 1], gaps[ids.length]];
	// Fewer gaps than cells, or gaps alike: the later cells may be empty, and nothing tells.
	if (
		narrowest === undefined ||
		narrowest.width < (words[start]?.sizePt ?? 0) * leastEm ||
		(next !== undefined && narrowest.width < next.width * 1.2)
	)
		return;
	const cuts = new Set(gaps.slice(0, ids.length).map(({ at }) => at));
	let passed = 0;
	for (const [i, word] of words.slice(start, end).entries()) {
		if (cuts.has(start + i)) passed++;
		const contentId = ids[passed - 1];
		if (contentId !== undefined) words[start + i] = { ...word, contentId };
	}
}

function characters(words: readonly Word[]): number {
	return words.reduce((sum, word) => sum + word.text.length, 0);
}
