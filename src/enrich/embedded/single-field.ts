/** The correspondent or the type of a document: what speaks for each name that it may be, and for none of them. */
import type { Options } from "./choice-model.ts";
import { type Keyword, keywordsOf } from "./keywords.ts";
import type { LabelledDocument, Labels, Names } from "./labelled-index.ts";
import type { NameEvidence } from "./name-evidence.ts";
import type { Neighbourhood } from "./neighbourhood.ts";
import { type ExtraFeature, influences } from "./regression.ts";

export interface SingleField {
	labelOf(document: LabelledDocument): string | null | undefined;
	rejectedOf(document: LabelledDocument): readonly string[];
}

export const singleFields = {
	correspondent: {
		labelOf: ({ labels }) => labels.correspondent,
		rejectedOf: ({ rejected }) => rejected.correspondents,
	},
	documentType: {
		labelOf: ({ labels }) => labels.documentType,
		rejectedOf: ({ rejected }) => rejected.documentTypes,
	},
} as const satisfies Record<string, SingleField>;

export interface Candidate {
	name: string;
	/** Of the nearest document that has it, and how many of the nearest have it. */
	bestSimilarity: number;
	votes: number;
	named: NameEvidence | undefined;
}

export interface SingleEvidence {
	candidates: readonly Candidate[];
	/** None first, then by candidate. */
	options: Options;
	/** The nearest documents that took part in the vote, and those of them that are known to have none. */
	voters: number;
	nameless: number;
}

const MOST_CANDIDATES = 12;
const VOTERS = 12;
/** Number of figures by option: those of a candidate, then those of none. */
export const SINGLE_WEIGHTS = 15;
const LEAST_SCORE = 0.01;

export interface SingleQuestion {
	field: SingleField;
	/** The library's names with the documents that have them, the asking one left out. */
	names: Names;
	named: ReadonlyMap<string, NameEvidence>;
	extras: readonly ExtraFeature[];
	/** The field as a list: empty for none. */
	valuesOf(labels: Labels): readonly string[] | undefined;
	/** Never proposed for this document again. */
	rejected: readonly string[];
}

export function singleEvidence(neighbourhood: Neighbourhood, question: SingleQuestion): SingleEvidence {
	const { field, names, named, rejected } = question;
	const { neighbours, documents } = neighbourhood;
	const takesPart = neighbours.map(
		({ document }) => field.labelOf(document) !== undefined || field.rejectedOf(document).length > 0,
	);
	const counts = influences(neighbourhood, takesPart, question.extras);
	const tally = new Tally();
	let voters = 0;
	for (const [at, { document, similarity }] of neighbours.entries()) {
		if (takesPart[at] !== true) continue;
		const vote = voters < VOTERS ? similarity ** 2 : 0;
		if (voters < VOTERS) voters++;
		const label = field.labelOf(document);
		if (label !== undefined) tally.add(label, counts[at] ?? 0, similarity, vote);
		// As near as it is, so much it speaks against.
		else for (const name of field.rejectedOf(document)) tally.add(name, -Math.abs(counts[at] ?? 0), 0, -vote);
	}
	const rateOf = (name: string): number => ((names.get(name) ?? 0) + 0.5) / (documents + 1);
	const keywords = keywordsOf(neighbourhood, question.valuesOf, rateOf);
	const none = tally.of(null);
	const refused = new Set(rejected);
	const possible = new Set([...tally.names(), ...named.keys()].filter((name) => !refused.has(name)));
	const strength = (name: string): number => tally.of(name).score + tally.share(name) + (named.get(name)?.reliability ?? 0);
	const chosen = [...possible].sort((a, b) => strength(b) - strength(a)).slice(0, MOST_CANDIDATES);
	const covered = Math.min(1, chosen.reduce((sum, name) => sum + Math.max(0, tally.of(name).score), 0));
	const nearest = neighbours.find((_, at) => takesPart[at] === true)?.similarity ?? 0;
	const bestName = Math.max(0, ...chosen.map((name) => named.get(name)?.reliability ?? 0));
	const options = [
		[
			...new Array<number>(9).fill(0),
			1,
			none.score,
			tally.share(null),
			1 - covered,
			1 - nearest,
			1 - bestName,
		],
		...chosen.map((name) => candidateFigures(tally, name, named.get(name), names.get(name) ?? 0, documents, keywords.get(name) ?? [])),
	];
	const candidates = chosen.map((name) => {
		const { best, votes } = tally.of(name);
		return { name, bestSimilarity: best, votes, named: named.get(name) };
	});
	return { candidates, options, voters, nameless: none.votes };
}

function candidateFigures(
	tally: Tally,
	name: string,
	named: NameEvidence | undefined,
	count: number,
	documents: number,
	keywords: readonly Keyword[],
): number[] {
	const { score, best } = tally.of(name);
	const strength = keywords[0]?.strength ?? 0;
	const clipped = Math.min(1.2, Math.max(-0.2, score));
	const reliability = named?.reliability ?? 0;
	const isHead = named?.match.isHead === true;
	return [
		clipped,
		Math.log(Math.max(LEAST_SCORE, clipped)),
		tally.share(name),
		best,
		isHead ? reliability : 0,
		isHead ? 0 : reliability,
		Math.log((count + 0.5) / (documents + 1)),
		Math.log(Math.max(0.02, strength) / Math.max(0.02, 1 - strength)) - Math.log(0.02 / 0.98),
		keywords.slice(0, 5).reduce((sum, each) => sum + each.strength, 0) / 5,
		...new Array<number>(6).fill(0),
	];
}

interface Tallied {
	score: number;
	share: number;
	best: number;
	votes: number;
}

class Tally {
	private readonly all = new Map<string | null, Tallied>();
	private sum = 0;

	add(name: string | null, influence: number, similarity: number, vote: number): void {
		const known = this.all.get(name) ?? { score: 0, share: 0, best: 0, votes: 0 };
		known.score += influence;
		known.share += vote;
		known.best = Math.max(known.best, similarity);
		if (vote > 0) known.votes++;
		this.sum += Math.abs(vote);
		this.all.set(name, known);
	}

	of(name: string | null): Tallied {
		return this.all.get(name) ?? { score: 0, share: 0, best: 0, votes: 0 };
	}

	/** Of the votes, -1 to 1. */
	share(name: string | null): number {
		return this.of(name).share / (this.sum + 1e-6);
	}

	names(): string[] {
		return [...this.all.keys()].filter((name) => name !== null);
	}
}
