import { type Matches, matchPassages, RunTable } from "./anchors.ts";
import { cutAtUniqueTokens } from "./gap-cuts.ts";
import { type Gap, GapTable, MAX_CELLS } from "./gap-table.ts";
import { EQUAL, HARD, HIDDEN, NAME, NAME_LOST_AND_ADDED, pairKind, REPLACED } from "./token-pair.ts";
import { CAPITALISED, type Tokens } from "./tokens.ts";

/** Tokens on both sides of one gap that stay without partner beyond these are another passage, not noise. */
const BURST = 4;
const MAX_BURST = 30;
/** Pairs of tokens up to which a gap is aligned cell by cell without a search for common words first. */
const SMALL_GAP = 64;
/** Gaps between passages in another order: one or two of them where pages were swapped, more where lists of items differ. */
const MAX_OPEN = 3;
/** Share of the shorter text's tokens that two readings of one paper have word for word, however bad. */
const LEAST_EQUAL = 0.14;
/** Tokens that are other words, beyond twice as many as are misread, after which no more are looked at. */
const ENOUGH_OTHER = 16;

/** Two texts side by side. Valid until the aligner's next call. */
export interface Alignment extends Matches {
	/** Per token of a: the kind of its pair, 0 for none. Tokens of b have their partner's. */
	kinds: Uint8Array;
	/** Tokens without partner on both sides of the same gap: the smaller number of each gap, summed. */
	twoSided: number;
	/** Of these, beyond four a gap. */
	burst: number;
	/** Tokens of gaps that were not looked into, as the budget of letters was used up. */
	unreadA: number;
	unreadB: number;
	/** Kind, position in a, position in b, 0: capitalised words that one gap lost and gained. */
	names: number[];
}

/** Aligns texts in time linear in their length; space is kept from one pair to the next. */
export class Aligner {
	private readonly table = new RunTable();
	private readonly gaps = new GapTable();
	private readonly letterBudget: number;
	private lettersLeft = 0;
	/** Gaps to be aligned cell by cell, once it is known that the texts have something in common. */
	private readonly small: Gap[] = [];
	private misread = 0;
	private other = 0;
	private matchA = new Int32Array(1 << 10);
	private matchB = new Int32Array(1 << 10);
	private kindA = new Uint8Array(1 << 10);

	/** `letterBudget`: characters of differing passages that are compared letter by letter. */
	constructor(letterBudget: number) {
		this.letterBudget = letterBudget;
	}

	align(a: Tokens, b: Tokens): Alignment {
		const alignment = this.begin(a.count, b.count);
		matchPassages(a, b, this.table, alignment);
		for (let at = 0; at < a.count; at++) if ((alignment.a[at] ?? 0) >= 0) alignment.kinds[at] = EQUAL;
		this.lettersLeft = this.letterBudget;
		this.small.length = 0;
		this.fillGaps(a, b, alignment);
		if (countEqual(alignment.kinds) < LEAST_EQUAL * Math.min(a.count, b.count)) return alignment;
		this.alignSmallGaps(a, b, alignment);
		return alignment;
	}

	private begin(countA: number, countB: number): Alignment {
		if (this.matchA.length < countA) {
			this.matchA = new Int32Array(2 * countA);
			this.kindA = new Uint8Array(2 * countA);
		}
		if (this.matchB.length < countB) this.matchB = new Int32Array(2 * countB);
		return {
			a: this.matchA.subarray(0, countA).fill(-1),
			b: this.matchB.subarray(0, countB).fill(-1),
			kinds: this.kindA.subarray(0, countA).fill(0),
			twoSided: 0,
			burst: 0,
			unreadA: 0,
			unreadB: 0,
			names: [],
		};
	}

	/** A stretch of a without partners belongs to what follows its left neighbour in b or precedes its right one: these differ if pages were swapped. */
	private fillGaps(a: Tokens, b: Tokens, alignment: Alignment): void {
		for (let at = 0; at < a.count; ) {
			if ((alignment.a[at] ?? 0) >= 0) {
				at++;
				continue;
			}
			let end = at + 1;
			while (end < a.count && (alignment.a[end] ?? 0) < 0) end++;
			this.fillGap(a, b, at, end, alignment);
			at = end;
		}
	}

