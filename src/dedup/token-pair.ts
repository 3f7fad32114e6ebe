import { compareNumbers, OTHER_NUMBER, SOFT_NUMBER } from "./number-difference.ts";
import { CALENDAR, CAPITALISED, LETTERED, NUMBER, SINGLE, type Tokens } from "./tokens.ts";
import { misreadDistance, type Span } from "./word-distance.ts";

/** How two tokens that stand at the same place of two papers differ. 0: nothing stands there on the other side. */
export const EQUAL = 1;
/** One and the same word or number, misread. */
export const MISREAD = 2;
/** The same of two capitalised words: a misreading, or Meier and Maier. */
export const MISREAD_NAME = 3;
/** One digit for one that looks like it: a misreading, or the next year. */
export const SOFT = 4;
/** Other digits, another month. */
export const HARD = 5;
/** A capitalised word for another. */
export const NAME = 6;
/** A word for another. */
export const REPLACED = 7;
/** A number on one side, a word on the other. */
export const HIDDEN = 8;
/** One token on one side, its two pieces on the other. */
export const SPLIT = 9;
/** A word changed in the same way as elsewhere in this pair. */
export const REPEATED_WORD = 10;
/** A capitalised word on one side and one on the other in one gap, without being paired. */
export const NAME_LOST_AND_ADDED = 11;

/** Digits changed in the same way as elsewhere in this pair. */
export const REPEATED_NUMBER = 12;

/** The bits of 0 to 9 in `Tokens.masks`. */
const DIGITS_OF_MASK = 0x3ff << 16;

/** More of a word's length than this is another word. */
const MISREAD_SHARE = 0.34;

export function spanOf({ letters, ends }: Tokens, first: number, last: number): Span {
	return { letters, start: first === 0 ? 0 : (ends[first - 1] ?? 0), end: ends[last] ?? 0 };
}

/** Of tokens with unequal hashes. */
export function pairKind(a: Tokens, i: number, b: Tokens, j: number): number {
	const [flagsA, flagsB] = [a.flags[i] ?? 0, b.flags[j] ?? 0];
	const both = flagsA & flagsB;
	if ((both & CALENDAR) !== 0) return HARD;
	if (((flagsA | flagsB) & NUMBER) !== 0) return numberKind(a, i, b, j, both);
	if (((flagsA | flagsB) & SINGLE) !== 0) return REPLACED;
	if (farApart(a.masks[i] ?? 0, b.masks[j] ?? 0, lengthOf(a, i), lengthOf(b, j))) {
		return (both & CAPITALISED) !== 0 ? NAME : REPLACED;
	}
	if (isMisread(spanOf(a, i, i), spanOf(b, j, j))) return (both & CAPITALISED) !== 0 ? MISREAD_NAME : MISREAD;
	return (both & CAPITALISED) !== 0 ? NAME : REPLACED;
}

function numberKind(a: Tokens, i: number, b: Tokens, j: number, both: number): number {
	if ((both & NUMBER) !== 0 && !shareDigits(a, i, b, j)) return HARD;
	const [spanA, spanB] = [spanOf(a, i, i), spanOf(b, j, j)];
	if ((both & NUMBER) === 0) {
		return compareNumbers(spanA, spanB) < OTHER_NUMBER || isMisread(spanA, spanB) ? MISREAD : HIDDEN;
	}
	const difference = compareNumbers(spanA, spanB);
	return difference === OTHER_NUMBER ? HARD : difference === SOFT_NUMBER ? SOFT : MISREAD;
}

/** False where two numbers without letters are other ones by more than a misread digit, as the digits that they hold show. */
function shareDigits(a: Tokens, i: number, b: Tokens, j: number): boolean {
	if ((((a.flags[i] ?? 0) | (b.flags[j] ?? 0)) & LETTERED) !== 0) return true;
	const [digitsA, digitsB] = [(a.masks[i] ?? 0) & DIGITS_OF_MASK, (b.masks[j] ?? 0) & DIGITS_OF_MASK];
	return countBits(digitsA & ~digitsB) <= 1 && countBits(digitsB & ~digitsA) <= 1;
}

/** Whether one is the other with a few letters misread, or written twice. */
export function isMisread(a: Span, b: Span): boolean {
	const [lengthA, lengthB] = [a.end - a.start, b.end - b.start];
	const limit = Math.floor(2 * MISREAD_SHARE * Math.max(lengthA, lengthB));
	if (misreadDistance(a, b, limit) <= limit) return true;
	const [long, short] = lengthA < lengthB ? [b, a] : [a, b];
	const doubled = 2 * (short.end - short.start);
	return long.end - long.start - doubled <= 1 && long.end - long.start >= doubled && isDoubled(long, short);
}

/** Also with a mark between: "cupboard,cupboard". */
function isDoubled(long: Span, short: Span): boolean {
	const word = short.letters.slice(short.start, short.end);
	const twice = long.letters.slice(long.start, long.end);
	return twice.startsWith(word) && twice.endsWith(word);
}

function lengthOf(tokens: Tokens, index: number): number {
	return (tokens.ends[index] ?? 0) - (index === 0 ? 0 : (tokens.ends[index - 1] ?? 0));
}

/** Letters that only one of them has are lost or replaced: three merged into fewer by a misreading, at most, go unseen here. */
export function farApart(maskA: number, maskB: number, lengthA: number, lengthB: number): boolean {
	const longer = Math.max(lengthA, lengthB);
	if (longer >= 2 * Math.min(lengthA, lengthB)) return false;
	return Math.max(countBits(maskA & ~maskB), countBits(maskB & ~maskA)) > MISREAD_SHARE * longer + 1;
}

function countBits(bits: number): number {
	let rest = bits - ((bits >>> 1) & 0x55555555);
	rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
	return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
