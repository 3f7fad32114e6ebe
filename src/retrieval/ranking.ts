/** Candidates in the order in which they answer a question. */
import { saturation } from "./bm25.ts";
import { closenessOf } from "./closeness.ts";
import type { Concept } from "./concepts.ts";
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

/** The best first; candidates that have nothing of the question are left out. Each counts once, however often it is given. */
export function rank(
	concepts: readonly Concept[],
	candidates: readonly Candidate[],
	{ averageLength, table, weights = WEIGHTS }: Scale,
): Ranked[] {
	const unique = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
	const roles = rolesOf(concepts);
	const counted = unique.map((candidate) => count(candidate, roles));
	const gap = Math.min(1, lackOf(concepts, counted) / weights.gapFull);
	const shares = concepts.map(({ isMissing }) => neighbourShare(isMissing, gap, weights));
	const scored = counted.map((chunk) => ({ chunk, score: wordScore(concepts, chunk, shares, averageLength) }));
	addTogether(scored, concepts, weights.together);
	if (gap > 0 && table !== undefined) addCloseness(scored, concepts, weights.closeness * gap ** 2, table);
	return scored
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ chunk, score }) => ({ id: chunk.candidate.id, score }));
}

/** The share of the question, by rarity, that even the best candidate lacks: 0 where one has all of its words. */
export function missingShare(concepts: readonly Concept[], candidates: readonly Candidate[]): number {
	const exact = exactRoles(concepts);
	return lackOf(
		concepts,
		candidates.map((candidate) => count(candidate, exact)),
	);
}

interface Role {
	concept: number;
	/** Undefined for the word itself. */
	weight: number | undefined;
	isNeighbour: boolean;
}

interface Counted {
	candidate: Candidate;
	/** How often the chunk has a term that has a role in the question. */
	counts: Map<string, { count: number; roles: readonly Role[] }>;
}

interface Scored {
	chunk: Counted;
	score: number;
}

type Roles = Map<string, Role[]>;

function exactRoles(concepts: readonly Concept[]): Roles {
	const roles: Roles = new Map();
	for (const [concept, { stems }] of concepts.entries()) {
		for (const stem of stems) addRole(roles, stem, { concept, weight: undefined, isNeighbour: false });
	}
	return roles;
}

function rolesOf(concepts: readonly Concept[]): Roles {
	const roles = exactRoles(concepts);
	for (const [concept, { neighbours, parts }] of concepts.entries()) {
		for (const { term, weight } of neighbours) addRole(roles, term, { concept, weight, isNeighbour: true });
		for (const { term, weight } of parts) addRole(roles, term, { concept, weight, isNeighbour: false });
	}
	return roles;
}

function addRole(roles: Roles, term: string, role: Role): void {
	const others = roles.get(term);
	if (others === undefined) roles.set(term, [role]);
	else others.push(role);
}

function count(candidate: Candidate, roles: Roles): Counted {
	const counts: Counted["counts"] = new Map();
	for (const term of candidate.terms) {
		const known = counts.get(term);
		if (known !== undefined) known.count++;
		else {
			const own = roles.get(term);
			if (own !== undefined) counts.set(term, { count: 1, roles: own });
		}
	}
	return { candidate, counts };
}

function lackOf(concepts: readonly Concept[], chunks: readonly Counted[]): number {
	const total = concepts.reduce((sum, { rarity }) => sum + rarity, 0);
	let best = 0;
	for (const { counts } of chunks) {
		const held = new Set<number>();
		for (const { roles } of counts.values()) {
			for (const { concept, weight } of roles) if (weight === undefined) held.add(concept);
		}
		let share = 0;
		for (const concept of held) share += concepts[concept]?.rarity ?? 0;
		best = Math.max(best, share);
	}
	return total === 0 ? 0 : Math.max(0, 1 - best / total);
}

/** Of each concept the best of its terms counts, not their sum: five synonyms are no five words of the question. */
function wordScore(
	concepts: readonly Concept[],
	chunk: Counted,
	shares: readonly number[],
	averageLength: number,
): number {
	const length = chunk.candidate.terms.length;
	const exact = new Array<number>(concepts.length).fill(0);
	const best = new Array<number>(concepts.length).fill(0);
	for (const { count: times, roles } of chunk.counts.values()) {
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

/** Names and fixed expressions: each pair of different words counts once, where it stands closest. */
function addTogether(scored: readonly Scored[], concepts: readonly Concept[], weight: number): void {
	if (concepts.length < 2) return;
	for (const entry of scored) {
		const closest = new Map<number, number>();
		let last: { at: number; concept: number } | undefined;
		for (const [at, term] of entry.chunk.candidate.terms.entries()) {
			const role = entry.chunk.counts.get(term)?.roles.find((each) => each.weight === undefined);
			if (role === undefined) continue;
			const { concept } = role;
			if (last !== undefined && last.concept !== concept && at - last.at <= TOGETHER_DISTANCE) {
				const rarity = Math.min(concepts[concept]?.rarity ?? 0, concepts[last.concept]?.rarity ?? 0);
				const pair = Math.min(concept, last.concept) * concepts.length + Math.max(concept, last.concept);
				closest.set(pair, Math.max(closest.get(pair) ?? 0, rarity / (at - last.at)));
			}
			last = { at, concept };
		}
		for (const value of closest.values()) entry.score += weight * value;
	}
}

function addCloseness(scored: readonly Scored[], concepts: readonly Concept[], share: number, table: WordTable): void {
	const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
	const closeness = closenessOf(
		concepts.map(({ stems, rarity }) => ({ term: stems[0] ?? "", weight: rarity })),
		scored.map(({ chunk }) => chunk.candidate.terms),
		table,
	);
	for (const [at, entry] of scored.entries()) entry.score += share * best * Math.max(0, closeness[at] ?? 0);
}
