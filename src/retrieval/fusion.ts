/** Two rankings of the same chunks, by words and by vectors, as one. */
import type { Ranked } from "./ranking.ts";

/** Of reciprocal rank fusion (contracts/library.md 15.3): how little the first places differ. */
const K = 60;
/**
 * The two sum to 2, so that a score means what the plain fusion's does. Equal weights lose to vectors alone where these are the better
 * ranking (published on BEIR: BM25 .334, a hosted base model .439, equal weights .399 nDCG@10), and our ranking by words is better than
 * BM25. Between the two lies this choice, which is not fitted to any set; a code or a number that only the words find keeps a high place.
 */
const [BY_WORDS, BY_VECTORS] = [0.8, 1.2];

/** The best first. Both lists are in order; a chunk that only one of them has is kept. */
export function fuse(byWords: readonly Ranked[], byVectors: readonly { id: string }[]): Ranked[] {
	const scores = new Map<string, number>();
	for (const [list, weight] of [
		[byWords, BY_WORDS],
		[byVectors, BY_VECTORS],
	] as const) {
		for (const [at, { id }] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (K + at + 1));
	}
	return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}

/** The same chunks in another order, with the scores that the places had: `order` names places, each once; what it leaves out follows. */
export function reordered(ranked: readonly Ranked[], order: readonly number[]): Ranked[] {
	const named = new Set(order);
	const places = [...order, ...[...ranked.keys()].filter((place) => !named.has(place))];
	return places.flatMap((place, at) => {
		const [chunk, score] = [ranked[place], ranked[at]?.score];
		return chunk === undefined || score === undefined ? [] : [{ id: chunk.id, score }];
	});
}
