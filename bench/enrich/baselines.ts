/** What needs no thought: the most frequent of everything, and the labels of the nearest document by words. */
import type { MadeDocument, Truth } from "./library.ts";

export function majority(classified: readonly MadeDocument[]): Truth {
	const most = (values: readonly (string | null)[]): string | null => {
		const counts = new Map<string, number>();
		for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
		return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
	};
	const said = classified.flatMap((document) => document.said ?? []);
	const tag = most(said.flatMap(({ tags }) => tags));
	return {
		correspondent: most(said.map(({ correspondent }) => correspondent)),
		documentType: most(said.map(({ documentType }) => documentType)),
		tags: tag === null ? [] : [tag],
	};
}

/** Cosine of words weighted by inverse document frequency. */
export class NearestNeighbour {
	private readonly vectors: { said: Truth; words: Map<string, number> }[];
	private readonly frequencies = new Map<string, number>();
	private readonly count: number;

	constructor(classified: readonly MadeDocument[]) {
		const documents = classified.map(({ text, said }) => ({ said, words: wordsOf(text) }));
		for (const { words } of documents)
			for (const word of words) this.frequencies.set(word, (this.frequencies.get(word) ?? 0) + 1);
		this.count = documents.length;
		this.vectors = documents.flatMap(({ said, words }) =>
			said === undefined ? [] : [{ said, words: this.vectorOf(words) }],
		);
	}

	propose({ text }: MadeDocument): Truth {
		const own = this.vectorOf(wordsOf(text));
		let best: { said: Truth; similarity: number } | undefined;
		for (const { said, words } of this.vectors) {
			let similarity = 0;
			for (const [word, weight] of own) similarity += weight * (words.get(word) ?? 0);
			if (best === undefined || similarity > best.similarity) best = { said, similarity };
		}
		return best?.said ?? { correspondent: null, documentType: null, tags: [] };
	}

	private vectorOf(words: ReadonlySet<string>): Map<string, number> {
		const weights = [...words].map(
			(word) => [word, Math.log((this.count + 1) / ((this.frequencies.get(word) ?? 0) + 1))] as const,
		);
		const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight ** 2, 0)) || 1;
		return new Map(weights.map(([word, weight]) => [word, weight / length]));
	}
}

function wordsOf(text: string): Set<string> {
	return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}
