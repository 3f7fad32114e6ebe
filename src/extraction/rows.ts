/** A printed line that is two: a tall word joins the small lines beside it. */
import type { PrintedLine, PrintedWord } from "../convert/convert.ts";

/** Words higher than so many times the smallest ones are tall. */
const TALL = 1.5;
/** Middles of words of one line are nearer than this, in heights. */
const SAME_LINE = 0.6;

/** The lines that it is made of, from top to bottom; itself where it is one. */
export function rowsOf(line: PrintedLine): PrintedLine[] {
	const heights = line.words.map(heightOf);
	const least = Math.min(...heights);
	const isTall = (word: PrintedWord): boolean => heightOf(word) > least * TALL;
	if (!line.words.some(isTall)) return [line];
	const middles: number[] = [];
	for (const word of line.words.filter((each) => !isTall(each)).toSorted((a, b) => middleOf(a) - middleOf(b))) {
		const last = middles.at(-1);
		if (last === undefined || middleOf(word) - last > heightOf(word) * SAME_LINE) middles.push(middleOf(word));
	}
	if (middles.length < 2) return [line];
	const nearest = (word: PrintedWord): number => {
		// A tall word stands on the line of its foot.
		const at = isTall(word) ? word.box[3] - least / 2 : middleOf(word);
		const distances = middles.map((middle) => Math.abs(middle - at));
		return distances.indexOf(Math.min(...distances));
	};
	return middles.flatMap((_, row) => {
		const words = line.words.filter((word) => nearest(word) === row).map(apart);
		return words.length === 0 ? [] : [{ words }];
	});

	/** What it was joined to may be on the other line. */
	function apart(word: PrintedWord): PrintedWord {
		const before = line.words[line.words.indexOf(word) - 1];
		if (word.glued !== true || (before !== undefined && nearest(before) === nearest(word))) return word;
		const { glued: _, ...rest } = word;
		return rest;
	}
}

function heightOf({ box }: PrintedWord): number {
	return box[3] - box[1];
}

function middleOf({ box }: PrintedWord): number {
	return (box[1] + box[3]) / 2;
}
