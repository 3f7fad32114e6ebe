import type { PrintedPage, PrintedWord } from "../../src/convert/convert.ts";

/** A line's pieces: text and its left edge; each is set at 10 points with 5 points a letter, blanks 2.5 points. */
export type Piece = [x: number, text: string];

const SIZE_PT = 10;
const LETTER_PT = 5;
const BLANK_PT = 2.5;

function wordsOf([x, text]: Piece, y: number): PrintedWord[] {
	let left = x;
	return text.split(" ").map((word) => {
		const width = word.length * LETTER_PT;
		const printed: PrintedWord = { text: word, box: [left, y, left + width, y + SIZE_PT] };
		left += width + BLANK_PT;
		return printed;
	});
}

/** A page of lines, 14 points apart; an empty one leaves white. */
export function pageOf(lines: readonly (readonly Piece[])[], page = 1): PrintedPage {
	return {
		page,
		lines: lines.flatMap((pieces, at) =>
			pieces.length === 0 ? [] : [{ words: pieces.flatMap((piece) => wordsOf(piece, 40 + at * 14)) }],
		),
	};
}
