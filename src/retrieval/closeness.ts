/** How near a question is to texts in meaning, by the mean of their words' vectors. */
import type { WeightedTerm } from "./concepts.ts";
import type { WordTable } from "./word-table.ts";

/** Occurrences of a word in a text beyond these say nothing new about its subject. */
const MAX_COUNT = 3;
/** With fewer texts than some of these, what they have in common is not known well enough to be taken off. */
const FEW_TEXTS = 10;

/** Of each text the cosine with the question, -1 to 1, as seen from the middle of all of them. 0 where no word is known. */
export function closenessOf(
	question: readonly WeightedTerm[],
	texts: readonly (readonly string[])[],
	table: WordTable,
): number[] {
	const asked = new Float32Array(table.dimensions);
	for (const { term, weight } of question) {
		const rank = table.rankOf(term);
		if (rank !== undefined) table.addVector(rank, weight, asked);
	}
	if (!normalise(asked)) return texts.map(() => 0);
	const vectors = texts.map((terms) => textVector(terms, table));
	const middle = new Float32Array(table.dimensions);
	for (const vector of vectors) add(middle, vector, 1 / (texts.length + FEW_TEXTS));
	add(asked, middle, -1);
	normalise(asked);
	return vectors.map((vector) => {
		add(vector, middle, -1);
		return normalise(vector) ? dot(asked, vector) : 0;
	});
}

/** Frequent words of the language count little: by Zipf's law a word's rank tells its frequency. */
function textVector(terms: readonly string[], table: WordTable): Float32Array {
	const counts = new Map<number, number>();
	for (const term of terms) {
		const rank = table.rankOf(term);
		if (rank !== undefined) counts.set(rank, (counts.get(rank) ?? 0) + 1);
	}
	const vector = new Float32Array(table.dimensions);
	for (const [rank, count] of counts) table.addVector(rank, Math.log(2 + rank) * Math.min(count, MAX_COUNT), vector);
	normalise(vector);
	return vector;
}

/** False for a vector without a direction. */
function normalise(vector: Float32Array): boolean {
	const length = Math.sqrt(dot(vector, vector));
	if (length === 0) return false;
	for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length;
	return true;
}

function add(to: Float32Array, vector: Float32Array, weight: number): void {
	for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + weight * (vector[at] ?? 0);
}

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
}
