/** A question → the chunks that answer it, from a full-text index and, for English, a table of word vectors. */
import { conceptsOf } from "./concepts.ts";
import { type Ranked, Ranking, type Weights } from "./ranking.ts";
import type { TextIndex } from "./text-index.ts";
import type { WordTable } from "./word-table.ts";

/** Chunks looked at more closely: the best by the words of the question, and as many by their neighbours and parts too. */
const MAX_CHUNKS = 150;
/** Neighbours and parts by which chunks are looked for: each costs the index a list, and the rarest tell most. */
const MAX_OTHERS = 24;

/**
 * The `limit` best chunks, the best first. A chunk without any word of the question, nor one near to it, is not found.
 * Asks the index three times, since each takes a while: for its statistics, for terms, for chunks; once more for a very long question.
 */
export async function findChunks(
	index: TextIndex,
	question: string,
	{ limit, table, weights }: { limit: number; table: WordTable | undefined; weights?: Weights },
): Promise<Ranked[]> {
	const statistics = await index.statistics();
	const concepts = await conceptsOf(question, index, statistics, table);
	const words = concepts.flatMap(({ stems }) => stems);
	const others = concepts.flatMap(({ neighbours, parts }) => [...neighbours, ...parts]);
	const weightiest = others.sort((a, b) => b.weight - a.weight).slice(0, MAX_OTHERS);
	const { byWords, more } = await index.match(
		words,
		weightiest.map(({ term }) => term),
		MAX_CHUNKS,
	);
	const ranking = new Ranking(concepts);
	ranking.add(byWords);
	// Where one of many chunks has all the words, those that have others in their place are not among the best.
	if (byWords.length < MAX_CHUNKS || ranking.lack() > 0) ranking.add(more);
	return ranking.best({ averageLength: statistics.averageLength, table, weights }).slice(0, limit);
}
