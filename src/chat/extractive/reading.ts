/** How the words of a passage are compared with those of a question. */
import { type Language, languageIn } from "../../retrieval/languages.ts";
import { wordsOf } from "../../retrieval/words.ts";
import type { Stems } from "./evidence.ts";

export interface Reading {
	language: Language;
	/** Without its language's small words. */
	stems(text: string): Stems;
}

export function readingOf(content: string): Reading {
	const language = languageIn(wordsOf(content));
	const stems = (text: string): Stems => {
		const found = new Set<string>();
		for (const word of wordsOf(text)) if (!language.isSmall(word)) found.add(language.stem(word.text));
		return found;
	};
	return { language, stems };
}
