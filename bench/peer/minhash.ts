/**
 * MinHash over word shingles and locality-sensitive hashing by bands, as the library API's contract describes the pipeline that reports version
 * 1.2.0: what the engine is compared with, because it is what one would reach for first.
 */

const LARGEST_VALUE = 2 ** 32 - 1;
const WORD = 2 ** 16;
/** 2^61 in units of 2^16. */
const PRIME_WORDS = 2 ** 45;

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return hash >>> 0;
}

export function normalised(text: string): string {
	return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/** The hashes of all runs of `size` words; none for a text of fewer words than `minWords`. */
export function shingles(text: string, size: number, minWords: number): Set<number> {
	const words = text.split(" ");
	const hashes = new Set<number>();
	if (words.length < minWords) return hashes;
	for (let at = 0; at + size <= words.length; at++) hashes.add(fnv1a(words.slice(at, at + size).join(" ")));
	return hashes;
}

export interface Permutations {
	a: Float64Array;
	b: Float64Array;
}

/** Factors and summands from Mulberry32 with seed 42. */
export function permutations(count: number): Permutations {
	const [a, b] = [new Float64Array(count), new Float64Array(count)];
	let state = 42;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	for (let at = 0; at < count; at++) {
		a[at] = Math.floor(next() * LARGEST_VALUE) || 1;
		b[at] = Math.floor(next() * LARGEST_VALUE);
	}
	return { a, b };
}

/** For each permutation the smallest ((a x + b) mod (2^61 - 1)) mod (2^32 - 1) of all hashes x. */
export function signature(hashes: Iterable<number>, { a, b }: Permutations): Uint32Array {
	const smallest = new Uint32Array(a.length).fill(LARGEST_VALUE);
	for (const hash of hashes) {
		for (let at = 0; at < smallest.length; at++) {
			const value = permuted(hash, a[at] ?? 1, b[at] ?? 0);
			if (value < (smallest[at] ?? 0)) smallest[at] = value;
		}
	}
	return smallest;
}

/** In numbers below 2^53 throughout: a x + b is kept as high * 2^16 + low. */
function permuted(x: number, a: number, b: number): number {
	const upper = Math.floor(a / WORD) * x;
	const lower = (a % WORD) * x + b;
	// 2^61 is 1 modulo the prime, so what overflows is added at the low end.
	const overflow = Math.floor(upper / PRIME_WORDS);
	const rest = lower + overflow;
	let high = (upper % PRIME_WORDS) + Math.floor(rest / WORD);
	let low = rest % WORD;
	if (high >= PRIME_WORDS || (high === PRIME_WORDS - 1 && low === WORD - 1)) {
		high -= PRIME_WORDS;
		low += 1;
	}
	// 2^32 is 1 modulo 2^32 - 1.
	const folded = Math.floor(high / WORD) + (high % WORD) * WORD + low;
	return folded % LARGEST_VALUE;
}

/** FNV-1a of each band's values, in decimal and joined by `|`. */
export function bandKeys(values: Uint32Array, bands: number): number[] {
	const rows = Math.floor(values.length / bands);
	return Array.from({ length: bands }, (_, band) => fnv1a(values.subarray(band * rows, (band + 1) * rows).join("|")));
}

/** Share of equal positions. */
export function estimatedJaccard(one: Uint32Array, other: Uint32Array): number {
	let equal = 0;
	for (let at = 0; at < one.length; at++) if (one[at] === other[at]) equal++;
	return equal / one.length;
}

/** Unordered pairs of places whose signatures share a band; undefined stands for a text without a signature. */
export function* candidatePairs(
	signatures: readonly (Uint32Array | undefined)[],
	bands: number,
): Generator<readonly [number, number]> {
	const buckets = Array.from({ length: bands }, () => new Map<number, number[]>());
	for (const [place, values] of signatures.entries()) {
		const partners = new Set<number>();
		const keys = values === undefined ? [] : bandKeys(values, bands);
		for (const [band, key] of keys.entries()) {
			const bucket = buckets[band]?.get(key);
			for (const partner of bucket ?? []) partners.add(partner);
			if (bucket === undefined) buckets[band]?.set(key, [place]);
			else bucket.push(place);
		}
		for (const partner of partners) yield [partner, place];
	}
}
