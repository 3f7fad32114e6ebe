/** A key that longer lists of documents share says nothing: phrases of a country's letters, templates of large families. */
export const MAX_POSTINGS = 256;
/** Entries of lists read for one document, at most: half of them of the shortest lists, half of some of the others. */
export const MAX_ENTRIES = 1_200;
/** Pairs of one document that are verified, found from its side. */
export const MAX_CANDIDATES = 5;

/** Share of the keys that two readings of one paper have in common, however bad. */
const LEAST_SHARE = 0.04;
/** Papers of one template have this share in common: they are wanted as witnesses of what is a field. */
const SIBLING_SHARE = 0.3;
/** Or this share of the few keys whose lists are read where all lists are long: in a large family. */
const LOOKED_UP_SHARE = 0.5;
/** Others must have more in common than phrases of the language: as much as two or three keys that nobody else has, */
const LEAST_WEIGHT = 2.5 * 65_536;
/** and this share of what the best candidate has. */
const LEAST_OF_BEST = 0.15;

/** A key of the asking document and how many documents have it, itself included. */
export interface KeyCount {
	key: number;
	documents: number;
}

/**
 * The keys whose lists are worth reading, rarest first. Of those that are too many to be read, some of each length: in a family of one employer's
 * payslips the shortest lists may all be of one person, and only longer ones tell the month. `documents` may stop counting at `MAX_POSTINGS` + 1. Depends on the library as it
 * is now: in a larger one other keys may be chosen, the one thing in which the order of arrival can show.
 */
export function planLookups<T extends KeyCount>(counts: readonly T[]): T[] {
	const useful = counts
		.filter(({ documents }) => documents > 1 && documents <= MAX_POSTINGS)
		.sort((a, b) => a.documents - b.documents || a.key - b.key);
	let [first, entries] = [0, 0];
	while (first < useful.length && entries + (useful[first]?.documents ?? 0) <= MAX_ENTRIES / 2) {
		entries += useful[first++]?.documents ?? 0;
	}
	const others = useful.slice(first);
	const left = others.reduce((sum, { documents }) => sum + documents, 0);
	const step = Math.max(1, Math.ceil(left / (MAX_ENTRIES - entries)));
	return [...useful.slice(0, first), ...others.filter((_, at) => at % step === 0)];
}

/** What one other document has in common with the asking one. */
export interface Tally {
	/** The document's content hash: settles ties, whatever the order of arrival. */
	contentHash: string;
	shared: number;
	/** Shared keys that at most three documents have. */
	rare: number;
	/** Sum of `keyWeight` over the shared keys. */
	weight: number;
}

/** A whole number, so that sums do not depend on their order. */
export function keyWeight(documents: number): number {
	return Math.round(65_536 / (documents - 1));
}

export function isRareKey(documents: number): boolean {
	return documents <= 3;
}

/** Keys that a candidate shares at least with a document of so many. */
export function leastShared(keyCount: number): number {
	return Math.max(Math.min(3, Math.ceil(keyCount / 2)), Math.ceil(keyCount * LEAST_SHARE));
}

/** The tallies worth verifying, best first. `keyCount`: keys of the asking document; `lookedUp`: those of them whose lists were read. */
export function chooseCandidates<T extends Tally>(
	{ keyCount, lookedUp }: { keyCount: number; lookedUp: number },
	tallies: Iterable<T>,
): T[] {
	const enough = leastShared(keyCount);
	const possible: T[] = [];
	let best = 0;
	for (const tally of tallies) {
		if (tally.shared < enough) continue;
		possible.push(tally);
		best = Math.max(best, tally.weight);
	}
	const least = Math.max(LEAST_WEIGHT, best * LEAST_OF_BEST);
	const sibling = Math.min(keyCount * SIBLING_SHARE, lookedUp * LOOKED_UP_SHARE);
	return possible
		.filter(({ weight, shared }) => weight >= least || shared >= sibling)
		.sort((a, b) => b.weight - a.weight || b.shared - a.shared || (a.contentHash < b.contentHash ? -1 : 1))
		.slice(0, MAX_CANDIDATES);
}
