/** The full-text index of one library in D1, by FTS5. Made for one search: it remembers the frequencies that it was asked for. */
import type { Context } from "../context.ts";
import { codeFrequencies, countMatches, frequentCodes, listSums, type Match, matchChunks } from "./store.ts";
import { TermCode } from "./term-code.ts";
import { type Candidate, commonLanguages, type IndexStatistics, type TextIndex } from "./text-index.ts";

/**
 * Chunks that one query scores, which costs half a microsecond each. Terms are looked for from the rarest on as long as they fit; the
 * commoner ones count where a rarer one stands, or several of them together.
 */
const MAX_SCORED = 8_000;
/** Common terms that a chunk must have together, at most. */
const MAX_TOGETHER = 6;
/** Share of the chunks wanted that common terms may bring in. */
const TOGETHER_SHARE = 0.5;

export class LibraryIndex implements TextIndex {
	readonly #ctx: Context;
	readonly #owner: string;
	readonly #code: TermCode;
	readonly #known = new Map<string, number>();

	constructor(ctx: Context, library: { owner: string; number: number }) {
		this.#ctx = ctx;
		this.#owner = library.owner;
		this.#code = new TermCode(library.number);
	}

	async statistics(): Promise<IndexStatistics> {
		const sums = await listSums(this.#ctx, this.#owner);
		const chunks = sums.reduce((sum, each) => sum + each.chunks, 0);
		const terms = sums.reduce((sum, each) => sum + each.terms, 0);
		const languages = commonLanguages(new Map(sums.map((each) => [each.language, each.chunks])));
		return { chunks, averageLength: terms / Math.max(1, chunks), languages };
	}

	async frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
		const unknown = terms.filter((term) => !this.#known.has(term));
		if (unknown.length > 0) {
			for (const term of unknown) this.#known.set(term, 0);
			this.#remember(
				await codeFrequencies(
					this.#ctx,
					unknown.map((term) => this.#code.encode(term)),
				),
			);
		}
		const found = terms.map((term) => [term, this.#known.get(term) ?? 0] as const);
		return new Map(found.filter(([, frequency]) => frequency > 0));
	}

	async termsWithPrefix(prefixes: readonly string[], limit: number): Promise<ReadonlyMap<string, number>> {
		if (prefixes.length === 0) return new Map();
		const ranges = prefixes.map((prefix) => this.#code.longerThan(prefix));
		return this.#remember(await frequentCodes(this.#ctx, ranges, limit));
	}

	async match(terms: readonly string[], limit: number): Promise<Candidate[]> {
		const frequencies = await this.frequencies([...new Set(terms)]);
		const sorted = [...frequencies].sort(([, a], [, b]) => a - b);
		const quoted = sorted.map(([term]) => this.#quoted(term));
		const rows = runningSums(sorted.map(([, frequency]) => frequency));
		const rares = rows.filter((sum) => sum <= MAX_SCORED).length;
		const [rare, common] = [quoted.slice(0, rares), quoted.slice(rares)];
		const matches: Match[] = [];
		if (rare.length > 0) matches.push({ query: withCommon(rare, common), scored: MAX_SCORED, limit });
		if (common.length > 0) matches.push(await this.#together(common, limit));
		const found = await matchChunks(this.#ctx, this.#owner, matches);
		return found.map(({ number, terms: words }) => ({ id: String(number), terms: words.split(" ") }));
	}

	/** The fewest of the common terms, from the rarest on, that stand together in no more chunks than can be scored. */
	async #together(common: readonly string[], limit: number): Promise<Match> {
		const queries = common.slice(0, MAX_TOGETHER).map((_, at) => common.slice(0, at + 1).join(" AND "));
		const counts = await countMatches(this.#ctx, queries, MAX_SCORED);
		const fits = counts.findIndex((count) => count <= MAX_SCORED);
		const some = fits >= 0 && counts[fits] === 0 ? fits - 1 : fits;
		const query = queries.at(some) ?? "";
		const scoring = common.length > 1 ? `(${query}) AND (${common.join(" OR ")})` : query;
		return { query: scoring, scored: MAX_SCORED, limit: Math.ceil(limit * TOGETHER_SHARE) };
	}

	#remember(rows: readonly { term: string; doc: number }[]): Map<string, number> {
		const found = new Map(rows.map(({ term, doc }) => [this.#code.decode(term), doc]));
		for (const [term, frequency] of found) this.#known.set(term, frequency);
		return found;
	}

	/** As a string of FTS5, which is no operator whatever it says. */
	#quoted(term: string): string {
		return `"${this.#code.encode(term)}"`;
	}
}

/** Chunks with one of the rare terms; the common ones raise their scores. Both are named twice, so that they weigh alike. */
function withCommon(rare: readonly string[], common: readonly string[]): string {
	const any = rare.join(" OR ");
	return common.length === 0 ? any : `(${any}) AND (${[any, ...common, ...common].join(" OR ")})`;
}

function runningSums(numbers: readonly number[]): number[] {
	let sum = 0;
	return numbers.map((number) => {
		sum += number;
		return sum;
	});
}
