/** `node bench/peer/dedup.ts DOCS.jsonl GROUPS.json`: pipeline 1.2.0 with its defaults, in one process and in memory. */
import { readFileSync, writeFileSync } from "node:fs";
import { candidatePairs, estimatedJaccard, normalised, permutations, shingles, signature } from "./minhash.ts";
import { agreement, confidence, distinguishingTokens, tokenSortRatio } from "./scores.ts";

const PERMUTATIONS = 256;
const BANDS = 32;
const SHINGLE_WORDS = 3;
const MIN_WORDS = 20;
const THRESHOLD = 0.75;
const SAMPLE_CHARACTERS = 10_000;

/** Groups of places in `contents`, of two at least. */
export function groupsOf(contents: readonly string[]): number[][] {
	const texts = contents.map(normalised);
	const constants = permutations(PERMUTATIONS);
	const signatures = texts.map((text) => {
		const hashes = shingles(text, SHINGLE_WORDS, MIN_WORDS);
		return hashes.size === 0 ? undefined : signature(hashes, constants);
	});
	const samples = texts.map((text) => text.slice(0, SAMPLE_CHARACTERS));
	const tokens = new Map<number, Set<string>[]>();
	const tokensOf = (at: number): Set<string>[] => {
		const found = tokens.get(at) ?? distinguishingTokens(samples[at] ?? "");
		tokens.set(at, found);
		return found;
	};
	const parents = texts.map((_, at) => at);
	for (const [one, other] of candidatePairs(signatures, BANDS)) {
		const [a, b] = [signatures[one], signatures[other]];
		const jaccard = a === undefined || b === undefined ? 0 : estimatedJaccard(a, b);
		if (jaccard < 0.8 * THRESHOLD) continue;
		const fuzzy = tokenSortRatio(samples[one] ?? "", samples[other] ?? "");
		const discriminative = agreement(tokensOf(one), tokensOf(other));
		if (confidence({ jaccard, fuzzy, discriminative }) < THRESHOLD) continue;
		parents[rootOf(parents, one)] = rootOf(parents, other);
	}
	const groups = new Map<number, number[]>();
	for (const at of parents.keys()) {
		const root = rootOf(parents, at);
		groups.set(root, [...(groups.get(root) ?? []), at]);
	}
	return [...groups.values()].filter((members) => members.length > 1);
}

function rootOf(parents: number[], at: number): number {
	let root = at;
	while (parents[root] !== root) root = parents[root] ?? root;
	parents[at] = root;
	return root;
}

if (import.meta.main) {
	const [, , input = "", output = ""] = process.argv;
	const documents = readFileSync(input, "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line): { id: number; content: string } => JSON.parse(line));
	const groups = groupsOf(documents.map(({ content }) => content));
	const ids = groups.map((members) => members.flatMap((at) => documents.slice(at, at + 1)).map(({ id }) => id));
	writeFileSync(output, JSON.stringify(ids));
}
