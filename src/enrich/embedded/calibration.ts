/** What the library's own documents teach about the evidence: each is looked at as if it were new, and its labels say what was right. */
import type { Assessment } from "./assessment.ts";
import { fitWeights, type Observation, probabilities } from "./choice-model.ts";
import { type Curve, curveAt, fitCurve, straight } from "./curve.ts";
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
		weights: [2.74, 0.92, 3.55, -2.33, 3.33, 2.89, -0.33, 0.22, 0.25, 5.22, 0.12, -0.15, 1.97, 1.6, -2.59],
		curve: straight,
	},
	documentType: {
		weights: [5.72, 0.07, 0.06, -2.91, 3.14, 2.52, -0.79, 0.29, 0.9, 3.97, -0.22, 0.24, 1.89, 2.6, -0.53],
		curve: straight,
	},
	tags: { weights: [-8.23, 1.76, 0.01, 0.74, 1.16, 0.71, 7.72, 4.67, -1.18, 3.48, 0.79, -0.96, 1.85, 0, 0], curve: straight },
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

export function calibrate(outcomes: readonly Outcome[], usual: Calibration = usualCalibration, firmness = FIRMNESS): Calibration {
	const field = (observations: readonly Observation[], { weights: prior, curve }: FieldCalibration): FieldCalibration => {
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
