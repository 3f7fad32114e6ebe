import { isDigit } from "./number-difference.ts";
import { PairKinds } from "./pair-kinds.ts";
import {
	EQUAL,
	farApart,
	HARD,
	HIDDEN,
	MISREAD,
	MISREAD_NAME,
	NAME,
	REPLACED,
	SOFT,
	SPLIT,
	spanOf,
} from "./token-pair.ts";
import { SINGLE, type Tokens } from "./tokens.ts";
import { misreadDistance, type Span } from "./word-distance.ts";

/** Largest gap that is aligned cell by cell: 48 tokens against 48. Papers read that badly have words in common more often. */
export const MAX_CELLS = 2304;

/** Share of the letters that may be misread in a word that is cut besides: "Arne Dietz" is not "Annegret". */
const MISREAD_IN_PIECES = 0.2;

const LOST = 0.7;
const PIECES = 0.4;
const costs = new Float32Array(16);
costs[EQUAL] = 0;
costs[MISREAD] = 0.35;
costs[MISREAD_NAME] = 0.35;
costs[SOFT] = 0.5;
costs[HARD] = 1;
costs[NAME] = 1.2;
costs[REPLACED] = 1.2;
costs[HIDDEN] = 1.3;

/** A stretch of tokens of each text, ends excluded. */
export interface Gap {
	a0: number;
	a1: number;
	b0: number;
	b1: number;
	/** What is next to it on one side is not what is next to it on the other: passages in another order. */
	open: boolean;
}

/** Told of every pair of tokens of a gap, in descending order. A SPLIT comes once per piece. */
export type OnPair = (i: number, j: number, kind: number) => void;

/** The cheapest way from one stretch to the other by dynamic programming; space for the largest gap is kept. */
export class GapTable {
	private readonly cost = new Float32Array(3 * MAX_CELLS);
	private readonly move = new Uint8Array(3 * MAX_CELLS);
	private readonly kinds = new PairKinds();

	/** Of a gap of at most `MAX_CELLS` pairs. */
	align(a: Tokens, b: Tokens, gap: Gap, onPair: OnPair): void {
		const [height, width] = [gap.a1 - gap.a0, gap.b1 - gap.b0];
		if (height === 1 && width === 1) {
			this.alignSingle(a, b, gap, onPair);
			return;
		}
		this.fill(a, b, gap, height, width);
		this.walk(gap, height, width, onPair);
	}

	private alignSingle(a: Tokens, b: Tokens, { a0, b0 }: Gap, onPair: OnPair): void {
		if (a.hashes[a0] === b.hashes[b0]) {
			onPair(a0, b0, EQUAL);
			return;
		}
		// One character between equal ones is taken for misread: in scripts without spaces there are no words to tell by.
		const single = ((a.flags[a0] ?? 0) & (b.flags[b0] ?? 0) & SINGLE) !== 0;
		onPair(a0, b0, single ? MISREAD : this.kinds.get(a, a0, b, b0));
	}

	/** `move`: 0 lost from a, 1 added in b, 12 one of a in two of b, 13 two of a in one of b, else 16 + the kind of the pair. */
	private fill(a: Tokens, b: Tokens, { a0, b0 }: Gap, height: number, width: number): void {
		const { cost, move } = this;
		const stride = width + 1;
		for (let column = 0; column <= width; column++) {
			cost[column] = LOST * column;
			move[column] = 1;
		}
		for (let line = 1; line <= height; line++) {
			cost[line * stride] = LOST * line;
			move[line * stride] = 0;
			for (let column = 1; column <= width; column++) {
				const [i, j] = [a0 + line - 1, b0 + column - 1];
				const place = line * stride + column;
				const kind = a.hashes[i] === b.hashes[j] ? EQUAL : this.kinds.get(a, i, b, j);
				let best = (cost[place - stride - 1] ?? 0) + (costs[kind] ?? 0);
				let how = 16 + kind;
				const lost = (cost[place - stride] ?? 0) + LOST;
				if (lost < best) [best, how] = [lost, 0];
				const added = (cost[place - 1] ?? 0) + LOST;
				if (added < best) [best, how] = [added, 1];
				if (column > 1) {
					const pieces = (cost[place - stride - 2] ?? 0) + PIECES;
					if (pieces < best && inPieces(a, i, b, j)) [best, how] = [pieces, 12];
				}
				if (line > 1) {
					const pieces = (cost[place - 2 * stride - 1] ?? 0) + PIECES;
					if (pieces < best && inPieces(b, j, a, i)) [best, how] = [pieces, 13];
				}
				cost[place] = best;
				move[place] = how;
			}
		}
	}

	private walk({ a0, b0 }: Gap, height: number, width: number, onPair: OnPair): void {
		const stride = width + 1;
		let [line, column] = [height, width];
		while (line > 0 || column > 0) {
			const how = this.move[line * stride + column] ?? 0;
			const [i, j] = [a0 + line - 1, b0 + column - 1];
			if (how === 0) line--;
			else if (how === 1) column--;
			else if (how === 12) {
				onPair(i, j, SPLIT);
				onPair(i, j - 1, SPLIT);
				line -= 1;
				column -= 2;
			} else if (how === 13) {
				onPair(i, j, SPLIT);
				onPair(i - 1, j, SPLIT);
				line -= 2;
				column -= 1;
			} else {
				onPair(i, j, how - 16);
				line--;
				column--;
			}
		}
	}
}

/** Whether `whole` is what the tokens at `last` - 1 and `last` of the other text are in one piece. */
function inPieces(whole: Tokens, at: number, other: Tokens, last: number): boolean {
	const [one, two] = [spanOf(whole, at, at), spanOf(other, last - 1, last)];
	const [lengthOne, lengthTwo] = [one.end - one.start, two.end - two.start];
	if (Math.abs(lengthOne - lengthTwo) > 2) return false;
	if (isSameSolid(one, two)) return true;
	if (lengthOne < 5 || farApart(maskOf(whole, at, at), maskOf(other, last - 1, last), lengthOne, lengthTwo))
		return false;
	const limit = Math.floor(2 * MISREAD_IN_PIECES * Math.max(lengthOne, lengthTwo));
	return misreadDistance(one, two, limit) <= limit;
}

function maskOf({ masks }: Tokens, first: number, last: number): number {
	return (masks[first] ?? 0) | (masks[last] ?? 0);
}

/** Letter by letter but for marks: "38." and "1" are "38.1". */
function isSameSolid(one: Span, other: Span): boolean {
	let [at, at2] = [one.start, other.start];
	for (;;) {
		while (at < one.end && isMark(one.letters.charCodeAt(at))) at++;
		while (at2 < other.end && isMark(other.letters.charCodeAt(at2))) at2++;
		if (at === one.end || at2 === other.end) return at === one.end && at2 === other.end;
		if (one.letters.charCodeAt(at++) !== other.letters.charCodeAt(at2++)) return false;
	}
}

function isMark(code: number): boolean {
	return code < 128 && !isDigit(code) && (code < 97 || code > 122);
}
