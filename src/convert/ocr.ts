/**
 * Text of a picture of text: turned upright, straightened, read by Tesseract in the language it is in.
 *
 * English is tried first. A page that comes out weak is looked at again in its weakest lines, upside down and in Hindi, which costs a
 * tenth of a page; only if one of these is clearly better is the page read again.
 */
import { nextTurn } from "../lib/turn.ts";
import type { Box } from "./blocks.ts";
import { type GrayImage, type QuarterTurn, spreadContrast, straightened, turned } from "./gray-image.ts";
import {
	type EngineSettings,
	type EngineWord,
	type LanguageLoader,
	OcrEngine,
	type OcrLanguage,
	type Segmentation,
} from "./ocr-engine.ts";
import type { Frame } from "./ocr-frame.ts";
import { inkiestStrip, weakestStrip } from "./ocr-strips.ts";
import { textDirection } from "./skew.ts";

export interface OcrModules {
	/** Compiled wasm of tesseract.js-core, the build with SIMD and LSTM. */
	tesseract: WebAssembly.Module;
	loadLanguage: LanguageLoader;
}

/** JSON-serialisable, as all of a recognition. */
export interface RecognizedWord {
	text: string;
	/** Points, on the upright page. */
	box: Box;
	/** 0…100. */
	confidence: number;
	/** Words of a line share it, and lines are numbered in reading order. */
	line: number;
	block: number;
}

export interface Recognition {
	frame: Frame;
	words: RecognizedWord[];
	/** Mean of the words' confidences above 0; null without words. */
	confidence: number | null;
	languages: OcrLanguage[];
}

export interface RecognizeOptions {
	/** `page` by default; `sparse` for pictures, which are taken as they lie. */
	segmentation?: Segmentation;
	/** Read in these, and no others tried. */
	languages?: readonly OcrLanguage[];
	/** Asked after each turn of others, some dozens of times a page; throws to stop. */
	check?: () => void;
}

/** What all readings of an image have in common. */
type Reading = Omit<EngineSettings, "segmentation">;

/** A page read in English whose weak lines may be in Hindi. */
interface WeakReading {
	image: GrayImage;
	strip: GrayImage;
	reading: Reading;
	english: EngineWord[];
	/** How well the strip was read in English. */
	usual: number;
}

/** A page below this mean confidence, or with this share of its ink in weak words, is looked at again. */
const WEAK_CONFIDENCE = 75;
const WEAK_SHARE = 0.25;
/** A word below this is weak. */
const WEAK_WORD = 60;
/** What another reading of the same lines must gain. */
const CLEAR_GAIN = 12;
/** Share of ink below which a page is blank; a line of print on A4 has about 0.05 %. */
const BLANK_SHARE = 0.0002;
/** A word read better as Latin replaces one of the Hindi reading from this confidence on. */
const LATIN_CONFIDENCE = 80;

export class Recognizer {
	private readonly engine: OcrEngine;

	constructor(modules: OcrModules) {
		this.engine = new OcrEngine(modules.tesseract, modules.loadLanguage);
	}

	/** Bytes of wasm memory held. */
	get bytes(): number {
		return this.engine.bytes;
	}

	drop(): void {
		this.engine.drop();
	}

	/** Drops the instance where it is too large to wait for the next page. */
	shrink(): void {
		this.engine.shrink();
	}

	/**
	 * Words of an image at `dpi`, whose pixels are changed. Others get their turn all along, at most 0.4 s apart. Throws what `check` and
	 * Tesseract throw; the next call starts afresh.
	 */
	async recognize(image: GrayImage, dpi: number, options: RecognizeOptions = {}): Promise<Recognition> {
		const segmentation = options.segmentation ?? "page";
		const reading: Reading = { dpi, check: options.check };
		const frame: Frame = {
			widthPt: (image.widthPx * 72) / dpi,
			heightPt: (image.heightPx * 72) / dpi,
			rotation: 0,
			skewDegrees: 0,
		};
		if (isBlank(image)) return { frame, words: [], confidence: null, languages: [] };
		spreadContrast(image);
		const upright = segmentation === "page" ? await this.uprighted(image, frame, reading) : image;
		const read = await this.readBest(upright, segmentation, reading, options.languages);
		if (read.flipped) frame.rotation = (frame.rotation === 0 ? 180 : 360 - frame.rotation) as QuarterTurn;
		const words = read.words.map((word): RecognizedWord => toPoints(word, dpi));
		return { frame, words, confidence: meanConfidence(read.words), languages: read.languages };
	}

	/** The page with level lines, and in `frame` what was done to it. */
	private async uprighted(image: GrayImage, frame: Frame, reading: Reading): Promise<GrayImage> {
		await nextTurn();
		const { sideways, skewDegrees } = textDirection(image);
		frame.skewDegrees = skewDegrees;
		let upright = sideways ? turned(image, 90) : image;
		await nextTurn();
		if (skewDegrees !== 0) upright = straightened(upright, skewDegrees);
		if (!sideways) return upright;
		frame.rotation = 90;
		if (!(await this.isUpsideDown(upright, reading))) return upright;
		frame.rotation = 270;
		return turned(upright, 180);
	}

