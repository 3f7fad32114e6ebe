import { EDIT, type EditSize, unpackSize } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";
import { LEAST_VARIANTS } from "./fields.ts";
import {
	HARD,
	HIDDEN,
	MISREAD_NAME,
	NAME,
	NAME_LOST_AND_ADDED,
	REPEATED_NUMBER,
	REPEATED_WORD,
	REPLACED,
	SOFT,
} from "./token-pair.ts";

/** How often a number is a field in which two papers of an unknown template differ: whichever explains the pair best as two papers is taken. */
const NUMBER_FIELDS = [0.03, 0.1, 0.2, 0.4];
/** The same of a capitalised word, where one differs. */
const NAME_FIELD = 0.3;
/** At a known field of the template, and at any other place of a known template. */
const FIELD = 0.9;
const OUTSIDE_FIELDS = 0.05;
/** Where letters are misread, words run together and are set against the wrong ones: this often, for each misread letter. */
const MISPLACED = 0.01;

/** Chance of a second error in a word that has one. */
const SECOND_ERROR = 0.15;
/** Other numbers rarely go on alike behind the digit in which they differ: each digit that does counts ten times, up to this many. */
const MOST_AGREED = 2;
/** How often a word that is no name is what two papers of an unknown template differ in. */
const REPLACED_FIELD = 0.1;
/** Share of the misread digits that become other digits, not letters, and not ones that look alike. */
const OTHER_DIGIT = 0.3;

export type Variants = { a: ReadonlyMap<number, number>; b: ReadonlyMap<number, number> };

/**
 * What the listed differences say, as a log likelihood: one paper read twice with `noise` errors per letter, over two papers. `variants`: what is
 * known of the fields of their template, if anything.
 */
export function scoreEdits(evidence: PairEvidence, noise: number, variants: Variants | undefined): number {
	return variants === undefined ? scoreAlone(evidence, noise) : scoreInTemplate(evidence, noise, variants);
}

function scoreAlone({ edits, equalNumbers, names }: PairEvidence, noise: number): number {
	const numbers = NUMBER_FIELDS.map((field) => -equalNumbers * Math.log(1 - field));
	let [wordScore, nameScore, nameCount] = [0, 0, 0];
	for (let at = 0; at < edits.length; at += EDIT) {
		const [kind, size] = [edits[at] ?? 0, unpackSize(edits[at + 3] ?? 0)];
		if (kind === SOFT || kind === HARD || kind === REPEATED_NUMBER) {
			for (const [number, field] of NUMBER_FIELDS.entries()) {
				numbers[number] = (numbers[number] ?? 0) + scoreEdit(kind, size, noise, field);
			}
		} else if (kind === NAME) {
			nameScore += scoreEdit(kind, size, noise, NAME_FIELD);
			nameCount++;
		} else wordScore += scoreEdit(kind, size, noise, NAME_FIELD);
	}
	// As many names as noise makes unreadable are no evidence.
	const unreadable = names * binomial(3, 6, noise);
	const share = nameCount === 0 ? 0 : Math.max(0, 1 - unreadable / nameCount);
	return Math.min(0, ...numbers) + wordScore + share * nameScore;
}

function scoreInTemplate({ edits }: PairEvidence, noise: number, variants: Variants): number {
	let score = 0;
	for (let at = 0; at < edits.length; at += EDIT) {
		const [i, j] = [edits[at + 1] ?? 0, edits[at + 2] ?? 0];
		// The pair's own difference is in both counts.
		const field = Math.min(variants.a.get(i) ?? 0, variants.b.get(j) ?? 0) > LEAST_VARIANTS;
		score += scoreEdit(edits[at] ?? 0, unpackSize(edits[at + 3] ?? 0), noise, field ? FIELD : OUTSIDE_FIELDS);
	}
	return score;
}

/** `field`: how probably the place is one at which two papers differ. */
function scoreEdit(kind: number, size: EditSize, noise: number, field: number): number {
	const { distance, length, agreed } = size;
	const chance = Math.max(misreadChance(distance, length, noise), MISPLACED * noise);
	const byChance = 10 ** -Math.min(MOST_AGREED, agreed);
	switch (kind) {
		case SOFT:
			return weigh(chance * 0.6, 0.2 * byChance, field);
		case HARD: {
			const misread = Math.max(chance * OTHER_DIGIT ** distance, MISPLACED * noise);
			return weigh(misread, (distance > 2 ? 0.5 : 0.25) * byChance, field);
		}
		case REPEATED_NUMBER:
			return weigh(0.05 * noise, 0.9, FIELD);
		case NAME:
			return weigh(chance, otherName(size), field);
		case NAME_LOST_AND_ADDED:
			return weigh(noise * 0.1, 0.3, field);
		case REPEATED_WORD:
			return (distance > 1 ? 1 : 0.5) * weigh(noise * 0.1, 0.3, field);
		case REPLACED:
			return field === FIELD || isOtherWord(size) ? weigh(chance, 0.3, field === FIELD ? FIELD : REPLACED_FIELD) : 0;
		case HIDDEN:
			return field === FIELD ? weigh(chance, 0.3, field) : 0;
		case MISREAD_NAME:
			return weigh(chance, otherName(size), field);
		default:
			return 0;
	}
}

/** How often two names are no farther apart than these: hardly ever by a letter, as a rule by most letters. */
function otherName({ distance, length }: EditSize): number {
	const share = distance / Math.max(1, length);
	return share > 0.6 ? 0.3 : share > 0.4 ? 0.1 : share > 0.25 ? 0.05 : 0.01;
}

/** Words of some length with next to nothing in common are seldom one word misread. */
function isOtherWord({ distance, length }: EditSize): boolean {
	return length >= 5 && distance > 0.6 * length;
}

/** A place is read from one paper, or is a field of two: the mixture keeps noise that is as strong as expected from counting against a pair. */
function weigh(misread: number, differing: number, field: number): number {
	return Math.log(misread / ((1 - field) * misread + field * differing));
}

/** Chance of `distance` errors among `length` letters (binomial), but errors come in pairs: a second one is likelier than the first. */
export function misreadChance(distance: number, length: number, noise: number): number {
	const one = binomial(1, length, noise);
	return Math.max(binomial(distance, length, noise), distance > 1 ? one * SECOND_ERROR ** (distance - 1) : 0);
}

export function binomial(distance: number, length: number, noise: number): number {
	let chance = (1 - noise) ** Math.max(0, length - distance);
	for (let at = 0; at < distance; at++) chance *= (noise * Math.max(1, length - at)) / (at + 1);
	return Math.max(1e-9, chance);
}
