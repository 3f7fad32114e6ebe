/** A drop cap is the first letter of its paragraph's first word. */
import type { Word } from "./raw-page.ts";

/** A drop cap is at least this many times as large as the text beside it. */
const MIN_RATIO = 1.7;
/** The text begins this near to it, in ems of the text. */
const MAX_GAP_EM = 1.5;

/** A word narrower than this share of its size for each letter has one large letter, and its rest is small. */
const MAX_LETTER_EM = 0.4;

/** Words with drop caps joined to the word they begin; the words given are left as they are. */
export function attachDropCaps(words: readonly Word[]): Word[] {
	const caps = words.filter((word) => word.sizePt > 14 && word.rotation === 0 && isCap(word));
	if (caps.length === 0 || caps.length > 20) return [...words];
	const replaced = new Map<Word, Word | undefined>();
	for (const cap of caps) {
		const word = firstBeside(cap, words);
		if (word === undefined || replaced.has(word) || !hasSecondLine(cap, word, words)) continue;
		const isWhole = [...cap.text].length > 2;
		const text = isWhole ? cap.text : cap.text + word.text;
		const box: Word["box"] = [
			cap.box[0],
			word.box[1],
			isWhole ? Math.min(cap.box[2], word.box[0]) : word.box[2],
			word.box[3],
		];
		const joined = { ...word, text, box, gapBefore: true };
		replaced.set(cap, isWhole ? { ...joined, item: cap.item } : undefined);
		if (!isWhole) replaced.set(word, joined);
	}
	return words.flatMap((word) => (replaced.has(word) ? (replaced.get(word) ?? []) : [word]));
}

/** A capital alone, or a word whose other letters are small ("T" and "his" in one box). */
function isCap({ text, box, sizePt }: Word): boolean {
	if (/^["“‘«]?\p{Lu}$/u.test(text)) return true;
	const letters = [...text].length;
	return letters > 2 && /^\p{Lu}\p{Ll}+$/u.test(text) && (box[2] - box[0]) / letters < sizePt * MAX_LETTER_EM;
}

/** The word at the top right of the cap: its rest, or the next word where the cap is one ("A", "I"). */
function firstBeside(cap: Word, words: readonly Word[]): Word | undefined {
	const top = cap.baseline - cap.sizePt * 0.85;
	let first: Word | undefined;
	for (const word of words) {
		if (word.sizePt * MIN_RATIO > cap.sizePt || word.rotation !== 0) continue;
		if (word.baseline < top || word.baseline > cap.baseline - word.sizePt * 0.5) continue;
		const gap = word.box[0] - cap.box[2];
		if (gap < -cap.sizePt * 0.3 || gap > word.sizePt * MAX_GAP_EM) continue;
		const higher = first === undefined ? -2 : word.baseline - first.baseline;
		if (first === undefined || higher < -1 || (higher < 1 && word.box[0] < first.box[0])) first = word;
	}
	return first !== undefined && /^["“‘«(']*\p{L}/u.test(first.text) ? first : undefined;
}

/** A second line stands beside it too; a letter that is merely large has one at most. */
function hasSecondLine(cap: Word, word: Word, words: readonly Word[]): boolean {
	return words.some(
		(other) =>
			Math.abs(other.box[0] - word.box[0]) < word.sizePt * 1.2 &&
			Math.abs(other.sizePt - word.sizePt) < 1 &&
			other.baseline > word.baseline + word.sizePt * 0.8 &&
			other.baseline <= cap.baseline + word.sizePt * 0.4,
	);
}
