import {
	isRareKey,
	type KeyCount,
	keyWeight,
	leastShared,
	MAX_POSTINGS,
	planLookups,
	type Tally,
} from "./candidates.ts";

/** A document with something in common with the asking one. */
export interface NumberedTally extends Tally {
	document: number;
}

/** Which documents have which keys, in memory, of documents numbered from 0. */
export class KeyIndex {
	private readonly keys: readonly Uint32Array[];
	private readonly hashes: readonly string[];
	/** Lists of documents, one after the other; by the number of a key, where its list starts and ends. */
	private readonly documents: Int32Array;
	private readonly starts: Int32Array;
	/** Numbers of the keys of all documents, one document after the other, from where `firsts` says. */
	private readonly numbers: Int32Array;
	private readonly firsts: Int32Array;
	private readonly shared: Uint16Array;
	private readonly rare: Uint16Array;
	private readonly weights: Float64Array;

	/** `keys` and `hashes` (content hashes) by document. */
	constructor(keys: readonly Uint32Array[], hashes: readonly string[]) {
		this.keys = keys;
		this.hashes = hashes;
		this.firsts = new Int32Array(keys.length + 1);
		for (const [document, list] of keys.entries()) {
			this.firsts[document + 1] = (this.firsts[document] ?? 0) + list.length;
		}
		const entries = this.firsts[keys.length] ?? 0;
		this.numbers = new Int32Array(entries);
		const count = numberKeys(keys, this.numbers);
		this.starts = new Int32Array(count + 1);
		for (const number of this.numbers) this.starts[number + 1] = (this.starts[number + 1] ?? 0) + 1;
		for (let number = 0; number < count; number++) {
			this.starts[number + 1] = (this.starts[number + 1] ?? 0) + (this.starts[number] ?? 0);
		}
		this.documents = new Int32Array(entries);
		const next = this.starts.slice();
		for (let document = 0; document < keys.length; document++) {
			for (let entry = this.firsts[document] ?? 0; entry < (this.firsts[document + 1] ?? 0); entry++) {
				const number = this.numbers[entry] ?? 0;
				const at = next[number] ?? 0;
				this.documents[at] = document;
				next[number] = at + 1;
			}
		}
		this.shared = new Uint16Array(keys.length);
		this.rare = new Uint16Array(keys.length);
		this.weights = new Float64Array(keys.length);
	}

	/** The documents that share enough useful keys with this one to be candidates. */
	tally(document: number): { tallies: NumberedTally[]; lookedUp: number } {
		const { shared, rare, weights } = this;
		const keys = this.keys[document] ?? new Uint32Array();
		const first = this.firsts[document] ?? 0;
		const met: number[] = [];
		const counts: (KeyCount & { start: number })[] = [];
		for (let at = 0; at < keys.length; at++) {
			const number = this.numbers[first + at] ?? 0;
			const start = this.starts[number] ?? 0;
			const documents = (this.starts[number + 1] ?? 0) - start;
			if (documents > 1 && documents <= MAX_POSTINGS) counts.push({ key: keys[at] ?? 0, documents, start });
		}
		const lookups = planLookups(counts);
		for (const { documents, start } of lookups) {
			const weight = keyWeight(documents);
			for (let at = start; at < start + documents; at++) {
				const other = this.documents[at] ?? 0;
				if (other === document) continue;
				if (shared[other] === 0) met.push(other);
				shared[other] = (shared[other] ?? 0) + 1;
				weights[other] = (weights[other] ?? 0) + weight;
				if (isRareKey(documents)) rare[other] = (rare[other] ?? 0) + 1;
			}
		}
		const least = leastShared(keys.length);
		const tallies: NumberedTally[] = [];
		for (const other of met) {
			const count = shared[other] ?? 0;
			if (count >= least) {
				const contentHash = this.hashes[other] ?? "";
				tallies.push({
					document: other,
					contentHash,
					shared: count,
					rare: rare[other] ?? 0,
					weight: weights[other] ?? 0,
				});
			}
			shared[other] = 0;
			rare[other] = 0;
			weights[other] = 0;
		}
		return { tallies, lookedUp: lookups.length };
	}
}

/** Writes the number of each key, from 0, into `numbers`; returns how many different ones there are. */
function numberKeys(keys: readonly Uint32Array[], numbers: Int32Array): number {
	let size = 1 << 10;
	while (2 * size < 3 * numbers.length) size *= 2;
	const slots = new Int32Array(size);
	const known = new Uint32Array(numbers.length);
	let [entry, count] = [0, 0];
	for (const list of keys) {
		for (let at = 0; at < list.length; at++) {
			const key = list[at] ?? 0;
			let slot = (Math.imul(key, 0x9e3779b1) >>> 0) & (size - 1);
			while (slots[slot] !== 0 && known[(slots[slot] ?? 0) - 1] !== key) slot = (slot + 1) & (size - 1);
			if (slots[slot] === 0) {
				known[count] = key;
				slots[slot] = ++count;
			}
			numbers[entry++] = (slots[slot] ?? 0) - 1;
		}
	}
	return count;
}
