/**
 * Tags without a model: phrases by how often and where they stand, names by rule, the kind of document in its own words.
 * No network, no state; a text always gives the same tags.
 */

import { isNoTitle } from "../lib/document-title.ts";
import { stemmerOf } from "../lib/stems.ts";
import { acronymsIn } from "./acronyms.ts";
import { documentTypesOf } from "./document-types.ts";
import { type Entity, entitiesOf } from "./entities.ts";
import { detectLanguage } from "./language.ts";
import { candidatesOf, type PhraseLanguage } from "./phrase-candidates.ts";
import { type RankedPhrase, rankPhrases, withoutOverlaps } from "./phrase-ranking.ts";
import { linesOf, runsOf, withoutReferences } from "./phrase-text.ts";
import { placesOf } from "./places.ts";
import { listSizes } from "./prompt.ts";
import { subjectsOf } from "./prompt-content.ts";
import { stopWordsOf } from "./stop-words.ts";
import { acceptTags, contains, exclusionTerms, isExcluded } from "./tag-list.ts";
import { plainWords } from "./tag-rules.ts";
import { classifyWords } from "./word-classes.ts";

export interface KeyphraseInput {
	/** May be empty. */
	title: string;
	/** May be empty. */
	description: string;
	text: string;
	numTags: number;
	exclusions: Iterable<string>;
	/** ISO 639-1 of the text's language; detected when absent. */
	language?: string | undefined;
}

/** The shape of a model's answer. */
export interface TagLists {
	names: string[];
	subjects: string[];
	actions: string[];
}

export interface KeyphraseTags {
	/** Words parted by spaces, at most `numTags`. */
	tags: string[];
	/** All candidates, as JSON: what a model would have answered. */
	rawAnswer: string;
}

/** Candidates for each tag wanted, since some will be excluded. */
const SURPLUS_FACTOR = 3;
/** Characters looked at: ten dense pages. */
const MAX_CHARACTERS = 80_000;
/** A document is of one kind, seldom of two. */
const MAX_ACTIONS = 2;
const [MAX_PERSONS, MAX_PLACES] = [2, 2];

/** At the head of every official letter. */
const LETTERHEADS = new Set([
	"government of india",
	"भारत सरकार",
	"सरकार",
	"भारत",
	"bharat sarkar",
	"united states",
	"united states of america",
]);

export async function tagByKeyphrases(input: KeyphraseInput): Promise<KeyphraseTags> {
	const lists = await keyphrasesOf(input);
	const filter = { exclusions: input.exclusions, keepsScript: true };
	const sizes = listSizes(input.numTags);
	const accepted = {
		names: acceptTags(lists.names, filter),
		subjects: acceptTags(lists.subjects, filter),
		actions: acceptTags(lists.actions, filter),
	};
	const actions = accepted.actions.slice(0, Math.min(MAX_ACTIONS, sizes.actions));
	const room = input.numTags - actions.length;
	// Where there are fewer names than their share, subjects take their place, and the other way round.
	const kept = room - Math.min(sizes.subjects, accepted.subjects.length);
	const names = accepted.names.slice(0, Math.max(Math.min(sizes.names, kept), room - accepted.subjects.length));
	const subjects = accepted.subjects.slice(0, room - names.length);
	const tags = acceptTags([...names, ...subjects, ...actions], filter).slice(0, input.numTags);
	return { tags, rawAnswer: JSON.stringify(lists) };
}

/** Up to three times as many candidates as tags are wanted, best first in each list. */
export async function keyphrasesOf(input: KeyphraseInput): Promise<TagLists> {
	const text = input.text.slice(0, MAX_CHARACTERS);
	const lines = withoutReferences(linesOf(text));
	const code = input.language ?? detectLanguage(text)?.spoken ?? "en";
	const language = await phraseLanguage(code, lines);
	const title = isNoTitle(input.title) ? "" : input.title;
	const heading = [title, input.description, ...subjectsOf(text)].join("\n");
	const runs = runsOf(lines);
	const totalWords = runs.reduce((sum, run) => sum + run.words.length, 0);
	const exclusions = exclusionTerms(input.exclusions);
	const phrases = rankPhrases(candidatesOf(runs, runsOf(linesOf(heading)), language), {
		totalWords,
		knowsClasses: code === "en",
	}).filter((phrase) => !isExcluded(phrase.text, exclusions));
	const most = input.numTags * SURPLUS_FACTOR;
	const entities = rankEntities(entitiesOf(lines, heading.replaceAll("\n", " "), language));
	const own = phrases.filter((phrase) => !isPartOfName(phrase, entities));
	const all = [...entities, ...own.map((phrase) => rankedPhrase(phrase, language))];
	const spelledOut = inFull(all, acronymsIn(lines), language).filter(({ text: tag }) => !isExcluded(tag, exclusions));
	return choose(spelledOut, documentTypesOf(lines, title, code), most, language);
}

