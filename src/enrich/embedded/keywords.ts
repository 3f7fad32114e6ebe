/** Single words that stand for a label: of the documents that have the word, most have the label. */

import type { FeatureKind } from "./features.ts";
import type { Statement } from "./labelled-index.ts";
import type { Neighbourhood } from "./neighbourhood.ts";

export interface Keyword {
	/** Place in the neighbourhood's features. */
	feature: number;
	/** 0 to 1: the share of its documents that have the label, as far as so few can show it. */
	strength: number;
}

/** Documents that the library's own rate counts for. */
const PRIOR_DOCUMENTS = 2;
/** Standard errors taken off: of many words, one is common in a label's documents by chance. */
const DOUBT = 1;

/** What all words together say about a label. */
export interface WordEvidence {
	/** Those that speak for it, the strongest first. */
	keywords: readonly Keyword[];
	/** The sum of what each word says, as naive Bayes has it: the logarithm of a factor on the label's odds. */
	sum: number;
}

/** Kinds that say the same thing once: a head's words are among the words. */
const SUMMED = new Set<FeatureKind>(["word", "code", "title"]);

/** `rateOf`: share of the library's documents that have the label. */
export function wordEvidence(
	{ features, statementsOf }: Neighbourhood,
	read: (statement: Statement) => { has: readonly string[] | undefined; refuses: readonly string[] },
	rateOf: (label: string) => number,
): { of(label: string): WordEvidence; labels: Iterable<string> } {
	const found = new Map<string, { keywords: Keyword[]; sum: number }>();
	// What a label hears from the words that none of its documents has.
	let silence = 0;
	for (const [feature, { kind }] of features.entries()) {
		if (kind === "layout") continue;
		const { known, counts, refusals } = count(statementsOf[feature] ?? [], read);
		if (known === 0) continue;
		const unheard = SUMMED.has(kind) ? Math.log(PRIOR_DOCUMENTS / (known + PRIOR_DOCUMENTS)) : 0;
		silence += unheard;
		for (const [label, having] of counts) {
			const rate = rateOf(label);
			const all = known + (refusals.get(label) ?? 0) + PRIOR_DOCUMENTS;
			const share = (having + PRIOR_DOCUMENTS * rate) / all;
			const own = found.get(label) ?? { keywords: [], sum: 0 };
			found.set(label, own);
			if (SUMMED.has(kind)) own.sum += logOdds(share) - logOdds(rate) - unheard;
			const strength = share - DOUBT * Math.sqrt((share * (1 - share)) / all);
			if (having >= 2 && strength > rate) own.keywords.push({ feature, strength });
		}
	}
	for (const { keywords } of found.values()) keywords.sort((a, b) => b.strength - a.strength);
	const of = (label: string): WordEvidence => {
		const { keywords, sum } = found.get(label) ?? { keywords: [], sum: 0 };
		return { keywords, sum: silence + sum };
	};
	return { of, labels: found.keys() };
}

function logOdds(share: number): number {
	const kept = Math.min(0.98, Math.max(0.001, share));
	return Math.log(kept / (1 - kept));
}

function count(
	statements: readonly Statement[],
	read: (statement: Statement) => { has: readonly string[] | undefined; refuses: readonly string[] },
): { known: number; counts: Map<string, number>; refusals: Map<string, number> } {
	const counts = new Map<string, number>();
	const refusals = new Map<string, number>();
	let known = 0;
	for (const statement of statements) {
		const { has, refuses } = read(statement);
		if (has !== undefined) known++;
		for (const label of has ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
		// Where all is known of a document, it is among those without the label already.
		if (has === undefined) for (const label of refuses) refusals.set(label, (refusals.get(label) ?? 0) + 1);
	}
	return { known, counts, refusals };
}
