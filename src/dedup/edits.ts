import type { Alignment } from "./alignment.ts";
import { digitDistance, digitsAgreed } from "./number-difference.ts";
import { changedGroups, wordChange } from "./repeated-changes.ts";
import {
	EQUAL,
	HARD,
	HIDDEN,
	MISREAD,
	MISREAD_NAME,
	NAME,
	REPEATED_NUMBER,
	REPEATED_WORD,
	REPLACED,
	SOFT,
	SPLIT,
	spanOf,
} from "./token-pair.ts";
import { CAPITALISED, NUMBER, type Tokens } from "./tokens.ts";
import { misreadDistance } from "./word-distance.ts";

/** Numbers that describe one edit: kind, position in a, position in b, size. */
export const EDIT = 4;

/** Shorter words are misread in the same way again and again. */
const LEAST_REPEATED_WORD = 5;
/** A capitalised word that two papers have as often as this together is no name that tells them apart. */
const COMMON_USES = 8;

/** What differs otherwise than by a plain misreading; a change that was met before counts for more than one. */
export function listEdits(a: Tokens, b: Tokens, { kinds, a: partners, names }: Alignment): number[] {
	const edits: number[] = [];
	const met = new Set<number>();
	const common = commonNames(a, b, kinds, partners);
	const isRepeated = (change: number): boolean => met.size === met.add(change).size;
	for (let i = 0; i < kinds.length; i++) {
		const kind = kinds[i] ?? 0;
		if (kind === 0 || kind === EQUAL || kind === MISREAD || kind === SPLIT) continue;
		const j = partners[i] ?? 0;
		if (kind === MISREAD_NAME && common.has(i)) continue;
		edits.push(
			repeatedKind(kind === NAME && common.has(i) ? REPLACED : kind, a, i, b, j, isRepeated),
			i,
			j,
			sizeOfEdit(a, i, b, j),
		);
	}
	return edits.concat(names);
}

/** Positions in a at which capitalised words differ of which one is no name: "The" at the start of a sentence, the "EUR" of every line. */
function commonNames(a: Tokens, b: Tokens, kinds: Uint8Array, partners: Int32Array): Set<number> {
	const asked = new Map<number, number>();
	const places: number[] = [];
	for (let i = 0; i < kinds.length; i++) {
		if (kinds[i] !== NAME && kinds[i] !== MISREAD_NAME) continue;
		places.push(i);
		asked.set(a.hashes[i] ?? 0, 0).set(b.hashes[partners[i] ?? 0] ?? 0, 0);
	}
	if (places.length === 0) return new Set();
	for (const { hashes, flags, count } of [a, b]) {
		for (let at = 0; at < count; at++) {
			const uses = asked.get(hashes[at] ?? 0);
			if (uses === undefined) continue;
			asked.set(hashes[at] ?? 0, uses + (((flags[at] ?? 0) & CAPITALISED) === 0 ? COMMON_USES : 1));
		}
	}
	const isCommon = (hash: number | undefined): boolean => (asked.get(hash ?? 0) ?? 0) >= COMMON_USES;
	return new Set(places.filter((i) => isCommon(a.hashes[i]) || isCommon(b.hashes[partners[i] ?? 0])));
}

function repeatedKind(
	kind: number,
	a: Tokens,
	i: number,
	b: Tokens,
	j: number,
	isRepeated: (change: number) => boolean,
): number {
	if (kind === SOFT || kind === HARD) {
		return changedGroups(a, i, b, j).filter(isRepeated).length > 0 ? REPEATED_NUMBER : kind;
	}
	const span = spanOf(a, i, i);
	const short = span.end - span.start < LEAST_REPEATED_WORD;
	return kind === HIDDEN || short || !isRepeated(wordChange(a, i, b, j)) ? kind : REPEATED_WORD;
}

/** How far apart the two sides of an edit are. */
export interface EditSize {
	/** Letters or digits in which they differ, at most 63. */
	distance: number;
	/** Of the longer one, at most 63. */
	length: number;
	/** See `digitsAgreed`. 0 of words. */
	agreed: number;
}

function sizeOfEdit(a: Tokens, i: number, b: Tokens, j: number): number {
	const [one, other] = [spanOf(a, i, i), spanOf(b, j, j)];
	const length = Math.min(63, Math.max(one.end - one.start, other.end - other.start));
	const isNumber = ((a.flags[i] ?? 0) & (b.flags[j] ?? 0) & NUMBER) !== 0;
	const distance = isNumber ? digitDistance(one, other) : Math.ceil(misreadDistance(one, other, 2 * length) / 2);
	const agreed = isNumber ? Math.min(63, digitsAgreed(one, other)) : 0;
	return (agreed << 12) | (Math.min(63, distance) << 6) | length;
}

export function unpackSize(packed: number): EditSize {
	return { distance: (packed >> 6) & 63, length: packed & 63, agreed: packed >> 12 };
}

/** Whether an edit of this kind shows two different words or numbers plainly. */
export function isCleanEdit(kind: number): boolean {
	return (
		kind === HARD ||
		kind === SOFT ||
		kind === REPEATED_NUMBER ||
		kind === NAME ||
		kind === REPLACED ||
		kind === REPEATED_WORD ||
		kind === HIDDEN
	);
}
