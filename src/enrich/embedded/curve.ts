/** From what a model says to how often it was right: a rising line through knots, near a given one where little was seen. */

export type Curve = readonly number[];

const KNOTS = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1] as const;

export const straight: Curve = KNOTS;

/** Observations that a knot of the prior counts for. */
const FIRMNESS = 8;

export function curveAt(curve: Curve, said: number): number {
	const [at, share] = placeOf(said);
	return (curve[at] ?? 0) * (1 - share) + (curve[at + 1] ?? 1) * share;
}

export function fitCurve(observed: readonly { said: number; right: boolean }[], prior: Curve): Curve {
	const weights = KNOTS.map(() => FIRMNESS);
	const rights = KNOTS.map((_, at) => FIRMNESS * (prior[at] ?? 0));
	for (const { said, right } of observed) {
		const [at, share] = placeOf(said);
		for (const [knot, weight] of [
			[at, 1 - share],
			[at + 1, share],
		] as const) {
			weights[knot] = (weights[knot] ?? 0) + weight;
			if (right) rights[knot] = (rights[knot] ?? 0) + weight;
		}
	}
	return rising(rights, weights);
}

/** The knot at or before, and the share of the way to the next. */
function placeOf(said: number): [at: number, share: number] {
	const value = Math.min(1, Math.max(0, said));
	let at = 0;
	while (at < KNOTS.length - 2 && value >= (KNOTS[at + 1] ?? 1)) at++;
	const [from, to] = [KNOTS[at] ?? 0, KNOTS[at + 1] ?? 1];
	return [at, (value - from) / (to - from)];
}

/** Pool adjacent violators (Ayer and others 1955). */
function rising(sums: readonly number[], weights: readonly number[]): number[] {
	const pools: { sum: number; weight: number; length: number }[] = [];
	for (const [at, sum] of sums.entries()) {
		let pool = { sum, weight: weights[at] ?? 1, length: 1 };
		for (
			let last = pools.at(-1);
			last !== undefined && last.sum / last.weight > pool.sum / pool.weight;
			last = pools.at(-1)
		) {
			pools.pop();
			pool = { sum: pool.sum + last.sum, weight: pool.weight + last.weight, length: pool.length + last.length };
		}
		pools.push(pool);
	}
	return pools.flatMap(({ sum, weight, length }) => new Array<number>(length).fill(sum / weight));
}
