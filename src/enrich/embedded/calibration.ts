/** What the library's own documents teach about the evidence: each is looked at as if it were new, and its labels say what was right. */
import type { Assessment } from "./assessment.ts";
import { fitWeights, type Observation, probabilities } from "./choice-model.ts";
import { type Curve, curveAt, fitCurve } from "./curve.ts";
import type { Labels } from "./labelled-index.ts";
import type { TagModels } from "./tag-models.ts";

/** Of one field: what the evidence weighs, and how often what it makes likely was right. */
export interface FieldCalibration {
	weights: readonly number[];
	curve: Curve;
}

/** Plain numbers, kept with the library. */
export interface Calibration {
	correspondent: FieldCalibration;
	documentType: FieldCalibration;
	tags: FieldCalibration;
	/** Of the library's frequent tags, learnt from other documents than the rest is. */
	tagModels: TagModels;
	/** Documents that it was learnt from. */
	documents: number;
}

/** What one document says about the evidence. Small; a job collects them over its steps. */
export interface Outcome {
	correspondent: Observation | undefined;
	documentType: Observation | undefined;
	tags: readonly Observation[];
}

/**
 * Learnt from made libraries of 8 to 160 documents in many manners (`npm run bench:enrich -- --fit`); it holds where a library is small. The
 * weights are in the order of the figures of `single-field.ts` and `tag-field.ts`.
 */
export const usualCalibration: Calibration = {
	correspondent: {
		weights: [
			4.21, -0.66, 2.25, 5.48, 7.96, 12.71, -2.18, -0.76, 10.73, 0.14, 0.08, 8.87, -0.52, -0.5, -6.3, 2.16, 2.04,
		],
		curve: [0, 0.0, 0.11, 0.2, 0.44, 0.65, 0.65, 0.74, 0.85, 0.9, 0.98, 0.98, 0.99, 1.0],
	},
	documentType: {
		weights: [
			4.8, -0.17, -1.3, 0.38, 5.6, 4.86, -1.42, -0.08, 5.19, -0.27, 0.18, 5.16, -0.59, 0.13, -3.05, 2.21, -1.32,
		],
		curve: [0, 0.09, 0.09, 0.16, 0.33, 0.38, 0.49, 0.62, 0.72, 0.81, 0.92, 0.98, 0.98, 0.99],
	},
	tags: {
		weights: [
			-8.7, 0.11, 0.13, 0.1, 3.49, 1.89, 5.41, 6.56, -1.01, 9.24, -0.68, -3.79, 0.51, 0.2, 0.32, 2.75, -0.92, -0.1,
			0.09, 0, 0, 0,
		],
		curve: [0.01, 0.03, 0.09, 0.21, 0.34, 0.46, 0.55, 0.65, 0.71, 0.8, 0.85, 0.87, 0.87, 0.89],
	},
	tagModels: {},
	documents: 0,
};

/** Documents that the usual weights count for, roughly: with more of its own a library speaks for itself. */
const FIRMNESS = 6;
/** Of fewer outcomes, each is judged by weights that were learnt from others: by their own, weights look better than they are. */
const [ENOUGH_OUTCOMES, FOLDS] = [150, 5];

/** Of a document that is assessed without its own labels. */
export function outcomeOf(assessment: Assessment, labels: Labels): Outcome {
	const { correspondent, documentType, tags } = assessment;
	const truths = labels.tags === undefined ? undefined : new Set(labels.tags);
	return {
		correspondent: singleOutcome(correspondent, labels.correspondent),
		documentType: singleOutcome(documentType, labels.documentType),
		tags: truths === undefined ? [] : tags.map(({ name, options }) => ({ options, right: truths.has(name) ? 1 : 0 })),
	};
}

function singleOutcome(
	{ candidates, options }: Assessment["correspondent"],
	label: string | null | undefined,
): Observation | undefined {
	if (label === undefined) return undefined;
	// A name that nothing speaks for is none of the candidates.
	return { options, right: candidates.findIndex(({ name }) => name === label) + 1 };
}

export async function calibrate(
	outcomes: readonly Outcome[],
	usual: Calibration = usualCalibration,
	firmness = FIRMNESS,
): Promise<Calibration> {
	const field = async (
		observationsOf: (outcome: Outcome) => readonly Observation[],
		{ weights: prior, curve }: FieldCalibration,
	): Promise<FieldCalibration> => {
		const weigh = (some: readonly Outcome[]): Promise<number[]> =>
			fitWeights(some.flatMap(observationsOf), prior, firmness);
		const weights = await weigh(outcomes);
		const said: { said: number; right: boolean }[] = [];
		for (const { rest, held } of foldsOf(outcomes)) {
			const own = rest.length === outcomes.length ? weights : await weigh(rest);
			for (const observation of held.flatMap(observationsOf)) said.push(...likeliestOf(observation, own));
		}
		return { weights, curve: fitCurve(said, curve) };
	};
	return {
		correspondent: await field(
			({ correspondent }) => (correspondent === undefined ? [] : [correspondent]),
			usual.correspondent,
		),
		documentType: await field(
			({ documentType }) => (documentType === undefined ? [] : [documentType]),
			usual.documentType,
		),
		tags: await field(({ tags }) => tags, usual.tags),
		tagModels: usual.tagModels,
		documents: outcomes.length,
	};
}

/** Each outcome is held back once, with the rest to learn from; where there are many, that makes no difference, and none is. */
function foldsOf(outcomes: readonly Outcome[]): { rest: readonly Outcome[]; held: readonly Outcome[] }[] {
	if (outcomes.length >= ENOUGH_OUTCOMES) return [{ rest: outcomes, held: outcomes }];
	return Array.from({ length: FOLDS }, (_, fold) => ({
		rest: outcomes.filter((_, at) => at % FOLDS !== fold),
		held: outcomes.filter((_, at) => at % FOLDS === fold),
	}));
}

/** What the weights make likeliest, and whether it was right. */
function likeliestOf({ options, right }: Observation, weights: readonly number[]): { said: number; right: boolean }[] {
	const chances = probabilities(options, weights).slice(1);
	const best = chances.indexOf(Math.max(...chances));
	return best < 0 ? [] : [{ said: chances[best] ?? 0, right: right === best + 1 }];
}

/** How likely the likeliest is right, of what the evidence says. */
export function confidenceOf({ curve }: FieldCalibration, said: number): number {
	return curveAt(curve, said);
}
