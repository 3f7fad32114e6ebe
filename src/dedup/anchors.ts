import type { Tokens } from "./tokens.ts";

const RUN = 3;
const LEAST_REPEATED_BLOCK = 8;
/** Words that one paper has more than the other between two passages that belong together, as a rule at most. */
const NEAR = 24;
/** Places at which a repeated run is tried. */
const MAX_TRIED = 8;

/** Which token of the other text stands for each; -1: none yet. */
export interface Matches {
	a: Int32Array;
	b: Int32Array;
}

/** Runs of three tokens of one text, found by hash. Space is kept for the next text. */
export class RunTable {
	private heads = new Int32Array(1 << 10);
	private nexts = new Int32Array(1 << 9);
	private mask = 0;

	/** `heads` and `nexts` hold positions plus one; 0 is the end. Later positions come last. */
	fill(tokens: Tokens): void {
		const runs = Math.max(0, tokens.count - RUN + 1);
		let size = 1 << 8;
		while (size < 2 * runs) size *= 2;
		if (this.heads.length < size) this.heads = new Int32Array(size);
		else this.heads.fill(0, 0, size);
		if (this.nexts.length <= runs) this.nexts = new Int32Array(2 * runs + 1);
		this.mask = size - 1;
		for (let at = runs - 1; at >= 0; at--) {
			const place = runHash(tokens.hashes, at) & this.mask;
			this.nexts[at] = this.heads[place] ?? 0;
			this.heads[place] = at + 1;
		}
	}

	/** The first position of `b` at or behind `from` (a position plus one) with the run of `a` at `i`, plus one; 0: none. */
	find(a: Tokens, i: number, b: Tokens): number {
		return this.sameRun(a, i, b, this.heads[runHash(a.hashes, i) & this.mask] ?? 0);
	}

	next(a: Tokens, i: number, b: Tokens, found: number): number {
		return this.sameRun(a, i, b, this.nexts[found - 1] ?? 0);
	}

	/** Positions already matched are left out of the list, so that a text of one line a thousand times costs no square. */
	findFree(a: Tokens, i: number, b: Tokens, taken: Int32Array): number {
		const place = runHash(a.hashes, i) & this.mask;
		let entry = this.heads[place] ?? 0;
		while (entry !== 0 && (taken[entry - 1] ?? -1) >= 0) entry = this.nexts[entry - 1] ?? 0;
		this.heads[place] = entry;
		return this.sameRun(a, i, b, entry);
	}

	private sameRun(a: Tokens, i: number, b: Tokens, from: number): number {
		let entry = from;
		for (let tried = 0; entry !== 0 && tried < MAX_TRIED; tried++) {
			if (equalRun(a.hashes, i, b.hashes, entry - 1)) return entry;
			entry = this.nexts[entry - 1] ?? 0;
		}
		return 0;
	}
}

/** Matches equal passages in any order: first around runs that `b` has once, then repeated ones of eight tokens or more. */
export function matchPassages(a: Tokens, b: Tokens, table: RunTable, matches: Matches): void {
	table.fill(b);
	const last = a.count - RUN;
	for (let i = 0; i <= last; ) {
		const found = table.find(a, i, b);
		if (found === 0 || (matches.b[found - 1] ?? 0) >= 0 || table.next(a, i, b, found) !== 0) i++;
		else i = join(a, i, b, found - 1, matches);
	}
	for (let i = 0; i <= last; ) {
		if ((matches.a[i] ?? 0) >= 0) {
			i++;
			continue;
		}
		const best = longestRepeated(a, i, b, table, matches);
		if (best < 0) i++;
		else i = join(a, i, b, best, matches);
	}
	dropStrays(matches);
}

/** Takes back short passages that lie far off what is around them: where one of two like phrases is misread, the other is found for it. */
function dropStrays({ a, b }: Matches): void {
	let [before, start] = [Number.NaN, nextPassage(a, 0)];
	while (start < a.length) {
		const [end, offset] = [passageEnd(a, start), (a[start] ?? 0) - start];
		const next = nextPassage(a, end);
		const after = next < a.length ? (a[next] ?? 0) - next : Number.NaN;
		const near = Math.abs(offset - before) <= NEAR || Math.abs(offset - after) <= NEAR;
		if (end - start < LEAST_REPEATED_BLOCK && !near) {
			b.fill(-1, start + offset, end + offset);
			a.fill(-1, start, end);
		} else before = offset;
		start = next;
	}
}

function nextPassage(a: Int32Array, from: number): number {
	let at = from;
	while (at < a.length && (a[at] ?? 0) < 0) at++;
	return at;
}

function passageEnd(a: Int32Array, start: number): number {
	let end = start + 1;
	while (end < a.length && a[end] === (a[end - 1] ?? 0) + 1) end++;
	return end;
}

function longestRepeated(a: Tokens, i: number, b: Tokens, table: RunTable, matches: Matches): number {
	let [best, longest] = [-1, LEAST_REPEATED_BLOCK - 1];
	let found = table.findFree(a, i, b, matches.b);
	for (let tried = 0; found !== 0 && tried < MAX_TRIED; tried++) {
		const length = freeLength(a, i, b, found - 1, matches);
		if (length > longest) [best, longest] = [found - 1, length];
		found = table.next(a, i, b, found);
	}
	return best;
}

/** How many tokens from here on are equal and free on both sides. */
function freeLength(a: Tokens, i: number, b: Tokens, j: number, matches: Matches): number {
	let length = 0;
	while (
		i + length < a.count &&
		j + length < b.count &&
		a.hashes[i + length] === b.hashes[j + length] &&
		(matches.a[i + length] ?? 0) < 0 &&
		(matches.b[j + length] ?? 0) < 0
	) {
		length++;
	}
	return length;
}

/** Matches the passage around a common run; returns the first position of `a` behind it. */
function join(a: Tokens, i: number, b: Tokens, j: number, matches: Matches): number {
	let [startA, startB] = [i, j];
	while (
		startA > 0 &&
		startB > 0 &&
		a.hashes[startA - 1] === b.hashes[startB - 1] &&
		(matches.a[startA - 1] ?? 0) < 0 &&
		(matches.b[startB - 1] ?? 0) < 0
	) {
		startA--;
		startB--;
	}
	const length = freeLength(a, startA, b, startB, matches);
	for (let at = 0; at < length; at++) {
		matches.a[startA + at] = startB + at;
		matches.b[startB + at] = startA + at;
	}
	return Math.max(i + 1, startA + length);
}

function runHash(hashes: Int32Array, at: number): number {
	const mixed = Math.imul(Math.imul(hashes[at] ?? 0, 31) + (hashes[at + 1] ?? 0), 0x2545f491) + (hashes[at + 2] ?? 0);
	return mixed ^ (mixed >>> 15);
}

function equalRun(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
	return a[i] === b[j] && a[i + 1] === b[j + 1] && a[i + 2] === b[j + 2];
}
