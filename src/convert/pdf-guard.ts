/**
 * Looks a PDF over before a reader takes it in: liteparse's memory cannot be capped and its calls cannot be interrupted, so what would
 * exhaust them has to be found first. Costs about 1 ms a megabyte: only streams that look like bombs, or are large, are unpacked.
 */
import {
	MAX_FORM_DRAWINGS,
	MAX_MARKED_DEPTH,
	MAX_PAGE_SIDE_PT,
	MAX_PATH_OPERATORS,
	MAX_PDF_STREAM_BYTES,
	MAX_PDF_SUSPECT_BYTES,
	MAX_TEXT_OPERATORS,
	MAX_TEXT_OPERATORS_TO_READ,
} from "./limits.ts";
import { LongestArrays } from "./pdf-arrays.ts";
import { countOperators, newOperatorCount } from "./pdf-operators.ts";
import { filtersOf, type PdfStream, pdfParts, unfiltered } from "./pdf-streams.ts";
import { absurdPageSize, drawsTooMuch, unpacksTooFar } from "./refusals.ts";

/** Content that is packed to this size or more may hold more operators than a reader bears. */
const LARGE_BYTES = 48 * 1024;
/** A window of deflated data has some 200 different bytes; one that repeats itself unpacks to a hundred times as much or more. */
const WINDOW_BYTES = 512;
const FEW_BYTES = 64;
const WINDOWS = 16;
/** Streams that are neither drawn nor parsed at once: pictures are decoded by line, fonts and profiles are small or rare. */
const NOT_CONTENT =
	/\/Subtype\s*\/(?:Image|XML|Type1C|CIDFontType0C|OpenType)\b|\/Length1\b|\/Type\s*\/(?:XRef|Metadata|EmbeddedFile)\b|\/Alternate\b|\/FunctionType\b/;
/** Ends the last operator. */
const BLANK = Uint8Array.of(32);
const MAX_FORM_PREFIX_BYTES = 256 * 1024;

export interface PdfVerdict {
	tooHeavyForDrawings: boolean;
	/** Steps that PDFium may take for one page's part of the structure tree. */
	tagSteps: number;
}

interface Form {
	draws: number;
	/** Object numbers its dictionary names. */
	names: number[];
}

/** Throws `document_refused`. */
export function examinePdf(bytes: Uint8Array): PdfVerdict {
	let suspectBytes = 0;
	let tooHeavyForDrawings = false;
	const arrays = new LongestArrays();
	let mostDraws = 1;
	const forms = new Map<number, Form>();
	for (const part of pdfParts(bytes)) {
		if ("between" in part) {
			checkPageSizes(part.between);
			arrays.add(part.between);
			continue;
		}
		const { stream } = part;
		const { dictionary } = stream;
		const isForm = /\/Subtype\s*\/Form\b/.test(dictionary);
		if (isForm) forms.set(stream.object, formOf(stream));
		if (/\/Subtype\s*\/Image\b/.test(dictionary) && filtersOf(dictionary).length < 2) continue;
		if (/\/Type\s*\/ObjStm\b/.test(dictionary)) suspectBytes += checkObjects(stream, arrays);
		const suspect = filtersOf(dictionary).length > 1 || repeatsItself(stream.data) || hasLzw(dictionary, stream.data);
		const isContent = !NOT_CONTENT.test(dictionary);
		// Too small for a window, and yet it may unpack to half a megabyte of operators.
		const isOddSize = stream.data.length >= LARGE_BYTES || stream.data.length < WINDOW_BYTES;
		if (!suspect && !(isContent && isOddSize)) continue;
		const { inflated, texts, paths, draws, deepest } = measure(stream, isContent);
		if (suspect) suspectBytes += inflated;
		if (inflated > MAX_PDF_STREAM_BYTES || suspectBytes > MAX_PDF_SUSPECT_BYTES) throw unpacksTooFar();
		if (texts > MAX_TEXT_OPERATORS_TO_READ || deepest > MAX_MARKED_DEPTH) throw drawsTooMuch();
		if (texts > MAX_TEXT_OPERATORS || paths > MAX_PATH_OPERATORS) tooHeavyForDrawings = true;
		if (!isForm) mostDraws = Math.max(mostDraws, draws);
	}
	const perForm = drawings(forms);
	if (perForm > MAX_FORM_DRAWINGS || perForm * mostDraws > MAX_FORM_DRAWINGS * 10) throw drawsTooMuch();
	return { tooHeavyForDrawings, tagSteps: arrays.references * arrays.items };
}

