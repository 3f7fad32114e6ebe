/** What of a text the index keeps, and what of it a question is compared with. */
import { type Language, languageIn, languageOf } from "./languages.ts";
import { wordsOf } from "./words.ts";

export interface IndexedText {
	/** Stems in the order of the text, without its language's small words: joined by blanks, this is the full-text row. */
	terms: string[];
	/** ISO 639-1, of the language whose stems these are. */
	language: string;
}

/** `text` is a chunk as it is searched, its title in front. */
export function indexText(text: string): IndexedText {
	const words = wordsOf(text);
	const language = languageIn(words);
	return {
		terms: words.filter((word) => !language.isSmall(word)).map((word) => language.stem(word.text)),
		language: language.code,
	};
}

/** A word of the question, in the spellings of the index. */
export interface AskedWord {
	word: string;
	/** Its stem in the question's language first, then those in the other languages of the index. */
	stems: readonly string[];
	/** Of a code, the stems of its parts. */
	parts: readonly string[];
	compounds: boolean;
	/** Whether its neighbours in meaning are those of an English word. */
	isEnglish: boolean;
}

/**
 * The question's words that say what is sought, each once, in their order. Small words count where there are no others.
 * `languages` are those of the index, the most frequent first.
 */
export function askedWords(question: string, languages: readonly string[]): AskedWord[] {
	// The parts of a code come with the code.
	const words = wordsOf(question).filter(({ isPart }) => isPart !== true);
	const own = languageIn(words, languages);
	const telling = words.filter((word) => !own.isSmall(word));
	const asked = new Map<string, AskedWord>();
	for (const { text, parts = [] } of telling.length > 0 ? telling : words) {
		const stem = own.stem(text);
		if (asked.has(stem)) continue;
		asked.set(stem, {
			word: text,
			stems: [...new Set([stem, ...others(own, languages).map((other) => other.stem(text))])],
			parts: parts.map(own.stem),
			compounds: own.compounds,
			isEnglish: own.code === "en",
		});
	}
	return [...asked.values()];
}

function others(own: Language, languages: readonly string[]): Language[] {
	return languages.filter((code) => code !== own.code).map(languageOf);
}
