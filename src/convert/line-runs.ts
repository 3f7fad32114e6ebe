/** Lines of a region cut where the file itself says that something begins or ends. */
import type { Line } from "./lines.ts";
import { titleKey } from "./outline.ts";

/** Lines that a title may run over. */
const MAX_TITLE_LINES = 3;

/** Neighbouring lines. `isWhole`: one block, whatever they look like. */
export interface LineRun {
	lines: Line[];
	isWhole: boolean;
}

/** `titles` are keys of titles that may stand here. */
export function toRuns(lines: readonly Line[], titles: ReadonlySet<string>): LineRun[] {
	if (titles.size === 0) return [{ lines: [...lines], isWhole: false }];
	const keys = lines.map((line) => titleKey(line.text));
	const runs: LineRun[] = [];
	let open: Line[] = [];
	for (let i = 0; i < lines.length; ) {
		const count = titleAt(lines, keys, i, titles);
		if (count === 0) open.push(...lines.slice(i, ++i));
		else {
			if (open.length > 0) runs.push({ lines: open, isWhole: false });
			runs.push({ lines: lines.slice(i, i + count), isWhole: true });
			open = [];
			i += count;
		}
	}
	if (open.length > 0) runs.push({ lines: open, isWhole: false });
	return runs;
}

/** Lines from `index` on that are a title; 0 where none begins. The end of a sentence that wraps ("… the | results") is none. */
function titleAt(lines: readonly Line[], keys: readonly string[], index: number, titles: ReadonlySet<string>): number {
	if (/^\p{Ll}/u.test(lines[index]?.text ?? "")) return 0;
	let joined = "";
	for (let count = 1; count <= MAX_TITLE_LINES && index + count <= lines.length; count++) {
		joined += keys[index + count - 1] ?? "";
		if (titles.has(joined)) return count;
	}
	return 0;
}
