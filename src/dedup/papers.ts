import { identicalScores, isConflict, isLinked, type PairScores, scorePair } from "./confidence.ts";
import type { PairEvidence } from "./evidence.ts";
import { type FieldProfile, type Neighbour, profileFields } from "./fields.ts";
import { groupPairs, type JudgedPair } from "./grouping.ts";
import { judgePair } from "./judgement.ts";
import type { DedupSettings } from "./settings.ts";

/** All documents with the same sequence of words: compared once. `Id` is whatever the caller calls its documents. */
export interface Paper<Id> {
	contentHash: string;
	documents: readonly Id[];
}

/** Two papers, by their places in a list, that were compared. */
export interface ComparedPair {
	a: number;
	b: number;
	evidence: PairEvidence;
}

export interface ScoredPair extends JudgedPair {
	scores: PairScores;
	/** Share of misread words, as this pair shows it. */
	noise: number;
}

export interface FoundGroup<Id> {
	documents: Id[];
	/** Means over the linked pairs within; documents of the same words count as pairs of score 1, one less than there are. */
	scores: PairScores;
	/** Those of `pairs` that are linked within the group. */
	links: ScoredPair[];
}

/** Partners of one paper that are compared with each other. */
const MAX_CHECKED = 12;

const nothingKnown: FieldProfile = { neighbours: 0, variants: new Map() };

/**
 * Judges compared pairs, each by itself and by the papers around both. For a part of a library, `pairs` are those of the papers in question and
 * those of the papers they were compared with: a verdict depends on no others.
 */
export function judgePairs(pairs: readonly ComparedPair[], settings: DedupSettings): ScoredPair[] {
	const neighbours = new Map<number, Neighbour[]>();
	const add = (paper: number, neighbour: Neighbour): void => {
		const known = neighbours.get(paper);
		if (known === undefined) neighbours.set(paper, [neighbour]);
		else known.push(neighbour);
	};
	for (const { a, b, evidence } of pairs) {
		add(a, { evidence, first: true });
		add(b, { evidence, first: false });
	}
	const fields = new Map([...neighbours].map(([paper, known]) => [paper, profileFields(known)]));
	return pairs.map(({ a, b, evidence }) => {
		const { score, noise } = judgePair(evidence, fields.get(a) ?? nothingKnown, fields.get(b) ?? nothingKnown);
		const scores = scorePair(evidence, score, settings);
		const linked = isLinked(scores, settings);
		return { a, b, score, noise, scores, linked, conflict: isConflict(score, scores, settings) };
	});
}

/**
 * Pairs of papers that are linked with the same third one and have not been compared: whether they conflict has to be known before the three are
 * one group. Compare them, and judge all pairs once more.
 */
export function missingPairs(judged: readonly ScoredPair[]): { a: number; b: number }[] {
	const linked = new Map<number, number[]>();
	const known = new Set<string>();
	for (const { a, b, linked: isLink } of judged) {
		known.add(pairName(a, b));
		if (!isLink) continue;
		linked.set(a, [...(linked.get(a) ?? []), b]);
		linked.set(b, [...(linked.get(b) ?? []), a]);
	}
	const missing: { a: number; b: number }[] = [];
	for (const partners of linked.values()) {
		const some = partners.sort((x, y) => x - y).slice(0, MAX_CHECKED);
		for (const [at, a] of some.entries()) {
			for (const b of some.slice(at + 1)) {
				if (known.size !== known.add(pairName(a, b)).size) missing.push({ a, b });
			}
		}
	}
	return missing;
}

function pairName(a: number, b: number): string {
	return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Groups of two documents or more. Their order is that of `papers`; documents stay in theirs. */
export function groupPapers<Id>(papers: readonly Paper<Id>[], judged: readonly ScoredPair[]): FoundGroup<Id>[] {
	const sets = groupPairs(judged, (paper) => papers[paper]?.contentHash ?? "");
	const setOf = new Map(sets.flatMap((set) => set.map((paper) => [paper, set] as const)));
	const linksOf = new Map<readonly number[], ScoredPair[]>();
	for (const pair of judged) {
		const set = setOf.get(pair.a);
		if (!pair.linked || set === undefined || set !== setOf.get(pair.b)) continue;
		linksOf.set(set, [...(linksOf.get(set) ?? []), pair]);
	}
	const alone = [...papers.keys()].filter((paper) => !setOf.has(paper)).map((paper) => [paper]);
	return [...sets, ...alone]
		.sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0))
		.map((set): FoundGroup<Id> => {
			const documents = set.flatMap((paper) => papers[paper]?.documents ?? []);
			const links = linksOf.get(set) ?? [];
			const identical = documents.length - set.length;
			return { documents, links, scores: meanScores([...links.map(({ scores }) => scores)], identical) };
		})
		.filter(({ documents }) => documents.length > 1);
}

function meanScores(scores: readonly PairScores[], identical: number): PairScores {
	const count = scores.length + identical;
	const mean = (name: keyof PairScores): number =>
		count === 0 ? 0 : scores.reduce((sum, each) => sum + each[name], identical * identicalScores[name]) / count;
	return {
		jaccardSimilarity: mean("jaccardSimilarity"),
		fuzzyTextRatio: mean("fuzzyTextRatio"),
		discriminativeScore: mean("discriminativeScore"),
		confidenceScore: mean("confidenceScore"),
	};
}
