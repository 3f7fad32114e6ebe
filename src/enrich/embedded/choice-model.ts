/**
 * How sure the evidence makes: a conditional logit (McFadden 1974) over the options of a choice, the first of which is "none of them". Its weights
 * are learnt from the library's own documents, each as if it were new, and stay near given ones where these are few.
 */

import { nextTurn } from "../../lib/turn.ts";

/** Evidence by option; the first is "none". All have as many numbers as there are weights. */
export type Options = readonly (readonly number[])[];

export interface Observation {
	options: Options;
	/** The option that is right. */
	right: number;
}

/** Of each option; 1 altogether. */
export function probabilities(options: Options, weights: readonly number[]): number[] {
	const scores = options.map((evidence) => dot(evidence, weights));
	const most = Math.max(...scores);
	const odds = scores.map((score) => Math.exp(score - most));
	const sum = odds.reduce((all, each) => all + each, 0);
	return odds.map((each) => each / sum);
}

const MOST_STEPS = 25;
const ENOUGH = 1e-5;
/** Observations looked at in a row: some 20 ms. */
const A_TURN = 1000;

/**
 * The likeliest weights, where each lies around that of `prior` with a variance of 1 / `firmness`: Newton's method, halving a step that does not
 * improve. Without observations the prior's. Takes a second for tens of thousands of observations, and gives others a turn now and then.
 */
export async function fitWeights(
	observations: readonly Observation[],
	prior: readonly number[],
	firmness: number,
): Promise<number[]> {
	let weights = [...prior];
	let best = objective(observations, weights, prior, firmness);
	for (let step = 0; step < MOST_STEPS; step++) {
		const { slope, curve } = await derivatives(observations, weights, prior, firmness);
		const move = solve(curve, slope);
		let share = 1;
		let next = weights;
		let value = best;
		for (; share > 1e-3; share /= 2) {
			next = weights.map((weight, at) => weight + share * (move[at] ?? 0));
			value = objective(observations, next, prior, firmness);
			if (value > best) break;
		}
		if (value <= best + ENOUGH) break;
		[weights, best] = [next, value];
	}
	return weights;
}

function objective(
	observations: readonly Observation[],
	weights: readonly number[],
	prior: readonly number[],
	firmness: number,
): number {
	let value = 0;
	for (const { options, right } of observations) {
		value += Math.log(Math.max(1e-12, probabilities(options, weights)[right] ?? 0));
	}
	for (const [at, weight] of weights.entries()) value -= (firmness / 2) * (weight - (prior[at] ?? 0)) ** 2;
	return value;
}

async function derivatives(
	observations: readonly Observation[],
	weights: readonly number[],
	prior: readonly number[],
	firmness: number,
): Promise<{ slope: number[]; curve: number[][] }> {
	const size = weights.length;
	const slope = weights.map((weight, at) => -firmness * (weight - (prior[at] ?? 0)));
	// Its lower half is the same.
	const curve = weights.map((_, row) => Float64Array.from(weights, (_, column) => (row === column ? firmness : 0)));
	const mean = new Float64Array(size);
	const apart = new Float64Array(size);
	for (const [number, { options, right }] of observations.entries()) {
		if (number % A_TURN === 0) await nextTurn();
		const chances = probabilities(options, weights);
		mean.fill(0);
		for (const [at, evidence] of options.entries()) addTo(mean, evidence, chances[at] ?? 0);
		for (let place = 0; place < size; place++) {
			slope[place] = (slope[place] ?? 0) + (options[right]?.[place] ?? 0) - (mean[place] ?? 0);
		}
		for (const [at, evidence] of options.entries()) {
			for (let place = 0; place < size; place++) apart[place] = (evidence[place] ?? 0) - (mean[place] ?? 0);
			addSquare(curve, apart, chances[at] ?? 0);
		}
	}
	return {
		slope,
		curve: weights.map((_, row) => weights.map((_, at) => curve[Math.min(row, at)]?.[Math.max(row, at)] ?? 0)),
	};
}

function addTo(sum: Float64Array, values: readonly number[], share: number): void {
	for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + share * (values[at] ?? 0);
}

/** Of a vector with itself; the upper half. */
function addSquare(matrix: readonly Float64Array[], vector: Float64Array, share: number): void {
	for (const [row, line] of matrix.entries()) {
		const factor = share * (vector[row] ?? 0);
		if (factor === 0) continue;
		for (let at = row; at < line.length; at++) line[at] = (line[at] ?? 0) + factor * (vector[at] ?? 0);
	}
}

/** Gauss's elimination; the matrix is positive definite, as the prior has a variance. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
	const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
	for (const [at, row] of rows.entries()) {
		const pivot = row[at] ?? 1;
		for (const other of rows.slice(at + 1)) {
			const factor = (other[at] ?? 0) / pivot;
			if (factor === 0) continue;
			for (let place = at; place < other.length; place++)
				other[place] = (other[place] ?? 0) - factor * (row[place] ?? 0);
		}
	}
	const solution = new Array<number>(rows.length).fill(0);
	for (let at = rows.length - 1; at >= 0; at--) {
		const row = rows[at] ?? [];
		let value = row[rows.length] ?? 0;
		for (let place = at + 1; place < rows.length; place++) value -= (row[place] ?? 0) * (solution[place] ?? 0);
		solution[at] = value / (row[at] ?? 1);
	}
	return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let at = 0; at < b.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
}
