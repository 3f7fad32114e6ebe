import { isDigit } from "./number-difference.ts";
import { spanOf } from "./token-pair.ts";
import type { Tokens } from "./tokens.ts";
import type { Span } from "./word-distance.ts";

/**
 * The groups of two digits or more in which two numbers differ, each change (2015 to 2016) as a number of its own, as good as always; none where they have
 * different numbers of groups.
 */
export function changedGroups(a: Tokens, i: number, b: Tokens, j: number): number[] {
	const [one, other] = [groupsOf(spanOf(a, i, i)), groupsOf(spanOf(b, j, j))];
	if (one.length !== other.length) return [];
	return one.flatMap((group, at) => {
		const partner = other[at];
		return partner === undefined || group.hash === partner.hash || Math.min(group.length, partner.length) < 2
			? []
			: [change(group.hash, partner.hash)];
	});
}

/** The change of one word to another, in the same way. */
export function wordChange(a: Tokens, i: number, b: Tokens, j: number): number {
	return change(a.hashes[i] ?? 0, b.hashes[j] ?? 0);
}

function change(from: number, to: number): number {
	return (Math.imul(from, 0x2545f491) + to) | 0;
}

interface Group {
	hash: number;
	length: number;
}

function groupsOf({ letters, start, end }: Span): Group[] {
	const groups: Group[] = [];
	let inGroup = false;
	for (let at = start; at < end; at++) {
		const code = letters.charCodeAt(at);
		if (isDigit(code)) {
			const { hash, length } = (inGroup ? groups.pop() : undefined) ?? { hash: 1, length: 0 };
			groups.push({ hash: (Math.imul(hash, 31) + code) | 0, length: length + 1 });
		}
		inGroup = isDigit(code);
	}
	return groups;
}
