/** The tags of a document: what speaks for each, taken by itself. */
import type { Options } from "./choice-model.ts";
import { type Keyword, type WordEvidence, wordEvidence } from "./keywords.ts";
import type { Names, Statement } from "./labelled-index.ts";
import type { NameEvidence } from "./name-evidence.ts";
import type { Neighbour, Neighbourhood } from "./neighbourhood.ts";
import { type ExtraFeature, influences } from "./regression.ts";

export interface TagEvidence {
	name: string;
	/** Without it and with it. */
	options: Options;
	/** Of the nearest documents, those that have it. */
	votes: number;
	named: NameEvidence | undefined;
	keyword: Keyword | undefined;
	/** Share of the documents of the same sender, of the same type, that have it. */
	ofCorrespondent: number;
	ofType: number;
}

const VOTERS = 12;
/** Number of figures by tag. */
const TAG_FIGURES = 22;
/** What speaks for a document without the tag; one for all, as a check keeps thousands. */
const without: readonly number[] = new Array<number>(TAG_FIGURES).fill(0);
const [MOST_SAID, SAID_SCALE] = [10, 4];
const [LEAST_SCORE, LEAST_STRENGTH] = [0.005, 0.02];
/** A tag with less to speak for it is not looked at. */
const WORTH_A_LOOK = 0.04;
const LEAST_OVERALL = -2.5;
const OVERALL_SCALE = 3;

export interface TagQuestion {
	/** Log-odds of the tag by its model; undefined without one. */
	overall(name: string): number | undefined;
	names: Names;
	named: ReadonlyMap<string, NameEvidence>;
	extras: readonly ExtraFeature[];
	rejected: readonly string[];
	/** What the document is held for, where anything is. */
	correspondent: Likeliest;
	documentType: Likeliest;
}

export interface Likeliest {
	/** Undefined where there is none. */
	name: string | undefined;
	chance: number;
}

export function tagEvidence(neighbourhood: Neighbourhood, question: TagQuestion): TagEvidence[] {
	const { neighbours, documents } = neighbourhood;
	const rateOf = (name: string): number => ((question.names.get(name) ?? 0) + 0.5) / (documents + 1);
	const { tallies, nearest } = tally(neighbourhood, question.extras);
	const words = wordEvidence(neighbourhood, statementOn, rateOf);
	const like = {
		sender: neighbours.filter(({ document }) => isLabelled(document.labels.correspondent, question.correspondent.name)),
		type: neighbours.filter(({ document }) => isLabelled(document.labels.documentType, question.documentType.name)),
	};
	const likeBoth = like.sender.filter((neighbour) => like.type.includes(neighbour));
	const refused = new Set(question.rejected);
	const names = new Set([...tallies.keys(), ...question.named.keys(), ...words.labels]);
	return [...names].flatMap((name) => {
		const tallied = tallies.get(name) ?? nothing;
		const named = question.named.get(name);
		const own = words.of(name);
		const most = Math.max(tallied.score, tallied.share, named?.reliability ?? 0, own.keywords[0]?.strength ?? 0);
		const overall = question.overall(name);
		if (refused.has(name) || (most < WORTH_A_LOOK && (overall ?? LEAST_OVERALL) <= LEAST_OVERALL)) return [];
		const rate = rateOf(name);
		const bySender = refusalsOf(name, neighbours, "correspondent");
		const byType = refusalsOf(name, neighbours, "documentType");
		// Of a sender that is only perhaps the right one, the library's rate counts for the rest.
		const mixed = (share: number, chance: number): number => chance * share + (1 - chance) * rate;
		const { correspondent, documentType } = question;
		const ofCorrespondent = mixed(shareWith(like.sender, name, rate, bySender), correspondent.chance);
		const ofType = mixed(shareWith(like.type, name, rate, byType), documentType.chance);
		const both = shareWith(likeBoth, name, ofCorrespondent, Math.max(bySender, byType));
		const ofBoth = mixed(both, correspondent.chance * documentType.chance);
		const shares = { ofCorrespondent, ofType, ofBoth, rate, nearest };
		const options = [without, [...figures(tallied, named, own, shares), ...overallFigures(overall)]];
		return [{ name, options, votes: tallied.votes, named, keyword: own.keywords[0], ofCorrespondent, ofType }];
	});
}

/** What the index says of a document's tags. */
function statementOn({ labels, rejected }: Statement): {
	has: readonly string[] | undefined;
	refuses: readonly string[];
} {
	return { has: labels.tags, refuses: rejected.tags };
}

interface Shares {
	ofCorrespondent: number;
	ofType: number;
	ofBoth: number;
	/** Of the library's documents. */
	rate: number;
	/** Similarity of the nearest document that took part. */
	nearest: number;
}

