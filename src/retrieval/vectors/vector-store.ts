/**
 * Where the vectors of a hosted model are: in a Vectorize index of their dimension where one is bound, else in D1 (contracts/library.md
 * 19). Both pass the same tests. The embedded model has no vectors that could be stored: its word vectors take part in the ranking by
 * words.
 */

/** Vectors that can be compared with each other: one owner's, by one model, of one length. */
export interface VectorSpace {
	owner: string;
	model: string;
	dimensions: number;
}

/** A chunk by its number, and where it lies. */
export interface ChunkVector {
	number: number;
	/** Not normalised. */
	vector: Float32Array;
}

export interface NearChunk {
	number: number;
	/** Cosine, -1 … 1. */
	similarity: number;
}

export interface VectorStore {
	/**
	 * Stores vectors of chunks, and that the chunks have them; again: the same. What is put for a chunk that goes away meanwhile is removed
	 * like what any chunk leaves: by triggers, and by `removeOwedVectors` what they can't reach.
	 */
	put(space: VectorSpace, vectors: readonly ChunkVector[]): Promise<void>;
	/** The nearest by cosine, the nearest first; `limit` is at most 100. What was put a moment ago may not be found yet. */
	nearest(space: VectorSpace, vector: Float32Array, limit: number): Promise<NearChunk[]>;
}

/** As it is written down with each vector. */
export function spaceName({ model, dimensions }: Omit<VectorSpace, "owner">): string {
	return `${model}/${dimensions}`;
}
