/**
 * How far two folded words are from being the same word misread. Costs in half edits: a letter for one that looks like it costs 1, any
 * other insertion, loss, replacement or swap of neighbours 2; pairs of letters that readers take for one (rn = m) cost nothing.
 */

const LOOKALIKES =
	"l1 li l| l! lt 1i 1| 1! 1t i! ij i| o0 oc oe oa 0d 0q 0c 5s 8b 2z 6g 6b 9g 9q ce ea ft tr hb hn nu nm uv vy un rt ft bo gq 3e 4a 7t yv ss 71 mn kx wv";
const MERGED: readonly (readonly [string, string])[] = [
	["rn", "m"],
	["nn", "m"],
	["ri", "n"],
	["ii", "u"],
	["cl", "d"],
	["vv", "w"],
	["li", "h"],
	["tt", "h"],
	["fi", "h"],
	// A sharp s is read as either.
	["ss", "b"],
];

const lookalike = new Uint8Array(128 * 128);
for (const pair of LOOKALIKES.split(" ")) {
	const [one, other] = [pair.charCodeAt(0), pair.charCodeAt(1)];
	lookalike[one * 128 + other] = 1;
	lookalike[other * 128 + one] = 1;
}

/** The letter that a pair is taken for, by first * 128 + second. */
const merged = new Uint8Array(128 * 128);
for (const [pair, letter] of MERGED) {
	merged[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = letter.charCodeAt(0);
}

export function looksAlike(one: number, other: number): boolean {
	return one < 128 && other < 128 && lookalike[one * 128 + other] === 1;
}

/** A piece of a folded text. */
export interface Span {
	letters: string;
	start: number;
	end: number;
}

const LONGEST = 64;
const STRIDE = LONGEST + 1;
const FAR = 1000;
const one = new Uint16Array(LONGEST);
const other = new Uint16Array(LONGEST);
const table = new Uint16Array(STRIDE * STRIDE);

/** In half edits; more than `limit` is reported as `limit` + 1, and so are words of more than 64 letters. */
export function misreadDistance(a: Span, b: Span, limit: number): number {
	if (a.end - a.start > LONGEST || b.end - b.start > LONGEST) return limit + 1;
	const [lengthA, lengthB] = [merge(a, one), merge(b, other)];
	const distance = copiedDistance(lengthA, lengthB, limit);
	if (distance <= limit || (lengthA === a.end - a.start && lengthB === b.end - b.start)) return distance;
	// "rise" with its letters merged is far from "rlse".
	return copiedDistance(copy(a, one), copy(b, other), limit);
}

/** Of the words in `one` and `other`, of these lengths. */
function copiedDistance(lengthOne: number, lengthOther: number, limit: number): number {
	let [height, width] = [lengthOne, lengthOther];
	if (2 * Math.abs(width - height) > limit) return limit + 1;
	while (height > 0 && width > 0 && one[height - 1] === other[width - 1]) {
		height--;
		width--;
	}
	let start = 0;
	while (start < height && start < width && one[start] === other[start]) start++;
	if (start === height || start === width) return 2 * (height - start + width - start);
	return middleDistance(start, height, width, limit);
}

/** Of what lies between a common beginning and a common end. Cells too far off the diagonal to come within `limit` are left out. */
function middleDistance(start: number, height: number, width: number, limit: number): number {
	const columns = width - start;
	const band = limit >> 1;
	for (let column = 0; column <= Math.min(columns, band + 1); column++) table[column] = 2 * column;
	for (let line = 1; line <= height - start; line++) {
		const code = one[start + line - 1] ?? 0;
		const before = line > 1 ? (one[start + line - 2] ?? 0) : -1;
		const row = line * STRIDE;
		const [from, to] = [Math.max(1, line - band), Math.min(columns, line + band)];
		let left = from === 1 ? 2 * line : FAR;
		let least = left;
		table[row + from - 1] = left;
		if (to < columns) table[row + to + 1] = FAR;
		for (let column = from; column <= to; column++) {
			const code2 = other[start + column - 1] ?? 0;
			const above = (table[row - STRIDE + column] ?? 0) + 2;
			let cost = table[row - STRIDE + column - 1] ?? 0;
			if (code !== code2) cost += looksAlike(code, code2) ? 1 : 2;
			if (above < cost) cost = above;
			if (left + 2 < cost) cost = left + 2;
			if (before === code2 && column > 1 && code === other[start + column - 2]) {
				cost = Math.min(cost, (table[row - 2 * STRIDE + column - 2] ?? 0) + 2);
			}
			table[row + column] = cost;
			left = cost;
			if (cost < least) least = cost;
		}
		if (least > limit) return limit + 1;
	}
	return table[(height - start) * STRIDE + columns] ?? 0;
}

function copy({ letters, start, end }: Span, into: Uint16Array): number {
	for (let at = start; at < end; at++) into[at - start] = letters.charCodeAt(at);
	return end - start;
}

/** Copies the word with letter pairs merged; returns its length. */
function merge({ letters, start, end }: Span, into: Uint16Array): number {
	let length = 0;
	for (let at = start; at < end; at++) {
		const code = letters.charCodeAt(at);
		const next = at + 1 < end ? letters.charCodeAt(at + 1) : 0;
		const single = code < 128 && next < 128 ? (merged[code * 128 + next] ?? 0) : 0;
		into[length++] = single || code;
		if (single !== 0) at++;
	}
	return length;
}
