import type { Clock } from "../lib/clock.ts";
import { inTries } from "./tries.ts";

export interface RankedText {
	/** Place among the texts that were given. */
	index: number;
	/** The greater, the better; comparable within one answer. */
	score: number;
}

/** Throws `ProviderFailure`, or the signal's reason. */
export interface RerankDriver {
	rerank(query: string, texts: readonly string[], signal: AbortSignal): Promise<RankedText[]>;
}

export interface RerankerParts {
	name: string;
	/** Loaded with the first call. */
	load(): Promise<RerankDriver>;
	clock: Clock;
}

/** It reads 512 tokens of question and text together. */
const [maxQueryUnits, maxTextUnits] = [600, 2_400];
/** Somebody is waiting. */
const maxRetries = 1;

/** A hosted model that reads a question and a text together. Throws `ModelError`, or the signal's reason. */
export class Reranker {
	readonly name: string;
	private readonly parts: RerankerParts;

	constructor(parts: RerankerParts) {
		this.name = parts.name;
		this.parts = parts;
	}

	/** The texts by how well they answer, the best first. One that the model does not name is left out. */
	async rerank(
		query: string,
		texts: readonly string[],
		signal: AbortSignal = new AbortController().signal,
	): Promise<RankedText[]> {
		const driver = await this.parts.load();
		const short = texts.map((text) => text.slice(0, maxTextUnits));
		const rules = { clock: this.parts.clock, secret: undefined, maxRetries, signal };
		const ranked = await inTries(() => driver.rerank(query.slice(0, maxQueryUnits), short, signal), rules);
		const known = ranked.filter(({ index, score }) => texts[index] !== undefined && Number.isFinite(score));
		const unique = new Map(known.map((text) => [text.index, text]));
		return [...unique.values()].sort((a, b) => b.score - a.score);
	}
}
