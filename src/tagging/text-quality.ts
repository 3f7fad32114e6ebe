/** How good a text is: whether pages must be recognised, and whether what was recognised is text. */

/** Krutidev, a font that draws Hindi over Latin letters: well-known words as they look without it. */
const LEGACY_WORDS = ["lkekftd", "iQjojh", "lans'k", "jfonkl", "U;k;", "xka/kh", "Hkkjr", "ea=ky;"];
const LEGACY_WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${LEGACY_WORDS.join("|")})(?![\\p{L}\\p{N}])`, "u");
const LEGACY_PAIRS = /(?=dk|dh|ds|nh|fk|jk|uk|vk|lk)/g;
const [LEGACY_SYMBOL_SHARE, LEGACY_PAIR_SHARE] = [0.05, 0.02];
const SAMPLE_CHARACTERS = 1000;

/** Below any of these a page has hardly been read. */
const [MIN_PAGE_CHARACTERS, MIN_PAGE_WORDS] = [150, 50];
const [LONG_LINE_CHARACTERS, MIN_LONG_LINES] = [40, 0.3];
const MAX_GARBLED = 0.25;

const MAX_OCR_WORDS = 2500;
/** What a recognition must reach to be taken without a second opinion. */
const [MIN_CONFIDENCE, MIN_CHARACTERS] = [60, 100];

export interface ReadText {
	text: string;
	pagesRead: number;
}

export type QualityTier = "high" | "medium" | "low";

export interface TextQuality {
	origin: "digital" | "scanned";
	tier: QualityTier;
}

/** Whether a text layer stands for Indic letters by way of a font, and so says nothing by itself. */
export function isLegacyFont(text: string): boolean {
	if (text.length < 50) return false;
	const sample = text.slice(0, SAMPLE_CHARACTERS);
	const symbols = sample.match(/[@#$%^&*~`|\\{}[\]]/g)?.length ?? 0;
	const pairs = sample.match(LEGACY_PAIRS)?.length ?? 0;
	return (
		LEGACY_WORD.test(sample) ||
		symbols > sample.length * LEGACY_SYMBOL_SHARE ||
		pairs > sample.length * LEGACY_PAIR_SHARE
	);
}

/** True where a text layer fails any criterion of embedded text worth using. */
export function needsOcr({ text, pagesRead }: ReadText): boolean {
	const pages = Math.max(1, pagesRead);
	const words = text.split(/\s+/).filter((word) => word !== "").length;
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const long = lines.filter((line) => line.trim().length >= LONG_LINE_CHARACTERS).length;
	return (
		text.trim().length < MIN_PAGE_CHARACTERS * pages ||
		isGarbled(text) ||
		words < MIN_PAGE_WORDS * pages ||
		long < lines.length * MIN_LONG_LINES
	);
}

/** UTF-8 read as Latin-1, letters of a font's private use, and places where there was no letter at all. */
export function isGarbled(text: string): boolean {
	const garbled = text.match(/[\u00a0-\u024f\ufffd\ue000-\uf8ff]/g)?.length ?? 0;
	return garbled > text.length * MAX_GARBLED;
}

/** One line per line, one space between words, no control characters, the first 2,500 words. Letters are left as they are. */
export function cleanOcrText(text: string): string {
	const lines = text
		.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
		.replace(/[^\P{Cc}\n\t]/gu, "")
		.replace(/[ \t]+/g, " ")
		.replace(/ ?\n[ \n]*/g, "\n")
		.trim();
	let end = 0;
	let words = 0;
	for (const word of lines.matchAll(/\S+/g)) {
		if (++words > MAX_OCR_WORDS) break;
		end = word.index + word[0].length;
	}
	return lines.slice(0, end);
}

/** Signs that a recogniser saw letters where there were none. */
export function isGibberish(text: string): boolean {
	if (text.length < 20) return false;
	const sample = text.slice(0, SAMPLE_CHARACTERS).normalize("NFD");
	const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
	const letters = sample.match(/\p{L}/gu)?.length ?? 0;
	if (letters - latin > latin) return isSparse(text.slice(0, SAMPLE_CHARACTERS));
	const plain = sample.replace(/\p{M}/gu, "").toLowerCase();
	const vowels = plain.match(/[aeiou]/g)?.length ?? 0;
	const words = plain.split(/\s+/).filter((word) => word !== "");
	const clusters = plain.match(/[bcdfghjklmnpqrstvwxz]{4,}/g)?.length ?? 0;
	const long = words.filter((word) => (word.match(/[a-z]/g)?.length ?? 0) >= 3);
	const voiced = long.filter((word) => /[aeiouy]/.test(word)).length;
	return (
		(latin > 50 && vowels < latin * 0.2) ||
		(words.length > 20 && clusters > words.length * 0.15) ||
		(long.length > 20 && voiced < long.length * 0.6)
	);
}

/** Few letters, vowel signs included, among what can be seen. */
function isSparse(text: string): boolean {
	const visible = text.replace(/\s/g, "").length;
	const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
	return visible > 50 && letters < visible * 0.3;
}

/** `confidence` in per cent. */
export function isAcceptedOcr(text: string, confidence: number): boolean {
	return confidence >= MIN_CONFIDENCE && text.length > MIN_CHARACTERS && !isGibberish(text);
}

/** Shapes the prompt. `ocrConfidence` in per cent, null without one. */
export function qualityOf({ text, pagesRead }: ReadText, ocrConfidence: number | null): TextQuality {
	if (text.trim().length >= MIN_PAGE_CHARACTERS * Math.max(1, pagesRead)) return { origin: "digital", tier: "high" };
	if (ocrConfidence === null) return { origin: "scanned", tier: "medium" };
	return { origin: "scanned", tier: ocrConfidence >= 80 ? "high" : ocrConfidence >= 60 ? "medium" : "low" };
}
