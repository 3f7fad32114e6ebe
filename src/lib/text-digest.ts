import { sha256Hex } from "./hash.ts";

/** UTF-16 units of a text that are kept (contracts/library.md 12.5). */
export const maxKeptUnits = 500_000;

/** Lower case, every run of whitespace one blank, none at the ends. Punctuation stays. */
export function normalizeText(text: string): string {
	return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/** What is kept of a document's text, and what is derived of it once (contracts/library.md 12.5). */
export interface TextDigest {
	fullText: string;
	normalizedText: string;
	/** Words between blanks; 0 for an empty text. */
	wordCount: number;
	/** SHA-256 of the normalised text, 64 hex digits. */
	contentHash: string;
}

export function digestText(content: string): TextDigest {
	const fullText = content.slice(0, maxKeptUnits);
	const normalizedText = normalizeText(fullText);
	return { fullText, normalizedText, wordCount: countWords(normalizedText), contentHash: sha256Hex(normalizedText) };
}

function countWords(normalizedText: string): number {
	if (normalizedText === "") return 0;
	let words = 1;
	for (let at = normalizedText.indexOf(" "); at >= 0; at = normalizedText.indexOf(" ", at + 1)) words++;
	return words;
}
