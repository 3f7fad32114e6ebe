/**
 * Ridge regression over the neighbours (Gaussian process regression by another name): what each of them counts for the asking document. Words
 * that many documents share lose their weight to those that tell labels apart, and ten copies of one letter do not outvote three others.
 */
import type { Neighbourhood } from "./neighbourhood.ts";

/** The noise of labels and words, in the units of similarity: of documents that have nothing of their own in common the mean is taken. */
const RIDGE = 0.06;
const MOST_STEPS = 24;
const ENOUGH = 1e-4;

/** A label of the neighbours as a feature of them. */
export interface ExtraFeature {
	/** Of the asking document, 0 to 1. */
	own: number;
	/** By neighbour. */
	others: Float64Array;
}

/**
 * By neighbour, how much its label counts for the asking document; below 0 where it is what the asking one is not. `takesPart` leaves out those
 * of which nothing is known.
 */
export function influences(
	{ weights, neighbours }: Neighbourhood,
	takesPart: readonly boolean[],
	extras: readonly ExtraFeature[] = [],
): Float64Array {
	const rows = neighbours.length;
	const columns = weights.length + extras.length;
	const own = new Float64Array(columns);
	own.set(weights);
	for (const [at, extra] of extras.entries()) own[weights.length + at] = extra.own;
	// Multiplies the neighbours' features by a vector over features.
	const times = (vector: Float64Array, into: Float64Array): void => {
		for (let row = 0; row < rows; row++) {
			const neighbour = neighbours[row];
			if (takesPart[row] !== true || neighbour === undefined) {
				into[row] = 0;
				continue;
			}
			let sum = 0;
			for (const place of neighbour.shared) sum += (weights[place] ?? 0) * (vector[place] ?? 0);
			for (const [at, extra] of extras.entries()) sum += (extra.others[row] ?? 0) * (vector[weights.length + at] ?? 0);
			into[row] = sum;
		}
	};
	const transposed = (vector: Float64Array, into: Float64Array): void => {
		into.fill(0);
		for (let row = 0; row < rows; row++) {
			const value = vector[row] ?? 0;
			if (value === 0) continue;
			for (const place of neighbours[row]?.shared ?? [])
				into[place] = (into[place] ?? 0) + (weights[place] ?? 0) * value;
			for (const [at, extra] of extras.entries()) {
				const place = weights.length + at;
				into[place] = (into[place] ?? 0) + (extra.others[row] ?? 0) * value;
			}
		}
	};
	return conjugateGradient(rows, columns, own, times, transposed);
}

type Product = (vector: Float64Array, into: Float64Array) => void;

/** Solves (X Xᵀ + ridge) v = X own (Hestenes, Stiefel 1952). */
function conjugateGradient(
	rows: number,
	columns: number,
	own: Float64Array,
	times: Product,
	transposed: Product,
): Float64Array {
	const solution = new Float64Array(rows);
	const residual = new Float64Array(rows);
	times(own, residual);
	const direction = residual.slice();
	const image = new Float64Array(rows);
	const byFeature = new Float64Array(columns);
	let size = dot(residual, residual);
	const small = size * ENOUGH ** 2;
	for (let step = 0; step < MOST_STEPS && size > small && size > 0; step++) {
		transposed(direction, byFeature);
		times(byFeature, image);
		for (let at = 0; at < rows; at++) image[at] = (image[at] ?? 0) + RIDGE * (direction[at] ?? 0);
		const length = size / dot(direction, image);
		for (let at = 0; at < rows; at++) {
			solution[at] = (solution[at] ?? 0) + length * (direction[at] ?? 0);
			residual[at] = (residual[at] ?? 0) - length * (image[at] ?? 0);
		}
		const next = dot(residual, residual);
		for (let at = 0; at < rows; at++) direction[at] = (residual[at] ?? 0) + (next / size) * (direction[at] ?? 0);
		size = next;
	}
	return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
}
