import { confidenceOf, isConflict, isLinked } from "../confidence.ts";
import type { ScoredPair } from "../papers.ts";
import type { DedupSettings } from "../settings.ts";
import type { LinkedPair } from "./store.ts";

/** Stored pairs as the engine knows them, under the settings that apply now; `places` gives the papers the numbers it knows them by. */
export function scored(
	pairs: readonly LinkedPair[],
	places: ReadonlyMap<number, number>,
	settings: DedupSettings,
): ScoredPair[] {
	return pairs.flatMap(({ low, high, score, ...parts }) => {
		const [a, b] = [places.get(low), places.get(high)];
		if (a === undefined || b === undefined) return [];
		const scores = { ...parts, confidenceScore: confidenceOf(parts, settings) };
		const linked = isLinked(scores, settings);
		return [{ a, b, score, scores, linked, conflict: isConflict(score, scores, settings), noise: 0 }];
	});
}
