export interface Random {
	/** From 0 up to 1, without it. */
	next: () => number;
	/** A whole number, both ends included. */
	whole: (from: number, to: number) => number;
	pick: <T>(items: readonly T[]) => T;
}

/** Numbers that only the seed decides (the mulberry32 generator). */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	return { next, whole, pick: (items) => picked(items, whole(0, items.length - 1)) };
}

function picked<T>(items: readonly T[], index: number): T {
	const item = items[index];
	if (item === undefined) throw new RangeError("There is nothing to pick from.");
	return item;
}
