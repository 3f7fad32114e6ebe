/** Lines of a region cut where the file itself says that something begins or ends. */
import type { Line } from "./lines.ts";
import { titleKey } from "./outline.ts";
import type { Tag } from "./tags.ts";

/** Lines that a title may run over. */
const MAX_TITLE_LINES = 3;

/** Neighbouring lines. `isWhole`: one block, whatever they look like. */
export interface LineRun {
	lines: Line[];
	isWhole: boolean;
}

/** `titles` are keys of titles that may stand here. */
export function toRuns(lines: readonly Line[], titles: ReadonlySet<string>): LineRun[] {
	const keys = titles.size === 0 ? [] : lines.map((line) => titleKey(line.text));
	const runs: LineRun[] = [];
	let before: Tag | undefined;
	for (let i = 0; i < lines.length; ) {
		const line = lines[i];
		if (line === undefined) break;
		const tag = tagOf(line);
		const open = runs.at(-1);
		const count = titles.size === 0 ? 0 : titleAt(lines, keys, i, titles);
		if (count > 0) runs.push({ lines: lines.slice(i, i + count), isWhole: true });
		else if (open === undefined || parts(before, tag) || (open.isWhole && !isOneBlock(before)))
			runs.push({ lines: [line], isWhole: isOneBlock(tag) });
		else open.lines.push(line);
		i += Math.max(1, count);
		// What follows a title begins anew.
		before = count > 0 ? undefined : tag;
	}
	return runs;
}

/** Elements of which each is a block, but paragraphs: bad files make one of each line. */
function parts(a: Tag | undefined, b: Tag | undefined): boolean {
	return a !== b && (standsAlone(a) || standsAlone(b));
}

function standsAlone(tag: Tag | undefined): boolean {
	return tag?.role === "heading" || tag?.role === "item" || tag?.role === "code";
}

function isOneBlock(tag: Tag | undefined): boolean {
	return tag?.role === "heading" || tag?.role === "code";
}

/** The tag that all words of a line share. */
function tagOf({ words }: Line): Tag | undefined {
	const tag = words[0]?.tag;
	return tag !== undefined && words.every((word) => word.tag === tag) ? tag : undefined;
}

/** Lines from `index` on that are a title; 0 where none begins. The end of a sentence that wraps ("… the | results") is none. */
function titleAt(lines: readonly Line[], keys: readonly string[], index: number, titles: ReadonlySet<string>): number {
	if (keys[index] === "" || /^\p{Ll}/u.test(lines[index]?.text ?? "")) return 0;
	let joined = "";
	for (let count = 1; count <= MAX_TITLE_LINES && index + count <= lines.length; count++) {
		joined += keys[index + count - 1] ?? "";
		if (titles.has(joined)) return count;
	}
	return 0;
}
