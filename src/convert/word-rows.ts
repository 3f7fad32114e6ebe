import type { Box } from "./blocks.ts";
import type { Word } from "./raw-page.ts";

/** Height of a row of the index: about a line. */
const ROW_PT = 16;

/** Words by height on the page, so that a thousand shapes need not each look at all of them. */
export class WordRows {
	private readonly rows = new Map<number, Word[]>();

	constructor(words: readonly Word[]) {
		for (const word of words) {
			const row = Math.floor((word.box[1] + word.box[3]) / 2 / ROW_PT);
			const known = this.rows.get(row);
			if (known === undefined) this.rows.set(row, [word]);
			else known.push(word);
		}
	}

	/** True for the first word with its middle between the heights of `box`, or a row from them, that passes. */
	some(box: Box, passes: (word: Word) => boolean): boolean {
		return this.find(box, passes).next().done !== true;
	}

	*find(box: Box, passes: (word: Word) => boolean): Generator<Word> {
		const last = Math.floor(box[3] / ROW_PT) + 1;
		for (let row = Math.floor(box[1] / ROW_PT) - 1; row <= last; row++) {
			for (const word of this.rows.get(row) ?? []) if (passes(word)) yield word;
		}
	}
}
