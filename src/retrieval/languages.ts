/** Which language a text is searched in, and what that means for its words. */
import { stopwords as danish } from "@orama/stopwords/danish";
import { stopwords as dutch } from "@orama/stopwords/dutch";
import { stopwords as english } from "@orama/stopwords/english";
import { stopwords as french } from "@orama/stopwords/french";
import { stopwords as german } from "@orama/stopwords/german";
import { stopwords as hindi } from "@orama/stopwords/indian";
import { stopwords as italian } from "@orama/stopwords/italian";
import { stopwords as portuguese } from "@orama/stopwords/portuguese";
import { stopwords as russian } from "@orama/stopwords/russian";
import { stopwords as spanish } from "@orama/stopwords/spanish";
import { stopwords as swedish } from "@orama/stopwords/swedish";
import { stopwords as tamil } from "@orama/stopwords/tamil";
import { type Stemmer, stemmerOf } from "../lib/stems.ts";
import { type Word, wordsOf } from "./words.ts";

export interface Language {
	/** ISO 639-1. */
	code: string;
	stem: Stemmer;
	isSmall(word: Word): boolean;
	/** Words are written together in it, so that one is found as a part of another. */
	compounds: boolean;
}

/** Small words that the library's lists lack: an article, question words, and Hindi's auxiliaries and postpositions. */
const MORE_WORDS: Readonly<Record<string, string>> = {
	en: "a",
	de: "wann wer wen wem woher wohin warum wieso weshalb wieviel gibt",
	fr: "quand combien pourquoi comment où",
	it: "quando cosa",
	pt: "quanto quantos porque onde",
	nl: "wanneer waar waarom hoeveel welke",
	da: "hvornår hvem hvorfor hvordan hvilken hvilke",
	hi: "क्या कौन कौनसा किस किसे किसने कहा कहां कब कैसे कितना कितनी कितने क्यों हैं है था थी थे में से को का की के पर और यह वह ये वे ने",
};
const SMALL_WORDS: readonly [code: string, words: readonly string[]][] = [
	["en", english],
	["de", german],
	["fr", french],
	["es", spanish],
	["it", italian],
	["pt", portuguese],
	["nl", dutch],
	["sv", swedish],
	["da", danish],
	["ru", russian],
	["hi", hindi],
	["ta", tamil],
];
const WITH_COMPOUNDS = new Set(["de", "nl", "sv", "da"]);
/** Left of `won't` when it is cut at its apostrophe, but a word of its own. */
const FULL_WORDS = new Set(["won"]);
/** The languages of a script, where it says enough. */
const SCRIPTS: readonly [script: RegExp, codes: readonly string[]][] = [
	[/\p{Script=Devanagari}/u, ["hi"]],
	[/\p{Script=Tamil}/u, ["ta"]],
	[/\p{Script=Cyrillic}/u, ["ru"]],
	[/\p{Script=Latin}/u, ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da"]],
];
/** Words looked at: more say no more about the language. */
const SAMPLE_WORDS = 300;
/** Running text has more of its language's small words; lists and tables may have none. */
const MIN_SMALL_SHARE = 0.05;

/** Languages of which a word is a small one, as they are made below: one look instead of one in each list. */
const LANGUAGES_OF = new Map<string, string[]>();
const LANGUAGES: ReadonlyMap<string, Language> = new Map(
	SMALL_WORDS.map(([code, list]) => [code, language(code, [...list, ...(MORE_WORDS[code]?.split(" ") ?? [])])]),
);
const ENGLISH = languageOf("en");

/** English for a language that is not known. */
export function languageOf(code: string): Language {
	return LANGUAGES.get(code) ?? language(code, []);
}

/**
 * By its script and the small words in it; where these say nothing, the first of `expected`, or English. `expected` are
 * the languages that the text is in or else is of no use, the likeliest first.
 */
export function languageIn(words: readonly Word[], expected: readonly string[] = []): Language {
	const sample = words.slice(0, SAMPLE_WORDS);
	const text = sample.map((word) => word.text).join(" ");
	const written = SCRIPTS.find(([script]) => script.test(text))?.[1] ?? [];
	const likely = expected.filter((code) => written.includes(code));
	const codes = likely.length > 0 ? likely : written;
	let best = codes[0] === undefined ? ENGLISH : languageOf(codes[0]);
	const counts = smallWords(sample);
	const count = ({ code }: Language): number => counts.get(code) ?? 0;
	let most = Math.max(count(best), MIN_SMALL_SHARE * sample.length);
	for (const code of codes.slice(1)) {
		const candidate = languageOf(code);
		const small = count(candidate);
		if (small > most) [best, most] = [candidate, small];
	}
	return best;
}

/** How many of the words are small ones of each language. */
function smallWords(words: readonly Word[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { text, isAcronym } of words) {
		// Single letters are small words of one language and names in another.
		if (isAcronym || text.length < 2) continue;
		for (const code of LANGUAGES_OF.get(text) ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
	}
	return counts;
}

function language(code: string, list: readonly string[]): Language {
	const small = new Set(list.flatMap((word) => wordsOf(word.replace(/\ufeff/g, "")).map(({ text }) => text)));
	for (const word of FULL_WORDS) small.delete(word);
	for (const word of small) {
		const others = LANGUAGES_OF.get(word);
		if (others === undefined) LANGUAGES_OF.set(word, [code]);
		else others.push(code);
	}
	return {
		code,
		stem: stemmerOf(code),
		isSmall: (word) => !word.isAcronym && small.has(word.text),
		compounds: WITH_COMPOUNDS.has(code),
	};
}
