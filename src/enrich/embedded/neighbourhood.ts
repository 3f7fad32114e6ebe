/** The classified documents that a new one can be compared with, and what they have in common with it. */
import type { Feature, FeatureKind, Reading } from "./features.ts";
import type { LabelledDocument, LabelledIndex, Statement } from "./labelled-index.ts";

export interface Neighbour {
	document: LabelledDocument;
	/** Places in `Neighbourhood.features` of those that both have, ascending. */
	shared: Int32Array;
	/** Share of the asking document's own weight, 0 to 1. */
	similarity: number;
}

export interface Neighbourhood {
	/** Of the asking document, those that any other one has. */
	features: readonly Feature[];
	/** By feature: how much it says; with the words that no document has, of a length of 1 altogether. */
	weights: Float64Array;
	/** The most similar first. */
	neighbours: readonly Neighbour[];
	/** Documents of the library without the asking one. */
	documents: number;
	/** By feature, what documents that have it are labelled with; a sample where there are many. */
	statementsOf: readonly (readonly Statement[])[];
	/** Of each extra key that was asked for, the neighbours that have it. */
	holders: ReadonlyMap<number, readonly Neighbour[]>;
}

/** Documents read of each feature's list. */
const POSTINGS = 40;
/** Documents compared: the most similar, and so many of each feature that even a word among many shows what it stands for. */
const [MOST_SIMILAR, MOST_OTHERS, OF_A_FEATURE] = [140, 140, 8];

/** Documents of which only the labels are read, to see what single words stand for. */
const MOST_STATEMENTS = 1500;

/** What a feature of the kind says beside an ordinary word, of equal frequency. */
const KIND_WEIGHTS: Readonly<Record<FeatureKind, number>> = {
	word: 1,
	ending: 0.6,
	head: 0.7,
	pair: 0.7,
	line: 0.9,
	code: 0.8,
	shape: 0.7,
	title: 0.8,
	layout: 0.35,
	year: 0.5,
};
/** Even a feature of all documents is kept, faintly. */
const LEAST_RARITY = 0.05;

/** What a word that no document has counts for: the more of them, the less the others tell. */
const UNKNOWN_SHARE = 0.5;

/** `self` is left out: a document is no evidence for itself. `extraKeys` are looked up without being compared. */
export async function neighbourhoodOf(
	reading: Reading,
	index: LabelledIndex,
	{ documents, self, extraKeys }: { documents: number; self: number | undefined; extraKeys: readonly number[] },
): Promise<Neighbourhood> {
	const own = new Set(reading.features.map(({ key }) => key));
	const keys = [...own, ...extraKeys.filter((key) => !own.has(key))];
	const found = new Map((await index.postings(keys, POSTINGS)).map((posting) => [posting.feature, posting]));
	const features: Feature[] = [];
	const raw: number[] = [];
	let unknown = 0;
	for (const feature of reading.features) {
		const posting = found.get(feature.key);
		const count = (posting?.count ?? 0) - (self !== undefined && posting?.documents.includes(self) ? 1 : 0);
		if (count <= 0) {
			if (feature.kind === "word" || feature.kind === "head")
				unknown += (KIND_WEIGHTS[feature.kind] * Math.log(documents + 1)) ** 2;
			continue;
		}
		features.push(feature);
		raw.push(KIND_WEIGHTS[feature.kind] * Math.max(LEAST_RARITY, Math.log((documents + 1) / (count + 0.5))));
	}
	const known = raw.reduce((sum, weight) => sum + weight * weight, 0);
	const length = Math.sqrt(known + UNKNOWN_SHARE * unknown) || 1;
	const weights = Float64Array.from(raw, (weight) => weight / length);
	const lists = features.map(({ key }) => found.get(key)?.documents ?? []);
	const extras = extraKeys.map((key) => found.get(key)?.documents ?? []);
	const chosen = chooseDocuments(lists, weights, extras);
	if (self !== undefined) chosen.delete(self);
	const listed = new Set(listedDocuments(lists, weights).filter((number) => number !== self));
	const [others, statements] = await Promise.all([index.documents([...chosen]), index.statements([...listed])]);
	const statementsOf = lists.map((list) => list.flatMap((number) => statements.get(number) ?? []));
	const neighbours = compare(others, features, weights);
	return { features, weights, neighbours, documents, statementsOf, holders: holdersOf(neighbours, extraKeys) };
}

/** Of the features that say most, as many as are worth a query. */
function listedDocuments(lists: readonly (readonly number[])[], weights: Float64Array): number[] {
	const listed = new Set<number>();
	for (const at of byWeight(weights)) {
		for (const number of lists[at] ?? []) {
			if (listed.size < MOST_STATEMENTS) listed.add(number);
		}
	}
	return [...listed];
}

function byWeight(weights: Float64Array): number[] {
	return [...weights.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
}

function chooseDocuments(
	lists: readonly (readonly number[])[],
	weights: Float64Array,
	extras: readonly (readonly number[])[],
): Set<number> {
	const scores = new Map<number, number>();
	for (const [at, list] of lists.entries()) {
		const weight = (weights[at] ?? 0) ** 2;
		for (const number of list) scores.set(number, (scores.get(number) ?? 0) + weight);
	}
	const ranked = [...scores].sort(([one, a], [other, b]) => b - a || one - other).map(([number]) => number);
	const chosen = new Set(ranked.slice(0, MOST_SIMILAR));
	const most = chosen.size + MOST_OTHERS;
	for (const list of [...extras, ...byWeight(weights).map((at) => lists[at] ?? [])]) {
		let held = 0;
		for (const number of list) {
			if (held >= OF_A_FEATURE || chosen.size >= most) break;
			chosen.add(number);
			held++;
		}
	}
	return chosen;
}

function compare(
	others: readonly LabelledDocument[],
	features: readonly Feature[],
	weights: Float64Array,
): Neighbour[] {
	const places = new Map(features.map(({ key }, at) => [key, at]));
	const scratch = new Int32Array(features.length);
	return others
		.map((document) => {
			let [count, similarity] = [0, 0];
			for (const key of document.features) {
				const place = places.get(key);
				if (place === undefined) continue;
				scratch[count++] = place;
				similarity += (weights[place] ?? 0) ** 2;
			}
			return { document, shared: scratch.slice(0, count).sort(), similarity: Math.min(1, similarity) };
		})
		.sort((a, b) => b.similarity - a.similarity || a.document.number - b.document.number);
}

function holdersOf(neighbours: readonly Neighbour[], keys: readonly number[]): Map<number, Neighbour[]> {
	const holders = new Map<number, Neighbour[]>(keys.map((key) => [key, []]));
	for (const neighbour of neighbours) {
		for (const key of neighbour.document.features) holders.get(key)?.push(neighbour);
	}
	return holders;
}
