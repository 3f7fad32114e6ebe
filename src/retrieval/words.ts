/** Text → words as a search compares them: case and compatibility forms folded, numbers and codes whole. */

export interface Word {
	text: string;
	/** Written in capitals among small letters (IT, WHO, US): a name, even where the same letters are a small word. */
	isAcronym: boolean;
	/** Of a code, its parts, which stand in front of it as words of their own. */
	parts?: readonly string[];
	isPart?: true;
}

/** Longer ones are encoded data, of which nobody asks a part. */
const MAX_LETTERS = 64;
/** Letters with their marks, or digits; a code is several of these without a blank between them. */
const CODE = /[\p{L}\p{M}\p{N}]+(?:[-_./:'’,+][\p{L}\p{M}\p{N}]+)*/gu;
/** Most words of most texts; they need no closer look. */
const PLAIN = /^(?:[A-Za-z]+|[0-9]+)$/;
const PART = /[\p{L}\p{M}]+|\p{N}+/gu;
/** What a contraction leaves behind its apostrophe (it's, don't, we'll): no word, while S and T are. */
const CONTRACTED = /(?<=\p{L})['’]\p{L}{1,2}(?![\p{L}\p{M}\p{N}])/gu;
const ACRONYM = /^\p{Lu}{2,5}$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/**
 * In their order. `INV-2024/017` gives its parts and, as one more word, `inv2024017`, so that a code finds itself before it
 * finds its parts elsewhere, however it is punctuated; so do numbers (`1,250.00`), names with underscores, and `x-ray`.
 * Scripts written without blanks give pairs of letters.
 */
export function wordsOf(text: string): Word[] {
	const normal = text
		.normalize("NFKC")
		.replace(/\u00ad/g, "")
		.replace(CONTRACTED, " ");
	const shouting = !/\p{Ll}/u.test(normal);
	const words: Word[] = [];
	const push = (word: Word): void => {
		if (word.text !== "" && word.text.length <= MAX_LETTERS) words.push(word);
	};
	for (const [code] of normal.matchAll(CODE)) {
		if (PLAIN.test(code)) {
			const isAcronym = !shouting && ACRONYM.test(code);
			push({ text: code.toLowerCase(), isAcronym });
			continue;
		}
		const parts = [...code.matchAll(PART)].map(([part]) => part);
		const whole = parts.length > 1 && isCode(code, parts);
		for (const part of parts) {
			const isAcronym = !shouting && ACRONYM.test(part);
			if (UNSPACED.test(part)) for (const pair of pairsOf(part)) push({ text: pair, isAcronym: false });
			else push({ text: folded(part), isAcronym, ...(whole ? { isPart: true } : {}) });
		}
		if (whole) {
			const own = parts.map(folded);
			push({ text: own.join(""), isAcronym: false, parts: own });
		}
	}
	return words;
}

function isCode(code: string, parts: readonly string[]): boolean {
	return /[\p{N}_]/u.test(code) || (code.includes("-") && parts.some((part) => /^\p{Script=Latin}$/u.test(part)));
}

function pairsOf(run: string): string[] {
	const letters = [...run];
	return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** Lower case; Devanagari in one spelling, digits of every script as 0-9. */
function folded(part: string): string {
	const lower = part.toLowerCase();
	if (/^[a-z0-9]*$/.test(lower)) return lower;
	return lower
		.normalize("NFD")
		.replace(/[\u093c\u200c\u200d]/g, "")
		.replaceAll("\u0901", "\u0902")
		.normalize("NFC")
		.replace(/\p{Nd}/gu, digitOf);
}

/** Decimal digits of a script stand together, from its zero on. */
function digitOf(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	if (code < 128) return digit;
	let zero = code;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
	return String(code - zero);
}
