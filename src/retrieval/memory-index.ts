/** A text index that lives as long as its process: for searches without a Worker, benches and tests. */
import { type Bm25, bm25 } from "./bm25.ts";
import type { IndexedText } from "./terms.ts";
import {
	type Candidate,
	commonLanguages,
	type Frequencies,
	type IndexStatistics,
	type Matched,
	type TextIndex,
} from "./text-index.ts";

/** Everything is read into it before the first search. */
export class MemoryIndex implements TextIndex {
	readonly #chunks: Candidate[] = [];
	/** Terms of each. */
	readonly #lengths: number[] = [];
	/** Of each term, chunk and count of its occurrences in turn: far smaller than objects. */
	readonly #postings = new Map<string, number[]>();
	readonly #languages = new Map<string, number>();
	#terms = 0;
	#sorted: string[] | undefined;

	add(id: string, { terms, language }: IndexedText): void {
		const chunk = this.#chunks.push({ id, terms: terms.join(" ") }) - 1;
		this.#lengths.push(terms.length);
		this.#terms += terms.length;
		this.#languages.set(language, (this.#languages.get(language) ?? 0) + 1);
		this.#sorted = undefined;
		const counts = new Map<string, number>();
		for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
		for (const [term, count] of counts) {
			const postings = this.#postings.get(term);
			if (postings === undefined) this.#postings.set(term, [chunk, count]);
			else postings.push(chunk, count);
		}
	}

	async statistics(): Promise<IndexStatistics> {
		const chunks = this.#chunks.length;
		const languages = commonLanguages(this.#languages);
		return { chunks, averageLength: this.#terms / Math.max(1, chunks), languages };
	}

	async lookUp(
		terms: readonly string[],
		prefixes: readonly string[],
		limit: number,
	): Promise<{ frequencies: Frequencies; longer: Frequencies }> {
		const frequencies = new Map<string, number>();
		for (const term of terms) {
			const postings = this.#postings.get(term);
			if (postings !== undefined) frequencies.set(term, postings.length / 2);
		}
		const longer = new Map(prefixes.flatMap((prefix) => this.#longerThan(prefix, limit)));
		return { frequencies, longer };
	}

	async match(words: readonly string[], others: readonly string[], limit: number): Promise<Matched> {
		const byWords = await this.#best(words, limit);
		if (others.length === 0) return { byWords, more: [] };
		const known = new Set(byWords);
		const all = await this.#best([...words, ...others], limit);
		return { byWords, more: all.filter((chunk) => !known.has(chunk)) };
	}

	#longerThan(prefix: string, limit: number): [term: string, chunks: number][] {
		this.#sorted ??= [...this.#postings.keys()].sort();
		const longer: [string, number][] = [];
		for (let at = firstAfter(this.#sorted, prefix); this.#sorted[at]?.startsWith(prefix) === true; at++) {
			const term = this.#sorted[at] ?? "";
			longer.push([term, (this.#postings.get(term)?.length ?? 0) / 2]);
		}
		return longer.sort(([, a], [, b]) => b - a).slice(0, limit);
	}

	async #best(terms: readonly string[], limit: number): Promise<Candidate[]> {
		const { chunks, averageLength } = await this.statistics();
		const scores = new Float64Array(chunks);
		for (const term of new Set(terms)) {
			const postings = this.#postings.get(term) ?? [];
			const model: Bm25 = { chunks, averageLength, frequency: postings.length / 2 };
			for (let at = 0; at < postings.length; at += 2) {
				const chunk = postings[at] ?? 0;
				const length = this.#lengths[chunk] ?? 0;
				scores[chunk] = (scores[chunk] ?? 0) + bm25(model, postings[at + 1] ?? 0, length);
			}
		}
		return bestOf(scores, limit).flatMap((chunk) => this.#chunks[chunk] ?? []);
	}
}

/** Places of the greatest numbers above 0, the greatest first, the earlier of equals first. */
function bestOf(scores: Float64Array, limit: number): number[] {
	const best: number[] = [];
	for (const [place, score] of scores.entries()) {
		if (score <= 0 || (best.length === limit && score <= (scores[best[limit - 1] ?? 0] ?? 0))) continue;
		let at = Math.min(best.length, limit - 1);
		for (; at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score; at--) best[at] = best[at - 1] ?? 0;
		best[at] = place;
	}
	return best;
}

/** The first place of a sorted list whose term is greater than the given one. */
function firstAfter(sorted: readonly string[], term: string): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] ?? "") <= term) low = middle + 1;
		else high = middle;
	}
	return low;
}