function figures(
	{ score, share, best }: Tallied,
	named: NameEvidence | undefined,
	{ keywords, sum }: WordEvidence,
	{ ofCorrespondent, ofType, ofBoth, rate, nearest }: Shares,
): number[] {
	// Words that hang together say the same thing many times; beyond this, what they say is no surer.
	const said = Math.min(MOST_SAID, Math.max(-MOST_SAID, sum + Math.log(rate)));
	const [first = 0, second = 0, third = 0] = keywords.map(({ strength }) => strength);
	const clipped = Math.min(1.2, Math.max(-0.2, score));
	const either = Math.min(0.99, Math.max(0.01, 1 - (1 - Math.max(0, clipped)) * (1 - ofBoth) * (1 - first)));
	return [
		1,
		clipped,
		Math.log(Math.max(LEAST_SCORE, clipped)),
		share,
		ofCorrespondent,
		ofType,
		named?.match.isHead === true ? named.reliability : 0,
		named !== undefined && !named.match.isHead ? named.reliability : 0,
		Math.log(rate),
		first,
		Math.log(Math.max(LEAST_STRENGTH, first) / Math.max(LEAST_STRENGTH, 1 - first)),
		(first + second + third) / 3,
		ofBoth,
		// Any of them may be enough.
		Math.log(either / (1 - either)),
		clipped * first,
		best,
		nearest,
		said / SAID_SCALE,
		Math.max(0, said) / SAID_SCALE,
	];
}

/** Whether there is a model, and what it says. */
function overallFigures(logOdds: number | undefined): number[] {
	return logOdds === undefined ? [0, 0, 0] : [1, logOdds / OVERALL_SCALE, 1 / (1 + Math.exp(-logOdds))];
}

interface Tallied {
	/** By the regression, and the share of the votes of the nearest documents. */
	score: number;
	share: number;
	/** Similarity of the nearest document that has it. */
	best: number;
	votes: number;
}

const nothing: Tallied = { score: 0, share: 0, best: 0, votes: 0 };

function tally(
	neighbourhood: Neighbourhood,
	extras: readonly ExtraFeature[],
): { tallies: Map<string, Tallied>; nearest: number } {
	const { neighbours } = neighbourhood;
	const takesPart = neighbours.map(
		({ document }) => document.labels.tags !== undefined || document.rejected.tags.length > 0,
	);
	const counts = influences(neighbourhood, takesPart, extras);
	const all = new Map<string, Tallied>();
	const of = (name: string): Tallied => {
		const known = all.get(name) ?? { ...nothing };
		all.set(name, known);
		return known;
	};
	let [voters, sum] = [0, 1e-6];
	for (const [at, { document, similarity }] of neighbours.entries()) {
		if (takesPart[at] !== true) continue;
		const vote = voters < VOTERS ? similarity ** 2 : 0;
		if (voters++ < VOTERS) sum += vote;
		for (const name of document.labels.tags ?? []) {
			const tag = of(name);
			tag.score += counts[at] ?? 0;
			tag.share += vote;
			tag.best = Math.max(tag.best, similarity);
			if (vote > 0) tag.votes++;
		}
		for (const name of document.rejected.tags) {
			const tag = of(name);
			tag.score -= Math.abs(counts[at] ?? 0);
			tag.share -= vote;
		}
	}
	for (const tag of all.values()) tag.share /= sum;
	return { tallies: all, nearest: neighbours.find((_, at) => takesPart[at] === true)?.similarity ?? 0 };
}

function isLabelled(label: string | null | undefined, name: string | undefined): boolean {
	return name !== undefined && label === name;
}

/** Documents that the library's own rate counts for. */
const PRIOR_DOCUMENTS = 2;

/** `against`: like documents, by how near they are, that refuse it and of which it is not known whose they are. */
function shareWith(neighbours: readonly Neighbour[], tag: string, rate: number, against: number): number {
	let [known, having] = [0, 0];
	for (const { document } of neighbours) {
		if (document.labels.tags === undefined && !document.rejected.tags.includes(tag)) continue;
		known++;
		if (document.labels.tags?.includes(tag) === true) having++;
	}
	return (having + PRIOR_DOCUMENTS * rate) / (known + against + PRIOR_DOCUMENTS);
}

function refusalsOf(tag: string, neighbours: readonly Neighbour[], field: "correspondent" | "documentType"): number {
	const nearest = neighbours[0]?.similarity ?? 1;
	return neighbours.reduce((sum, { document, similarity }) => {
		const refuses = document.labels[field] === undefined && document.rejected.tags.includes(tag);
		return refuses ? sum + similarity / nearest : sum;
	}, 0);
}
