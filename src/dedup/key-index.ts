import { isRareKey, type KeyCount, keyWeight, leastShared, MAX_POSTINGS, planLookups, type Tally } from "./candidates.ts";

/** A document with something in common with the asking one. */
export interface NumberedTally extends Tally {
	document: number;
}

/** Which documents have which keys, in memory, of documents numbered from 0. */
export class KeyIndex {
	private readonly hashes: readonly string[];
	/** Lists of documents, one after the other; by key, where its list starts and ends. */
	private readonly documents: Int32Array;
	private readonly places = new Map<number, number>();
	private readonly starts: Int32Array;
	private readonly shared: Uint16Array;
	private readonly rare: Uint16Array;
	private readonly weights: Float64Array;

	/** `keys` and `hashes` (content hashes) by document. */
	constructor(keys: readonly Uint32Array[], hashes: readonly string[]) {
		this.hashes = hashes;
		const counts: number[] = [];
		for (const list of keys) {
			for (const key of list) {
				const place = this.places.get(key);
				if (place === undefined) {
					this.places.set(key, counts.length);
					counts.push(1);
				} else counts[place] = (counts[place] ?? 0) + 1;
			}
		}
		this.starts = new Int32Array(counts.length + 1);
		for (const [place, count] of counts.entries()) this.starts[place + 1] = (this.starts[place] ?? 0) + count;
		this.documents = new Int32Array(this.starts[counts.length] ?? 0);
		const next = this.starts.slice();
		for (const [document, list] of keys.entries()) {
			for (const key of list) {
				const place = this.places.get(key) ?? 0;
				const at = next[place] ?? 0;
				this.documents[at] = document;
				next[place] = at + 1;
			}
		}
		this.shared = new Uint16Array(keys.length);
		this.rare = new Uint16Array(keys.length);
		this.weights = new Float64Array(keys.length);
	}

	/** The documents that share enough useful keys with this one to be candidates. */
	tally(document: number, keys: Uint32Array): NumberedTally[] {
		const { shared, rare, weights } = this;
		const met: number[] = [];
		const counts: KeyCount[] = [];
		for (const key of keys) {
			const documents = this.countOf(key);
			if (documents > 1 && documents <= MAX_POSTINGS) counts.push({ key, documents });
		}
		for (const { key, documents } of planLookups(counts)) {
			const start = this.starts[this.places.get(key) ?? 0] ?? 0;
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
				tallies.push({ document: other, contentHash, shared: count, rare: rare[other] ?? 0, weight: weights[other] ?? 0 });
			}
			shared[other] = 0;
			rare[other] = 0;
			weights[other] = 0;
		}
		return tallies;
	}

	private countOf(key: number): number {
		const place = this.places.get(key) ?? 0;
		return Math.min(MAX_POSTINGS + 1, (this.starts[place + 1] ?? 0) - (this.starts[place] ?? 0));
	}
}
