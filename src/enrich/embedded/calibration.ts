/** What the library's own documents teach about the evidence: each is looked at as if it were new, and its labels say what was right. */
import type { Assessment } from "./assessment.ts";
import { fitWeights, type Observation, probabilities } from "./choice-model.ts";
import { type Curve, curveAt, fitCurve } from "./curve.ts";
import type { Labels } from "./labelled-index.ts";

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
	/** Documents that it was learnt from. */
	documents: number;
}

/** What one document says about the evidence. Small; a job collects them over its steps. */
export interface Outcome {
	correspondent: Observation | undefined;
	documentType: Observation | undefined;
	tags: readonly Observation[];
}

/** Learnt from made libraries of 5 to 2,000 documents in many manners (`npm run bench:enrich -- --fit`); it holds where a library is small. */
export const usualCalibration: Calibration = {
	correspondent: {
		weights: [3.09, -0.34, 5.06, -1.83, 6.19, 4.58, -1.4, -0.07, 3.09, 7.62, -0.52, -0.5, 1.96, 2.52, -1.4],
		curve: [0, 0.041, 0.153, 0.303, 0.503, 0.71, 0.718, 0.824, 0.917, 0.944, 0.964, 0.964, 0.983, 0.986],
	},
	documentType: {
		weights: [5.1, 0.02, -0.52, -2.18, 4.98, 3.51, -1.19, -0.01, 2.51, 4.35, -0.59, 0.13, 1.84, 2.49, -1.6],
		curve: [0, 0.05, 0.109, 0.212, 0.282, 0.396, 0.556, 0.645, 0.694, 0.824, 0.931, 0.963, 0.963, 0.967],
	},
	tags: {
		weights: [-7.56, -0.02, 0.25, 2.01, 0.05, 0.92, 5.92, 6.28, -0.76, 7.93, -0.69, -2.33, 2.1, 0.08, 1.17],
		curve: [0.014, 0.029, 0.095, 0.202, 0.37, 0.474, 0.599, 0.652, 0.702, 0.777, 0.858, 0.898, 0.898, 0.909],
	},
	documents: 0,
};

/** Documents that the usual weights count for, roughly: with more of its own a library speaks for itself. */
const FIRMNESS = 6;

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

export function calibrate(
	outcomes: readonly Outcome[],
	usual: Calibration = usualCalibration,
	firmness = FIRMNESS,
): Calibration {
	const field = (
		observations: readonly Observation[],
		{ weights: prior, curve }: FieldCalibration,
	): FieldCalibration => {
		const weights = fitWeights(observations, prior, firmness);
		const said = observations.flatMap(({ options, right }) => {
			const chances = probabilities(options, weights).slice(1);
			const best = chances.indexOf(Math.max(...chances));
			return best < 0 ? [] : [{ said: chances[best] ?? 0, right: right === best + 1 }];
		});
		return { weights, curve: fitCurve(said, curve) };
	};
	return {
		correspondent: field(
			outcomes.flatMap(({ correspondent }) => correspondent ?? []),
			usual.correspondent,
		),
		documentType: field(
			outcomes.flatMap(({ documentType }) => documentType ?? []),
			usual.documentType,
		),
		tags: field(
			outcomes.flatMap(({ tags }) => tags),
			usual.tags,
		),
		documents: outcomes.length,
	};
}

/** How likely the likeliest is right, of what the evidence says. */
export function confidenceOf({ curve }: FieldCalibration, said: number): number {
	return curveAt(curve, said);
}
