/** Running text between or inside what is drawn like a table: lines from edge to edge, one after the other. */
import type { Word } from "./raw-page.ts";
import { runsOf } from "./table-columns.ts";

/** A gap this wide parts cells. */
const CELL_GAP_EM = 0.75;
/** A line of a paragraph fills this much of the width, and has so many words of letters. */
const FULL_LINE = 0.8;
const PROSE_WORDS = 6;
/** So many in a row are a paragraph; a title or note of a table may take two. */
const MIN_LINES = 3;
/** The line under a full one, a paragraph's last, may be short: it counts, too. */
const LAST_LINE = 1;

/** Whether lines of a region of this width make a paragraph that runs over all of it. `lines` from top to bottom. */
export function holdsProse(lines: readonly (readonly Word[])[], widthPt: number): boolean {
	let full = 0;
	for (const words of lines) {
		const runs = runsOf(words, CELL_GAP_EM);
		const [run] = runs;
		const width = run === undefined ? 0 : run.to - run.from;
		const worded = words.filter((word) => /\p{L}{2}/u.test(word.text)).length;
		const isFull = runs.length === 1 && width > widthPt * FULL_LINE && worded >= PROSE_WORDS;
		if (isFull) full++;
		if (full + (!isFull && runs.length === 1 && full > 0 ? LAST_LINE : 0) >= MIN_LINES) return true;
		if (!isFull) full = 0;
	}
	return false;
}
