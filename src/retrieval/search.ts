/** A question → the chunks that answer it, from a full-text index and, for English, a table of word vectors. */
import { conceptsOf } from "./concepts.ts";
import { missingShare, type Ranked, rank, type Weights } from "./ranking.ts";
import type { TextIndex } from "./text-index.ts";
import type { WordTable } from "./word-table.ts";

/** Chunks looked at more closely: the best by the words of the question, and by their neighbours and parts. */
const [BY_WORDS, BY_NEIGHBOURS] = [150, 150];
/** Neighbours and parts by which chunks are looked for: each costs the index a list, and the rarest tell most. */
const MAX_OTHERS = 24;

/**
 * The `limit` best chunks, the best first. A chunk without any word of the question, nor one near to it, is not found.
 * Asks the index six times at most: for its statistics, for frequencies, for longer terms, for chunks.
 */
export async function findChunks(
	index: TextIndex,
	question: string,
	{ limit, table, weights }: { limit: number; table: WordTable | undefined; weights?: Weights },
): Promise<Ranked[]> {
	const statistics = await index.statistics();
	const concepts = await conceptsOf(question, index, statistics, table);
	const words = concepts.flatMap(({ stems }) => stems);
	const found = await index.match(words, BY_WORDS);
	// Where one of many chunks has all the words, those that have others in their place are not among the best.
	if (found.length < BY_WORDS || missingShare(concepts, found) > 0) {
		const others = concepts.flatMap(({ neighbours, parts }) => [...neighbours, ...parts]);
		const weightiest = others.sort((a, b) => b.weight - a.weight).slice(0, MAX_OTHERS);
		if (others.length > 0) {
			found.push(...(await index.match([...words, ...weightiest.map(({ term }) => term)], BY_NEIGHBOURS)));
		}
	}
	return rank(concepts, found, { averageLength: statistics.averageLength, table, weights }).slice(0, limit);
}
