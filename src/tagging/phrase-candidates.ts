/** Runs of words → the phrases in them that may be tags, with where and how often they stand. */

import type { Stemmer } from "../lib/stems.ts";
import { GENERIC_WORDS } from "./generic-words.ts";
import type { Run, Word } from "./phrase-text.ts";
import { isRomanNumeral, isWorthless, plainWords } from "./tag-rules.ts";
import type { WordClass } from "./word-classes.ts";

export interface PhraseLanguage {
	/** ISO 639-1. */
	code: string;
	stopWords: ReadonlySet<string>;
	stem: Stemmer;
	/** Of English words; empty for other languages. */
	classes: ReadonlyMap<string, WordClass>;
}

export interface Candidate {
	/** Stems of its words, joined by spaces: one phrase in all its forms. */
	key: string;
	/** Its words in their most frequent form, in lower case and as they are cleaned. */
	text: string;
	forms: Map<string, number>;
	stems: string[];
	count: number;
	/** Number of words that stand before it, of `totalWords`. */
	firstAt: number;
	/** Lines it is in. */
	lines: Set<number>;
	/** How often it stands in a heading. */
	inHeadings: number;
	/** Places where a capital means a name, and those of them where all its long words have one. */
	telling: number;
	capitals: number;
	/** Every word has been written in capitals alone, where others were not. */
	isAcronym: boolean;
	/** Begins with a participle or a gerund: a chance meeting, unless it is said again. */
	isLoose: boolean;
	/** Stands in the title or the description. */
	inTitle: boolean;
	left: Neighbours;
	right: Neighbours;
}

/** What stands beside a phrase and might belong to it. */
export interface Neighbours {
	/** Places where nothing does. */
	closed: number;
	words: Set<string>;
}

const MAX_WORDS = 4;
/** Words after which a noun of Romance languages goes on: `politique de santé`. */
const ROMANCE_LINKS: Readonly<Record<string, ReadonlySet<string>>> = {
	fr: new Set(["de", "du", "des"]),
	es: new Set(["de", "del"]),
	pt: new Set(["de", "do", "da", "dos", "das"]),
	it: new Set(["di", "del", "della", "dei", "delle"]),
};

/** Phrases of all runs by their key. `title` runs count as a place of their own, for words that the text has too. */
export function candidatesOf(
	runs: readonly Run[],
	title: readonly Run[],
	language: PhraseLanguage,
): Map<string, Candidate> {
	const found = new Map<string, Candidate>();
	const glued = gluedWords(runs, language);
	const isGlued = (run: Run, { start, end }: Span) => run.words.slice(start, end).some((word) => glued.has(word.lower));
	let at = 0;
	for (const run of runs) {
		for (const span of spansOf(run, language)) {
			if (!isGlued(run, span)) note(found, span, { run, at: at + span.start, line: run.line }, language);
		}
		at += run.words.length;
	}
	const stems = new Set(runs.flatMap((run) => run.words.flatMap((word) => stemsOf(plainWords(word.text), language))));
	for (const run of title) {
		for (const span of spansOf(run, language)) {
			const words = stemsOf(plainWords(textOf(run, span)), language);
			if (words.every((stem) => stems.has(stem)) && !isGlued(run, span))
				note(found, span, { run, at: 0, line: undefined }, language);
		}
	}
	return found;
}

interface Span {
	start: number;
	/** Exclusive. */
	end: number;
}

interface Place {
	run: Run;
	at: number;
	/** Undefined for the title. */
	line: number | undefined;
}

