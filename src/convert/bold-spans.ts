/**
 * The first reader gives an item the font of its first letter, so a sentence that begins with a bold word is bold to its end. Widths
 * tell: the letters of the page's text font are learnt from its many words, and words of a bold item that are exactly as wide as that
 * font would set them are set in it.
 */
import { commonestSize } from "./lines.ts";
import type { Word } from "./raw-page.ts";

/** Bold words differ by 5 to 20 % from their width in the text font, others by 0 to 4 %: kerning, and letters seldom seen. */
const BORDER = 0.045;
/** Means of the words on both sides of the border must be clear. */
const MEAN_FIT = 0.03;
const MEAN_MISFIT = 0.055;
/** Fewer words do not teach a font's letters. */
const MIN_LESSONS = 40;
const MAX_LESSONS = 800;
const SWEEPS = 6;
/** Words that run into a sentence are set in its size; a title of another size is bold as a whole. */
const SAME_SIZE = 0.08;
/** Shorter words fit by chance. */
const MIN_LETTERS = 3;

/** The words, with `bold` taken back where a bold item goes on in the page's text font. */
export function withBoldEnds(words: readonly Word[]): Word[] {
	const bold = boldItems(words);
	if (bold.length === 0) return [...words];
	const font = textFont(words);
	const textPt = commonestSize(words.filter((word) => word.font === font));
	const items = bold.filter(([first]) => Math.abs((first?.sizePt ?? 0) / textPt - 1) < SAME_SIZE);
	if (items.length === 0) return [...words];
	const lessons = words.filter((word) => !word.bold && word.font === font && word.rotation === 0 && word.sizePt > 0);
	if (font === "" || lessons.length < MIN_LESSONS) return [...words];
	const widths = learnWidths(lessons.slice(0, MAX_LESSONS));
	const mended = new Map<Word, Word>();
	for (const item of items) {
		for (const word of item.slice(boldCount(item, widths)))
			mended.set(word, { ...word, bold: false, italic: false, font });
	}
	return words.map((word) => mended.get(word) ?? word);
}

/** Words of each bold item that has at least three, in order. */
function boldItems(words: readonly Word[]): Word[][] {
	const items = new Map<number, Word[]>();
	for (const word of words) {
		if (!word.bold || word.mono || word.rotation !== 0) continue;
		const known = items.get(word.item);
		if (known === undefined) items.set(word.item, [word]);
		else known.push(word);
	}
	return [...items.values()].filter((item) => item.length >= 3);
}

/** Font of most words that are not bold. */
function textFont(words: readonly Word[]): string {
	const counts = new Map<string, number>();
	for (const { font, bold, mono } of words) if (!bold && !mono) counts.set(font, (counts.get(font) ?? 0) + 1);
	let [best, most] = ["", 0];
	for (const [font, count] of counts) if (count > most) [best, most] = [font, count];
	return best;
}

/** Width of each letter in ems: every word's error is shared out among its letters, again and again (Kaczmarz's method). */
function learnWidths(lessons: readonly Word[]): Map<string, number> {
	/** Letter → its place in `widths`: sweeps go over numbers alone. */
	const places = new Map<string, number>();
	const measured = lessons.map(({ text, box, sizePt }) => {
		const letters = Array.from(text, (letter) => {
			const place = places.get(letter) ?? places.size;
			places.set(letter, place);
			return place;
		});
		return { letters, width: (box[2] - box[0]) / sizePt };
	});
	const widths = new Float64Array(places.size).fill(0.5);
	const widthAt = (place: number): number => widths[place] ?? 0.5;
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		for (const { letters, width } of measured) {
			let guess = 0;
			for (const letter of letters) guess += widthAt(letter);
			const share = (width - guess) / letters.length;
			for (const letter of letters) widths[letter] = widthAt(letter) + share;
		}
	}
	return new Map([...places].map(([letter, place]) => [letter, widthAt(place)]));
}

/** How many words at the item's start are bold: the border that most words agree with. All of them where widths do not tell. */
function boldCount(item: readonly Word[], widths: ReadonlyMap<string, number>): number {
	const errors = item.map((word) => errorOf(word, widths));
	let [best, most] = [item.length, 0];
	for (let count = 1; count < item.length; count++) {
		const head = errors.slice(0, count).filter((error) => error !== undefined);
		const tail = errors.slice(count).filter((error) => error !== undefined);
		if (head.length === 0 || tail.length < 2 || mean(head) < MEAN_MISFIT || mean(tail) > MEAN_FIT) continue;
		const agreeing = head.filter((error) => error > BORDER).length + tail.filter((error) => error <= BORDER).length;
		// Of equal borders, the one behind a mark: run-in words end in a colon, a full stop or a dash.
		const score = agreeing + (/[:.–—-]$/.test(item[count - 1]?.text ?? "") ? 0.5 : 0);
		if (score > most) [best, most] = [count, score];
	}
	return best;
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Relative difference between a word's width and its width in the learnt font; undefined where that says little. */
function errorOf({ text, box, sizePt }: Word, widths: ReadonlyMap<string, number>): number | undefined {
	const letters = [...text];
	if (letters.length < MIN_LETTERS) return undefined;
	let expected = 0;
	for (const letter of letters) {
		const width = widths.get(letter);
		if (width === undefined) return undefined;
		expected += width;
	}
	return Math.abs((box[2] - box[0]) / sizePt - expected) / expected;
}
