/**
 * What tells a tag over the whole library: a few features by tag, and how much each weighs, by boosting in single features (Friedman 2001). What
 * neighbours can't show, it does: that a document lacks all the words by which a tag that its sender often has is known.
 */
import type { LabelledDocument } from "./labelled-index.ts";

export interface TagModel {
	/** Log-odds of a document with none of the features. */
	bias: number;
	/** By feature. */
	weights: readonly (readonly [feature: number, weight: number])[];
	/** By what the document is held for; `both` by `bothOf`. */
	correspondents: Readonly<Record<string, number>>;
	documentTypes: Readonly<Record<string, number>>;
	both: Readonly<Record<string, number>>;
}

/** By tag. */
export type TagModels = Readonly<Record<string, TagModel>>;

/** Documents that a tag must have, and a feature. */
const [LEAST_TAGGED, LEAST_HOLDERS] = [5, 3];
/** Fewer documents teach more chance than sense. */
const LEAST_DOCUMENTS = 40;
/** Tags with a model: the most frequent. */
const MOST_TAGS = 60;
/** Features taken in one after the other, how far each goes, and documents' worth of doubt about each. */
const [ROUNDS, STEP, SHRINKAGE] = [40, 0.5, 2];
/** What a feature must improve the fit by, in units of the likelihood's logarithm; about what chance brings. */
const LEAST_GAIN = 1;
const MOST_LOG_ODDS = 6;

export interface Likely {
	correspondents: ReadonlyMap<string, number>;
	documentTypes: ReadonlyMap<string, number>;
}

export function bothOf(correspondent: string, documentType: string): string {
	return `${correspondent}\n${documentType}`;
}

/** A name may be that of something which every object has. */
export function modelOf(models: TagModels, tag: string): TagModel | undefined {
	return Object.hasOwn(models, tag) ? models[tag] : undefined;
}

function weightOf(weights: Readonly<Record<string, number>>, name: string): number {
	return Object.hasOwn(weights, name) ? (weights[name] ?? 0) : 0;
}

/** Log-odds of the tag, within ±6; `likely` by name how likely it is. */
export function logOddsOf(
	{ bias, weights, correspondents, documentTypes, both }: TagModel,
	features: ReadonlySet<number>,
	likely: Likely,
): number {
	let sum = bias;
	for (const [feature, weight] of weights) if (features.has(feature)) sum += weight;
	for (const [name, chance] of likely.correspondents) {
		sum += chance * weightOf(correspondents, name);
		for (const [type, also] of likely.documentTypes) sum += chance * also * weightOf(both, bothOf(name, type));
	}
	for (const [name, chance] of likely.documentTypes) sum += chance * weightOf(documentTypes, name);
	return Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, sum));
}

type Column = readonly [kind: "feature" | "correspondents" | "documentTypes" | "both", value: number | string];

/** Learns from documents whose tags are known, tag by tag. */
export class TagLearner {
	/** Tags that are worth a model. */
	readonly tags: readonly string[];
	private readonly documents: readonly LabelledDocument[];
	private readonly columns: Column[] = [];
	/** Columns by document. */
	private readonly rows: Int32Array[];

	constructor(documents: readonly LabelledDocument[]) {
		this.documents = documents.filter(({ labels }) => labels.tags !== undefined);
		this.tags = frequentTags(this.documents);
		const told = columnKeys(this.documents);
		const places = new Map<number | string, number>();
		// In the order in which they come: of two that tell the same, the first is taken.
		this.rows = this.documents.map((document) => {
			const row: number[] = [];
			for (const key of [...document.features, ...labelKeys(document)]) {
				if (!told.has(key)) continue;
				const at = places.get(key) ?? this.columns.push(columnOf(key)) - 1;
				places.set(key, at);
				row.push(at);
			}
			return Int32Array.from(row);
		});
	}

	/** Newton steps: the bias and the feature that improves the fit most, again and again. */
	fit(tag: string): TagModel {
		const truths = Float64Array.from(this.documents, ({ labels }) => (labels.tags?.includes(tag) === true ? 1 : 0));
		const tagged = truths.reduce((sum, truth) => sum + truth, 0);
		let bias = Math.log((tagged + 0.5) / (truths.length - tagged + 0.5));
		const scores = new Float64Array(truths.length).fill(bias);
		const weights = new Map<number, number>();
		const derivatives = {
			slopes: new Float64Array(this.columns.length),
			curves: new Float64Array(this.columns.length),
		};
		for (let round = 0; round < ROUNDS; round++) {
			const shift = this.derive(truths, scores, derivatives);
			bias += shift;
			const best = bestOf(derivatives);
			if (best === undefined) break;
			weights.set(best.column, (weights.get(best.column) ?? 0) + best.step);
			for (const [at, row] of this.rows.entries())
				scores[at] = (scores[at] ?? 0) + shift + (row.includes(best.column) ? best.step : 0);
		}
		return this.toModel(bias, weights);
	}

