/** How much of a question a text speaks of. */
import type { Question, Term } from "./question.ts";

/** Stems of a text. */
export type Stems = ReadonlySet<string>;

/** Of each term of a question, in their order, 0 to 1. */
export type Matches = number[];

/** A word that is written together with others or has another ending (`patron`, `patronage`). */
const PART = 0.65;
const MIN_PART = 5;
/** What a word near in meaning counts at most, beside the word itself. */
const NEIGHBOUR = 0.75;

export function matchesOf({ terms }: Pick<Question, "terms">, stems: Stems): Matches {
	return terms.map((term) => matchOf(term, stems));
}

function matchOf({ stems: own, neighbours, isExact }: Term, stems: Stems): number {
	if (own.some((stem) => stems.has(stem))) return 1;
	let best = 0;
	const [first = ""] = own;
	const canBePart = first.length >= MIN_PART && !/\d/.test(first);
	for (const stem of stems) {
		const similarity = neighbours.get(stem);
		if (similarity !== undefined) best = Math.max(best, NEIGHBOUR * similarity);
		if (!canBePart || isExact || stem.length < MIN_PART) continue;
		if (stem.startsWith(first) || (first.startsWith(stem) && stem.length >= first.length - 4))
			best = Math.max(best, PART);
	}
	return best;
}

/** The better of both for each term, the second at a share. */
export function either(matches: Matches, others: Matches, share: number): Matches {
	return matches.map((match, at) => Math.max(match, share * (others[at] ?? 0)));
}

/** 0 to 1: the share of the question, by weight, and by how much each term tells where that is given. */
export function coverage(
	{ terms }: Pick<Question, "terms">,
	matches: Matches,
	tells: readonly number[] | undefined = undefined,
): number {
	let [sum, total] = [0, 0];
	for (const [at, term] of terms.entries()) {
		const weight = term.weight * (tells?.[at] ?? 1);
		sum += weight * (matches[at] ?? 0);
		total += weight;
	}
	return total === 0 ? 0 : sum / total;
}

/**
 * Of each term 0 to 1, how well it tells the texts from each other: a question names its subject, which is in every second sentence
 * of a document about it, and what it asks about the subject, which is in one.
 */
export function telling({ terms }: Pick<Question, "terms">, texts: readonly Matches[]): number[] {
	return terms.map((_, at) => {
		const holders = texts.reduce((sum, matches) => sum + (matches[at] ?? 0), 0);
		return Math.log(1 + texts.length / (1 + holders)) / Math.log(1 + texts.length);
	});
}
