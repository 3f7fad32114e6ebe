/** Single words that stand for a label: of the documents that have the word, most have the label. */
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

/** The strongest of each label first. `rateOf`: share of the library's documents that have it. */
export function keywordsOf(
	{ features, statementsOf }: Neighbourhood,
	read: (statement: Statement) => { has: readonly string[] | undefined; refuses: readonly string[] },
	rateOf: (label: string) => number,
): Map<string, Keyword[]> {
	const found = new Map<string, Keyword[]>();
	for (const [feature, { kind }] of features.entries()) {
		if (kind === "layout") continue;
		let known = 0;
		const counts = new Map<string, number>();
		const refusals = new Map<string, number>();
		for (const statement of statementsOf[feature] ?? []) {
			const { has, refuses } = read(statement);
			if (has !== undefined) known++;
			for (const label of has ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
			// Where all is known of a document, it is among those without the label already.
			if (has === undefined) for (const label of refuses) refusals.set(label, (refusals.get(label) ?? 0) + 1);
		}
		for (const [label, count] of counts) {
			if (count < 2) continue;
			const rate = rateOf(label);
			const weight = known + (refusals.get(label) ?? 0) + PRIOR_DOCUMENTS;
			const share = (count + PRIOR_DOCUMENTS * rate) / weight;
			const strength = share - DOUBT * Math.sqrt((share * (1 - share)) / weight);
			if (strength <= rate) continue;
			const list = found.get(label);
			if (list === undefined) found.set(label, [{ feature, strength }]);
			else list.push({ feature, strength });
		}
	}
	for (const list of found.values()) list.sort((a, b) => b.strength - a.strength);
	return found;
}
