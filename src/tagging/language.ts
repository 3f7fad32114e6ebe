/** Which language a text is in, among those that the text recognition and the prompt tell apart. */
import { francAll } from "franc-min";
import { STOP_WORDS } from "./stop-words.ts";

export interface DocumentLanguage {
	/** ISO 639-1, one of the table's; `en` for every language in Latin letters. */
	code: LanguageCode;
	name: string;
	/** Languages of the page's Tesseract packs. */
	tesseract: readonly string[];
	/** Codes for the last tier. */
	easyocr: readonly string[];
	/** ISO 639-1 of what is really spoken where that is beyond the table: `fr`, `de`. Otherwise equal to `code`. */
	spoken: string;
	/** English name of `spoken`. */
	spokenName: string;
}

export type LanguageCode = keyof typeof LANGUAGES;

/** Characters looked at, and the fewest that say anything. */
const [SAMPLE_CHARACTERS, MIN_CHARACTERS] = [1000, 20];
/** Words beside which stop words are counted, and their least share in running text. */
const [SAMPLE_WORDS, MIN_STOP_SHARE] = [1500, 0.08];

const LANGUAGES = {
	hi: { name: "Hindi", pack: "hin", easyocr: "hi", franc: "hin" },
	mr: { name: "Marathi", pack: "mar", easyocr: "mr", franc: "mar" },
	ne: { name: "Nepali", pack: "nep", easyocr: "ne", franc: "npi" },
	sa: { name: "Sanskrit", pack: "san", easyocr: "hi", franc: "san" },
	bn: { name: "Bengali", pack: "ben", easyocr: "bn", franc: "ben" },
	as: { name: "Assamese", pack: "asm", easyocr: "as", franc: "asm" },
	pa: { name: "Punjabi", pack: "pan", easyocr: "pa", franc: "pan" },
	gu: { name: "Gujarati", pack: "guj", easyocr: "gu", franc: "guj" },
	or: { name: "Odia", pack: "ori", easyocr: "bn", franc: "ory" },
	ta: { name: "Tamil", pack: "tam", easyocr: "ta", franc: "tam" },
	te: { name: "Telugu", pack: "tel", easyocr: "te", franc: "tel" },
	kn: { name: "Kannada", pack: "kan", easyocr: "kn", franc: "kan" },
	ml: { name: "Malayalam", pack: "mal", easyocr: "ml", franc: "mal" },
	ur: { name: "Urdu", pack: "urd", easyocr: "ur", franc: "urd" },
	en: { name: "English", pack: "eng", easyocr: "en", franc: "eng" },
} as const;

/** The language that a script alone stands for. */
const SCRIPTS: readonly [pattern: RegExp, code: LanguageCode][] = [
	[/[\u0900-\u097f]/g, "hi"],
	[/[\u0980-\u09ff]/g, "bn"],
	[/[\u0a00-\u0a7f]/g, "pa"],
	[/[\u0a80-\u0aff]/g, "gu"],
	[/[\u0b00-\u0b7f]/g, "or"],
	[/[\u0b80-\u0bff]/g, "ta"],
	[/[\u0c00-\u0c7f]/g, "te"],
	[/[\u0c80-\u0cff]/g, "kn"],
	[/[\u0d00-\u0d7f]/g, "ml"],
	[/\p{Script=Arabic}/gu, "ur"],
];

const BY_FRANC = new Map<string, LanguageCode>(codes().map((code) => [LANGUAGES[code].franc, code]));

/** Undefined for texts of 20 characters or fewer, which say too little. */
export function detectLanguage(text: string): DocumentLanguage | undefined {
	if (text.trim().length <= MIN_CHARACTERS) return undefined;
	const sample = text.trim().slice(0, SAMPLE_CHARACTERS);
	const [[found = ""] = []] = francAll(sample, { minLength: MIN_CHARACTERS / 2 });
	const code = assameseLetters(sample) ?? BY_FRANC.get(found) ?? scriptLanguage(sample);
	const agreed = scriptLanguage(sample) === "en" ? "en" : code;
	return agreed === "en" ? language("en", spokenIn(text)) : language(agreed);
}

/** The most frequent Indic or Arabic script of a text, as the language it stands for; English where there is none. */
export function scriptLanguage(text: string): LanguageCode {
	let [best, most]: [LanguageCode, number] = ["en", 0];
	for (const [pattern, code] of SCRIPTS) {
		const count = text.match(pattern)?.length ?? 0;
		if (count > most) [best, most] = [code, count];
	}
	return best;
}

export function language(code: LanguageCode, spoken: string = code): DocumentLanguage {
	const { name, pack, easyocr } = LANGUAGES[code];
	return {
		code,
		name,
		tesseract: code === "en" ? [pack] : [pack, "eng"],
		easyocr: code === "en" ? [easyocr] : [easyocr, "en"],
		spoken,
		spokenName: spoken === code ? name : (new Intl.DisplayNames(["en"], { type: "language" }).of(spoken) ?? spoken),
	};
}

/** Running text is full of its language's small words; tables and lists have few, and count as English. */
function spokenIn(text: string): string {
	const words =
		text
			.toLowerCase()
			.match(/[\p{L}\p{M}'’]+/gu)
			?.slice(0, SAMPLE_WORDS) ?? [];
	let [best, most] = ["en", MIN_STOP_SHARE];
	for (const [code, stops] of STOP_WORDS) {
		const share = words.filter((word) => stops.has(word)).length / Math.max(1, words.length);
		if (share > most) [best, most] = [code, share];
	}
	return best;
}

/** Assamese is written in Bengali letters but for these two. */
function assameseLetters(text: string): LanguageCode | undefined {
	return (text.match(/[ৰৱ]/g)?.length ?? 0) > 1 && scriptLanguage(text) === "bn" ? "as" : undefined;
}

function codes(): LanguageCode[] {
	return Object.keys(LANGUAGES).filter((code): code is LanguageCode => code in LANGUAGES);
}
