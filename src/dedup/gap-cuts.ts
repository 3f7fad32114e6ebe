import type { Matches } from "./anchors.ts";
import type { Gap } from "./gap-table.ts";
import { EQUAL } from "./token-pair.ts";
import type { Tokens } from "./tokens.ts";

/**
 * Cuts a large gap at tokens that each side has once in it, as many as stand in the same order on both sides (longest increasing
 * sequence, by patience sorting). They are matched; what lies between them is returned.
 */
export function cutAtUniqueTokens(a: Tokens, b: Tokens, gap: Gap, matches: Matches & { kinds: Uint8Array }): Gap[] {
	const places = uniquePlaces(a.hashes, gap.a0, gap.a1);
	const placesB = uniquePlaces(b.hashes, gap.b0, gap.b1);
	const pairs: [number, number][] = [];
	for (const [hash, i] of places) {
		const j = placesB.get(hash);
		if (i >= 0 && j !== undefined && j >= 0) pairs.push([i, j]);
	}
	const parts: Gap[] = [];
	let { a0, b0 } = gap;
	const { open } = gap;
	for (const [i, j] of longestIncreasing(pairs)) {
		matches.a[i] = j;
		matches.b[j] = i;
		matches.kinds[i] = EQUAL;
		if (i > a0 || j > b0) parts.push({ a0, a1: i, b0, b1: j, open });
		[a0, b0] = [i + 1, j + 1];
	}
	if (a0 < gap.a1 || b0 < gap.b1) parts.push({ a0, a1: gap.a1, b0, b1: gap.b1, open });
	return parts;
}

/** Position by hash, in ascending order; -1 where the hash comes more than once. */
function uniquePlaces(hashes: Int32Array, start: number, end: number): Map<number, number> {
	const places = new Map<number, number>();
	for (let at = start; at < end; at++) {
		const hash = hashes[at] ?? 0;
		places.set(hash, places.has(hash) ? -1 : at);
	}
	return places;
}

/** Of pairs in ascending order of their first number, the most whose second ones ascend too. */
function longestIncreasing(pairs: readonly [number, number][]): [number, number][] {
	const tails: number[] = [];
	const before: number[] = [];
	for (const [at, [, j]] of pairs.entries()) {
		let [low, high] = [0, tails.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < j) low = middle + 1;
			else high = middle;
		}
		before.push(low > 0 ? (tails[low - 1] ?? -1) : -1);
		tails[low] = at;
	}
	const chain: [number, number][] = [];
	for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
		const pair = pairs[at];
		if (pair !== undefined) chain.push(pair);
	}
	return chain.reverse();
}
