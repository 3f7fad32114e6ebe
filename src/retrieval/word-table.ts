/**
 * English word vectors in the form that a search needs: of each word its nearest neighbours, worked out beforehand, and of
 * each stem a coarse vector. `scripts/word-table.ts` makes the file, whose layout is written down here alone.
 *
 * Layout: a little-endian uint32, the byte length of a JSON header (`WordTableHeader`), the header, padded with blanks to a
 * multiple of four, then the sections one after the other: neighbours' stems (uint16), stems of words (uint16),
 * neighbours' similarities (uint8, of 255), neighbours a word (uint8), vectors (4 bits a component, two a byte, low one
 * first, 8 is zero), stems and words (UTF-8, a line each, the most frequent first).
 */

export interface Neighbour {
	stem: string;
	/** Above 0, at most 1. */
	similarity: number;
}

export interface WordTableHeader {
	source: string;
	licence: string;
	dimensions: number;
	words: number;
	stems: number;
	neighbours: number;
	/** Bytes of the two texts at the end. */
	stemsBytes: number;
	wordsBytes: number;
}

/** Unpacked components lie between -7 and 7. */
const ZERO = 8;

export class WordTable {
	readonly dimensions: number;
	readonly #stems: readonly string[];
	readonly #stemIds: ReadonlyMap<string, number>;
	readonly #wordIds: ReadonlyMap<string, number>;
	readonly #firstWord: Int32Array;
	readonly #starts: Uint32Array;
	readonly #neighbours: Uint16Array;
	readonly #similarities: Uint8Array;
	readonly #packed: Uint8Array;
	/** Of the packed vectors, 0 where not yet known. */
	readonly #lengths: Float32Array;

	/** Throws where the bytes are no such table. */
	constructor(bytes: Uint8Array) {
		const file = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
		const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
		const headerBytes = file.byteLength > 4 ? view.getUint32(0, true) : 0;
		const header = readHeader(file.subarray(4, 4 + headerBytes));
		let at = file.byteOffset + 4 + headerBytes;
		const take = (length: number): number => {
			at += length;
			return at - length;
		};
		if (at - file.byteOffset + sectionBytes(header) !== file.byteLength) throw new Error("The word table is cut off.");
		this.dimensions = header.dimensions;
		this.#neighbours = new Uint16Array(file.buffer, take(2 * header.neighbours), header.neighbours);
		const stemOfWord = new Uint16Array(file.buffer, take(2 * header.words), header.words);
		this.#similarities = new Uint8Array(file.buffer, take(header.neighbours), header.neighbours);
		const counts = new Uint8Array(file.buffer, take(header.words), header.words);
		const packedBytes = (header.stems * header.dimensions) / 2;
		this.#packed = new Uint8Array(file.buffer, take(packedBytes), packedBytes);
		this.#lengths = new Float32Array(header.stems);
		const text = new TextDecoder();
		this.#stems = text.decode(new Uint8Array(file.buffer, take(header.stemsBytes), header.stemsBytes)).split("\n");
		const words = text.decode(new Uint8Array(file.buffer, take(header.wordsBytes), header.wordsBytes)).split("\n");
		this.#stemIds = new Map(this.#stems.map((stem, id) => [stem, id]));
		this.#wordIds = new Map(words.map((word, id) => [word, id]));
		this.#starts = startsOf(counts);
		this.#firstWord = firstWords(stemOfWord, header.stems);
	}

	/** Of a word in lower case; where it is unknown, of the most frequent word with its stem. The nearest come first. */
	neighboursOf(word: string, stem: string): Neighbour[] {
		const id = this.#wordIds.get(word) ?? this.#firstWord[this.#stemIds.get(stem) ?? -1];
		if (id === undefined) return [];
		const found: Neighbour[] = [];
		for (let at = this.#starts[id] ?? 0; at < (this.#starts[id + 1] ?? 0); at++) {
			const neighbour = this.#stems[this.#neighbours[at] ?? -1];
			if (neighbour !== undefined) found.push({ stem: neighbour, similarity: (this.#similarities[at] ?? 0) / 255 });
		}
		return found;
	}

	/** A number for a stem, the smaller the more frequent in general English; undefined for an unknown one. */
	rankOf(stem: string): number | undefined {
		return this.#stemIds.get(stem);
	}

	/** Adds `weight` times the unit vector of the stem with that rank to `sum`. */
	addVector(rank: number, weight: number, sum: Float32Array): void {
		const half = this.dimensions / 2;
		const first = rank * half;
		const scale = weight / this.#lengthOf(rank);
		for (let at = 0; at < half; at++) {
			const pair = this.#packed[first + at] ?? 0;
			sum[2 * at] = (sum[2 * at] ?? 0) + scale * ((pair & 15) - ZERO);
			sum[2 * at + 1] = (sum[2 * at + 1] ?? 0) + scale * ((pair >> 4) - ZERO);
		}
	}

	/** Of the packed vector; worked out once. */
	#lengthOf(rank: number): number {
		const known = this.#lengths[rank] ?? 0;
		if (known !== 0) return known;
		const half = this.dimensions / 2;
		let squares = 0;
		for (let at = rank * half; at < (rank + 1) * half; at++) {
			const pair = this.#packed[at] ?? 0;
			squares += ((pair & 15) - ZERO) ** 2 + ((pair >> 4) - ZERO) ** 2;
		}
		const length = Math.sqrt(squares) || 1;
		this.#lengths[rank] = length;
		return length;
	}
}

function readHeader(bytes: Uint8Array): WordTableHeader {
	try {
		return JSON.parse(new TextDecoder().decode(bytes)) as WordTableHeader;
	} catch (cause) {
		throw new Error("This is no word table.", { cause });
	}
}

function sectionBytes(header: WordTableHeader): number {
	const { words, stems, neighbours, dimensions, stemsBytes, wordsBytes } = header;
	return 3 * neighbours + 3 * words + (stems * dimensions) / 2 + stemsBytes + wordsBytes;
}

function startsOf(counts: Uint8Array): Uint32Array {
	const starts = new Uint32Array(counts.length + 1);
	for (let word = 0; word < counts.length; word++) starts[word + 1] = (starts[word] ?? 0) + (counts[word] ?? 0);
	return starts;
}

function firstWords(stemOfWord: Uint16Array, stems: number): Int32Array {
	const first = new Int32Array(stems);
	for (let word = stemOfWord.length - 1; word >= 0; word--) first[stemOfWord[word] ?? 0] = word;
	return first;
}