	private async readBest(
		image: GrayImage,
		segmentation: Segmentation,
		reading: Reading,
		wanted: readonly OcrLanguage[] | undefined,
	) {
		const languages: OcrLanguage[] = [...(wanted ?? ["eng" as const])];
		const words = await this.engine.recognize(image, languages, { ...reading, segmentation });
		const first = { words, languages, flipped: false };
		if (segmentation !== "page" || !isWeak(words)) return first;
		const strip = weakestStrip(image, words, reading.dpi);
		const usual = score(await this.readStrip(strip, languages, reading));
		const over = score(await this.readStrip(turned(strip, 180), languages, reading));
		if (over > usual + CLEAR_GAIN) {
			const flipped = turned(image, 180);
			const again = await this.engine.recognize(flipped, languages, { ...reading, segmentation });
			return { words: again, languages, flipped: true };
		}
		if (wanted !== undefined) return first;
		const hindi = await this.readHindi({ image, strip, reading, english: words, usual });
		return hindi ?? first;
	}

	/** Undefined where the weak lines are not Hindi. Words that English read well, and Hindi did not, stay English. */
	private async readHindi({ image, strip, reading, english, usual }: WeakReading) {
		for (const way of [strip, turned(strip, 180)]) {
			const probe = await this.readStrip(way, ["hin"], reading);
			if (devanagariShare(probe) < 0.5 || score(probe) < usual + CLEAR_GAIN) continue;
			const flipped = way !== strip;
			const upright = flipped ? turned(image, 180) : image;
			const read = await this.engine.recognize(upright, ["hin"], { ...reading, segmentation: "page" });
			const words = flipped ? read : withLatin(read, english);
			const languages: OcrLanguage[] = words === read ? ["hin"] : ["hin", "eng"];
			return { words, languages, flipped };
		}
		return undefined;
	}

	/** A page turned by 90 degrees is either upright now or upside down: the strip with most ink tells. */
	private async isUpsideDown(image: GrayImage, reading: Reading): Promise<boolean> {
		const strip = inkiestStrip(image, reading.dpi);
		const words = await this.readStrip(strip, ["eng"], reading);
		const over = await this.readStrip(turned(strip, 180), ["eng"], reading);
		return score(over) > score(words);
	}

	private readStrip(strip: GrayImage, languages: readonly OcrLanguage[], reading: Reading): Promise<EngineWord[]> {
		return this.engine.recognize(strip, languages, { ...reading, segmentation: "block" });
	}
}

/** Mean of the confidences above 0; null without any. */
export function meanConfidence(words: readonly { confidence: number }[]): number | null {
	let [sum, count] = [0, 0];
	for (const { confidence } of words) {
		if (confidence <= 0) continue;
		sum += confidence;
		count++;
	}
	return count === 0 ? null : Math.round((sum / count) * 100) / 100;
}

/** Confidence by characters: a few sure words among many that were not found do not count for much. */
function score(words: readonly EngineWord[]): number {
	let [sum, characters] = [0, 0];
	for (const { confidence, text } of words) {
		sum += confidence * text.length;
		characters += text.length;
	}
	return characters < 8 ? 0 : sum / characters;
}

function isWeak(words: readonly EngineWord[]): boolean {
	if (words.length === 0) return true;
	let [weak, all] = [0, 0];
	for (const word of words) {
		const area = (word.right - word.left) * (word.bottom - word.top);
		all += area;
		if (word.confidence < WEAK_WORD) weak += area;
	}
	return (meanConfidence(words) ?? 0) < WEAK_CONFIDENCE || weak > all * WEAK_SHARE;
}

function isBlank({ pixels }: GrayImage): boolean {
	let [sum, ink] = [0, 0];
	for (const value of pixels) sum += value;
	const threshold = (sum / Math.max(1, pixels.length)) * 0.7;
	for (const value of pixels) if (value < threshold) ink++;
	return ink < pixels.length * BLANK_SHARE;
}

function devanagariShare(words: readonly EngineWord[]): number {
	const letters =
		words
			.map(({ text }) => text)
			.join("")
			.match(/\p{L}/gu) ?? [];
	return letters.filter((letter) => letter >= "\u0900" && letter <= "\u097f").length / Math.max(1, letters.length);
}

/** Of two readings of one image the Hindi one, but its weak words where the other is sure of a Latin one there. */
function withLatin(hindi: EngineWord[], english: readonly EngineWord[]): EngineWord[] {
	const sure = english.filter(({ text, confidence }) => confidence >= LATIN_CONFIDENCE && /[A-Za-z]{2}/.test(text));
	let changed = false;
	const words = hindi.map((word) => {
		if (word.confidence >= LATIN_CONFIDENCE) return word;
		const latin = sure.find((other) => overlapShare(word, other) > 0.7);
		if (latin === undefined || latin.confidence < word.confidence + CLEAR_GAIN) return word;
		changed = true;
		return { ...word, text: latin.text, confidence: latin.confidence };
	});
	return changed ? words : hindi;
}

/** Common area relative to the larger of the two. */
function overlapShare(a: EngineWord, b: EngineWord): number {
	const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
	const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	if (width <= 0 || height <= 0) return 0;
	const area = (word: EngineWord) => (word.right - word.left) * (word.bottom - word.top);
	return (width * height) / Math.max(area(a), area(b));
}

function toPoints(word: EngineWord, dpi: number): RecognizedWord {
	const { text, confidence, line, block, left, top, right, bottom } = word;
	const point = (pixels: number) => Math.round((pixels * 7200) / dpi) / 100;
	return {
		text,
		box: [point(left), point(top), point(right), point(bottom)],
		confidence: Math.round(confidence * 10) / 10,
		line,
		block,
	};
}
