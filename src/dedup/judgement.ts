import { binomial, scoreEdits } from "./edit-scores.ts";
import { EDIT } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";
import { coverage, type FieldProfile, LEAST_NEIGHBOURS, LEAST_VARIANTS } from "./fields.ts";
import { HIDDEN, NAME, REPLACED } from "./token-pair.ts";

/** Below this score a pair is proof that its documents are two papers: no group may hold both. */
export const CONFLICT_SCORE = -3;

/** What speaks for one paper before any difference is seen. Lower is stricter. */
const PRIOR = 5.5;
/** Less, as what the fields say is known better. */
const PRIOR_IN_TEMPLATE = 4.5;
const LEAST_COVERAGE = 0.5;
const NOTHING_IN_COMMON = -20;

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
	const agreement = template
		? scoreEqualFields(evidence, fieldsA, fieldsB, letterNoise)
		: scoreRareKeys(evidence, letterNoise);
	const score =
		(template ? PRIOR_IN_TEMPLATE : PRIOR) +
		leniency(letterNoise) +
		edits +
		scoreAmount(evidence, common, noise, letterNoise) -
		0.6 * evidence.burst +
		agreement;
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

/**
 * What is read that badly differs from its own paper in ways that no model of a reader foresees. Such a scan differs from its paper's siblings
 * by more still, and these conflict with its paper, so little is risked.
 */
function leniency(letterNoise: number): number {
	return Math.min(10, 150 * Math.max(0, letterNoise - 0.07));
}

/** Much in common that nobody else has says more where much is misread: little of it would be left otherwise. */
function scoreRareKeys({ rareKeys }: PairEvidence, letterNoise: number): number {
	const heavy = Math.max(0, letterNoise - 0.06);
	return Math.min(1.5 + 50 * heavy, (0.1 + 4 * heavy) * rareKeys);
}

/** More plain differences than this pair's noise explains, as a Poisson deviance; what one side lost is free, as pages and lines get lost. */
function scoreAmount(evidence: PairEvidence, common: number, noise: number, letterNoise: number): number {
	const { edits, lostA, lostB, twoSided } = evidence;
	let plain = Math.max(twoSided, Math.min(lostA, lostB));
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		if (kind === REPLACED || kind === HIDDEN || kind === NAME) plain++;
	}
	const expected = common * (0.004 + 0.6 * noise + binomial(3, 6, letterNoise));
	return plain > expected ? plain - expected - plain * Math.log(plain / expected) : 0;
}

/** Fields of the template in which both agree, by how rarely its papers do. */
function scoreEqualFields(
	{ blocks }: PairEvidence,
	fieldsA: FieldProfile,
	fieldsB: FieldProfile,
	letterNoise: number,
): number {
	let score = 0;
	for (const [place, variants] of fieldsA.variants) {
		if (variants < LEAST_VARIANTS) continue;
		const partner = equalPartner(blocks, place);
		if (partner < 0 || (fieldsB.variants.get(partner) ?? 0) < LEAST_VARIANTS) continue;
		const others = fieldsA.neighbours - 1;
		const differing = Math.min(variants, others);
		score += Math.min(2, -Math.log((others - differing + 0.5) / (others + 1)));
	}
	// The more is misread, the more the fields say that are not.
	return Math.min(2.5 + 60 * Math.max(0, letterNoise - 0.05), score);
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
