/** Running text between or inside what is drawn like a table: lines from edge to edge, one after the other. */
import type { runsOf } from "./table-columns.ts";

/** A line of a paragraph fills this much of the width, and has so many words of letters. */
const FULL_LINE = 0.8;
const PROSE_WORDS = 6;
/** So many in a row are a paragraph, the last of which may be short; a title or note of a table may take two. */
const MIN_LINES = 3;

/** Whether lines of a region of this width make a paragraph that runs over all of it. `lines`: the texts of each, from top to bottom. */
export function holdsProse(lines: readonly ReturnType<typeof runsOf>[], widthPt: number): boolean {
	let full = 0;
	for (const [run, ...others] of lines) {
		const isOne = run !== undefined && others.length === 0;
		const isFull = isOne && run.to - run.from > widthPt * FULL_LINE && countWorded(run.words) >= PROSE_WORDS;
		if (full + (isFull || (isOne && full > 0) ? 1 : 0) >= MIN_LINES) return true;
		full = isFull ? full + 1 : 0;
	}
	return false;
}

function countWorded(words: readonly { text: string }[]): number {
	return words.filter((word) => /\p{L}{2}/u.test(word.text)).length;
}
