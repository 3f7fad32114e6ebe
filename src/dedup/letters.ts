/**
 * What a UTF-16 code unit is to the comparison, and what it is folded to: lower case, Latin and Greek without accents, digits of all
 * scripts as ASCII. Learnt per code unit when first met; the tables hold nothing but these constants.
 */
export const SPACE = 1;
/** Punctuation and signs: they end nothing inside a word or number, and are cut off at its ends. */
export const MARK = 2;
export const LETTER = 3;
export const DIGIT = 4;
/** A character of a script that is written without spaces: a token of its own. */
export const IDEOGRAPH = 5;
/** Leaves no trace: combining accents, soft hyphens, zero-width characters. */
export const NOTHING = 6;

/** Per code unit: what it is folded to, from `KIND_SHIFT` on its kind, and the flags below; 0 if not met yet. */
const traits = new Uint32Array(65536);
const KIND_SHIFT = 16;
const FOLD_MASK = 0xffff;
/** A letter in upper case. */
export const CAPITAL_TRAIT = 1 << 20;
/** Several letters for one: see `expansionOf`. */
export const EXPANDS_TRAIT = 1 << 21;

const expansions = new Map<number, string>(
	["ßss", "ẞss", "æae", "Æae", "œoe", "Œoe", "ﬀff", "ﬁfi", "ﬂfl", "ﬃffi", "ﬄffl", "ﬅst", "ﬆst"].map((entry) => [
		entry.charCodeAt(0),
		entry.slice(1),
	]),
);

/** All there is to know about a code unit in one number, for `kindIn`, `foldIn` and the flags. */
export function traitsOf(code: number): number {
	return traits[code] || learn(code);
}

export function kindIn(all: number): number {
	return (all >>> KIND_SHIFT) & 7;
}

export function foldIn(all: number): number {
	return all & FOLD_MASK;
}

export function kindOf(code: number): number {
	return kindIn(traitsOf(code));
}

export function foldOf(code: number): number {
	return foldIn(traitsOf(code));
}

export function isCapital(code: number): boolean {
	return (traitsOf(code) & CAPITAL_TRAIT) !== 0;
}

/** Several letters for one (ß, ligatures), or undefined. */
export function expansionOf(code: number): string | undefined {
	return expansions.get(code);
}

function learn(code: number): number {
	const character = String.fromCharCode(code);
	const kind = classify(code, character);
	const folded = kind === DIGIT ? 48 + digitValue(code) : fold(code, character);
	const capital = kind === LETTER && character.toLowerCase() !== character ? CAPITAL_TRAIT : 0;
	const all = folded | (kind << KIND_SHIFT) | capital | (expansions.has(code) ? EXPANDS_TRAIT : 0);
	traits[code] = all;
	return all;
}

function classify(code: number, character: string): number {
	if (code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff) return NOTHING;
	// A dash between sentences and dots of omission part words even where no space does.
	if (/\s|\p{Cc}|[\u2014\u2026]/u.test(character)) return SPACE;
	if (/\p{Nd}/u.test(character)) return DIGIT;
	if (
		/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
			character,
		)
	) {
		return IDEOGRAPH;
	}
	if (code >= 0x300 && code <= 0x36f) return NOTHING;
	// Vowel signs of Indic scripts are marks and carry meaning; surrogates are halves of letters or of pictures.
	return /[\p{L}\p{M}\p{N}]/u.test(character) || (code >= 0xd800 && code <= 0xdfff) ? LETTER : MARK;
}

function fold(code: number, character: string): number {
	const lower = character.toLowerCase();
	if (code >= 0xd800 && code <= 0xdfff) return code;
	const base = lower.normalize("NFKD");
	return (/^[\p{Script=Latin}\p{Script=Greek}]/u.test(base) ? base : lower).charCodeAt(0);
}

/** Decimal digits stand in runs of ten, zero first. */
function digitValue(code: number): number {
	let value = 0;
	while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(code - value - 1))) value++;
	return value;
}
