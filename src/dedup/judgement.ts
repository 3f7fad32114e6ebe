import { EDIT } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";
import { coverage, type FieldProfile, LEAST_NEIGHBOURS, LEAST_VARIANTS } from "./fields.ts";
import {
	HARD,
	HIDDEN,
	MISREAD_NAME,
	NAME,
	NAME_LOST_AND_ADDED,
	REPEATED_NUMBER,
	REPEATED_WORD,
	REPLACED,
	SOFT,
} from "./token-pair.ts";

/** Below this score a pair is proof that its documents are two papers: no group may hold both. */
export const CONFLICT_SCORE = -3;

/** What speaks for one paper before any difference is seen. Lower is stricter. */
const PRIOR = 3.7;
const LEAST_COVERAGE = 0.5;
const NOTHING_IN_COMMON = -20;

/** How often a place is a field in which papers of one template differ: any place; a known field; any other place of a known template. */
const ANY_PLACE = 0.3;
const FIELD = 0.9;
const OUTSIDE_FIELDS = 0.05;

/** Where letters are misread, words run together and are set against the wrong ones: this often, for each misread letter. */
const MISPLACED = 0.02;

export interface Judgement {
	/** Log likelihood of "one paper, read twice" against "two papers of one template"; above 0 is a duplicate. */
	score: number;
	/** Share of the common part's tokens that are misread, as estimated from this pair. */
	noise: number;
	/** Whether the papers around both were used to tell fields from wording. */
	template: boolean;
}

/** `fieldsA`, `fieldsB`: what is known of the documents' templates, this pair's own part in it included. */
export function judgePair(evidence: PairEvidence, fieldsA: FieldProfile, fieldsB: FieldProfile): Judgement {
	const common = evidence.tokensA - evidence.unreadA - evidence.lostA;
	const noise = estimateNoise(evidence, common);
	const template = fieldsA.neighbours > LEAST_NEIGHBOURS && fieldsB.neighbours > LEAST_NEIGHBOURS;
	if (coverage(evidence) < LEAST_COVERAGE) return { score: NOTHING_IN_COMMON, noise, template };
	// Errors per letter that make this share of the words misread; scans are worse in some places than in others.
	const letterNoise = Math.min(0.25, 1.2 * (1 - (1 - noise) ** (1 / Math.max(1, evidence.tokenLength))));
	const edits = scoreEdits(evidence, letterNoise, template ? { a: fieldsA.variants, b: fieldsB.variants } : undefined);
	const equalNumbers = ANY_PLACE * evidence.equalNumbers * Math.min(1, 10 * letterNoise);
	const agreement = template ? scoreEqualFields(evidence, fieldsA, fieldsB) : Math.min(1.5, 0.1 * evidence.rareKeys);
	const score = PRIOR + edits + equalNumbers + scoreAmount(evidence, common, noise) - 0.6 * evidence.burst + agreement;
	return { score, noise, template };
}

/** Share of misread tokens. Where many are, some are misread beyond recognition and look like other words. */
function estimateNoise({ misread, edits }: PairEvidence, common: number): number {
	let other = 0;
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		if (kind === REPLACED || kind === NAME) other++;
	}
	return Math.min(0.95, (misread + Math.min(other, 0.3 * misread) + 0.1) / (common + 20));
}

type Variants = { a: ReadonlyMap<number, number>; b: ReadonlyMap<number, number> } | undefined;

function scoreEdits({ edits }: PairEvidence, noise: number, variants: Variants): number {
	let score = 0;
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		const size = edits[at + 3] ?? 0;
		if (variants === undefined) score += scoreEdit(kind, size, noise, ANY_PLACE);
		else {
			const [i, j] = [edits[at + 1] ?? 0, edits[at + 2] ?? 0];
			// The pair's own difference is in both counts.
			const field = Math.min(variants.a.get(i) ?? 0, variants.b.get(j) ?? 0) > LEAST_VARIANTS;
			score += scoreEdit(kind, size, noise, field ? FIELD : OUTSIDE_FIELDS);
		}
	}
	return score;
}

