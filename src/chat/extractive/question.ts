/** A question, read: its kind, the language it is asked in, and what an answer has to be about. */
import { languageIn, languageOf } from "../../retrieval/languages.ts";
import { type AskedWord, askedWords } from "../../retrieval/terms.ts";
import type { WordTable } from "../../retrieval/word-table.ts";
import { wordsOf } from "../../retrieval/words.ts";
import { otherForms } from "./irregular-verbs.ts";
import { isFormal, type Kind, kindOf, measuredBy } from "./question-words.ts";

export interface Question {
	kind: Kind;
	/** ISO 639-1. */
	language: string;
	terms: readonly Term[];
	/** Digits of the question's own numbers: no answer to it. */
	numbers: ReadonlySet<string>;
	isNegated: boolean;
	/** What a number is counted in, where the question says so. */
	unit: "percent" | null;
}

export interface Term {
	/** In the stems of each language of the passages. */
	stems: readonly string[];
	/** How much of the question it is: 0 to 1.5. */
	weight: number;
	/** A name, a number or a code: nothing else stands for it. */
	isExact: boolean;
	/** Words near in meaning → their similarity. */
	neighbours: ReadonlyMap<string, number>;
}

/** Weight of a word about the answer's form. */
const FORMAL_WEIGHT = 0.12;
/** Names and numbers, beside 1 for the rarest other word. */
const EXACT_WEIGHT = 1.25;
/** The least that a word weighs, however common. */
const LEAST_WEIGHT = 0.35;
/** What a follow-up takes over from the question before stands in brackets behind it, and weighs less. */
const CARRIED = /\([^()]*\)$/;
const CARRIED_SHARE = 0.4;
/** Words of the table, of which the rank says how rare one is. */
const RANKS = 30_000;
/** Neighbours that are less similar are about something else. */
const MIN_SIMILARITY = 0.55;

/** `languages` are those of the passages, the most frequent first; without a table all words but names weigh by their length. */
export function readQuestion(text: string, languages: readonly string[], table: WordTable | undefined): Question {
	const { code: language } = languageIn(wordsOf(text), [...languages, "en"]);
	const { kind, told } = kindOf(text, language);
	const exact = exactWords(text, language);
	const asking = new Set(wordsOf(told).map((word) => word.text));
	const carried = new Set(wordsOf(CARRIED.exec(text)?.[0] ?? "").map((word) => word.text));
	const terms = askedWords(text, languages).map((asked): Term => {
		const isFormWord =
			isFormal(asked.word, kind) || (asking.has(asked.word) && kind !== "thing" && isQuantity(asked.word));
		const isExact = exact.has(asked.word);
		const share = carried.has(asked.word) ? CARRIED_SHARE : 1;
		const weight = share * (isFormWord && !isExact ? FORMAL_WEIGHT : isExact ? EXACT_WEIGHT : weightOf(asked, table));
		const forms = asked.isEnglish ? otherForms(asked.word).map(languageOf("en").stem) : [];
		const measured = kind === "number" ? measuredBy(asked.word).map(languageOf(language).stem) : [];
		return {
			stems: [...asked.stems, ...measured, ...forms],
			weight,
			isExact,
			neighbours: neighboursOf(asked, isExact ? undefined : table),
		};
	});
	return {
		kind,
		language,
		terms,
		numbers: new Set(text.match(/\p{N}+/gu) ?? []),
		unit: /(?<!\p{L})(?:percentage|per ?cent|share|proportion|rate|anteil|prozent\p{L}*|pourcentage|part|taux|porcentaje|tasa|प्रतिशत)(?!\p{L})/iu.test(
			text,
		)
			? "percent"
			: null,
		isNegated: /(?<!\p{L})(?:not|never|no|nicht|kein\p{L}*|pas|jamais|nunca|नहीं)(?!\p{L})|n['’]t(?!\p{L})/iu.test(text),
	};
}

/** Words that ask how much of something there is, where they belong to the question's form. */
const QUANTITY =
	/^(?:many|much|long|far|often|old|high|quickly|soon|number|amount|year|date|day|month|hoch|lange|oft|teuer|alt|viel\p{L}*|montant|nombre|prix|fecha|año|importe|número)$/u;

function isQuantity(word: string): boolean {
	return QUANTITY.test(word);
}

/** Written with a capital where the language does so for names alone, or with digits. */
function exactWords(text: string, language: string): Set<string> {
	const exact = new Set<string>();
	const isFirst = (at: number): boolean => /^[\s¿¡"'“„«(]*$|[.?!:]\s+["'“(]?$/u.test(text.slice(0, at));
	for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:[-_./:'’,][\p{L}\p{M}\p{N}]+)*/gu)) {
		const [word] = match;
		const isCode = /\p{N}/u.test(word) || /^\p{Lu}{2,}/u.test(word) || /\p{Ll}\p{Lu}/u.test(word);
		const isName = /^\p{Lu}/u.test(word) && !isFirst(match.index) && language !== "de";
		if (isCode || isName) for (const { text: part } of wordsOf(word)) exact.add(part);
	}
	return exact;
}

function weightOf({ word, stems, isEnglish }: AskedWord, table: WordTable | undefined): number {
	if (table === undefined || !isEnglish) return Math.min(1, 0.3 + word.length / 12);
	const rank = table.rankOf(stems[0] ?? "") ?? RANKS;
	return LEAST_WEIGHT + (1 - LEAST_WEIGHT) * Math.min(1, Math.log(2 + rank) / Math.log(2 + RANKS));
}

function neighboursOf({ word, stems, isEnglish }: AskedWord, table: WordTable | undefined): Map<string, number> {
	if (table === undefined || !isEnglish) return new Map();
	const near = table.neighboursOf(word, stems[0] ?? "").filter(({ similarity }) => similarity >= MIN_SIMILARITY);
	return new Map(near.map(({ stem, similarity }) => [stem, similarity]));
}
