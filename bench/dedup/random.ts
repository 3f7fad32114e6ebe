/** Numbers that depend on a seed alone (sfc32, 128 bits of state), so that a library can be made again to the letter. */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#count = 1;

	constructor(...seeds: number[]) {
		let mixed = 0x9e3779b9;
		const words = [0, 1, 2].map((at) => {
			for (const seed of [...seeds, at]) mixed = scramble(Math.imul(mixed ^ seed, 0x85ebca6b) + 0x6d2b79f5);
			return mixed;
		});
		[this.#a, this.#b, this.#c] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0];
		for (let round = 0; round < 12; round++) this.next();
	}

	/** From 0 up to, but not including, 1. */
	next(): number {
		const sum = (this.#a + this.#b + this.#count) | 0;
		this.#count = (this.#count + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
		return (sum >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	int(lowest: number, highest: number): number {
		return lowest + Math.floor(this.next() * (highest - lowest + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(list: readonly T[]): T {
		const chosen = list[Math.floor(this.next() * list.length)];
		if (chosen === undefined) throw new Error("there is nothing to pick from");
		return chosen;
	}

	/** One of the values, with odds as its weight. */
	weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
		let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, value] of choices) {
			left -= weight;
			if (left < 0) return value;
		}
		return this.pick(choices)[1];
	}

	shuffled<T>(list: readonly T[]): T[] {
		return list
			.map((item) => ({ item, key: this.next() }))
			.sort((one, other) => one.key - other.key)
			.map(({ item }) => item);
	}

	/** Different members of a list, in random order; all of them where it is shorter. */
	sample<T>(list: readonly T[], count: number): T[] {
		const places = new Set<number>();
		while (places.size < Math.min(count, list.length)) places.add(this.int(0, list.length - 1));
		return [...places].flatMap((place) => list.slice(place, place + 1));
	}

	/** A string of so many digits, the first of them not 0. */
	digits(count: number): string {
		let text = String(this.int(1, 9));
		while (text.length < count) text += String(this.int(0, 9));
		return text;
	}

	letters(count: number): string {
		return Array.from({ length: count }, () => this.pick([..."ABCDEFGHKLMNPRSTUVWXYZ"])).join("");
	}
}

function scramble(value: number): number {
	let bits = value | 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
	bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
	return bits ^ (bits >>> 16);
}
