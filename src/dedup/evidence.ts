import { Aligner, type Alignment } from "./alignment.ts";
import { type Difference, describeDifferences } from "./differences.ts";
import { EDIT, listEdits } from "./edits.ts";
import type { DedupSettings } from "./settings.ts";
import { EQUAL, MISREAD, MISREAD_NAME, SPLIT } from "./token-pair.ts";
import { CAPITALISED, NUMBER, type Tokens } from "./tokens.ts";

/** So that nothing is lost when evidence is stored. */
function roundTokenLength(length: number): number {
	return Math.round(length * 256) / 256;
}

/** All that is kept of a pair: what judging needs, alone and among the papers of its template. At most 2 KB as bytes. */
export interface PairEvidence {
	tokensA: number;
	tokensB: number;
	/** Characters of a token on average. */
	tokenLength: number;
	equal: number;
	/** Of the equal ones, those that hold digits. */
	equalNumbers: number;
	/** Pairs of the same capitalised word, misread or not. */
	names: number;
	/** Pairs of one word or number, misread on at least one side, and pieces of split words. */
	misread: number;
	/** Tokens without partner; `unread` ones, of gaps that were not looked into, are not among them. */
	lostA: number;
	lostB: number;
	unreadA: number;
	unreadB: number;
	twoSided: number;
	burst: number;
	/** Runs of `ngramSize` tokens, misreadings repaired: in both papers, and all within what both papers have. */
	runsShared: number;
	runsAll: number;
	/** Keys that only these two and at most one more document have. */
	rareKeys: number;
	/** Equal passages: position in a, position in b, length. */
	blocks: Int32Array;
	/** Kind (`token-pair.ts`), position in a, position in b, size (`sizeOfEdit`). Plain misreadings are not listed. */
	edits: Int32Array;
	/** In words: the few that tell most. */
	differences: readonly Difference[];
}

const MAX_BLOCKS = 300;
const MAX_EDITS = 120;

/** Compares pairs of texts; not more than one at a time, as it keeps its working space. */
export class PairComparer {
	private readonly aligner: Aligner;
	private readonly ngramSize: number;
	private readonly describes: boolean;

	/** `describes`: whether `differences` are wanted; verdicts do not depend on them. */
	constructor({ fuzzySampleSize, ngramSize }: Pick<DedupSettings, "fuzzySampleSize" | "ngramSize">, describes = true) {
		this.aligner = new Aligner(fuzzySampleSize);
		this.ngramSize = ngramSize;
		this.describes = describes;
	}

	/** The same whichever text comes first, but for a and b being exchanged. `rareKeys`: of the two's shared keys, see `Tally`. */
	compare(a: Tokens, b: Tokens, rareKeys: number): PairEvidence {
		return comesFirst(a, b) ? this.compareInOrder(a, b, rareKeys) : exchange(this.compareInOrder(b, a, rareKeys));
	}

	private compareInOrder(a: Tokens, b: Tokens, rareKeys: number): PairEvidence {
		const alignment = this.aligner.align(a, b);
		const edits = listEdits(a, b, alignment);
		const counts = countTokens(alignment, a);
		return {
			tokensA: a.count,
			tokensB: b.count,
			tokenLength: roundTokenLength((a.letters.length + b.letters.length) / Math.max(1, a.count + b.count)),
			...counts,
			...countRuns(alignment, this.ngramSize),
			rareKeys,
			blocks: listBlocks(alignment),
			edits: Int32Array.from(edits.slice(0, EDIT * MAX_EDITS)),
			differences: this.describes ? describeDifferences(a, b, edits) : [],
		};
	}
}

function comesFirst(a: Tokens, b: Tokens): boolean {
	if (a.count !== b.count) return a.count < b.count;
	let at = 0;
	while (at < a.count && a.hashes[at] === b.hashes[at]) at++;
	return (a.hashes[at] ?? 0) <= (b.hashes[at] ?? 0);
}

/** The same evidence with a and b in each other's place. */
export function exchange(evidence: PairEvidence): PairEvidence {
	const { tokensA, tokensB, lostA, lostB, unreadA, unreadB, blocks, edits, differences } = evidence;
	return {
		...evidence,
		tokensA: tokensB,
		tokensB: tokensA,
		lostA: lostB,
		lostB: lostA,
		unreadA: unreadB,
		unreadB: unreadA,
		blocks: blocks.map((_, at) => blocks[at % 3 === 2 ? at : at % 3 === 0 ? at + 1 : at - 1] ?? 0),
		edits: edits.map((_, at) => edits[at % EDIT === 1 ? at + 1 : at % EDIT === 2 ? at - 1 : at] ?? 0),
		differences: differences.map(({ label, a, b }) => ({ label, a: b, b: a })),
	};
}

type Counts = Pick<
	PairEvidence,
	"equal" | "equalNumbers" | "names" | "misread" | "lostA" | "lostB" | "unreadA" | "unreadB" | "twoSided" | "burst"
>;

function countTokens({ kinds, b, twoSided, burst, unreadA, unreadB }: Alignment, { flags }: Tokens): Counts {
	let [equal, equalNumbers, names, misread, lostA, lostB] = [0, 0, 0, 0, 0, 0];
	for (let at = 0; at < kinds.length; at++) {
		const kind = kinds[at] ?? 0;
		if (kind === EQUAL) {
			equal++;
			if (((flags[at] ?? 0) & NUMBER) !== 0) equalNumbers++;
			if (((flags[at] ?? 0) & CAPITALISED) !== 0) names++;
		} else if (isMisreading(kind)) {
			misread++;
			if (kind === MISREAD_NAME) names++;
		} else if (kind === 0) lostA++;
	}
	for (const partner of b) if (partner < 0) lostB++;
	return {
		equal,
		equalNumbers,
		names,
		misread,
		lostA: lostA - unreadA,
		lostB: lostB - unreadB,
		unreadA,
		unreadB,
		twoSided,
		burst,
	};
}

function isMisreading(kind: number): boolean {
	return kind === MISREAD || kind === MISREAD_NAME || kind === SPLIT;
}

function listBlocks({ kinds, a }: Alignment): Int32Array {
	const blocks: number[] = [];
	for (let i = 0; i < kinds.length && blocks.length < 3 * MAX_BLOCKS; ) {
		if (kinds[i] !== EQUAL) {
			i++;
			continue;
		}
		const [start, j] = [i, a[i] ?? 0];
		while (i < kinds.length && kinds[i] === EQUAL && a[i] === j + i - start) i++;
		blocks.push(start, j, i - start);
	}
	return Int32Array.from(blocks);
}

function countRuns({ kinds, twoSided }: Alignment, size: number): { runsShared: number; runsAll: number } {
	let [shared, broken, length, sinceEdit] = [0, 0, 0, size];
	for (const kind of kinds) {
		sinceEdit++;
		if (kind === 0) {
			length = 0;
			continue;
		}
		if (kind !== EQUAL && !isMisreading(kind)) {
			length = 0;
			sinceEdit = 0;
		} else length++;
		if (length >= size) shared++;
		else if (sinceEdit < size) broken++;
	}
	return { runsShared: shared, runsAll: shared + broken + twoSided };
}
