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

/**
 * Learnt from made libraries of 8 to 160 documents in many manners (`npm run bench:enrich -- --fit`); it holds where a library is small. The
 * weights are in the order of the figures of `single-field.ts` and `tag-field.ts`.
 */
export const usualCalibration: Calibration = {
	correspondent: {
		weights: [4.54, -0.8, 2.92, 4.14, 7.51, 11.52, -1.77, -0.6, 9.54, 0.5, 0.5, 8.9, -0.52, -0.5, -5.68, 2.03, 1.52],
		curve: [0, 0.01, 0.1, 0.23, 0.4, 0.65, 0.66, 0.78, 0.84, 0.92, 0.97, 0.98, 0.99, 1.0],
	},
	documentType: {
		weights: [5.13, -0.18, -1.91, 0.3, 5.58, 4.82, -1.44, -0.1, 5.1, 0.5, 0.5, 4.84, -0.59, 0.13, -2.37, 1.9, -1.35],
		curve: [0, 0.07, 0.12, 0.17, 0.27, 0.4, 0.51, 0.6, 0.69, 0.82, 0.92, 0.97, 0.98, 0.99],
	},
	tags: {
		weights: [
			-8.75, -0.31, 0.17, 0.03, 3.31, 2.52, 5.71, 6.39, -0.97, 9.93, -0.78, -4.48, 0.64, 0.24, 1.06, 2.64, -1.0, 0.3,
			0.3,
		],
		curve: [0.01, 0.03, 0.09, 0.2, 0.34, 0.48, 0.57, 0.67, 0.73, 0.8, 0.86, 0.9, 0.9, 0.9],
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
