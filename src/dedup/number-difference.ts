import type { Span } from "./word-distance.ts";

/** The same number, letters or points in it misread. */
export const SAME_NUMBER = 0;
/** One digit for one that looks like it, or one digit lost of several: a misreading or another number. */
export const SOFT_NUMBER = 1;
/** Other digits. */
export const OTHER_NUMBER = 2;

const digitLike = new Uint8Array(128);
for (const [letter, digit] of ["o0", "l1", "i1", "|1", "!1", "s5", "b8", "z2", "q9"].map((pair) => [...pair])) {
	digitLike[(letter ?? "").charCodeAt(0)] = (digit ?? "").charCodeAt(0);
}

const similar = new Set(
	"17 38 56 06 08 09 49 58 68 35 27 69 39 14"
		.split(" ")
		.flatMap((pair) => [Number(pair), Number([...pair].reverse().join(""))]),
);

const LONGEST = 64;
const one = new Uint16Array(LONGEST);
const other = new Uint16Array(LONGEST);

/** Of two tokens of which at least one holds digits. */
export function compareNumbers(a: Span, b: Span): number {
	if (a.end - a.start > LONGEST || b.end - b.start > LONGEST) return OTHER_NUMBER;
	const [lengthA, lengthB] = [copySolid(a, one), copySolid(b, other)];
	return lengthA === lengthB ? compareInPlace(lengthA) : compareShifted(lengthA, lengthB);
}

/** Without punctuation, letters that look like digits as digits. */
function copySolid({ letters, start, end }: Span, into: Uint16Array): number {
	let length = 0;
	for (let at = start; at < end; at++) {
		const code = letters.charCodeAt(at);
		const digit = code < 128 ? (digitLike[code] ?? 0) : 0;
		if (digit !== 0) into[length++] = digit;
		else if (code > 127 || isDigit(code) || (code >= 97 && code <= 122)) into[length++] = code;
	}
	return length;
}

function compareInPlace(length: number): number {
	let [soft, letters, digits] = [0, 0, 0];
	for (let at = 0; at < length; at++) {
		const [x, y] = [one[at] ?? 0, other[at] ?? 0];
		const both = isDigit(x) && isDigit(y);
		if (both) digits++;
		if (x === y) continue;
		if (!both) letters++;
		else if (similar.has(10 * (x - 48) + (y - 48))) soft++;
		else return OTHER_NUMBER;
	}
	if (soft > 1 || letters > Math.max(1, length / 3)) return OTHER_NUMBER;
	// A letter for a letter beside digits: half a code may be all that differs.
	return soft === 1 || (letters > 0 && digits === 0) ? SOFT_NUMBER : SAME_NUMBER;
}

function compareShifted(lengthA: number, lengthB: number): number {
	const shorter = Math.min(lengthA, lengthB);
	let start = 0;
	while (start < shorter && one[start] === other[start]) start++;
	let end = 0;
	while (end < shorter - start && one[lengthA - 1 - end] === other[lengthB - 1 - end]) end++;
	const [restA, restB] = [lengthA - start - end, lengthB - start - end];
	const [digitsA, digitsB] = [countDigits(one, start, restA), countDigits(other, start, restB)];
	if (restA > 0 && restB > 0) {
		return digitsA > 0 && digitsB > 0 ? OTHER_NUMBER : restA + restB <= 3 ? SAME_NUMBER : OTHER_NUMBER;
	}
	const [rest, digits, longer] = restA > 0 ? [restA, digitsA, one] : [restB, digitsB, other];
	if (digits === 0) return rest <= 2 ? SAME_NUMBER : OTHER_NUMBER;
	if (rest * 2 === Math.max(lengthA, lengthB) && rest === start + end && rest > 1) return SAME_NUMBER;
	if (digits > 1 || rest > 2) return OTHER_NUMBER;
	const doubled = start > 0 && longer[start] === longer[start - 1];
	return doubled || Math.max(lengthA, lengthB) >= 4 ? SOFT_NUMBER : OTHER_NUMBER;
}

function countDigits(codes: Uint16Array, start: number, length: number): number {
	let digits = 0;
	for (let at = start; at < start + length; at++) if (isDigit(codes[at] ?? 0)) digits++;
	return digits;
}

export function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

let above = new Uint16Array(LONGEST + 1);
let row = new Uint16Array(LONGEST + 1);

/** Digits replaced, lost or added between two numbers, at least 1. Letters among them count a quarter: they are misread digits as a rule. */
export function digitDistance(a: Span, b: Span): number {
	if (a.end - a.start > LONGEST || b.end - b.start > LONGEST) return LONGEST;
	const [height, width] = [copySolid(a, one), copySolid(b, other)];
	const weight = (code: number): number => (isDigit(code) ? 4 : 1);
	above[0] = 0;
	for (let column = 0; column < width; column++) above[column + 1] = (above[column] ?? 0) + weight(other[column] ?? 0);
	for (let line = 0; line < height; line++) {
		const x = one[line] ?? 0;
		row[0] = (above[0] ?? 0) + weight(x);
		for (let column = 0; column < width; column++) {
			const y = other[column] ?? 0;
			const replaced = x === y ? 0 : Math.min(weight(x), weight(y));
			row[column + 1] = Math.min(
				(above[column] ?? 0) + replaced,
				(above[column + 1] ?? 0) + weight(x),
				(row[column] ?? 0) + weight(y),
			);
		}
		[above, row] = [row, above];
	}
	return Math.max(1, Math.round((above[width] ?? 0) / 4));
}

/**
 * Digits other than 0 that two numbers have alike behind the place where they differ, up to the next mark. None where these end in a year:
 * "032023" and "042023" are two months.
 */
export function digitsAgreed(a: Span, b: Span): number {
	const shorter = Math.min(a.end - a.start, b.end - b.start);
	let start = 0;
	while (start < shorter && codeAt(a, start) === codeAt(b, start)) start++;
	let [end, agreed] = [1, 0];
	for (; end <= shorter - start; end++) {
		const code = a.letters.charCodeAt(a.end - end);
		if (code !== b.letters.charCodeAt(b.end - end)) break;
		if (!isDigit(code)) agreed = 0;
		else if (code !== ZERO) agreed++;
	}
	return /(?:19|20)\d\d$/.test(a.letters.slice(a.end - end + 1, a.end)) ? 0 : agreed;
}

const ZERO = 48;

function codeAt({ letters, start }: Span, at: number): number {
	return letters.charCodeAt(start + at);
}