function measure(stream: PdfStream, isContent: boolean): ReturnType<typeof newOperatorCount> & { inflated: number } {
	const count = { ...newOperatorCount(), inflated: 0 };
	unfiltered(stream, (chunk) => {
		count.inflated += chunk.length;
		if (isContent) countOperators(chunk, count);
		return count.inflated <= MAX_PDF_STREAM_BYTES;
	});
	countOperators(BLANK, count);
	return count;
}

/** True where a window of the data has few different bytes. */
function repeatsItself(data: Uint8Array): boolean {
	const step = Math.max(WINDOW_BYTES, Math.floor(data.length / WINDOWS));
	/** Start of the window, plus one, in which a byte was last seen. */
	const seenIn = new Float64Array(256);
	for (let at = 0; at + WINDOW_BYTES <= data.length; at += step) {
		let different = 0;
		// Most windows have enough within their first quarter.
		for (let i = at; i < at + WINDOW_BYTES && different < FEW_BYTES; i++) {
			const byte = data[i] ?? 0;
			if (seenIn[byte] === at + 1) continue;
			seenIn[byte] = at + 1;
			different++;
		}
		if (different < FEW_BYTES) return true;
	}
	return false;
}

/** LZW packs less well than deflate, but its bombs do not repeat themselves. */
function hasLzw(dictionary: string, data: Uint8Array): boolean {
	return data.length > WINDOW_BYTES && /\/LZW(?:Decode)?\b/.test(dictionary);
}

/** Dictionaries inside an object stream; gives its inflated bytes. */
function checkObjects(stream: PdfStream, arrays: LongestArrays): number {
	const decoder = new TextDecoder("latin1");
	let inflated = 0;
	let rest = "";
	unfiltered(stream, (chunk) => {
		inflated += chunk.length;
		const piece = decoder.decode(chunk);
		arrays.addPiece(piece);
		const text = rest + piece;
		checkPageSizes(text);
		rest = text.slice(-100);
		return inflated <= MAX_PDF_STREAM_BYTES;
	});
	arrays.add("");
	return repeatsItself(stream.data) ? inflated : 0;
}

function checkPageSizes(text: string): void {
	for (const [, box = ""] of text.matchAll(/\/(?:Media|Crop)Box\s*\[([^\]]{0,200})\]/g)) {
		for (const number of box.trim().split(/\s+/))
			if (Math.abs(Number(number)) > MAX_PAGE_SIDE_PT) throw absurdPageSize();
	}
}

function formOf(stream: PdfStream): Form {
	const names = [...stream.dictionary.matchAll(/(\d+)\s+\d+\s+R\b/g)].map((match) => Number(match[1]));
	if (names.length === 0) return { draws: 0, names };
	const count = newOperatorCount();
	let length = 0;
	unfiltered(stream, (chunk) => {
		length += chunk.length;
		countOperators(chunk, count);
		return length <= MAX_FORM_PREFIX_BYTES;
	});
	countOperators(BLANK, count);
	return { draws: count.draws, names };
}

/** Drawings that the most costly form stands for. A circle of forms counts as endless once one of them draws twice. */
function drawings(forms: ReadonlyMap<number, Form>): number {
	const known = new Map<number, number>();
	const cost = (object: number, path: ReadonlySet<number>): number => {
		const form = forms.get(object);
		if (form === undefined) return 0;
		const before = known.get(object);
		if (before !== undefined) return before;
		if (path.has(object)) return form.draws > 1 ? Number.POSITIVE_INFINITY : 1;
		const children = form.names.filter((name) => forms.has(name));
		const below = new Set(path).add(object);
		let sum = 0;
		if (form.draws > 0 && path.size < 100) for (const child of children) sum += cost(child, below);
		const result = 1 + (children.length === 0 ? 0 : (form.draws / children.length) * sum);
		known.set(object, result);
		return result;
	};
	let most = 0;
	for (const object of forms.keys()) most = Math.max(most, cost(object, new Set()));
	return most;
}
