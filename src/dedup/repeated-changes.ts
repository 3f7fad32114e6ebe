import { isDigit } from "./number-difference.ts";
import type { Tokens } from "./tokens.ts";
import { spanOf } from "./token-pair.ts";
import type { Span } from "./word-distance.ts";

/**
 * The groups of digits in which two numbers differ, each change (2015 to 2016) as a number of its own, as good as always; none where they have
 * different numbers of groups.
 */
export function changedGroups(a: Tokens, i: number, b: Tokens, j: number): number[] {
	const [one, other] = [groupHashes(spanOf(a, i, i)), groupHashes(spanOf(b, j, j))];
	if (one.length !== other.length) return [];
	return one.flatMap((group, at) => (group === other[at] ? [] : [change(group, other[at] ?? 0)]));
}

/** The change of one word to another, in the same way. */
export function wordChange(a: Tokens, i: number, b: Tokens, j: number): number {
	return change(a.hashes[i] ?? 0, b.hashes[j] ?? 0);
}

function change(from: number, to: number): number {
	return (Math.imul(from, 0x2545f491) + to) | 0;
}

function groupHashes({ letters, start, end }: Span): number[] {
	const hashes: number[] = [];
	let inGroup = false;
	for (let at = start; at < end; at++) {
		const code = letters.charCodeAt(at);
		if (isDigit(code)) {
			const last = inGroup ? (hashes.pop() ?? 0) : 1;
			hashes.push((Math.imul(last, 31) + code) | 0);
		}
		inGroup = isDigit(code);
	}
	return hashes;
}
