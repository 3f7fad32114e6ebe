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
const one = new Uint16Array(LONGEST);
const other = new Uint16Array(LONGEST);
let above2 = new Uint16Array(LONGEST + 1);
let above = new Uint16Array(LONGEST + 1);
let row = new Uint16Array(LONGEST + 1);

/** In half edits; more than `limit` is reported as `limit` + 1, and so are words of more than 64 letters. */
export function misreadDistance(a: Span, b: Span, limit: number): number {
	if (a.end - a.start > LONGEST || b.end - b.start > LONGEST) return limit + 1;
	const width = merge(b, other);
	const height = merge(a, one);
	if (2 * Math.abs(width - height) > limit) return limit + 1;
	for (let column = 0; column <= width; column++) above[column] = 2 * column;
	for (let line = 0; line < height; line++) {
		const code = one[line] ?? 0;
		const before = line > 0 ? (one[line - 1] ?? 0) : 0;
		row[0] = 2 * line + 2;
		let least = row[0] ?? 0;
		for (let column = 0; column < width; column++) {
			const code2 = other[column] ?? 0;
			let cost = (above[column] ?? 0) + (code === code2 ? 0 : looksAlike(code, code2) ? 1 : 2);
			const changed = 2 + Math.min(above[column + 1] ?? 0, row[column] ?? 0);
			if (changed < cost) cost = changed;
			if (column > 0 && line > 0 && code === other[column - 1] && before === code2) {
				cost = Math.min(cost, (above2[column - 1] ?? 0) + 2);
			}
			row[column + 1] = cost;
			if (cost < least) least = cost;
		}
		if (least > limit) return limit + 1;
		[above2, above, row] = [above, row, above2];
	}
	return above[width] ?? 0;
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