/** Log of how likely a reader makes this of one paper, over how likely it is if the place is a field with the given probability. */
function scoreEdit(kind: number, size: number, noise: number, field: number): number {
	const [distance, length] = [size >> 6, size & 63];
	const chance = Math.max(misreadChance(distance, length, noise), MISPLACED * noise);
	const digitChance = Math.max(misreadChance(distance, length, noise) * 0.5 ** distance, MISPLACED * noise);
	switch (kind) {
		case SOFT:
			return weigh(chance * 0.6, 0.2, field);
		case HARD:
			return weigh(digitChance, distance > 2 ? 0.5 : 0.25, field);
		case REPEATED_NUMBER:
			return weigh(0.05 * digitChance, 0.25, field);
		case NAME:
			return weigh(chance, 0.3, field);
		case NAME_LOST_AND_ADDED:
			return weigh(noise * 0.1, 0.3, field);
		case REPEATED_WORD:
			return 0.5 * weigh(noise * 0.1, 0.3, field);
		case REPLACED:
		case HIDDEN:
			return field === FIELD ? weigh(chance, 0.3, field) : 0;
		case MISREAD_NAME:
			return field === FIELD ? 0.5 * weigh(chance, 0.05, field) : 0;
		default:
			return 0;
	}
}

/** A place is read from one paper, or is a field of two: the mixture keeps noise that is as strong as expected from counting against a pair. */
function weigh(misread: number, differing: number, field: number): number {
	return Math.log(misread / ((1 - field) * misread + field * differing));
}

/** Chance of `distance` errors among `length` letters (binomial). */
function misreadChance(distance: number, length: number, noise: number): number {
	let chance = (1 - noise) ** Math.max(0, length - distance);
	for (let at = 0; at < distance; at++) chance *= (noise * Math.max(1, length - at)) / (at + 1);
	return Math.max(1e-9, chance);
}

/** More plain differences than this pair's noise explains, as a Poisson deviance; what one side lost is free, as pages and lines get lost. */
function scoreAmount(evidence: PairEvidence, common: number, noise: number): number {
	const { edits, lostA, lostB, twoSided } = evidence;
	let plain = Math.max(twoSided, Math.min(lostA, lostB));
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		if (kind === REPLACED || kind === HIDDEN || kind === NAME) plain++;
	}
	const expected = common * (0.004 + 1.3 * noise);
	return plain > expected ? plain - expected - plain * Math.log(plain / expected) : 0;
}

/** Fields of the template in which both agree, by how rarely its papers do. */
function scoreEqualFields({ blocks }: PairEvidence, fieldsA: FieldProfile, fieldsB: FieldProfile): number {
	let score = 0;
	for (const [place, variants] of fieldsA.variants) {
		if (variants < LEAST_VARIANTS) continue;
		const partner = equalPartner(blocks, place);
		if (partner < 0 || (fieldsB.variants.get(partner) ?? 0) < LEAST_VARIANTS) continue;
		const others = fieldsA.neighbours - 1;
		const differing = Math.min(variants, others);
		score += Math.min(2, -Math.log((others - differing + 0.5) / (others + 1)));
	}
	return Math.min(4, score);
}

/** The position in b that is equal to this one of a, or -1. Blocks ascend in a. */
function equalPartner(blocks: Int32Array, place: number): number {
	let [low, high] = [0, blocks.length / 3];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((blocks[3 * middle] ?? 0) <= place) low = middle + 1;
		else high = middle;
	}
	const block = 3 * (low - 1);
	const offset = place - (blocks[block] ?? 0);
	return block >= 0 && offset < (blocks[block + 2] ?? 0) ? (blocks[block + 1] ?? 0) + offset : -1;
}
