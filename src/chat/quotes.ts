/** Whether a quote occurs in a chunk, and where. */
import { type Comparable, comparable } from "./comparable.ts";

/** UTF-16 units of a chunk's content. */
export interface Stretch {
	start: number;
	end: number;
}

/** Fewer letters and digits occur anywhere, and show nothing. */
const MIN_TOLD = 3;

/** Undefined where it does not occur in whole words. What counts as the same is said at `comparable`. */
export function locateQuote(quote: string, content: string): Stretch | undefined {
	const wanted = comparable(quote).text;
	return occurrence(wanted, content, comparable(content)) ?? occurrence(wanted, content, comparable(content, "markup"));
}

function occurrence(wanted: string, content: string, { text, starts, ends }: Comparable): Stretch | undefined {
	if (wanted.length < MIN_TOLD) return undefined;
	for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
		const start = starts[at];
		const end = ends[at + wanted.length - 1];
		if (start === undefined || end === undefined) return undefined;
		if (!isWithinWord(content, start) && !isWithinWord(content, end)) return { start, end };
	}
	return undefined;
}

/** "12 employees" does not occur in "112 employees", nor "1" in "1.5". */
function isWithinWord(content: string, place: number): boolean {
	const before = /(?:[\p{L}\p{M}]|(\p{N})([.,])?)$/u.exec(content.slice(Math.max(0, place - 3), place));
	const after = /^(?:\p{L}|([.,])?\p{N})/u.exec(content.slice(place, place + 3));
	if (before === null || after === null) return false;
	const [, digit, point] = before;
	if (point !== undefined) return /^\p{N}/u.test(after[0]);
	if (after[1] !== undefined) return digit !== undefined;
	// A footnote's number stands right behind the word.
	return /\p{N}$/u.test(before[0]) === /^\p{N}/u.test(after[0]);
}
