import { type Tokens, tokenText } from "./tokens.ts";

/** The groups of digits in which two numbers differ, as "2015>2016"; none where they have different numbers of groups. */
export function changedGroups(a: Tokens, i: number, b: Tokens, j: number): string[] {
	const groupsA = tokenText(a, i).match(/\d+/g) ?? [tokenText(a, i)];
	const groupsB = tokenText(b, j).match(/\d+/g) ?? [tokenText(b, j)];
	if (groupsA.length !== groupsB.length) return [];
	return groupsA.flatMap((group, at) => (group === groupsB[at] ? [] : [`${group}>${groupsB[at]}`]));
}

/** A number for the pair of words; the same for the same pair only, as good as always. */
export function wordChange(a: Tokens, i: number, b: Tokens, j: number): number {
	return Math.imul(a.hashes[i] ?? 0, 31) + (b.hashes[j] ?? 0);
}
