/** The full-text index as a search uses it: D1's FTS5 in the Worker, a map in plain Node. */

export interface Candidate {
	id: string;
	/** As `indexText` gave them. */
	terms: readonly string[];
}

export interface IndexStatistics {
	chunks: number;
	/** Terms a chunk, on average. */
	averageLength: number;
	/** ISO 639-1, of at least a fiftieth of the chunks each, the most frequent first. */
	languages: readonly string[];
}

export interface TextIndex {
	statistics(): Promise<IndexStatistics>;
	/** In how many chunks each term occurs; those that occur in none are left out. */
	frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>>;
	/** Of each prefix the `limit` most frequent longer terms of the index that begin with it, with their frequencies. */
	termsWithPrefix(prefixes: readonly string[], limit: number): Promise<ReadonlyMap<string, number>>;
	/** The best chunks by BM25 that hold any of the terms. */
	match(terms: readonly string[], limit: number): Promise<Candidate[]>;
}

/** Of rarer ones, most are misjudged lists and tables. */
const MIN_LANGUAGE_SHARE = 0.02;

/** Those of the index by how many chunks are in each, as `IndexStatistics` wants them. */
export function commonLanguages(counts: ReadonlyMap<string, number>): string[] {
	const chunks = [...counts.values()].reduce((sum, count) => sum + count, 0);
	return [...counts]
		.filter(([, count]) => count >= MIN_LANGUAGE_SHARE * chunks)
		.sort(([, a], [, b]) => b - a)
		.map(([code]) => code);
}
