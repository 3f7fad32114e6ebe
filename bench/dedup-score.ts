/** How well groups of ids agree with the truth: over pairs of documents, and by families that were taken for one paper. */
import type { Labelled } from "./dedup/paper.ts";

export interface DedupScore {
	/** Pairs of documents that hold the same paper. */
	truePairs: number;
	/** Pairs of documents in one group. */
	foundPairs: number;
	/** Pairs that are both. */
	rightPairs: number;
	/** 1 where nothing was found. */
	precision: number;
	/** 1 where there was nothing to find. */
	recall: number;
	f1: number;
	/** Copies of each kind, and those of them that are in the group of their original. */
	kinds: Map<string, { copies: number; found: number }>;
	families: number;
	/** Families of which two different papers are in one group. */
	mergedFamilies: number;
}

/** Throws where a group names a document that is not in the library, or two groups share one. */
export function scoreGroups(library: readonly Labelled[], groups: readonly (readonly number[])[]): DedupScore {
	const known = new Map(library.map((each) => [each.document.id, each]));
	const groupOf = new Map<number, number>();
	const merged = new Set<number>();
	let [foundPairs, rightPairs] = [0, 0];
	for (const [at, group] of groups.entries()) {
		const members = group.map((id) => {
			const member = known.get(id);
			if (member === undefined) throw new Error(`a group holds ${id}, which is no document`);
			if (groupOf.has(id)) throw new Error(`document ${id} is in two groups`);
			groupOf.set(id, at);
			return member;
		});
		foundPairs += pairsOf(members.length);
		rightPairs += pairsWithin(members.map(({ original }) => original));
		for (const family of familiesMixedIn(members)) merged.add(family);
	}
	const truePairs = pairsWithin(library.map(({ original }) => original));
	return {
		...ratesOf({ truePairs, foundPairs, rightPairs }),
		kinds: kindsOf(library, groupOf),
		families: new Set(library.flatMap(({ family }) => family ?? [])).size,
		mergedFamilies: merged.size,
	};
}

/** One score of several libraries, each pair of theirs counting alike. */
export function pooled(scores: readonly DedupScore[]): DedupScore {
	const sum = (count: (score: DedupScore) => number): number => scores.reduce((all, score) => all + count(score), 0);
	const kinds: DedupScore["kinds"] = new Map();
	for (const [kind, { copies, found }] of scores.flatMap((score) => [...score.kinds])) {
		const before = kinds.get(kind) ?? { copies: 0, found: 0 };
		kinds.set(kind, { copies: before.copies + copies, found: before.found + found });
	}
	return {
		...ratesOf({
			truePairs: sum((score) => score.truePairs),
			foundPairs: sum((score) => score.foundPairs),
			rightPairs: sum((score) => score.rightPairs),
		}),
		kinds,
		families: sum((score) => score.families),
		mergedFamilies: sum((score) => score.mergedFamilies),
	};
}

type Pairs = Pick<DedupScore, "truePairs" | "foundPairs" | "rightPairs">;

function ratesOf(pairs: Pairs): Pairs & Pick<DedupScore, "precision" | "recall" | "f1"> {
	const { truePairs, foundPairs, rightPairs } = pairs;
	const precision = foundPairs === 0 ? 1 : rightPairs / foundPairs;
	const recall = truePairs === 0 ? 1 : rightPairs / truePairs;
	return { ...pairs, precision, recall, f1: (2 * precision * recall) / Math.max(Number.MIN_VALUE, precision + recall) };
}

function kindsOf(library: readonly Labelled[], groupOf: ReadonlyMap<number, number>): DedupScore["kinds"] {
	const kinds: DedupScore["kinds"] = new Map();
	for (const { document, original, kind } of library) {
		if (document.id === original) continue;
		const count = kinds.get(kind) ?? { copies: 0, found: 0 };
		const group = groupOf.get(document.id);
		count.copies++;
		if (group !== undefined && group === groupOf.get(original)) count.found++;
		kinds.set(kind, count);
	}
	return kinds;
}

function familiesMixedIn(members: readonly Labelled[]): number[] {
	const papers = new Map<number, number>();
	const mixed = new Set<number>();
	for (const { family, original } of members) {
		if (family === null) continue;
		if ((papers.get(family) ?? original) !== original) mixed.add(family);
		papers.set(family, original);
	}
	return [...mixed];
}

function pairsWithin(originals: readonly number[]): number {
	const counts = new Map<number, number>();
	for (const original of originals) counts.set(original, (counts.get(original) ?? 0) + 1);
	return [...counts.values()].reduce((sum, count) => sum + pairsOf(count), 0);
}

function pairsOf(count: number): number {
	return (count * (count - 1)) / 2;
}
