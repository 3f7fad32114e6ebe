/** Two readings of a page, word by word: where they differ in one letter of a font again and again, the one that makes words is right. */
import { isOddWord } from "./glyphs.ts";
import { isPlausible } from "./plausibility.ts";
import type { Word } from "./raw-page.ts";

/** Words without a partner that are skipped, on both sides together, to find the next common one. */
const MAX_SKIP = 16;
const MIN_WORDS = 2;

/** What a font's letter is in the first reading and in the second. */
interface Difference {
	from: string;
	to: string;
}

/** `words` with the letters of `others` where those are right; the same array where none are. */
export function mendedBy(words: Word[], others: readonly Word[]): Word[] {
	const pairs = pairsOf(words, others).flatMap(([word, text]) => {
		const difference = differenceOf(word.text, text);
		return difference === undefined ? [] : [{ word, text, key: `${difference.from}|${difference.to}|${word.font}` }];
	});
	const byKey = Map.groupBy(pairs, ({ key }) => key);
	const mended = new Map<Word, string>();
	for (const group of byKey.values()) {
		const distinct = new Set(group.map(({ word }) => word.text));
		const isBetter =
			group.some(({ word }) => isOddWord(word.text)) &&
			group.every(({ text }) => !isOddWord(text) && isPlausible(text));
		if (distinct.size >= MIN_WORDS && isBetter) for (const { word, text } of group) mended.set(word, text);
	}
	if (mended.size === 0) return words;
	return words.map((word) => {
		const text = mended.get(word);
		return text === undefined ? word : { ...word, text };
	});
}

/** Words that stand at the same place in both readings and differ: between common words, where as many stand on both sides. */
function pairsOf(words: readonly Word[], others: readonly Word[]): [Word, string][] {
	const pairs: [Word, string][] = [];
	let [i, j] = [0, 0];
	while (i < words.length && j < others.length) {
		const [skipped, otherSkipped] = nextCommon(words, others, i, j);
		if (skipped === otherSkipped) {
			for (let k = 0; k < skipped; k++) {
				const [word, other] = [words[i + k], others[j + k]];
				if (word !== undefined && other !== undefined) pairs.push([word, other.text]);
			}
		}
		i += skipped + 1;
		j += otherSkipped + 1;
	}
	return pairs;
}

/** How many words to skip on each side to the next that both have; one each where none is near. */
function nextCommon(words: readonly Word[], others: readonly Word[], i: number, j: number): [number, number] {
	for (let sum = 0; sum <= MAX_SKIP; sum++) {
		// Equal numbers first: a differing letter is commoner than a differing cut.
		const even = sum / 2;
		if (Number.isInteger(even) && isCommon(words, others, i + even, j + even)) return [even, even];
		for (let k = 0; k <= sum; k++) if (isCommon(words, others, i + k, j + sum - k)) return [k, sum - k];
	}
	return [0, 0];
}

/** The end is common, too. */
function isCommon(words: readonly Word[], others: readonly Word[], i: number, j: number): boolean {
	if (i === words.length && j === others.length) return true;
	return words[i] !== undefined && words[i]?.text === others[j]?.text;
}

/** One letter or two against up to three; undefined for any other difference. */
function differenceOf(a: string, b: string): Difference | undefined {
	let at = 0;
	while (at < a.length && at < b.length && a[at] === b[at]) at++;
	let end = 0;
	while (end < a.length - at && end < b.length - at && a.at(-1 - end) === b.at(-1 - end)) end++;
	const [from, to] = [a.slice(at, a.length - end), b.slice(at, b.length - end)];
	return from.length <= 2 && /^\p{L}{1,3}$/u.test(to) && b.length >= 3 ? { from, to } : undefined;
}
