/**
 * The last tier of recognition: a page that Tesseract reads badly is shown to a vision model, where one is configured, and the better of
 * the two readings is kept (contracts/tagging.md 12.5, where the tier is called EasyOCR). The model gives lines of text and no places;
 * those come from Tesseract's words.
 */
import { isGibberish } from "./gibberish.ts";
import { meanConfidence, type Recognition, type RecognizedWord } from "./ocr.ts";
import { uprightSize } from "./ocr-frame.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import { placeLines } from "./ocr-placement.ts";
import type { PagePicture } from "./ocr-reading.ts";

/** The lines of text on a page's picture, in reading order; none for a page without text. Throws where it cannot tell. */
export type VisionReader = (png: Uint8Array, signal: AbortSignal) => Promise<readonly string[]>;

/** Longer side of the picture. */
export const VISION_SIDE_PX = 1500;
/**
 * For a document; here for a page, since in a Worker each page is a message of its own, and they run side by side.
 */
const VISION_MS = 120_000;

/** Below this mean confidence a page is read badly (12.4). */
const SURE_CONFIDENCE = 60;
/** Shares of Tesseract's length that a model's text must have, where Tesseract was unsure and where it was sure. */
const UNSURE_SHARE = 0.5;
const SURE_SHARE = 0.8;

/** A model tells no confidence: words of its own count as medium quality (12.8), those that Tesseract read too as high. */
const PRIOR_CONFIDENCE = 65;
const AGREEMENT_CONFIDENCE = 30;

/** More than any page has; a model that repeats itself has no end. */
const MAX_LINES = 1000;
const MAX_LINE_CHARACTERS = 1000;
const MAX_CHARACTERS = 30_000;

/** Whether another reader is worth asking. A blank page is not; null is a page on which Tesseract failed. */
export function isReadBadly(recognition: Recognition | null): boolean {
	if (recognition === null) return true;
	if (recognition.words.length === 0) return recognition.languages.length > 0;
	return (recognition.confidence ?? 0) < SURE_CONFIDENCE || isGibberish(textOf(recognition.words));
}

/** The page with the better reading of the two; as it is where the model fails or is late. Throws the signal's reason. */
export async function readAgain(
	page: RecognizedPage,
	{ frame, png }: PagePicture,
	reader: VisionReader,
	signal?: AbortSignal,
	limitMs = VISION_MS,
): Promise<RecognizedPage> {
	const late = AbortSignal.timeout(limitMs);
	const either = signal === undefined ? late : AbortSignal.any([signal, late]);
	let lines: readonly string[];
	try {
		lines = cleanLines(await untilAborted(reader(png, either), either));
	} catch {
		signal?.throwIfAborted();
		return page;
	}
	if (!isBetter(lines, page.whole)) return page;
	return { ...page, whole: recognitionOf(lines, page.whole, frame), method: "easyocr" };
}

/** The choice of 12.5; `lines` are the model's. */
export function isBetter(lines: readonly string[], whole: Recognition | null): boolean {
	const text = lines.join("\n");
	if (text === "") return false;
	if (whole === null || whole.words.length === 0) return true;
	const before = textOf(whole.words);
	if (isGibberish(before)) return !isGibberish(text) || text.length > before.length;
	const share = (whole.confidence ?? 0) < SURE_CONFIDENCE ? UNSURE_SHARE : SURE_SHARE;
	return text.length >= before.length * share;
}

function recognitionOf(lines: readonly string[], whole: Recognition | null, frame: Recognition["frame"]): Recognition {
	const placed = placeLines(lines, whole?.words ?? [], uprightSize(frame));
	const words = placed.map(({ text, box, line, block, agreement }): RecognizedWord => {
		const confidence = Math.round((PRIOR_CONFIDENCE + AGREEMENT_CONFIDENCE * Math.min(1, agreement)) * 10) / 10;
		const [x0, y0, x1, y1] = box.map((value) => Math.round(value * 100) / 100);
		return { text, box: [x0 ?? 0, y0 ?? 0, x1 ?? 0, y1 ?? 0], confidence, line, block };
	});
	return { frame, words, confidence: meanConfidence(words), languages: whole?.languages ?? [] };
}

/** Text and nothing else: no control characters, no endless lines. */
function cleanLines(lines: readonly string[]): string[] {
	const clean: string[] = [];
	let characters = 0;
	for (const line of lines.slice(0, MAX_LINES)) {
		const text = line
			.slice(0, MAX_LINE_CHARACTERS)
			.replace(/[\p{Cc}\u200b\ufeff]+/gu, " ")
			.replace(/\s+/g, " ")
			.trim();
		characters += text.length;
		if (characters > MAX_CHARACTERS) break;
		if (text !== "") clean.push(text);
	}
	return clean;
}

function textOf(words: readonly RecognizedWord[]): string {
	return words.map(({ text }) => text).join(" ");
}

/** A reader need not heed its signal. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	const { promise, reject } = Promise.withResolvers<never>();
	const stop = () => reject(signal.reason);
	signal.addEventListener("abort", stop, { once: true });
	try {
		signal.throwIfAborted();
		return await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener("abort", stop);
	}
}
