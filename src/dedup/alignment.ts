import { type Matches, matchPassages, RunTable } from "./anchors.ts";
import { cutAtUniqueTokens } from "./gap-cuts.ts";
import { type Gap, GapTable, MAX_CELLS } from "./gap-table.ts";
import { EQUAL, NAME_LOST_AND_ADDED } from "./token-pair.ts";
import { CAPITALISED, type Tokens } from "./tokens.ts";

/** Tokens on both sides of one gap that stay without partner beyond these are another passage, not noise. */
const BURST = 4;
const MAX_BURST = 30;
/** Pairs of tokens up to which a gap is aligned cell by cell without a search for common words first. */
const SMALL_GAP = 64;

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
		this.fillGaps(a, b, alignment);
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
		if (b1 > b0) this.alignGap(a, b, { a0, a1, b0, b1 }, alignment);
		const end = a1 === a.count ? b.count : (alignment.a[a1] ?? 0);
		if (end === b1) return;
		let start = end;
		while (start > 0 && (alignment.b[start - 1] ?? 0) < 0) start--;
		let left = a1;
		while (left > a0 && (alignment.a[left - 1] ?? 0) < 0) left--;
		if (start < end && left < a1) this.alignGap(a, b, { a0: left, a1, b0: start, b1: end }, alignment);
	}

	private alignGap(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): void {
		const cells = (gap.a1 - gap.a0) * (gap.b1 - gap.b0);
		if (cells <= SMALL_GAP) {
			this.alignSmallGap(a, b, gap, alignment);
			return;
		}
		for (const part of cutAtUniqueTokens(a, b, gap, alignment)) {
			const size = (part.a1 - part.a0) * (part.b1 - part.b0);
			if (size > 0 && size <= MAX_CELLS) this.alignSmallGap(a, b, part, alignment);
			else countUnmatched(a, b, part, alignment);
		}
	}

	private alignSmallGap(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): void {
		const from = gap.a0 === 0 ? 0 : (a.ends[gap.a0 - 1] ?? 0);
		const letters = (a.ends[gap.a1 - 1] ?? 0) - from;
		if (letters > this.lettersLeft) {
			alignment.unreadA += gap.a1 - gap.a0;
			alignment.unreadB += gap.b1 - gap.b0;
			return;
		}
		this.lettersLeft -= letters;
		this.gaps.align(a, b, gap, (i, j, kind) => {
			alignment.a[i] = j;
			alignment.b[j] = i;
			alignment.kinds[i] = kind;
		});
		countUnmatched(a, b, gap, alignment);
	}
}

/** What a gap leaves without partner, on both of its sides. */
function countUnmatched(a: Tokens, b: Tokens, gap: Gap, alignment: Alignment): void {
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
	alignment.twoSided += both;
	alignment.burst = Math.min(MAX_BURST, alignment.burst + Math.max(0, both - BURST));
	for (let at = 0; at < Math.min(namesA.length, namesB.length, BURST); at++) {
		alignment.names.push(NAME_LOST_AND_ADDED, namesA[at] ?? 0, namesB[at] ?? 0, 0);
	}
}
