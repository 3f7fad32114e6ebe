import { chooseCandidates } from "./candidates.ts";
import { PairComparer } from "./evidence.ts";
import { fingerprintTokens } from "./fingerprint.ts";
import { KeyIndex } from "./key-index.ts";
import { type ComparedPair, type FoundGroup, groupPapers, judgePairs, missingPairs, type Paper } from "./papers.ts";
import type { DedupSettings } from "./settings.ts";
import { TokenReader, type Tokens } from "./tokens.ts";

interface ReadPaper extends Paper<number> {
	tokens: Tokens;
	keys: Uint32Array;
	documents: number[];
}

/** A whole library in memory: add every text, then ask for the groups. Documents are numbered in the order they are added. */
export class LibraryAnalysis {
	readonly skipped = { noContent: 0, tooShort: 0 };
	private readonly settings: DedupSettings;
	private readonly reader = new TokenReader();
	private readonly papers = new Map<string, ReadPaper>();
	private count = 0;

	constructor(settings: DedupSettings) {
		this.settings = settings;
	}

	add(text: string): void {
		const document = this.count++;
		const tokens = this.reader.read(text);
		const { contentHash, keys, skipped } = fingerprintTokens(tokens, this.settings);
		if (skipped !== undefined) this.skipped[skipped]++;
		else {
			const known = this.papers.get(contentHash);
			if (known !== undefined) known.documents.push(document);
			else this.papers.set(contentHash, { tokens, keys, contentHash, documents: [document] });
		}
	}

	/** Documents ascend within each group, groups by their first document. */
	groups(): FoundGroup<number>[] {
		const papers = [...this.papers.values()];
		const comparer = new PairComparer(this.settings, false);
		const pairs = comparePapers(papers, comparer);
		const judged = judgePairs(pairs, this.settings);
		const missing = missingPairs(judged);
		for (const { a, b } of missing) pairs.push(comparePair(papers, a, b, 0, comparer));
		return groupPapers(papers, missing.length === 0 ? judged : judgePairs(pairs, this.settings))
			.map((group) => ({ ...group, documents: group.documents.sort((x, y) => x - y) }))
			.sort((x, y) => (x.documents[0] ?? 0) - (y.documents[0] ?? 0));
	}
}

function comparePapers(papers: readonly ReadPaper[], comparer: PairComparer): ComparedPair[] {
	const index = new KeyIndex(
		papers.map(({ keys }) => keys),
		papers.map(({ contentHash }) => contentHash),
	);
	/** By the smaller number of each pair. */
	const met: Set<number>[] = papers.map(() => new Set());
	const pairs: ComparedPair[] = [];
	for (const [number, paper] of papers.entries()) {
		const { tallies, lookedUp } = index.tally(number);
		for (const { document, rare } of chooseCandidates({ keyCount: paper.keys.length, lookedUp }, tallies)) {
			const [a, b] = number < document ? [number, document] : [document, number];
			if (met[a]?.size !== met[a]?.add(b).size) pairs.push(comparePair(papers, a, b, rare, comparer));
		}
	}
	return pairs;
}

function comparePair(
	papers: readonly ReadPaper[],
	a: number,
	b: number,
	rareKeys: number,
	comparer: PairComparer,
): ComparedPair {
	const [one, other] = [papers[a], papers[b]];
	if (one === undefined || other === undefined) throw new RangeError(`no papers ${a} and ${b}`);
	return { a, b, evidence: comparer.compare(one.tokens, other.tokens, rareKeys) };
}