function note(found: Map<string, Candidate>, span: Span, { run, at, line }: Place, language: PhraseLanguage): void {
	const text = plainWords(textOf(run, span));
	if (text === "" || isWorthless(text, { keepsScript: true })) return;
	const stems = stemsOf(text, language);
	const key = stems.join(" ");
	const candidate = found.get(key) ?? newCandidate(key, text, stems, at);
	found.set(key, candidate);
	candidate.count++;
	noteForm(candidate, text, language.classes.size === 0);
	noteNeighbour(candidate.left, run.words[span.start - 1], language);
	if (isNameCutAt(run, span)) candidate.right.words.add("of");
	// What is small after a German noun is no part of its phrase.
	else if (language.code === "de" && run.words[span.end]?.capital === false) candidate.right.closed++;
	else noteNeighbour(candidate.right, run.words[span.end], language);
	candidate.isLoose ||= isLoose(run.words[span.start], language);
	if (line === undefined) candidate.inTitle = true;
	else candidate.lines.add(line);
	if (run.isHeading) candidate.inHeadings++;
	if (run.isTitleCase) return;
	const words = run.words.slice(span.start, span.end);
	if (words.some((word) => !word.first)) {
		candidate.telling++;
		if (words.every((word) => word.capital || word.isNumber || word.text.length < 4)) candidate.capitals++;
	}
	candidate.isAcronym ||= words.length === 1 && words[0]?.allCaps === true;
}

/** Of forms as frequent, the shorter one is nearer to the dictionary's, in languages that decline their nouns. */
function noteForm(candidate: Candidate, form: string, declines: boolean): void {
	const count = (candidate.forms.get(form) ?? 0) + 1;
	candidate.forms.set(form, count);
	const most = candidate.forms.get(candidate.text) ?? 0;
	if (count > most || (declines && count === most && form.length < candidate.text.length)) candidate.text = form;
}

function noteNeighbour(neighbours: Neighbours, word: Word | undefined, language: PhraseLanguage): void {
	if (word === undefined || (!word.isNumber && !mayStand(word, false, language))) neighbours.closed++;
	else neighbours.words.add(word.lower);
}

function newCandidate(key: string, text: string, stems: string[], firstAt: number): Candidate {
	const none = { count: 0, inHeadings: 0, telling: 0, capitals: 0, isAcronym: false, isLoose: false, inTitle: false };
	const sides = { left: { closed: 0, words: new Set<string>() }, right: { closed: 0, words: new Set<string>() } };
	return { key, text, stems, firstAt, forms: new Map(), lines: new Set(), ...none, ...sides };
}

/** `State Bank` of `State Bank of India`. */
function isNameCutAt(run: Run, { end }: Span): boolean {
	const [last, link, next] = run.words.slice(end - 1, end + 2);
	return !run.isTitleCase && last?.capital === true && link?.lower === "of" && next?.capital === true;
}

function isLoose(word: Word | undefined, { classes }: PhraseLanguage): boolean {
	const wordClass = word === undefined ? undefined : classes.get(word.lower);
	return wordClass === "participle" || wordClass === "gerund";
}

/** Words that lost the space before them: `thisregulatory`, where `regulatory` is a word of the text. */
function gluedWords(runs: readonly Run[], language: PhraseLanguage): Set<string> {
	const counts = new Map<string, number>();
	for (const word of runs.flatMap((run) => run.words)) counts.set(word.lower, (counts.get(word.lower) ?? 0) + 1);
	const glued = [...counts].filter(([word, count]) => {
		if (count > 2 || word.length < 8) return false;
		if (word.startsWith("of") && GENERIC_WORDS.has(word.slice(2))) return true;
		for (let cut = 2; cut <= 5; cut++) {
			const rest = counts.get(word.slice(cut)) ?? 0;
			if (word.length - cut >= 5 && rest >= (cut === 2 ? 3 : 2) && language.stopWords.has(word.slice(0, cut)))
				return true;
		}
		return false;
	});
	return new Set(glued.map(([word]) => word));
}

function textOf(run: Run, { start, end }: Span): string {
	return run.words
		.slice(start, end)
		.map((word) => word.text)
		.join(" ");
}

function stemsOf(text: string, language: PhraseLanguage): string[] {
	return text.split(" ").map(language.stem);
}