/** `rural development`, where it hardly stands outside the ministry's name. */
function isPartOfName({ stems, count }: RankedPhrase, entities: readonly Ranked[]): boolean {
	return entities.some((entity) => contains(entity.stems, stems) && count <= entity.count * 1.5);
}

/** Acronyms replaced by what they stand for, where the text says it. */
function inFull(ranked: Ranked[], acronyms: ReadonlyMap<string, string>, { stem }: PhraseLanguage): Ranked[] {
	return ranked.map((each) => {
		const long = acronyms.get(each.text) ?? acronyms.get(each.text.replace(/s$/, ""));
		if (long === undefined) return each;
		const text = plainWords(long);
		return { ...each, text, stems: text.split(" ").map(stem) };
	});
}

interface Ranked {
	text: string;
	stems: string[];
	score: number;
	isName: boolean;
	count: number;
}

function choose(ranked: Ranked[], types: string[], most: number, language: PhraseLanguage): TagLists {
	const typeStems = types.map((type) => type.split(/[\s-]/).map(language.stem));
	const places = placesOf(language.code);
	let placesLeft = MAX_PLACES;
	// A table of countries is not about each of them.
	const sorted = ranked
		.sort((a, b) => b.score - a.score)
		.filter(({ text }) => !LETTERHEADS.has(text) && (!places.has(text) || placesLeft-- > 0));
	const kept = withoutOverlaps(sorted, most, typeStems);
	return {
		names: kept.filter(({ isName }) => isName).map(({ text }) => text),
		subjects: kept.filter(({ isName }) => !isName).map(({ text }) => text),
		actions: types.slice(0, MAX_ACTIONS + 1),
	};
}

function rankedPhrase(phrase: RankedPhrase, language: PhraseLanguage): Ranked {
	const { text, stems, score, telling, capitals, isAcronym, count } = phrase;
	// German capitals tell nouns, not names.
	const isName = isAcronym || (language.code !== "de" && telling > 1 && capitals === telling);
	return { text, stems, score, isName, count };
}

/** On the scale of the phrases' scores. */
function rankEntities(entities: readonly Entity[]): Ranked[] {
	let persons = 0;
	return entities
		.filter((entity) => isTelling(entity))
		.map(({ kind, text, stems, count, firstAt, isProminent }) => {
			const worth = { legislation: 2.2, program: 1.9, organization: 1.7, location: 0.8, person: 1.2 }[kind];
			const score = Math.log2(1 + count) * worth * (1 + 0.8 * Math.exp(-6 * firstAt)) * (isProminent ? 1.4 : 1);
			return { text, stems, score, kind, isName: true, count };
		})
		.sort((a, b) => b.score - a.score)
		.filter(({ kind }) => kind !== "person" || ++persons <= MAX_PERSONS);
}

/** Named again, or early, or in a line of its own; places and people must be named again. */
function isTelling({ kind, count, firstAt, isProminent }: Entity): boolean {
	if (kind === "location" || kind === "person") return count > 1;
	return count > 1 || isProminent || firstAt < 0.25 || kind === "legislation";
}

async function phraseLanguage(code: string, lines: readonly string[]): Promise<PhraseLanguage> {
	const english = stopWordsOf("en");
	return {
		code,
		// English stands in documents of every language.
		stopWords: code === "en" ? english : new Set([...stopWordsOf(code), ...english]),
		stem: stemmerOf(code),
		classes: code === "en" ? await classifyWords(lines) : new Map(),
	};
}
