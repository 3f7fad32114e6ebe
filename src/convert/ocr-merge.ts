/** Recognised words into what a reader saw of the page, so that the layout treats them like printed ones. */
import type { Box } from "./blocks.ts";
import type { Recognition, RecognizedWord } from "./ocr.ts";
import { toUpright, uprightSize } from "./ocr-frame.ts";
import { toWords } from "./ocr-words.ts";
import { isNonsense, isPlausible, plausibleCharacters } from "./plausibility.ts";
import type { RawPage, Word } from "./raw-page.ts";

/** What was recognised of a page; JSON-serialisable. */
export interface RecognizedPage {
	/** 1-based in the whole document. */
	page: number;
	whole: Recognition | null;
	/** `box` in points on the page; the words' boxes count from its corner. */
	regions: { box: Box; recognition: Recognition }[];
	/** Of documents without places on pages: each picture as a page of its own, by its number in `OcrPlan.pictures`. */
	pictures?: { picture: number; text: RecognizedPage }[];
	/** Who read the whole of it; Tesseract where nothing is said. */
	method?: Extraction["method"];
}

/** Where a page's text comes from; names of contracts/tagging.md 12.6. */
export interface Extraction {
	method: "pypdf2" | "tesseract_ocr" | "easyocr";
	/** Mean of the words' confidences, 0…100; null for embedded text. */
	ocrConfidence: number | null;
}

export interface Merged {
	raw: RawPage;
	extraction: Extraction;
	/** Set where the page was laid out upright: its boxes go back through it. */
	frame?: Recognition["frame"];
}

/** A recognised page takes the place of a text layer only with so many times its plausible characters… */
const CLEARLY_MORE = 1.3;
/** …and this confidence. */
const SURE_CONFIDENCE = 60;
/** Below this a page is in a script that was not looked for, or is no text: nonsense is worse than nothing. */
const LEAST_CONFIDENCE = 50;
/** Words below are specks. */
const MIN_WORD_CONFIDENCE = 25;
/** Of pictures: words taken, the sure ones a picture must have, and the mean of those taken. */
const PICTURE_WORD_CONFIDENCE = 55;
const PICTURE_SURE_CONFIDENCE = 80;
const PICTURE_SURE_WORDS = 4;
const PICTURE_MEAN_CONFIDENCE = 75;
const PICTURE_NUMBERS = 10;
const PICTURE_NUMBERS_CONFIDENCE = 90;

const EMBEDDED: Extraction = { method: "pypdf2", ocrConfidence: null };

/** The page with what was recognised of the whole of it, where that is better than its text layer. */
export function mergeRecognized(raw: RawPage, recognized: RecognizedPage): Merged {
	return recognized.whole === null
		? { raw, extraction: EMBEDDED }
		: mergeWhole(raw, recognized.whole, recognized.method ?? "tesseract_ocr");
}

export interface PictureText {
	/** Of the picture. */
	box: Box;
	words: Word[];
}

/** Words of the pictures that hold text, on the page; those that are printed there already are left out. */
export function pictureTexts(raw: RawPage, recognized: RecognizedPage): PictureText[] {
	return recognized.regions.flatMap(({ box, recognition }) => {
		const words = pictureWords(recognition.words) ?? [];
		const free = words.map((word) => ({ ...word, box: moved(word.box, box) })).filter((word) => !covers(raw, word.box));
		return free.length === 0 ? [] : [{ box, words: toWords(free, 0) }];
	});
}

function mergeWhole(raw: RawPage, recognition: Recognition, method: Extraction["method"]): Merged {
	const words = recognition.words.filter((word) => word.confidence >= MIN_WORD_CONFIDENCE && /\S/.test(word.text));
	const before = raw.words.map((word) => word.text);
	const [old, found] = [plausibleCharacters(before), plausibleCharacters(words.map((word) => word.text))];
	const isBetter =
		old === 0 || isNonsense(before)
			? found > 0 && found >= old * 0.5 && (recognition.confidence ?? 0) >= LEAST_CONFIDENCE
			: found > old * CLEARLY_MORE && (recognition.confidence ?? 0) >= SURE_CONFIDENCE;
	if (!isBetter) return { raw, extraction: EMBEDDED };
	const { frame } = recognition;
	const [widthPt, heightPt] = uprightSize(frame);
	const upright = <T extends { box: Box }>(things: readonly T[]) =>
		things.map((thing) => ({ ...thing, box: toUpright(thing.box, frame) }));
	const isText = (box: Box) => words.some((word) => holds(box, word.box) || holds(word.box, box));
	return {
		raw: {
			widthPt,
			heightPt,
			words: toWords(words, 0),
			rules: frame.rotation === 0 && frame.skewDegrees === 0 ? raw.rules : [],
			shapes: upright(raw.shapes).filter(({ box }) => !isText(box)),
			images: raw.images.map((box) => toUpright(box, frame)).filter((box) => !isText(box)),
			links: upright(raw.links),
			tables: [],
		},
		extraction: { method, ocrConfidence: recognition.confidence },
		frame,
	};
}

/** Words of a picture that holds text; undefined for one that only looks so to Tesseract: foliage, faces, hatching. */
function pictureWords(words: readonly RecognizedWord[]): RecognizedWord[] | undefined {
	const taken = words.filter((word) => word.confidence >= PICTURE_WORD_CONFIDENCE && /[\p{L}\p{N}]/u.test(word.text));
	const sure = taken.filter(
		({ text, confidence }) => confidence > PICTURE_SURE_CONFIDENCE && /\p{L}{3}/u.test(text) && isPlausible(text),
	);
	const mean = taken.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, taken.length);
	// The axes of a chart are numbers alone: many of them, surely read, are no accident either.
	const isFigures = taken.length >= PICTURE_NUMBERS && mean >= PICTURE_NUMBERS_CONFIDENCE;
	return isFigures || (sure.length >= PICTURE_SURE_WORDS && mean >= PICTURE_MEAN_CONFIDENCE) ? taken : undefined;
}

/** A printed word stands there already. */
function covers(raw: RawPage, box: Box): boolean {
	return raw.words.some((word) => holds(word.box, box) || holds(box, word.box));
}

/** The middle of `inner` lies in `outer`. */
function holds(outer: Box, inner: Box): boolean {
	const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
	return x > outer[0] && x < outer[2] && y > outer[1] && y < outer[3];
}

function moved(box: Box, by: Box): Box {
	return [box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]];
}
