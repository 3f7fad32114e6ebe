import type { Context } from "../../context.ts";
import { comparePairs } from "../pairing/search.ts";
import { knownPairs, stagedPapers, storePairs } from "../pairing/store.ts";
import { missingPairs } from "../papers.ts";
import type { DedupSettings } from "../settings.ts";
import { scored } from "./scored.ts";
import { linksOf } from "./store.ts";

/** Papers of one slice. */
const slicePapers = 100;

export interface BridgedSlice {
	/** Number of the last paper; undefined where there was none. */
	last: number | undefined;
	papers: number;
	/** Pairs that were compared. */
	pairs: number;
	isEnd: boolean;
}

/**
 * Compares what is linked with one and the same of the next papers after `after` and has not been compared: before three are a group it has to
 * be known whether two of them conflict. What is compared has to be judged again.
 */
export async function bridgeSlice(
	ctx: Context,
	library: number,
	settings: DedupSettings,
	after: number,
): Promise<BridgedSlice> {
	// Of those judged some have got a new neighbour from an earlier slice.
	const stages = ["judge", "profile"] as const;
	const staged = await stagedPapers(ctx, library, { stages, after, limit: slicePapers });
	const papers = staged.map(({ number }) => number);
	const slice = { last: papers.at(-1), papers: papers.length, isEnd: papers.length < slicePapers };
	const links = papers.length === 0 ? [] : await linksOf(ctx, library, papers, settings);
	const numbers = new Map(links.flatMap(({ low, high }) => [low, high]).map((number) => [number, number]));
	const missing = missingPairs(scored(links, numbers, settings)).map(
		({ a, b }) => [Math.min(a, b), Math.max(a, b)] as const,
	);
	if (missing.length === 0) return { ...slice, pairs: 0 };
	const known = await knownPairs(ctx, library, missing);
	const candidates = missing
		.filter(([low, high]) => !known.has(`${low} ${high}`))
		.map(([low, high]) => ({ low, high, rare: 0 }));
	if (candidates.length === 0) return { ...slice, pairs: 0 };
	const pairs = await comparePairs(ctx, candidates, settings);
	await storePairs(ctx, library, [], pairs);
	return { ...slice, pairs: pairs.length };
}
