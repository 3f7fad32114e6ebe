import { EDIT } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";
import { CONFLICT_SCORE } from "./judgement.ts";
import { type DedupSettings, defaultDedupSettings } from "./settings.ts";

/** The published scores of a pair or group, each 0 to 1. */
export interface PairScores {
	/** Runs of words that both have, of those in what both have; misread words repaired. */
	jaccardSimilarity: number;
	/** 1 - edits per token in what both have; a misread word is a third of an edit. */
	fuzzyTextRatio: number;
	/** How far the distinguishing values agree, seen against the noise of the pair. */
	discriminativeScore: number;
	confidenceScore: number;
}

export type ScoreWeights = Pick<
	DedupSettings,
	"confidenceWeightJaccard" | "confidenceWeightFuzzy" | "discriminativePenaltyStrength"
>;

/** Papers held to be one have at least this mean of the first two scores: a threshold of .75 finds them whatever their noise. */
const LEAST_BASE = 0.8;
/** Score at which agreement is two thirds of the way from the line to its end. */
const SCALE = 2.5;

/** `score`: of `judgePair`. At the default settings confidence is at or above the default threshold exactly where score is above 0. */
export function scorePair(evidence: PairEvidence, score: number, weights: ScoreWeights): PairScores {
	let jaccardSimilarity = evidence.runsAll === 0 ? 1 : evidence.runsShared / evidence.runsAll;
	let fuzzyTextRatio = tokenRatio(evidence);
	const plain = baseScore(jaccardSimilarity, fuzzyTextRatio, defaultDedupSettings);
	if (score > 0 && plain < LEAST_BASE) {
		// Lifted together, as far from 1 as before in proportion.
		const share = (1 - LEAST_BASE) / (1 - plain);
		jaccardSimilarity = 1 - share * (1 - jaccardSimilarity);
		fuzzyTextRatio = 1 - share * (1 - fuzzyTextRatio);
	}
	const discriminativeScore = agreement(baseScore(jaccardSimilarity, fuzzyTextRatio, defaultDedupSettings), score);
	const parts = { jaccardSimilarity, fuzzyTextRatio, discriminativeScore };
	return { ...parts, confidenceScore: confidenceOf(parts, weights) };
}

/** Of documents with the same sequence of words. */
export const identicalScores: Readonly<PairScores> = {
	jaccardSimilarity: 1,
	fuzzyTextRatio: 1,
	discriminativeScore: 1,
	confidenceScore: 1,
};

/** base x (1 - strength/100 x (1 - D)). A part that is null, or weighs nothing, is left out of the base; a null D takes nothing away. */
export function confidenceOf(
	parts: {
		jaccardSimilarity: number | null;
		fuzzyTextRatio: number | null;
		discriminativeScore: number | null;
	},
	weights: ScoreWeights,
): number {
	const base = baseScore(parts.jaccardSimilarity, parts.fuzzyTextRatio, weights);
	const missing = 1 - (parts.discriminativeScore ?? 1);
	return clamp(base * (1 - (weights.discriminativePenaltyStrength / 100) * missing));
}

/** Whether a pair is linked: its confidence reaches the threshold. */
export function isLinked(
	scores: PairScores,
	{ similarityThreshold }: Pick<DedupSettings, "similarityThreshold">,
): boolean {
	return scores.confidenceScore >= similarityThreshold;
}

/** Whether a pair that was compared keeps its documents out of one group: plainly two papers, and not merely doubtful ones. */
export function isConflict(
	score: number,
	scores: PairScores,
	settings: Pick<DedupSettings, "similarityThreshold">,
): boolean {
	return score < CONFLICT_SCORE && !isLinked(scores, settings);
}

function baseScore(
	jaccard: number | null,
	fuzzy: number | null,
	{
		confidenceWeightJaccard,
		confidenceWeightFuzzy,
	}: Pick<ScoreWeights, "confidenceWeightJaccard" | "confidenceWeightFuzzy">,
): number {
	const weightJaccard = jaccard === null ? 0 : confidenceWeightJaccard;
	const weightFuzzy = fuzzy === null ? 0 : confidenceWeightFuzzy;
	const all = weightJaccard + weightFuzzy;
	return all === 0 ? 0 : ((jaccard ?? 0) * weightJaccard + (fuzzy ?? 0) * weightFuzzy) / all;
}

function tokenRatio({ equal, misread, edits, twoSided }: PairEvidence): number {
	const all = equal + misread + edits.length / EDIT + twoSided;
	return all === 0 ? 1 : 1 - (0.35 * misread + edits.length / EDIT + twoSided) / all;
}

/** 0 to 1; where score is 0, the value at which confidence is the default threshold under the default weights. */
function agreement(base: number, score: number): number {
	const { similarityThreshold, discriminativePenaltyStrength } = defaultDedupSettings;
	const line = base <= 0 ? 1 : 1 - (1 - similarityThreshold / base) / (discriminativePenaltyStrength / 100);
	// A base too low for any agreement to reach the threshold is of papers that are not one.
	const even = Math.min(1, Math.max(0, line));
	if (score <= 0) return even * Math.exp(score / SCALE) * (score === 0 ? 1 : 0.999);
	return clamp(even + (1 - even) * (1 - Math.exp(-score / SCALE)));
}

function clamp(value: number): number {
	return Math.min(1, Math.max(0, value));
}
