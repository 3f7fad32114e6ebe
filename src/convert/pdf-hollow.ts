/**
 * PDFs whose pictures are too large to be held twice. A file is hollowed out where it lies in PDFium's memory: each large picture's data
 * become a short mark, so that pages can be cut out and read without them. Where pixels are wanted, as many pictures as fit are put back
 * into what was cut out, as an update at its end (ISO 32000-1, 7.5.6), streamed from the file and never held in JavaScript.
 */

import { chunksOf } from "../lib/chunks.ts";
import type { Source } from "./blocks.ts";
import { MAX_REFILLED_BYTES, MIN_HOLLOW_BYTES } from "./limits.ts";
import { pdfParts } from "./pdf-streams.ts";

export interface HollowPicture {
	/** Where its data lie in the file. */
	offset: number;
	length: number;
}

export interface Refilled {
	pdf: Source;
	/** Pictures that were too large to be put back. */
	missing: number;
}

interface Marked {
	/** Of the hollow file. */
	object: number;
	dictionary: string;
	picture: HollowPicture;
}

type Piece = Uint8Array | HollowPicture;

const MARK = "%picture ";
const MARK_LENGTH = MARK.length + 6;
const END_WORD = "endstream";
/** White space that may stand between the data and that word. */
const BEFORE_END = 3;
const BLANK = 0x20;
const LATIN1 = new TextDecoder("latin1");

/** Changes the bytes; they stay as many, so that the cross-reference table still holds. */
export function hollowOut(bytes: Uint8Array): HollowPicture[] {
	const pictures: HollowPicture[] = [];
	for (const part of pdfParts(bytes)) {
		if (!("stream" in part)) continue;
		const { dictionary, data } = part.stream;
		if (data.length < MIN_HOLLOW_BYTES || !/\/Subtype\s*\/Image\b/.test(dictionary)) continue;
		const offset = data.byteOffset - bytes.byteOffset;
		// Without the word at the old end, a reader does not believe the old length and looks for the word, which now comes at once.
		const rest = bytes.subarray(offset, offset + data.length + BEFORE_END + END_WORD.length);
		const word = LATIN1.decode(rest.subarray(data.length)).indexOf(END_WORD);
		rest.fill(BLANK, 0, word < 0 ? data.length : data.length + word + END_WORD.length);
		rest.set(encoded(`${markOf(pictures.length)}\n${END_WORD}\nendobj\n`));
		pictures.push({ offset, length: data.length });
	}
	return pictures;
}

/** The file with its pictures, the smallest first, up to `MAX_REFILLED_BYTES`; `original` is where they lay. */
export function refilled(hollow: Uint8Array, pictures: readonly HollowPicture[], original: Source): Refilled {
	const marked = markedStreams(hollow, pictures);
	const fitting = smallest(marked, MAX_REFILLED_BYTES - hollow.length);
	const pieces: Piece[] = [hollow];
	const entries: string[] = [];
	let sizeBytes = hollow.length;
	const push = (piece: Piece) => {
		pieces.push(piece);
		sizeBytes += piece.length;
	};
	for (const { object, dictionary, picture } of fitting) {
		entries.push(`${object} 1\n${String(sizeBytes + 1).padStart(10, "0")} 00000 n \n`);
		push(encoded(`\n${object} 0 obj\n${dictionary.replace(/\/Length \d+/, `/Length ${picture.length}`)}stream\n`));
		push(picture);
		push(encoded(`\n${END_WORD}\nendobj`));
	}
	if (entries.length > 0) push(encoded(update(hollow, entries, sizeBytes + 1)));
	return { pdf: composed(pieces, sizeBytes, original), missing: marked.length - fitting.length };
}

function markOf(index: number): string {
	return `${MARK}${String(index).padStart(MARK_LENGTH - MARK.length, "0")}`;
}

function markedStreams(hollow: Uint8Array, pictures: readonly HollowPicture[]): Marked[] {
	const found = new Map<HollowPicture, Marked>();
	for (const part of pdfParts(hollow)) {
		if (!("stream" in part) || part.stream.data.length > MARK_LENGTH + BEFORE_END) continue;
		const { object, dictionary, data } = part.stream;
		const text = LATIN1.decode(data);
		const picture = text.startsWith(MARK) ? pictures[Number(text.slice(MARK.length, MARK_LENGTH))] : undefined;
		if (picture !== undefined) found.set(picture, { object, dictionary, picture });
	}
	return [...found.values()];
}

/** As many as fit, in the order in which they lie in the file, which is read once. */
function smallest(marked: readonly Marked[], room: number): Marked[] {
	const fitting: Marked[] = [];
	let left = room;
	for (const each of [...marked].sort((a, b) => a.picture.length - b.picture.length)) {
		left -= each.picture.length;
		if (left < 0) break;
		fitting.push(each);
	}
	return fitting.sort((a, b) => a.picture.offset - b.picture.offset);
}

/** PDFium writes a table and a trailer as text. */
function update(hollow: Uint8Array, entries: readonly string[], start: number): string {
	const tail = LATIN1.decode(hollow.subarray(-2048));
	const trailer = /trailer\s*<<([\s\S]*?)>>\s*startxref\s+(\d+)/.exec(tail);
	if (trailer === null) throw new Error("no trailer");
	return `\nxref\n${entries.join("")}trailer\n<<${trailer[1]} /Prev ${trailer[2]}>>\nstartxref\n${start}\n%%EOF\n`;
}

function encoded(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Pieces in their order; those of the original, which come in its order too, are read from it anew. */
function composed(pieces: readonly Piece[], sizeBytes: number, original: Source): Source {
	return {
		sizeBytes,
		async open() {
			const iterator = bytesOf(pieces, original);
			return new ReadableStream<Uint8Array>({
				async pull(controller) {
					const { value, done } = await iterator.next();
					if (done) controller.close();
					else controller.enqueue(value);
				},
				async cancel() {
					await iterator.return(undefined);
				},
			});
		},
	};
}

async function* bytesOf(pieces: readonly Piece[], original: Source): AsyncGenerator<Uint8Array> {
	const reader = chunksOf(await original.open());
	let chunk: Uint8Array = new Uint8Array(0);
	/** Where the chunk ends in the file. */
	let end = 0;
	try {
		for (const piece of pieces) {
			if (piece instanceof Uint8Array) {
				yield piece;
				continue;
			}
			for (let at = piece.offset; at < piece.offset + piece.length; ) {
				while (end <= at) {
					const next = await reader.read();
					if (next === undefined) return;
					chunk = next;
					end += chunk.length;
				}
				const start = chunk.length - (end - at);
				// Copied: the reader takes its buffer back.
				const part = chunk.slice(start, start + piece.offset + piece.length - at);
				at += part.length;
				yield part;
			}
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}
