/** Levels that the file itself gives to headings, by its outline or its tags: whether to believe them, and what they mean for the rest. */
import type { OutlineEntry } from "./outline.ts";
import type { GivenLevel, HeadingStyle, PageBlock, PageLayout, PartSummary } from "./part.ts";

/** An outline is about this text where so many of its entries stand in it. */
const MIN_FOUND = 2;
const MIN_FOUND_SHARE = 0.5;
/** With so many tagged headings the tags mean something; one level for all of them, in several sizes, was set without thought. */
const MANY_HEADINGS = 4;
/** Styles kept of a part; a hostile file has thousands. */
const MAX_STYLES = 200;

/** What is believed in one document. */
export interface GivenLevels {
	/** Whose levels hold; absent where none do. */
	by?: GivenLevel["by"];
	/** A block that is tagged as a heading is one, whatever its level. */
	believesTags: boolean;
	/** So many blocks are tagged as headings that the others are meant to be none. */
	tagsHeadings: boolean;
	/** Key of a style → its commonest level. */
	levels: ReadonlyMap<string, number>;
}

/** Counts a part's given levels. */
export class GivenCounter {
	private readonly counts = new Map<string, GivenLevel>();
	private found = 0;

	add(block: PageBlock, style: () => HeadingStyle): void {
		if (block.outlineLevel !== undefined) {
			this.found++;
			this.count("outline", block.outlineLevel, style());
		}
		const level = tagLevel(block);
		if (level !== undefined) this.count("tags", level, style());
	}

	/** For the summary of `pages`; `outline` may have entries of other pages. */
	facts(pages: readonly PageLayout[], outline: readonly OutlineEntry[]): Partial<PartSummary> {
		const numbers = new Set(pages.map(({ page }) => page));
		const asked = outline.filter(({ page }) => numbers.has(page)).length;
		return {
			...(this.counts.size === 0 ? {} : { given: [...this.counts.values()] }),
			...(asked === 0 ? {} : { outline: { asked, found: this.found } }),
		};
	}

	private count(by: GivenLevel["by"], level: number, style: HeadingStyle): void {
		const key = `${by}|${level}|${keyOf(style)}`;
		const known = this.counts.get(key);
		if (known !== undefined) known.count++;
		else if (this.counts.size < MAX_STYLES) this.counts.set(key, { by, level, style, count: 1 });
	}
}

/** Its level as a heading in the structure tree. */
export function tagLevel({ tag, kind }: PageBlock): number | undefined {
	const canBe = kind === "paragraph" || kind === "heading" || kind === "list_item";
	return canBe && tag?.role === "heading" ? tag.level : undefined;
}

/** Where a file tags its headings, what it tags as something else is none, unless it is as large as one. */
export function isOtherwiseTagged({ tag }: PageBlock, isLarge: boolean, { tagsHeadings }: GivenLevels): boolean {
	if (tag === undefined || !tagsHeadings) return false;
	return tag.role === "text" ? !isLarge : tag.role !== "heading" && tag.role !== "artifact" && tag.role !== "figure";
}

export function mergeGiven(summaries: readonly PartSummary[]): GivenLevels {
	const all = summaries.flatMap((summary) => summary.given ?? []);
	const asked = sum(summaries.map((summary) => summary.outline?.asked ?? 0));
	const found = sum(summaries.map((summary) => summary.outline?.found ?? 0));
	const tags = all.filter(({ by }) => by === "tags");
	const believesTags = tags.length > 0;
	const tagsHeadings = sum(tags.map(({ count }) => count)) >= MANY_HEADINGS;
	const common = { believesTags, tagsHeadings };
	if (found >= MIN_FOUND && found >= asked * MIN_FOUND_SHARE)
		return { ...common, by: "outline", levels: commonestLevels(all.filter(({ by }) => by === "outline")) };
	if (!believesTags || isThoughtless(tags)) return { ...common, levels: new Map() };
	return { ...common, by: "tags", levels: commonestLevels(tags) };
}

/**
 * Levels by looks (`natural`: key → level) moved to fit the given ones. A style the file says nothing of keeps its distance to the
 * nearest given style above it, and does not sink below the next one.
 */
export function settledLevels(natural: ReadonlyMap<string, number>, given: GivenLevels): Map<string, number> {
	const anchors = [...natural].flatMap(([key, from]) => {
		const to = given.levels.get(key);
		return to === undefined ? [] : [{ from, to }];
	});
	if (anchors.length === 0) return new Map(natural);
	const settled = new Map<string, number>();
	for (const [key, level] of natural) settled.set(key, given.levels.get(key) ?? moved(level, anchors));
	return settled;
}

function moved(level: number, anchors: readonly { from: number; to: number }[]): number {
	const above = anchors.filter(({ from }) => from <= level).sort((a, b) => b.from - a.from || b.to - a.to)[0];
	const below = anchors.filter(({ from }) => from > level).sort((a, b) => a.from - b.from || a.to - b.to)[0];
	if (above === undefined) return Math.max(1, (below?.to ?? 1) - ((below?.from ?? 1) - level));
	const wanted = above.to + level - above.from;
	return below === undefined ? wanted : Math.max(above.to, Math.min(wanted, below.to));
}

/** One level for all, although they look different. */
function isThoughtless(tags: readonly GivenLevel[]): boolean {
	const levels = new Set(tags.map(({ level }) => level));
	const sizes = new Set(tags.map(({ style }) => style.sizePt));
	return levels.size === 1 && sizes.size > 1 && sum(tags.map(({ count }) => count)) >= MANY_HEADINGS;
}

/** Style → the level it has most often; of two the outer. */
function commonestLevels(given: readonly GivenLevel[]): Map<string, number> {
	const counts = new Map<string, Map<number, number>>();
	for (const { style, level, count } of given) {
		const key = keyOf(style);
		const levels = counts.get(key) ?? new Map<number, number>();
		levels.set(level, (levels.get(level) ?? 0) + count);
		counts.set(key, levels);
	}
	const best = ([...levels]: Map<number, number>): number =>
		levels.sort(([levelA, a], [levelB, b]) => b - a || levelA - levelB)[0]?.[0] ?? 1;
	return new Map([...counts].map(([key, levels]) => [key, best(levels)]));
}

/** Equal for headings that look alike. */
export function keyOf({ sizePt, bold, italic, depth }: HeadingStyle): string {
	return `${sizePt}|${bold}|${italic}|${depth}`;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
