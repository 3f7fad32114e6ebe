/** The tags of a document: what speaks for each, taken by itself. */
import type { Options } from "./choice-model.ts";
import { type Keyword, keywordsOf } from "./keywords.ts";
import type { Names } from "./labelled-index.ts";
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
export const TAG_WEIGHTS = 15;
const LEAST_SCORE = 0.005;
/** A tag with less to speak for it is not looked at. */
const WORTH_A_LOOK = 0.04;

export interface TagQuestion {
	names: Names;
	named: ReadonlyMap<string, NameEvidence>;
	extras: readonly ExtraFeature[];
	rejected: readonly string[];
	/** What the document is held for, where anything is. */
	correspondent: string | undefined;
	documentType: string | undefined;
}

export function tagEvidence(neighbourhood: Neighbourhood, question: TagQuestion): TagEvidence[] {
	const { neighbours, documents } = neighbourhood;
	const takesPart = neighbours.map(({ document }) => document.labels.tags !== undefined || document.rejected.tags.length > 0);
	const counts = influences(neighbourhood, takesPart, question.extras);
	const all = new Map<string, Tallied>();
	const of = (name: string): Tallied => {
		const known = all.get(name) ?? { score: 0, share: 0, votes: 0 };
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
			if (vote > 0) tag.votes++;
		}
		for (const name of document.rejected.tags) {
			const tag = of(name);
			tag.score -= Math.abs(counts[at] ?? 0);
			tag.share -= vote;
		}
	}
	const rateOf = (name: string): number => ((question.names.get(name) ?? 0) + 0.5) / (documents + 1);
	const keywords = keywordsOf(neighbourhood, ({ tags }) => tags, rateOf);
	for (const name of [...question.named.keys(), ...keywords.keys()]) of(name);
	const likeSender = neighbours.filter(({ document }) => isLabelled(document.labels.correspondent, question.correspondent));
	const likeType = neighbours.filter(({ document }) => isLabelled(document.labels.documentType, question.documentType));
	const likeBoth = likeSender.filter((neighbour) => likeType.includes(neighbour));
	const refused = new Set(question.rejected);
	return [...all].flatMap(([name, { score, share, votes }]) => {
		const named = question.named.get(name);
		const rate = rateOf(name);
		const [keyword, ...more] = keywords.get(name) ?? [];
		const strength = keyword?.strength ?? 0;
		const strengths = (strength + (more[0]?.strength ?? 0) + (more[1]?.strength ?? 0)) / 3;
		const most = Math.max(score, share / sum, named?.reliability ?? 0, strength);
		if (refused.has(name) || most < WORTH_A_LOOK) return [];
		const [ofCorrespondent, ofType] = [shareWith(likeSender, name, rate), shareWith(likeType, name, rate)];
		const clipped = Math.min(1.2, Math.max(-0.2, score));
		const ofBoth = shareWith(likeBoth, name, ofCorrespondent);
		const either = Math.min(0.99, Math.max(0.01, 1 - (1 - Math.max(0, clipped)) * (1 - ofBoth) * (1 - strength)));
		const evidence = [
			1,
			clipped,
			Math.log(Math.max(LEAST_SCORE, clipped)),
			share / sum,
			ofCorrespondent,
			ofType,
			named?.match.isHead === true ? named.reliability : 0,
			named !== undefined && !named.match.isHead ? named.reliability : 0,
			Math.log(rate),
			strength,
			Math.log(Math.max(0.02, strength) / Math.max(0.02, 1 - strength)),
			strengths,
			ofBoth,
			// Any of them may be enough.
			Math.log(either / (1 - either)),
			clipped * strength,
		];
		return [{ name, options: [new Array<number>(TAG_WEIGHTS).fill(0), evidence], votes, named, keyword, ofCorrespondent, ofType }];
	});
}

interface Tallied {
	score: number;
	share: number;
	votes: number;
}

function isLabelled(label: string | null | undefined, name: string | undefined): boolean {
	return name !== undefined && label === name;
}

/** Documents that the library's own rate counts for. */
const PRIOR_DOCUMENTS = 2;

function shareWith(neighbours: readonly Neighbour[], tag: string, rate: number): number {
	let [known, having] = [0, 0];
	for (const { document } of neighbours) {
		if (document.labels.tags === undefined) continue;
		known++;
		if (document.labels.tags.includes(tag)) having++;
	}
	return (having + PRIOR_DOCUMENTS * rate) / (known + PRIOR_DOCUMENTS);
}
