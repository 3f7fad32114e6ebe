/** Which of several readings of the same pages is used. */
import { isAcceptedOcr, isGibberish } from "./text-quality.ts";

export interface OcrReading {
	text: string;
	/** Per cent. */
	confidence: number;
}

export interface ChosenText {
	text: string;
	method: "pypdf2" | "tesseract_ocr" | "easyocr";
	/** Per cent with two decimals; null where the text is the PDF's own. */
	confidence: number | null;
}

/** Tesseract's confidence from which a shorter text of the other tier no longer wins. */
const SURE_CONFIDENCE = 60;

/** Whether the third tier is asked at all. */
export function needsThirdTier(tesseract: OcrReading | undefined): boolean {
	return tesseract === undefined || !isAcceptedOcr(tesseract.text, tesseract.confidence);
}

/** Undefined where neither tier has any text: then a second renderer and Tesseract once more are the last resort. */
export function chooseOcr(tesseract: OcrReading | undefined, third: OcrReading | undefined): ChosenText | undefined {
	const [second, last] = [withText(tesseract), withText(third)];
	if (second === undefined) return last === undefined ? undefined : chosen("easyocr", last);
	if (last === undefined || !prefersThird(second, last)) return chosen("tesseract_ocr", second);
	return chosen("easyocr", last);
}

/** What was recognised, unless the PDF's own text is longer. */
export function chooseText(embedded: string, ocr: ChosenText | undefined): ChosenText {
	if (ocr !== undefined && ocr.text.length >= embedded.length) return ocr;
	return { text: embedded, method: "pypdf2", confidence: null };
}

function prefersThird(second: OcrReading, last: OcrReading): boolean {
	const [ours, theirs] = [second.text.length, last.text.length];
	if (isGibberish(second.text)) return !isGibberish(last.text) || theirs > ours;
	return theirs >= ours * (second.confidence < SURE_CONFIDENCE ? 0.5 : 0.8);
}

function withText(reading: OcrReading | undefined): OcrReading | undefined {
	return reading === undefined || reading.text.trim() === "" ? undefined : reading;
}

function chosen(method: ChosenText["method"], { text, confidence }: OcrReading): ChosenText {
	return { text, method, confidence: Math.round(confidence * 100) / 100 };
}
