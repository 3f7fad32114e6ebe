/** Candidates in the order in which they answer a question. */
import { saturation } from "./bm25.ts";
import { closenessOf } from "./closeness.ts";
import type { Concept } from "./concepts.ts";
import { TermNumbers } from "./term-numbers.ts";
import type { Candidate } from "./text-index.ts";
import type { WordTable } from "./word-table.ts";

export interface Ranked {
	id: string;
	/** Above 0; comparable within one question only. */
	score: number;
}

export interface Scale {
	averageLength: number;
	table: WordTable | undefined;
	weights?: Weights | undefined;
}

export interface Weights {
	/** What a neighbour counts beside the word itself, where one chunk has all words of the question: the words are the author's. */
	neighbourLeast: number;
	/** … where the best chunk lacks `gapFull` of them, by their rarity, or more. */
	neighbourMost: number;
	/** … for a word that no chunk has. */
	neighbourMissing: number;
	gapFull: number;
	/** Share of the best score that closeness of meaning may add, where words of the question are lacking: it grows with the square of the lack. */
	closeness: number;
	/** What two words of the question side by side add, of the commoner one's rarity: names and fixed expressions. */
	together: number;
}

/** Chosen on questions about manuals, dictionaries and programs; the ground is flat around them (`npm run bench:retrieval -- --sensitivity`). */
export const WEIGHTS: Weights = {
	neighbourLeast: 0.4,
	neighbourMost: 0.8,
	neighbourMissing: 1,
	gapFull: 0.6,
	closeness: 0.7,
	together: 0.2,
};
/** Terms between two words that still stand together, and one. */
const TOGETHER_DISTANCE = 2;

interface Role {
	concept: number;
	/** Undefined for the word itself. */
	weight: number | undefined;
	isNeighbour: boolean;
}

interface Counted {
	id: string;
	/** As `TermNumbers` has them. */
	terms: Int32Array;
	/** How often the chunk has a term that has a role in the question. */
	counts: { count: number; roles: readonly Role[] }[];
}

interface Scored {
	chunk: Counted;
	score: number;
}

/** Candidates for one question, which are added as they are found. */
export class Ranking {
	readonly #concepts: readonly Concept[];
	readonly #roles: ReadonlyMap<string, readonly Role[]>;
	readonly #numbers = new TermNumbers();
	/** Of each term by its number; undefined for nearly all of them. */
	readonly #rolesOf: (readonly Role[] | undefined)[] = [];
	readonly #chunks = new Map<string, Counted>();

	constructor(concepts: readonly Concept[]) {
		this.#concepts = concepts;
		this.#roles = rolesOf(concepts);
	}

