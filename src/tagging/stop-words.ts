/** Small words of the languages that phrases are found in: what no phrase begins or ends with. */
import { stopwords as danish } from "@orama/stopwords/danish";
import { stopwords as dutch } from "@orama/stopwords/dutch";
import { stopwords as english } from "@orama/stopwords/english";
import { stopwords as french } from "@orama/stopwords/french";
import { stopwords as german } from "@orama/stopwords/german";
import { stopwords as hindi } from "@orama/stopwords/indian";
import { stopwords as italian } from "@orama/stopwords/italian";
import { stopwords as nepali } from "@orama/stopwords/nepali";
import { stopwords as portuguese } from "@orama/stopwords/portuguese";
import { stopwords as russian } from "@orama/stopwords/russian";
import { stopwords as spanish } from "@orama/stopwords/spanish";
import { stopwords as swedish } from "@orama/stopwords/swedish";
import { stopwords as tamil } from "@orama/stopwords/tamil";
import { MORE_STOP_WORDS } from "./more-stop-words.ts";

/** By ISO 639-1; words in lower case, NFC. */
export const STOP_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries({
		en: english,
		de: german,
		fr: french,
		es: spanish,
		it: italian,
		pt: portuguese,
		nl: dutch,
		sv: swedish,
		da: danish,
		ru: russian,
		hi: hindi,
		mr: hindi,
		ne: nepali,
		ta: tamil,
	}).map(([code, words]) => [code, new Set([...words, ...(MORE_STOP_WORDS[code] ?? [])].map(folded))]),
);

const NONE: ReadonlySet<string> = new Set();

/** Sanskrit has no list of its own; Hindi's holds some of its small words. */
export function stopWordsOf(language: string): ReadonlySet<string> {
	return STOP_WORDS.get(language === "sa" ? "hi" : language) ?? NONE;
}

function folded(word: string): string {
	return word
		.replace(/\ufeff/g, "")
		.normalize("NFC")
		.toLowerCase();
}
