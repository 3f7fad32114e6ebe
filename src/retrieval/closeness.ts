/** How near a question is to texts in meaning, by the mean of their words' vectors. */
import type { WeightedTerm } from "./concepts.ts";
import type { WordTable } from "./word-table.ts";

/** Occurrences of a word in a text beyond these say nothing new about its subject. */
const MAX_COUNT = 3;
/** With fewer texts than some of these, what they have in common is not known well enough to be taken off. */
const FEW_TEXTS = 10;

/**
 * Of each text the cosine with the question, -1 to 1, as seen from the middle of all of them. 0 where no word is known. Texts are numbers of
 * `terms` (`TermNumbers`).
 */
export function closenessOf(
	question: readonly WeightedTerm[],
	texts: readonly Int32Array[],
	terms: readonly string[],
	table: WordTable,
): number[] {
	const asked = new Float32Array(table.dimensions);
	for (const { term, weight } of question) {
		const rank = table.rankOf(term);
		if (rank !== undefined) table.addVector(rank, weight, asked);
	}
	if (!normalise(asked)) return texts.map(() => 0);
	const reader = new TextVectors(terms, table);
	const vectors = texts.map((text) => reader.vectorOf(text));
	const middle = new Float32Array(table.dimensions);
	for (const vector of vectors) add(middle, vector, 1 / (texts.length + FEW_TEXTS));
	add(asked, middle, -1);
	normalise(asked);
	return vectors.map((vector) => {
		add(vector, middle, -1);
		return normalise(vector) ? dot(asked, vector) : 0;
	});
}

/** Unit vectors of texts. Each term's own is unpacked once for all of them, as there are ten times as many words as terms. */
class TextVectors {
	readonly #dimensions: number;
	/** Of each term where its vector begins in `#vectors`; -1 for one that has none. */
	readonly #places: Int32Array;
	readonly #vectors: Float32Array;
	/** How often the text that is read has each term; all 0 between two texts. */
	readonly #counts: Uint8Array;

	/** Frequent words of the language count little: by Zipf's law a word's rank tells its frequency. */
	constructor(terms: readonly string[], table: WordTable) {
		this.#dimensions = table.dimensions;
		this.#places = new Int32Array(terms.length).fill(-1);
		this.#counts = new Uint8Array(terms.length);
		const ranks: number[] = [];
		for (let number = 0; number < terms.length; number++) {
			const rank = table.rankOf(terms[number] ?? "");
			if (rank !== undefined) this.#places[number] = (ranks.push(rank) - 1) * this.#dimensions;
		}
		this.#vectors = new Float32Array(ranks.length * this.#dimensions);
		for (const [at, rank] of ranks.entries()) {
			const vector = this.#vectors.subarray(at * this.#dimensions, (at + 1) * this.#dimensions);
			table.addVector(rank, Math.log(2 + rank), vector);
		}
	}

	vectorOf(text: Int32Array): Float32Array {
		const counts = this.#counts;
		for (const number of text) {
			const count = counts[number] ?? 0;
			if (count < MAX_COUNT) counts[number] = count + 1;
		}
		const starts = new Int32Array(text.length);
		const weights = new Float64Array(text.length);
		let known = 0;
		for (const number of text) {
			const count = counts[number] ?? 0;
			const start = this.#places[number] ?? -1;
			counts[number] = 0;
			if (count === 0 || start < 0) continue;
			starts[known] = start;
			weights[known++] = count;
		}
		const vector = this.#sum(starts.subarray(0, known), weights);
		normalise(vector);
		return vector;
	}

	/** Of the vectors that begin there. Four sums at a time stay in registers, which makes this, half of a ranking, twice as fast. */
	#sum(starts: Int32Array, weights: Float64Array): Float32Array {
		const vectors = this.#vectors;
		const sums = new Float32Array(this.#dimensions);
		for (let at = 0; at < sums.length; at += 4) {
			let a = 0;
			let b = 0;
			let c = 0;
			let d = 0;
			for (let each = 0; each < starts.length; each++) {
				const place = (starts[each] ?? 0) + at;
				const weight = weights[each] ?? 0;
				a += weight * (vectors[place] ?? 0);
				b += weight * (vectors[place + 1] ?? 0);
				c += weight * (vectors[place + 2] ?? 0);
				d += weight * (vectors[place + 3] ?? 0);
			}
			sums[at] = a;
			sums[at + 1] = b;
			sums[at + 2] = c;
			sums[at + 3] = d;
		}
		return sums;
	}
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
