import type { Context } from "../../context.ts";
import { chooseCandidates, type KeyCount, leastShared, planLookups } from "../candidates.ts";
import { PairComparer } from "../evidence.ts";
import { encodeEvidence } from "../evidence-bytes.ts";
import type { DedupSettings } from "../settings.ts";
import { TokenReader, type Tokens } from "../tokens.ts";
import * as store from "./store.ts";

/** Papers of one slice. */
const slicePapers = 12;
/** Texts that are loaded at once. */
const loadTexts = 12;
/** Tokens of texts that are kept for the pairs to come. */
const keptTokens = 400_000;

export interface SearchedSlice {
	papers: number;
	/** Pairs that were compared. */
	pairs: number;
	/** There are no more papers. */
	isEnd: boolean;
}

/**
 * Finds what the next papers may be the same as, and compares it. Papers whose turn is still to come find these by themselves: a pair is
 * compared once, whoever finds it first.
 */
export async function searchSlice(ctx: Context, library: number, settings: DedupSettings): Promise<SearchedSlice> {
	const papers = await store.stagedPapers(ctx, library, { stages: ["search"], after: 0, limit: slicePapers });
	if (papers.length === 0) return { papers: 0, pairs: 0, isEnd: true };
	const found = await findCandidates(ctx, library, papers);
	const pairs = await comparePairs(ctx, found, settings);
	await store.storePairs(
		ctx,
		library,
		papers.map(({ number }) => number),
		pairs,
	);
	return { papers: papers.length, pairs: pairs.length, isEnd: papers.length < slicePapers };
}

/** Two papers to compare, the smaller number first. */
export interface Candidate {
	low: number;
	high: number;
	/** Shared keys that hardly any other paper has. */
	rare: number;
}

async function findCandidates(
	ctx: Context,
	library: number,
	papers: readonly store.StagedPaper[],
): Promise<Candidate[]> {
	const asking = papers.map(({ number, keys }) => ({ number, keys: JSON.parse(keys) as number[] }));
	const counts = await store.countKeys(ctx, library, [...new Set(asking.flatMap(({ keys }) => keys))]);
	const lookups = asking.map(({ number, keys }) => ({
		paper: number,
		keys: planLookups(keys.map((key): KeyCount => ({ key, documents: counts.get(key) ?? 0 }))),
		least: leastShared(keys.length),
	}));
	const tallies = await store.tallyPapers(ctx, library, lookups);
	const candidates = new Map<string, Candidate>();
	for (const [at, { number, keys }] of asking.entries()) {
		const counted = { keyCount: keys.length, lookedUp: lookups[at]?.keys.length ?? 0 };
		for (const { paper, rare } of chooseCandidates(counted, tallies[at] ?? [])) {
			const [low, high] = number < paper ? [number, paper] : [paper, number];
			const name = `${low} ${high}`;
			if (!candidates.has(name)) candidates.set(name, { low, high, rare });
		}
	}
	const known = await store.knownPairs(
		ctx,
		library,
		[...candidates.values()].map(({ low, high }) => [low, high] as const),
	);
	return [...candidates].filter(([name]) => !known.has(name)).map(([, candidate]) => candidate);
}

/** Reads and compares; a pair of which a paper is gone is left out. */
export async function comparePairs(
	ctx: Context,
	candidates: readonly Candidate[],
	settings: DedupSettings,
): Promise<store.NewPair[]> {
	const comparer = new PairComparer(settings);
	const texts = new TextCache(ctx);
	const pairs: store.NewPair[] = [];
	for (const [at, { low, high, rare }] of candidates.entries()) {
		await texts.load(candidates.slice(at).flatMap((next) => [next.low, next.high]));
		const [one, other] = [texts.of(low), texts.of(high)];
		// A document that was deleted a moment ago.
		if (one === undefined || other === undefined) continue;
		const evidence = encodeEvidence(comparer.compare(one, other, rare));
		pairs.push({ low, high, evidence: Buffer.from(evidence).toString("base64") });
	}
	return pairs;
}

/** Texts as tokens, as many as fit: the ones that were loaded first go first. */
class TextCache {
	readonly #ctx: Context;
	readonly #reader = new TokenReader();
	readonly #tokens = new Map<number, Tokens | undefined>();
	#held = 0;

	constructor(ctx: Context) {
		this.#ctx = ctx;
	}

	of(paper: number): Tokens | undefined {
		return this.#tokens.get(paper);
	}

	/** Makes sure of the first two of `papers`, and loads the next ones along with them. */
	async load(papers: readonly number[]): Promise<void> {
		const needed = papers.slice(0, 2);
		if (needed.every((paper) => this.#tokens.has(paper))) return;
		this.#makeRoom(new Set(needed));
		const missing = [...new Set(papers)].filter((paper) => !this.#tokens.has(paper)).slice(0, loadTexts);
		const texts = await store.paperTexts(this.#ctx, missing);
		for (const paper of missing) {
			const text = texts.get(paper);
			const tokens = text === undefined ? undefined : this.#reader.read(text);
			this.#tokens.set(paper, tokens);
			this.#held += tokens?.count ?? 0;
		}
	}

	#makeRoom(needed: ReadonlySet<number>): void {
		for (const [paper, tokens] of this.#tokens) {
			if (this.#held <= keptTokens) return;
			if (needed.has(paper)) continue;
			this.#tokens.delete(paper);
			this.#held -= tokens?.count ?? 0;
		}
	}
}
