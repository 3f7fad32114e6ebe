/**
 * Recognised words → words as a reader gives them. Tesseract gives ink boxes; size and baseline follow from which letters a word has,
 * by proportions most text fonts share (x-height 0.5 em, ascenders and capitals 0.72 em, descenders 0.21 em).
 */
import type { RecognizedWord } from "./ocr.ts";
import type { Word } from "./raw-page.ts";

const X_HEIGHT = 0.5;
const ASCENT = 0.72;
const DESCENT = 0.21;
/** Devanagari from the marks above its headline to those below. */
const DEVANAGARI = { ascent: 0.72, descent: 0.12 };
/** Lines this near to the size of most are of that size: ink boxes are a pixel or two off. */
const SAME_SIZE = 0.13;
const MIN_SIZE_PT = 4;

interface Line {
	words: RecognizedWord[];
	sizePt: number;
	baseline: number;
}

/** `item` is the number the first line gets; the words of a line share one. */
export function toWords(recognized: readonly RecognizedWord[], item: number): Word[] {
	const lines = linesOf(recognized);
	const usual = usualSize(lines);
	return lines.flatMap(({ words, sizePt, baseline }, index) => {
		const size = Math.abs(sizePt - usual) <= usual * SAME_SIZE ? usual : Math.round(sizePt * 2) / 2;
		return words.map(
			(word, position): Word => ({
				text: word.text,
				box: [word.box[0], baseline - size * 0.75, word.box[2], baseline + size * 0.2],
				baseline,
				sizePt: size,
				font: "",
				bold: false,
				italic: false,
				mono: false,
				color: "",
				item: item + index,
				gapBefore: position > 0,
				rotation: 0,
				ocr: true,
				confidence: word.confidence,
			}),
		);
	});
}

function linesOf(recognized: readonly RecognizedWord[]): Line[] {
	const lines = new Map<number, RecognizedWord[]>();
	for (const word of recognized) {
		const line = lines.get(word.line);
		if (line === undefined) lines.set(word.line, [word]);
		else line.push(word);
	}
	return [...lines.values()].map((words) => {
		const sizePt = Math.max(MIN_SIZE_PT, median(words.flatMap(sizesOf)) || heightOf(words[0]) / ASCENT);
		const baseline = median(words.map((word) => word.box[3] - extent(word.text).descent * sizePt));
		return { words, sizePt, baseline };
	});
}

/** The size a word's ink tells, once for each letter, so that long words weigh more; nothing for mere marks. */
function sizesOf(word: RecognizedWord): number[] {
	const { ascent, descent } = extent(word.text);
	const letters = word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
	return Array.from({ length: Math.min(letters, 12) }, () => heightOf(word) / (ascent + descent));
}

/** Ink above and below the baseline, in ems. */
function extent(text: string): { ascent: number; descent: number } {
	if (/[\u0900-\u097f]/.test(text)) return DEVANAGARI;
	return {
		ascent: /[^acemnopqrsuvwxyzgı.,;:…_\-–—+=~<>]/.test(text) ? ASCENT : X_HEIGHT,
		descent: /[gjpqy,;()[\]{}Q|/@$]/.test(text) ? DESCENT : 0,
	};
}

/** Size most characters have. */
function usualSize(lines: readonly Line[]): number {
	const characters = new Map<number, number>();
	for (const { sizePt, words } of lines) {
		const size = Math.round(sizePt * 2) / 2;
		const count = words.reduce((sum, word) => sum + word.text.length, 0);
		for (const near of [size - 0.5, size, size + 0.5]) {
			characters.set(near, (characters.get(near) ?? 0) + (near === size ? count * 2 : count));
		}
	}
	let [usual, most] = [0, 0];
	for (const [size, count] of characters) if (count > most) [usual, most] = [size, count];
	return usual;
}

function heightOf(word: RecognizedWord | undefined): number {
	return word === undefined ? 0 : word.box[3] - word.box[1];
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[sorted.length >> 1] ?? 0;
}
