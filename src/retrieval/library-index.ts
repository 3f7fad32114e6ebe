/** The full-text index of one library in D1, by FTS5. Made for one search: it remembers the frequencies that it was asked for. */
import type { Context } from "../context.ts";
import { librarySums, lookUpCodes, type Match, matchChunks } from "./store.ts";
import { TermCode } from "./term-code.ts";
import { commonLanguages, type Frequencies, type IndexStatistics, type Matched, type TextIndex } from "./text-index.ts";

/**
 * Chunks times terms that one query scores, which costs some 50 ns each, and chunks alone. Terms are looked for from the rarest on as long
 * as their chunks fit; the commoner ones raise the score where a rarer one stands, or are looked for several together.
 */
const [MAX_WORK, MAX_SCORED] = [20_000, 2_500];
/** FTS5 counts the chunks of each term that it scores with: all together, of the common terms that raise scores. */
const MAX_RAISING = 6_000;
/** Common terms that a chunk must have together, at most. */
const MAX_TOGETHER = 6;
/** Share of the chunks wanted that common terms may bring in. */
const TOGETHER_SHARE = 0.5;

export class LibraryIndex implements TextIndex {
	readonly #ctx: Context;
	readonly #owner: string;
	readonly #statistics: IndexStatistics;
	readonly #code: TermCode;
	readonly #known = new Map<string, number>();

	private constructor(ctx: Context, owner: string, library: { number: number; statistics: IndexStatistics }) {
		this.#ctx = ctx;
		this.#owner = owner;
		this.#statistics = library.statistics;
		this.#code = new TermCode(library.number);
	}

	/** Undefined where the owner has no library yet. */
	static async open(ctx: Context, owner: string): Promise<LibraryIndex | undefined> {
		const sums = await librarySums(ctx, owner);
		const [first] = sums;
		if (first === undefined) return undefined;
		const counts = new Map(sums.map(({ language, chunks }) => [language ?? "", chunks ?? 0]));
		const chunks = sums.reduce((sum, each) => sum + (each.chunks ?? 0), 0);
		const terms = sums.reduce((sum, each) => sum + (each.terms ?? 0), 0);
		const averageLength = terms / Math.max(1, chunks);
		const languages = chunks === 0 ? [] : commonLanguages(counts);
		return new LibraryIndex(ctx, owner, { number: first.number, statistics: { chunks, averageLength, languages } });
	}

	async statistics(): Promise<IndexStatistics> {
		return this.#statistics;
	}

	async lookUp(
		terms: readonly string[],
		prefixes: readonly string[],
		limit: number,
	): Promise<{ frequencies: Frequencies; longer: Frequencies }> {
		const unknown = terms.filter((term) => !this.#known.has(term));
		const ranges = prefixes.map((prefix) => this.#code.longerThan(prefix));
		const longer = new Map<string, number>();
		if (unknown.length + ranges.length > 0) {
			for (const term of unknown) this.#known.set(term, 0);
			const codes = unknown.map((term) => this.#code.encode(term));
			for (const { term: code, doc, isLonger } of await lookUpCodes(this.#ctx, codes, { ranges, limit })) {
				const term = this.#code.decode(code);
				this.#known.set(term, doc);
				if (isLonger !== 0) longer.set(term, doc);
			}
		}
		return { frequencies: this.#frequencies(terms), longer };
	}

	/** `others` and the words are among the terms that were looked up. */
	async match(words: readonly string[], others: readonly string[], limit: number): Promise<Matched> {
		const matches = [this.#matchOf(words, limit)];
		if (others.length > 0) matches.push(this.#matchOf([...words, ...others], limit));
		const found = (await matchChunks(this.#ctx, this.#owner, matches)).map(({ number, terms, place }) => ({
			place,
			chunk: { id: String(number), terms },
		}));
		return {
			byWords: found.flatMap(({ place, chunk }) => (place === 0 ? [chunk] : [])),
			more: found.flatMap(({ place, chunk }) => (place === 0 ? [] : [chunk])),
		};
	}

	#matchOf(terms: readonly string[], limit: number): Match {
		const sorted = [...this.#frequencies(new Set(terms))].sort(([, a], [, b]) => a - b);
		const quoted = sorted.map(([term]) => this.#quoted(term));
		const rows = runningSums(sorted.map(([, frequency]) => frequency));
		const scored = Math.min(MAX_SCORED, Math.floor(MAX_WORK / Math.max(1, sorted.length)));
		// The rarest counts in any case, as far as it goes.
		const rares = Math.max(1, rows.filter((sum) => sum <= scored).length);
		const [rare, common] = [quoted.slice(0, rares), quoted.slice(rares)];
		const raising = rows.slice(rares).filter((sum) => sum - (rows[rares - 1] ?? 0) <= MAX_RAISING).length;
		return {
			best: rare.length === 0 ? undefined : { query: withCommon(rare, common.slice(0, raising)), scored },
			together: common.slice(0, MAX_TOGETHER).map((_, at) => common.slice(0, at + 1).join(" AND ")),
			limit,
			fewest: Math.ceil(limit * TOGETHER_SHARE),
		};
	}

	/** Of those that occur. */
	#frequencies(terms: Iterable<string>): Map<string, number> {
		const found = [...terms].map((term) => [term, this.#known.get(term) ?? 0] as const);
		return new Map(found.filter(([, frequency]) => frequency > 0));
	}

	/** As a string of FTS5, which is no operator whatever it says. */
	#quoted(term: string): string {
		return `"${this.#code.encode(term)}"`;
	}
}

/** Chunks with one of the rare terms, which count twice; the common ones raise their scores. */
function withCommon(rare: readonly string[], common: readonly string[]): string {
	const any = rare.join(" OR ");
	return common.length === 0 ? any : `(${any}) AND (${[any, ...common].join(" OR ")})`;
}

function runningSums(numbers: readonly number[]): number[] {
	let sum = 0;
	return numbers.map((number) => {
		sum += number;
		return sum;
	});
}
