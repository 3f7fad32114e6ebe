/** The full-text index as a search uses it: D1's FTS5 in the Worker, a map in plain Node. */

export interface Candidate {
	id: string;
	/** As `indexText` gave them, joined by blanks. */
	terms: string;
}

export interface IndexStatistics {
	chunks: number;
	/** Terms a chunk, on average. */
	averageLength: number;
	/** ISO 639-1, of at least a fiftieth of the chunks each, the most frequent first. */
	languages: readonly string[];
}

/** In how many chunks terms occur; those that occur in none are left out. */
export type Frequencies = ReadonlyMap<string, number>;

export interface TextIndex {
	statistics(): Promise<IndexStatistics>;
	/**
	 * How frequent each of the terms is, and of each prefix the `limit` most frequent longer terms of the index that begin with it. Asks
	 * for all of it at once.
	 */
	lookUp(
		terms: readonly string[],
		prefixes: readonly string[],
		limit: number,
	): Promise<{ frequencies: Frequencies; longer: Frequencies }>;
	/**
	 * The `limit` best chunks by BM25 that hold any of the words; and `more`, which are as many that hold any of the words or of the
	 * others, but for those.
	 */
	match(words: readonly string[], others: readonly string[], limit: number): Promise<Matched>;
}

export interface Matched {
	byWords: readonly Candidate[];
	more: readonly Candidate[];
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
