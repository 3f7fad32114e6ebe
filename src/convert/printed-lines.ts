/** A page's words as they are printed, line by line with their boxes: what a single value is found and shown by. */
import type { Box, PrintedLine, PrintedWord } from "./blocks.ts";
import { inReadingOrder, isSpaced, toLines } from "./lines.ts";
import { type Frame, isUpright, toPage } from "./ocr-frame.ts";
import type { Word } from "./raw-page.ts";
import { normalized } from "./text.ts";

/** Level lines from top to bottom. With a frame the words were laid out upright, and stand elsewhere on the page as displayed. */
export function printedLines(words: readonly Word[], frame?: Frame): PrintedLine[] {
	return toLines(words).flatMap((line) => {
		const printed: PrintedWord[] = [];
		let before: Word | undefined;
		for (const word of inReadingOrder(line.words)) {
			const text = normalized(word.text.replace(/[\p{Cc}\u00ad]$/u, "-"));
			if (text === "") continue;
			const box = rounded(word.box);
			const isGlued = before !== undefined && !isSpaced(before, word);
			const shown = frame === undefined || isUpright(frame) ? undefined : rounded(toPage(word.box, frame));
			printed.push({
				text,
				box,
				...(isGlued ? { glued: true } : {}),
				...(word.bold ? { bold: true } : {}),
				...(shown === undefined ? {} : { shown }),
			});
			before = word;
		}
		return printed.length === 0 ? [] : [{ words: printed }];
	});
}

function rounded([x0, y0, x1, y1]: Box): Box {
	const tenths = (value: number): number => Math.round(value * 10) / 10;
	return [tenths(x0), tenths(y0), tenths(x1), tenths(y1)];
}
