/** What it says that a name stands in a document: much for a sender's, little for that of whoever all letters go to. */
import { wordKey } from "./features.ts";
import type { NameMatch } from "./name-book.ts";
import type { Neighbour, Neighbourhood } from "./neighbourhood.ts";

export interface NameEvidence {
	match: NameMatch;
	/** 0 to 1: how often a document in which the name's words stand is labelled with it. */
	reliability: number;
}

/** Documents that a name's own claim counts for, before any has been seen. */
const OWN_CLAIM = { head: 2, elsewhere: 2 };
/** How often a name is right where nothing else is known. */
const USUAL = { head: 0.7, elsewhere: 0.3 };

/** Keys to be looked up for these matches. */
export function keysOfNames(matches: readonly NameMatch[]): number[] {
	return [...new Set(matches.flatMap(({ tokens }) => tokens.map(wordKey)))];
}

/** By name. `hasLabel` says whether a neighbour is labelled with it, or undefined where nothing is known. */
export function nameEvidence(
	matches: readonly NameMatch[],
	{ holders }: Neighbourhood,
	hasLabel: (neighbour: Neighbour, name: string) => boolean | undefined,
): Map<string, NameEvidence> {
	const evidence = new Map<string, NameEvidence>();
	for (const match of matches) {
		const lists = match.tokens.map((token) => holders.get(wordKey(token)) ?? []);
		const [first = [], ...others] = lists.sort((a, b) => a.length - b.length);
		const all = first.filter((neighbour) => others.every((list) => list.includes(neighbour)));
		let [seen, right] = [0, 0];
		for (const neighbour of all) {
			const has = hasLabel(neighbour, match.name);
			if (has === undefined) continue;
			seen++;
			if (has) right++;
		}
		const place = match.isHead ? "head" : "elsewhere";
		const reliability = (right + OWN_CLAIM[place] * USUAL[place]) / (seen + OWN_CLAIM[place]);
		evidence.set(match.name, { match, reliability: match.strength * reliability });
	}
	return evidence;
}
