import { sha256Hex } from "../lib/hash.ts";

/** Of this engine; what an older one stored is not compared with. */
export const algorithmVersion = "2.0.0";

/** The settings that bear on an analysis, with the names and ranges of the public configuration. */
export interface DedupSettings {
	/** Accepted and without effect here: this engine has no MinHash permutations. */
	numPermutations: number;
	/** Accepted and without effect here. */
	numBands: number;
	/** Words in a run; keys are runs of characters of about that many short words. */
	ngramSize: number;
	/** Documents with fewer words are skipped. */
	minWords: number;
	/** The least confidence of a pair that is linked, 0 to 1. */
	similarityThreshold: number;
	/** In percent; the two weights sum to 100. */
	confidenceWeightJaccard: number;
	confidenceWeightFuzzy: number;
	/** In percent: how much differing fields take away. */
	discriminativePenaltyStrength: number;
	/** Characters of differing passages that are compared letter by letter in a pair; equal passages cost nothing. */
	fuzzySampleSize: number;
}

export const defaultDedupSettings: Readonly<DedupSettings> = {
	numPermutations: 256,
	numBands: 32,
	ngramSize: 3,
	minWords: 20,
	similarityThreshold: 0.75,
	confidenceWeightJaccard: 60,
	confidenceWeightFuzzy: 40,
	discriminativePenaltyStrength: 70,
	fuzzySampleSize: 10_000,
};

/** Hex SHA-256 of what an analysis depends on; the weights are left out, as scores are recomputed from stored parts. */
export function configHash(settings: DedupSettings): string {
	const names = [
		"fuzzySampleSize",
		"minWords",
		"ngramSize",
		"numBands",
		"numPermutations",
		"similarityThreshold",
	] as const;
	const parts = names.map((name) => `${name}=${settings[name]}`);
	return sha256Hex([`algorithmVersion=${algorithmVersion}`, ...parts].join("|"));
}
