/** The correspondent or the type of a document: what speaks for each name that it may be, and for none of them. */
import type { Options } from "./choice-model.ts";
import { type WordEvidence, wordEvidence } from "./keywords.ts";
import type { Names, Statement } from "./labelled-index.ts";
import type { NameEvidence } from "./name-evidence.ts";
import type { Neighbourhood } from "./neighbourhood.ts";
import { type ExtraFeature, influences } from "./regression.ts";

export interface SingleField {
	labelOf(statement: Statement): string | null | undefined;
	rejectedOf(statement: Statement): readonly string[];
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
	/** Of the nearest documents, those that have it. */
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
/** Figures of a candidate, and then of none; the other's are 0. */
const [CANDIDATE_FIGURES, NONE_FIGURES] = [11, 6];
/** Words that hang together say the same thing many times; beyond this, what they say is no surer. */
const [LEAST_SAID, SAID_SCALE] = [-12, 4];
const [LEAST_SCORE, LEAST_STRENGTH] = [0.01, 0.02];

export interface SingleQuestion {
	field: SingleField;
	/** The library's names with the documents that have them, the asking one left out. */
	names: Names;
	named: ReadonlyMap<string, NameEvidence>;
	extras: readonly ExtraFeature[];
	/** Never proposed for this document again. */
	rejected: readonly string[];
}

export function singleEvidence(neighbourhood: Neighbourhood, question: SingleQuestion): SingleEvidence {
	const { field, names, named, rejected } = question;
	const { documents } = neighbourhood;
	const { tally, voters, nearest } = vote(neighbourhood, field, question.extras);
	const rateOf = (name: string): number => ((names.get(name) ?? 0) + 0.5) / (documents + 1);
	const read = (statement: Statement) => ({
		has: listOf(field.labelOf(statement)),
		refuses: field.rejectedOf(statement),
	});
	const words = wordEvidence(neighbourhood, read, rateOf);
	const reliability = (name: string): number => named.get(name)?.reliability ?? 0;
	const refused = new Set(rejected);
	const possible = new Set([...tally.names(), ...named.keys()].filter((name) => !refused.has(name)));
	const mostSaid = Math.max(...[...possible].map((name) => words.of(name).sum));
	const said = (name: string): number => Math.max(LEAST_SAID, words.of(name).sum - mostSaid);
	const strength = (name: string): number =>
		tally.of(name).score + tally.share(name) + reliability(name) + Math.exp(said(name));
	const chosen = [...possible].sort((a, b) => strength(b) - strength(a)).slice(0, MOST_CANDIDATES);
	const covered = chosen.reduce((sum, name) => sum + Math.max(0, tally.of(name).score), 0);
	const none = [
		...new Array<number>(CANDIDATE_FIGURES).fill(0),
		1,
		tally.of(null).score,
		tally.share(null),
		1 - Math.min(1, covered),
		1 - nearest,
		1 - Math.max(0, ...chosen.map(reliability)),
	];
	const figures = chosen.map((name) =>
		candidateFigures(tally, name, {
			named: named.get(name),
			rate: rateOf(name),
			words: words.of(name),
			said: said(name),
		}),
	);
	const candidates = chosen.map((name) => ({ name, votes: tally.of(name).votes, named: named.get(name) }));
	return { candidates, options: [none, ...figures], voters, nameless: tally.of(null).votes };
}

/** What the neighbours have, by their influence and by their nearness. */
function vote(
	neighbourhood: Neighbourhood,
	field: SingleField,
	extras: readonly ExtraFeature[],
): { tally: Tally; voters: number; nearest: number } {
	const { neighbours } = neighbourhood;
	const takesPart = neighbours.map(
		({ document }) => field.labelOf(document) !== undefined || field.rejectedOf(document).length > 0,
	);
	const counts = influences(neighbourhood, takesPart, extras);
	const tally = new Tally();
	let voters = 0;
	for (const [at, { document, similarity }] of neighbours.entries()) {
		if (takesPart[at] !== true) continue;
		const weight = voters < VOTERS ? similarity ** 2 : 0;
		if (voters < VOTERS) voters++;
		const label = field.labelOf(document);
		if (label !== undefined) tally.add(label, counts[at] ?? 0, similarity, weight);
		// As near as it is, so much it speaks against.
		else for (const name of field.rejectedOf(document)) tally.add(name, -Math.abs(counts[at] ?? 0), 0, -weight);
	}
	return { tally, voters, nearest: neighbours.find((_, at) => takesPart[at] === true)?.similarity ?? 0 };
}

function listOf(label: string | null | undefined): readonly string[] | undefined {
	return label === null ? [] : label === undefined ? undefined : [label];
}

interface Spoken {
	named: NameEvidence | undefined;
	rate: number;
	words: WordEvidence;
	/** What the words say, against the name that they say most for. */
	said: number;
}

function candidateFigures(tally: Tally, name: string, { named, rate, words, said }: Spoken): number[] {
	const { score, best } = tally.of(name);
	const { keywords } = words;
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
		Math.log(rate),
		logOdds(strength) - logOdds(0),
		keywords.slice(0, 5).reduce((sum, each) => sum + each.strength, 0) / 5,
		said / SAID_SCALE,
		said > -1 ? 1 + said : 0,
		...new Array<number>(NONE_FIGURES).fill(0),
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

function logOdds(strength: number): number {
	return Math.log(Math.max(LEAST_STRENGTH, strength) / Math.max(LEAST_STRENGTH, 1 - strength));
}
