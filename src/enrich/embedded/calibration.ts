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
		weights: [4.42, -0.75, 3.74, 2.41, 7.58, 10.38, -1.76, -0.5, 8.51, 8.85, -0.52, -0.5, -4.85, 1.61, 1.51],
		curve: [0, 0.0, 0.1, 0.21, 0.4, 0.6, 0.67, 0.78, 0.87, 0.92, 0.96, 0.98, 0.99, 1.0],
	},
	documentType: {
		weights: [5.19, -0.18, -1.77, 0.03, 5.59, 4.76, -1.43, -0.08, 4.83, 4.95, -0.59, 0.13, -1.59, 1.35, -1.15],
		curve: [0, 0.07, 0.14, 0.2, 0.28, 0.4, 0.5, 0.6, 0.69, 0.82, 0.92, 0.97, 0.98, 0.99],
	},
	tags: {
		weights: [
			-8.66, -0.14, 0.15, -0.12, 2.04, 1.8, 5.81, 6.49, -0.87, 10.13, -0.8, -4.29, 1.61, 0.19, 1.25, 2.59, -0.86,
		],
		curve: [0.01, 0.03, 0.09, 0.2, 0.34, 0.48, 0.58, 0.66, 0.72, 0.8, 0.87, 0.89, 0.89, 0.89],
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