	private fillGap(a: Tokens, b: Tokens, a0: number, a1: number, alignment: Alignment): void {
		const b0 = a0 === 0 ? 0 : (alignment.a[a0 - 1] ?? 0) + 1;
		let b1 = b0;
		while (b1 < b.count && (alignment.b[b1] ?? 0) < 0) b1++;
		const end = a1 === a.count ? b.count : (alignment.a[a1] ?? 0);
		if (b1 > b0) this.alignGap(a, b, { a0, a1, b0, b1, open: end !== b1 }, alignment);
		if (end === b1) return;
		let start = end;
		while (start > 0 && (alignment.b[start - 1] ?? 0) < 0) start--;
		let left = a1;
		while (left > a0 && (alignment.a[left - 1] ?? 0) < 0) left--;
		if (start < end && left < a1) this.alignGap(a, b, { a0: left, a1, b0: start, b1: end, open: true }, alignment);
	}

	private alignGap(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): void {
		if (sizeOf(gap) <= SMALL_GAP) {
			this.small.push(gap);
			return;
		}
		for (const part of cutAtUniqueTokens(a, b, gap, alignment)) {
			const size = sizeOf(part);
			if (size > 0 && size <= MAX_CELLS) this.small.push(part);
			else countUnmatched(a, b, part, alignment);
		}
	}

	/** Stops where the gaps hold other words, not misread ones: the texts share phrases, no more. */
	private alignSmallGaps(a: Tokens, b: Tokens, alignment: Alignment): void {
		this.misread = 0;
		this.other = 0;
		const lenient = this.small.filter(({ open }) => open).length <= MAX_OPEN;
		if (!lenient) for (const gap of this.small) gap.open = false;
		this.small.sort((x, y) => sizeOf(x) - sizeOf(y));
		for (const gap of this.small) {
			if (this.other > ENOUGH_OTHER + 2 * this.misread) countUnmatched(a, b, gap, alignment);
			else this.alignSmallGap(a, b, gap, alignment);
		}
	}

	private alignSmallGap(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): void {
		// Where pages were swapped, a stretch can lie in two gaps: the first one had it.
		if (isTouched(gap, alignment)) return;
		const from = gap.a0 === 0 ? 0 : (a.ends[gap.a0 - 1] ?? 0);
		const letters = (a.ends[gap.a1 - 1] ?? 0) - from;
		if (letters > this.lettersLeft) {
			alignment.unreadA += gap.a1 - gap.a0;
			alignment.unreadB += gap.b1 - gap.b0;
			return;
		}
		this.lettersLeft -= letters;
		this.gaps.align(a, b, gap, (i, j, kind) => {
			// Other words at a place where passages part are no replacement.
			if (gap.open && (kind === REPLACED || kind === NAME || kind === HIDDEN || kind === HARD)) return;
			alignment.a[i] = j;
			alignment.b[j] = i;
			alignment.kinds[i] = kind;
			if (kind === REPLACED || kind === NAME || kind === HIDDEN) this.other++;
			else if (kind !== EQUAL) this.misread++;
		});
		this.other += countUnmatched(a, b, gap, alignment);
	}
}

function sizeOf({ a0, a1, b0, b1 }: Gap): number {
	return (a1 - a0) * (b1 - b0);
}

function isTouched({ a0, a1, b0, b1 }: Gap, alignment: Alignment): boolean {
	for (let i = a0; i < a1; i++) if ((alignment.a[i] ?? 0) >= 0) return true;
	for (let j = b0; j < b1; j++) if ((alignment.b[j] ?? 0) >= 0) return true;
	return false;
}

function countEqual(kinds: Uint8Array): number {
	let equal = 0;
	for (const kind of kinds) if (kind === EQUAL) equal++;
	return equal;
}

/** What a gap leaves without partner on both of its sides; returns how many tokens. */
function countUnmatched(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): number {
	const namesA: number[] = [];
	const namesB: number[] = [];
	let [leftA, leftB] = [0, 0];
	for (let i = gap.a0; i < gap.a1; i++) {
		if ((alignment.a[i] ?? 0) >= 0) continue;
		leftA++;
		if (((a.flags[i] ?? 0) & CAPITALISED) !== 0) namesA.push(i);
	}
	for (let j = gap.b0; j < gap.b1; j++) {
		if ((alignment.b[j] ?? 0) >= 0) continue;
		leftB++;
		if (((b.flags[j] ?? 0) & CAPITALISED) !== 0) namesB.push(j);
	}
	const both = Math.min(leftA, leftB);
	if (gap.open) return both;
	alignment.twoSided += both;
	alignment.burst = Math.min(MAX_BURST, alignment.burst + Math.max(0, both - BURST));
	for (let at = 0; at < Math.min(namesA.length, namesB.length, BURST); at++) {
		const [i, j] = [namesA[at] ?? 0, namesB[at] ?? 0];
		if (a.hashes[i] !== b.hashes[j] && pairKind(a, i, b, j) === NAME)
			alignment.names.push(NAME_LOST_AND_ADDED, i, j, 0);
	}
	return both;
}
