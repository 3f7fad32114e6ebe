/** Okapi BM25 (Robertson, Zaragoza 2009) with the usual parameters; FTS5, which has 1.2, only chooses candidates. */
const [K1, B] = [1.5, 0.75];

export interface Bm25 {
	/** Chunks of the index, and of these the ones that hold the term. */
	chunks: number;
	frequency: number;
	/** Terms a chunk. */
	averageLength: number;
}

/** How telling a term is: about 0 for one in every chunk. Never below 0, as Lucene has it. */
export function inverseFrequency({ chunks, frequency }: Pick<Bm25, "chunks" | "frequency">): number {
	return Math.log(1 + (Math.max(chunks, frequency) - frequency + 0.5) / (frequency + 0.5));
}

/** Between 0 and K1 + 1: what `count` occurrences in a chunk of `length` terms are worth. */
export function saturation(count: number, length: number, averageLength: number): number {
	return (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / Math.max(1, averageLength)));
}

/** What a term adds to the score of a chunk that has it `count` times among its `length` terms. */
export function bm25(model: Bm25, count: number, length: number): number {
	return inverseFrequency(model) * saturation(count, length, model.averageLength);
}
