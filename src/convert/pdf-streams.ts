/** Streams of a PDF found in its bytes, without its cross-reference table: what a file hides behind one, readers may still open. */
import { Unzlib } from "fflate";
import { INFLATE_STEP_BYTES } from "./limits.ts";

export interface PdfStream {
	/** Number of its object; 0 where it cannot be told. */
	object: number;
	/** From `obj` to `stream`. */
	dictionary: string;
	data: Uint8Array;
}

const STREAM = [0x73, 0x74, 0x72, 0x65, 0x61, 0x6d] as const;
const MAX_DICTIONARY_BYTES = 4096;
const LZW_CODES = 4096;
const LZW_CLEAR = 256;
const LZW_END = 257;
/** How far the end of `stream` may move when this byte stands there. */
const SKIPS = new Uint8Array(256).fill(6);
for (const [i, byte] of STREAM.entries()) if (i < 5) SKIPS[byte] = 5 - i;
const LATIN1 = new TextDecoder("latin1");

/** In the file's order: streams, and what stands between them, the dictionaries of other objects. */
export function* pdfParts(bytes: Uint8Array): Generator<{ stream: PdfStream } | { between: string }> {
	let from = 0;
	for (let at = next(bytes, 0); at !== -1; at = next(bytes, at)) {
		const begins = bytes[at + 6] === 0x0a || (bytes[at + 6] === 0x0d && bytes[at + 7] === 0x0a);
		if (!begins || bytes[at - 1] === 0x64) {
			at += 6;
			continue;
		}
		const start = at + (bytes[at + 6] === 0x0a ? 7 : 8);
		const before = latin1(bytes.subarray(Math.max(from, at - MAX_DICTIONARY_BYTES), at));
		const opening = /(\d+)\s+\d+\s+obj(?![\s\S]*\sobj)([\s\S]*)$/.exec(before);
		const dictionary = opening?.[2] ?? before;
		const end = endOf(bytes, start, Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1] ?? -1));
		yield { between: latin1(bytes.subarray(from, at)) };
		yield { stream: { object: Number(opening?.[1] ?? 0), dictionary, data: bytes.subarray(start, end) } };
		from = end;
		at = end;
	}
	yield { between: latin1(bytes.subarray(from)) };
}

/** Hands on what the stream's filters give until `onChunk` returns false; broken data end it silently, as they end a reader. */
export function unfiltered({ dictionary, data }: PdfStream, onChunk: (chunk: Uint8Array) => boolean): void {
	let running = true;
	let sink = (chunk: Uint8Array) => {
		if (running) running = onChunk(chunk);
	};
	for (const filter of filtersOf(dictionary).reverse()) {
		const inner = sink;
		const decoder = filter.startsWith("L") ? lzwLengths(inner) : new Unzlib((chunk) => inner(chunk));
		// In small steps: each may give a thousand times as much.
		sink = (chunk) => {
			for (let at = 0; running && at < chunk.length; at += INFLATE_STEP_BYTES) {
				decoder.push(chunk.subarray(at, at + INFLATE_STEP_BYTES));
			}
		};
	}
	try {
		sink(data);
	} catch {
		// What came before is what a reader gets.
	}
}

/** Those that unpack; others make data smaller or are of pictures. */
export function filtersOf(dictionary: string): string[] {
	return [...dictionary.matchAll(/\/(FlateDecode|Fl|LZWDecode|LZW)(?=[\s\]/>])/g)]
		.map((match) => match[1] ?? "")
		.slice(0, 8);
}

/** LZW codes → as many zeros as they stand for: for counting, nothing else. */
function lzwLengths(sink: (chunk: Uint8Array) => void): { push(chunk: Uint8Array): void } {
	const lengths = new Uint32Array(LZW_CODES).fill(1);
	const zeros = new Uint8Array(LZW_CODES);
	let [buffer, held, bits, count, previous] = [0, 0, 9, 258, 0];
	const take = (code: number) => {
		if (code === LZW_CLEAR) {
			[bits, count, previous] = [9, 258, 0];
			return;
		}
		if (code === LZW_END) return;
		const length = code < count ? (lengths[code] ?? 1) : previous + 1;
		if (previous > 0 && count < LZW_CODES) lengths[count++] = previous + 1;
		previous = length;
		if (count >= (1 << bits) - 1 && bits < 12) bits++;
		sink(zeros.subarray(0, Math.min(length, LZW_CODES)));
	};
	return {
		push(chunk) {
			for (const byte of chunk) {
				buffer = ((buffer << 8) | byte) & 0xffffff;
				held += 8;
				if (held < bits) continue;
				held -= bits;
				take((buffer >> held) & ((1 << bits) - 1));
			}
		},
	};
}

/** Position of the next `stream`, searched by Horspool's skips; -1 where there is none. */
function next(bytes: Uint8Array, from: number): number {
	for (let at = from + 5; at < bytes.length; ) {
		const byte = bytes[at] ?? 0;
		if (byte !== 0x6d) {
			at += SKIPS[byte] ?? 6;
			continue;
		}
		let i = 4;
		while (i >= 0 && bytes[at - 5 + i] === STREAM[i]) i--;
		if (i < 0) return at - 5;
		at += 6;
	}
	return -1;
}

/** Its length where `endstream` follows there, else the next `endstream`. */
function endOf(bytes: Uint8Array, start: number, length: number): number {
	if (length >= 0 && start + length <= bytes.length) {
		const after = latin1(bytes.subarray(start + length, start + length + 12));
		if (/^\s{0,3}endstream/.test(after)) return start + length;
	}
	for (let at = next(bytes, start); at !== -1; at = next(bytes, at + 6)) if (bytes[at - 1] === 0x64) return at - 3;
	return bytes.length;
}

function latin1(bytes: Uint8Array): string {
	return LATIN1.decode(bytes);
}
