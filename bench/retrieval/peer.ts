/** BM25 alone, as a search engine has it out of the box: stems, no small words, k1 1.2, b 0.75, Lucene's inverse frequency. */
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stopwords as englishWords } from "@orama/stopwords/english";
import { stopwords as germanWords } from "@orama/stopwords/german";
import { stopwords as hindiWords } from "@orama/stopwords/indian";
import type { Passage } from "./sets.ts";

const ANALYSES = {
	en: [english, englishWords],
	de: [german, germanWords],
	hi: [hindi, hindiWords],
} as const;
const [K1, B] = [1.2, 0.75];

/** Each text is analysed in the language it is known to be in, which is more than a search is told. */
export class Peer {
	readonly #texts: { id: string; length: number; counts: Map<string, number> }[];
	readonly #frequencies = new Map<string, number>();
	readonly #averageLength: number;

	constructor(passages: readonly Passage[]) {
		this.#texts = passages.map(({ id, text, language }) => {
			const counts = new Map<string, number>();
			const terms = termsOf(text, language);
			for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
			for (const term of counts.keys()) this.#frequencies.set(term, (this.#frequencies.get(term) ?? 0) + 1);
			return { id, length: terms.length, counts };
		});
		this.#averageLength = this.#texts.reduce((sum, { length }) => sum + length, 0) / this.#texts.length;
	}

	search(question: string, language: Language, limit: number): string[] {
		const terms = [...new Set(termsOf(question, language))];
		const scored = this.#texts.map(({ id, length, counts }) => {
			let score = 0;
			for (const term of terms) {
				const count = counts.get(term) ?? 0;
				const frequency = this.#frequencies.get(term) ?? 0;
				const rarity = Math.log(1 + (this.#texts.length - frequency + 0.5) / (frequency + 0.5));
				score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / this.#averageLength));
			}
			return { id, score };
		});
		const found = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
		return found.slice(0, limit).map(({ id }) => id);
	}
}

export type Language = keyof typeof ANALYSES;

function termsOf(text: string, language: Language): string[] {
	const [stem, small] = ANALYSES[language];
	const words = text
		.normalize("NFKC")
		.toLowerCase()
		.match(/[\p{L}\p{M}]+|\p{N}+/gu);
	return (words ?? []).filter((word) => !(small as readonly string[]).includes(word)).map(stem);
}