	/** Each counts once, however often it is given. */
	add(candidates: readonly Candidate[]): void {
		for (const { id, terms } of candidates) if (!this.#chunks.has(id)) this.#chunks.set(id, this.#count(id, terms));
	}

	/** The share of the question, by rarity, that even the best candidate lacks: 0 where one has all of its words. */
	lack(): number {
		const total = this.#concepts.reduce((sum, { rarity }) => sum + rarity, 0);
		let best = 0;
		for (const { counts } of this.#chunks.values()) {
			const held = new Set<number>();
			for (const { roles } of counts) {
				for (const { concept, weight } of roles) if (weight === undefined) held.add(concept);
			}
			let share = 0;
			for (const concept of held) share += this.#concepts[concept]?.rarity ?? 0;
			best = Math.max(best, share);
		}
		return total === 0 ? 0 : Math.max(0, 1 - best / total);
	}

	/** The best first; candidates that have nothing of the question are left out. */
	best({ averageLength, table, weights = WEIGHTS }: Scale): Ranked[] {
		const concepts = this.#concepts;
		const gap = Math.min(1, this.lack() / weights.gapFull);
		const shares = concepts.map(({ isMissing }) => neighbourShare(isMissing, gap, weights));
		const chunks = [...this.#chunks.values()];
		const scored = chunks.map((chunk) => ({ chunk, score: wordScore(concepts, chunk, shares, averageLength) }));
		this.#addTogether(scored, weights.together);
		if (gap > 0 && table !== undefined) this.#addCloseness(scored, weights.closeness * gap ** 2, table);
		return scored
			.filter(({ score }) => score > 0)
			.sort((a, b) => b.score - a.score)
			.map(({ chunk, score }) => ({ id: chunk.id, score }));
	}

	#count(id: string, text: string): Counted {
		const terms = this.#numbers.numbersOf(text);
		const known = this.#numbers.terms;
		const ofTerms = this.#rolesOf;
		for (let number = ofTerms.length; number < known.length; number++)
			ofTerms.push(this.#roles.get(known[number] ?? ""));
		const counts = new Map<number, Counted["counts"][number]>();
		for (const number of terms) {
			const roles = ofTerms[number];
			if (roles === undefined) continue;
			const own = counts.get(number);
			if (own === undefined) counts.set(number, { count: 1, roles });
			else own.count++;
		}
		return { id, terms, counts: [...counts.values()] };
	}

	/** Names and fixed expressions: each pair of different words counts once, where it stands closest. */
	#addTogether(scored: readonly Scored[], weight: number): void {
		const concepts = this.#concepts;
		if (concepts.length < 2) return;
		const exact = Int32Array.from(
			this.#rolesOf,
			(roles) => roles?.find((role) => role.weight === undefined)?.concept ?? -1,
		);
		for (const entry of scored) {
			const { terms } = entry.chunk;
			const closest = new Map<number, number>();
			let [lastAt, last] = [0, -1];
			for (let at = 0; at < terms.length; at++) {
				const concept = exact[terms[at] ?? 0] ?? -1;
				if (concept < 0) continue;
				if (last >= 0 && last !== concept && at - lastAt <= TOGETHER_DISTANCE) {
					const rarity = Math.min(concepts[concept]?.rarity ?? 0, concepts[last]?.rarity ?? 0);
					const pair = Math.min(concept, last) * concepts.length + Math.max(concept, last);
					closest.set(pair, Math.max(closest.get(pair) ?? 0, rarity / (at - lastAt)));
				}
				[lastAt, last] = [at, concept];
			}
			for (const value of closest.values()) entry.score += weight * value;
		}
	}

	#addCloseness(scored: readonly Scored[], share: number, table: WordTable): void {
		const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
		const closeness = closenessOf(
			this.#concepts.map(({ stems, rarity }) => ({ term: stems[0] ?? "", weight: rarity })),
			scored.map(({ chunk }) => chunk.terms),
			this.#numbers.terms,
			table,
		);
		for (const [at, entry] of scored.entries()) entry.score += share * best * Math.max(0, closeness[at] ?? 0);
	}
}

function rolesOf(concepts: readonly Concept[]): Map<string, Role[]> {
	const roles = new Map<string, Role[]>();
	const add = (term: string, role: Role): void => {
		const others = roles.get(term);
		if (others === undefined) roles.set(term, [role]);
		else others.push(role);
	};
	for (const [concept, { stems }] of concepts.entries()) {
		for (const stem of stems) add(stem, { concept, weight: undefined, isNeighbour: false });
	}
	for (const [concept, { neighbours, parts }] of concepts.entries()) {
		for (const { term, weight } of neighbours) add(term, { concept, weight, isNeighbour: true });
		for (const { term, weight } of parts) add(term, { concept, weight, isNeighbour: false });
	}
	return roles;
}

/** Of each concept the best of its terms counts, not their sum: five synonyms are no five words of the question. */
function wordScore(
	concepts: readonly Concept[],
	chunk: Counted,
	shares: readonly number[],
	averageLength: number,
): number {
	const { length } = chunk.terms;
	const exact = new Array<number>(concepts.length).fill(0);
	const best = new Array<number>(concepts.length).fill(0);
	for (const { count: times, roles } of chunk.counts) {
		for (const { concept: at, weight, isNeighbour } of roles) {
			if (weight === undefined) exact[at] = (exact[at] ?? 0) + times;
			else {
				const share = isNeighbour ? (shares[at] ?? 0) : 1;
				best[at] = Math.max(best[at] ?? 0, share * weight * saturation(times, length, averageLength));
			}
		}
	}
	let score = 0;
	for (const [at, { rarity }] of concepts.entries()) {
		score += Math.max(best[at] ?? 0, rarity * saturation(exact[at] ?? 0, length, averageLength));
	}
	return score;
}

function neighbourShare(isMissing: boolean, gap: number, weights: Weights): number {
	const { neighbourLeast, neighbourMost, neighbourMissing } = weights;
	return isMissing ? neighbourMissing : neighbourLeast + (neighbourMost - neighbourLeast) * gap;
}
