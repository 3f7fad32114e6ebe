import type { Line } from "../../src/convert/lines.ts";
import { toLine } from "../../src/convert/lines.ts";
import type { RawPage, Word } from "../../src/convert/raw-page.ts";

/** Words of a line set at `x` on `baseline`, half an em a letter, a quarter of an em a space. */
export function setLine(text: string, x: number, baseline: number, given: Partial<Word> = {}): Word[] {
	const sizePt = given.sizePt ?? 10;
	let at = x;
	return text.split(" ").map((word, i) => {
		const width = word.length * sizePt * 0.5;
		const box: Word["box"] = [at, baseline - sizePt * 0.8, at + width, baseline + sizePt * 0.2];
		at += width + sizePt * 0.25;
		return {
			...{ text: word, box, baseline, sizePt, font: "Serif", bold: false, italic: false, mono: false },
			...{ color: "ff000000", item: Math.round(baseline * 1000 + x), gapBefore: i > 0, rotation: 0 },
			...given,
		};
	});
}

export function lineOf(text: string, x: number, baseline: number, given: Partial<Word> = {}): Line {
	return toLine(setLine(text, x, baseline, given));
}

/** Lines of a paragraph, 12 points apart. */
export function setLines(texts: readonly string[], x: number, baseline: number, given: Partial<Word> = {}): Word[] {
	return texts.flatMap((text, i) => setLine(text, x, baseline + i * 12, given));
}

export function pageOf(words: Word[], given: Partial<RawPage> = {}): RawPage {
	return {
		...{ widthPt: 600, heightPt: 800, words, rules: [], shapes: [], images: [], links: [], tables: [] },
		...given,
	};
}