	/** Fills in the derivatives of the likelihood's logarithm by column; gives the step of the bias. */
	private derive(truths: Float64Array, scores: Float64Array, { slopes, curves }: Derivatives): number {
		slopes.fill(0);
		curves.fill(0);
		let [slope, curve] = [0, 0];
		for (const [at, row] of this.rows.entries()) {
			const chance = 1 / (1 + Math.exp(-(scores[at] ?? 0)));
			const [pull, bend] = [(truths[at] ?? 0) - chance, chance * (1 - chance)];
			slope += pull;
			curve += bend;
			for (const column of row) {
				slopes[column] = (slopes[column] ?? 0) + pull;
				curves[column] = (curves[column] ?? 0) + bend;
			}
		}
		return slope / (curve + SHRINKAGE);
	}

	private toModel(bias: number, weights: ReadonlyMap<number, number>): TagModel {
		const named: Record<"correspondents" | "documentTypes" | "both", Record<string, number>> = {
			correspondents: {},
			documentTypes: {},
			both: {},
		};
		const features: [number, number][] = [];
		for (const [column, weight] of weights) {
			const [kind, value] = this.columns[column] ?? ["feature", 0];
			if (kind === "feature") features.push([Number(value), rounded(weight)]);
			else named[kind][value] = rounded(weight);
		}
		return { bias: rounded(bias), weights: features, ...named };
	}
}

/** Features and labels that several documents have, and not all. */
function columnKeys(documents: readonly LabelledDocument[]): Set<number | string> {
	const isTelling = (holders: number): boolean => holders >= LEAST_HOLDERS && holders !== documents.length;
	const keys = new Set<number | string>();
	for (const [feature, holders] of featureCounts(documents)) if (isTelling(holders)) keys.add(feature);
	const labels = new Map<string, number>();
	for (const document of documents) for (const key of labelKeys(document)) labels.set(key, (labels.get(key) ?? 0) + 1);
	for (const [key, holders] of labels) if (isTelling(holders)) keys.add(key);
	return keys;
}

/** With the number of documents that have each: there are hundreds of thousands, most of them in one document alone. */
function* featureCounts(documents: readonly LabelledDocument[]): Generator<[feature: number, holders: number]> {
	const all = new Uint32Array(documents.reduce((sum, { features }) => sum + features.length, 0));
	let end = 0;
	for (const { features } of documents) {
		all.set(features, end);
		end += features.length;
	}
	all.sort();
	for (let from = 0, to = 0; from < all.length; from = to) {
		while (to < all.length && all[to] === all[from]) to++;
		yield [all[from] ?? 0, to - from];
	}
}

interface Derivatives {
	slopes: Float64Array;
	curves: Float64Array;
}

function frequentTags(documents: readonly LabelledDocument[]): string[] {
	if (documents.length < LEAST_DOCUMENTS) return [];
	const counts = new Map<string, number>();
	for (const { labels } of documents) for (const tag of labels.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
	const frequent = [...counts].filter(([, count]) => count >= LEAST_TAGGED).sort(([, a], [, b]) => b - a);
	return frequent.slice(0, MOST_TAGS).map(([tag]) => tag);
}

function bestOf({ slopes, curves }: Derivatives): { column: number; step: number } | undefined {
	let [best, most]: [number | undefined, number] = [undefined, LEAST_GAIN];
	for (let at = 0; at < slopes.length; at++) {
		const gain = (slopes[at] ?? 0) ** 2 / ((curves[at] ?? 0) + SHRINKAGE);
		if (gain > most) [best, most] = [at, gain];
	}
	if (best === undefined) return undefined;
	return { column: best, step: (STEP * (slopes[best] ?? 0)) / ((curves[best] ?? 0) + SHRINKAGE) };
}

function rounded(value: number): number {
	return Math.round(1000 * value) / 1000;
}

function labelKeys({ labels: { correspondent, documentType } }: LabelledDocument): string[] {
	return [
		...(typeof correspondent === "string" ? [`c${correspondent}`] : []),
		...(typeof documentType === "string" ? [`t${documentType}`] : []),
		...(typeof correspondent === "string" && typeof documentType === "string"
			? [`b${bothOf(correspondent, documentType)}`]
			: []),
	];
}

function columnOf(key: number | string): Column {
	if (typeof key === "number") return ["feature", key];
	return [key.startsWith("c") ? "correspondents" : key.startsWith("t") ? "documentTypes" : "both", key.slice(1)];
}