/** Every sequence of up to four words that may be a phrase. */
function* spansOf({ words }: Run, language: PhraseLanguage): Generator<Span> {
	for (let start = 0; start < words.length; start++) {
		if (!mayBegin(words[start], language)) continue;
		for (let end = start; end < words.length && end < start + MAX_WORDS; end++) {
			const word = words[end];
			if (word === undefined || !mayStand(word, end > start, language)) break;
			// German adjectives come before the noun; what is small after it is a verb.
			if (language.code === "de" && end > start && !word.capital && words[end - 1]?.capital === true) break;
			if (isLink(word, language) || !mayEnd(word, language)) continue;
			if (end > start || mayStandAlone(word, language)) yield { start, end: end + 1 };
		}
	}
}

function mayBegin(word: Word | undefined, language: PhraseLanguage): boolean {
	if (word === undefined || isLink(word, language) || !mayStand(word, false, language)) return false;
	const wordClass = language.classes.get(word.lower);
	return wordClass !== "verb" && wordClass !== "other";
}

function mayStand(word: Word, inside: boolean, language: PhraseLanguage): boolean {
	if (inside && isLink(word, language)) return true;
	if (word.isNumber || !isSoundWord(word) || language.stopWords.has(word.lower)) return false;
	// Parts of compounds: `well-known`, `so-called`.
	if (word.lower.split(/[-'’]/).every((part) => language.stopWords.has(part))) return false;
	const wordClass = language.classes.get(word.lower);
	return wordClass !== "verb" && wordClass !== "other";
}

function mayEnd(word: Word, language: PhraseLanguage): boolean {
	const wordClass = language.classes.get(word.lower);
	if (wordClass !== undefined)
		return wordClass === "noun" || wordClass === "mixed" || (wordClass === "gerund" && word.lower.length > 6);
	// German writes its nouns with capitals.
	return language.code !== "de" || word.capital;
}

/** Single words say little: they must be long, an acronym, or a name. */
function mayStandAlone(word: Word, { classes }: PhraseLanguage): boolean {
	if (GENERIC_WORDS.has(word.lower) || classes.get(word.lower) === "mixed") return false;
	if (/^\p{Lu}[\p{Lu}\p{N}&-]+$/u.test(word.text)) return true;
	return word.lower.length >= 4 || /^[^\p{Script=Latin}]{3,}$/u.test(word.lower);
}

/** A word that a reader would write: no single letter, no unit with its number, no code. */
function isSoundWord({ text, lower, capital }: Word): boolean {
	const letters = lower.replace(/[^\p{L}\p{M}]/gu, "").length;
	if (letters < 2 && !/^[a-z]?\d{1,2}[a-z]?$/.test(lower)) return false;
	if (letters < 2) return /^(?:[2-6][dg]|g\d{1,2})$/.test(lower);
	if (letters === 2 && !capital && /^\p{Script=Latin}+$/u.test(text)) return false;
	if (/_/.test(text) || /\.\p{L}/u.test(text)) return false;
	// Digits belong to few words: covid-19, co2, 19th.
	if (/\p{N}/u.test(text)) return /^(?:\p{L}{2,}-\p{N}{1,4}|\p{L}{1,3}\p{N})$/u.test(text);
	if (
		isRomanNumeral(lower) ||
		text.includes("\u00b5") ||
		/\p{Script=Greek}/u.test(text) !== /^[\p{Script=Greek}\p{M}'’-]+$/u.test(text)
	)
		return false;
	// Without any vowel, small letters are a variable or a cut word.
	if (/^[b-df-hj-np-tv-xz]{2,}$/.test(text)) return false;
	// Capitals inside small letters are names of variables or two words run together; McDonald, PhD and eBay are short.
	return !/\p{Ll}{3,}\p{Lu}\p{Ll}{3,}/u.test(text) || text.length < 16;
}

function isLink(word: Word, language: PhraseLanguage): boolean {
	return ROMANCE_LINKS[language.code]?.has(word.lower) ?? false;
}
