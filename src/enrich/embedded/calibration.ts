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
		weights: [
			3.847, -0.527, 5.206, -1.368, 6.876, 6.29, -1.978, -0.08, 5.245, 8.621, -0.52, -0.5, 1.958, 3.211, -0.069,
		],
		curve: [0, 0.028, 0.16, 0.279, 0.469, 0.576, 0.741, 0.798, 0.829, 0.929, 0.982, 0.985, 0.987, 0.996],
	},
	documentType: {
		weights: [
			5.509, -0.01, -1.18, -1.797, 5.434, 4.192, -1.477, -0.002, 3.418, 4.653, -0.59, 0.13, 1.831, 1.711, -1.381,
		],
		curve: [0, 0.05, 0.148, 0.219, 0.249, 0.375, 0.495, 0.574, 0.7, 0.806, 0.915, 0.977, 0.986, 0.989],
	},
	tags: {
		weights: [
			-8.265, -0.401, 0.238, 1.101, 1.059, 1.443, 6.125, 6.605, -0.874, 9.928, -0.794, -4.119, 2.138, 0.248, 1.106, 0,
			0,
		],
		curve: [0.011, 0.028, 0.093, 0.203, 0.359, 0.493, 0.61, 0.659, 0.716, 0.798, 0.864, 0.898, 0.898, 0.914],
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
