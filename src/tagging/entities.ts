/** Names in a text, by rule: bodies, laws with their year, schemes, people with a title before them, places. */
import {
	BODY_HEADS,
	BODY_TAILS,
	HINDI_TAILS,
	HONORIFICS,
	LAW_TAILS,
	NOT_OF_NAMES,
	PROGRAM_TAILS,
} from "./entity-words.ts";
import type { PhraseLanguage } from "./phrase-candidates.ts";
import { placesOf } from "./places.ts";
import { plainWords } from "./tag-rules.ts";

export type EntityKind = "organization" | "legislation" | "program" | "person" | "location";

export interface Entity {
	kind: EntityKind;
	/** As it is cleaned: lower case, words parted by spaces. */
	text: string;
	stems: string[];
	count: number;
	/** Share of the text before it, 0…1. */
	firstAt: number;
	/** Stands in a short line of its own, or in the title. */
	isProminent: boolean;
}

/** Words of a name as a tag; longer ones are not what people search for. */
const MAX_WORDS = 5;
const MAX_HEADING_CHARACTERS = 90;

const CAP = String.raw`\p{Lu}[\p{L}\p{M}'’-]*`;
const LAW_LINK = "(?:of|and|for|the|to|on|in|&|against|from|with|by|at|or|their|its)";
const LAW_NAME = String.raw`${CAP}(?:\s+(?:${LAW_LINK}\s+){0,3}${CAP}){0,8}`;
const YEAR = String.raw`(?:,?\s+(?:of\s+)?((?:18|19|20)\d\d)\b)?`;

const RULES: readonly { kind: EntityKind; pattern: RegExp }[] = [
	{ kind: "legislation", pattern: new RegExp(String.raw`\b(${LAW_NAME}\s+${LAW_TAILS})\b(?!\s+No\b)${YEAR}`, "gu") },
	{
		kind: "organization",
		pattern: new RegExp(
			String.raw`\b(${BODY_HEADS}\s+(?:of|for)\s+(?:the\s+)?${CAP}(?:\s+(?:(?:and|&|of|for)\s+)?${CAP}){0,3})`,
			"gu",
		),
	},
	{
		kind: "organization",
		pattern: new RegExp(
			String.raw`\b(${CAP}(?:\s+(?:(?:and|&|of|for)\s+)?${CAP}){0,3}\s+${BODY_TAILS}(?:\s+of\s+${CAP}(?:\s+${CAP})?)?)(?![\p{L}])`,
			"gu",
		),
	},
	{
		kind: "program",
		pattern: new RegExp(String.raw`\b(${CAP}(?:\s+(?:(?:and|&|of|for|to)\s+)?${CAP}){0,3}\s+${PROGRAM_TAILS})\b`, "gu"),
	},
	{
		kind: "person",
		pattern: new RegExp(String.raw`\b${HONORIFICS}\s+(${CAP}(?:\s+\p{Lu}\.)*(?:\s+${CAP}){1,2})`, "gu"),
	},
];

const HINDI_NAME = /([\u0900-\u097f]+)(?:,?\s*((?:18|19|20)\d\d|[१२][०-९]{3}))?/gu;
const HINDI_LINKS = new Set(["का", "की", "के", "और", "एवं", "तथा"]);
const MAX_HINDI_WORDS = 4;

/** In the order of their first places. `lines` as `linesOf` gives them. */
export function entitiesOf(lines: readonly string[], title: string, language: PhraseLanguage): Entity[] {
	const found = new Map<string, Entity>();
	const total = Math.max(
		1,
		lines.reduce((sum, line) => sum + line.length + 1, 0),
	);
	let at = 0;
	for (const [index, raw] of [title, ...lines].entries()) {
		const line = readable(raw);
		const firstAt = index === 0 ? 0 : at / total;
		const isProminent = index === 0 || raw.length <= MAX_HEADING_CHARACTERS;
		for (const { kind, name } of namesIn(line, language)) {
			const text = condensed(plainWords(name));
			const stems = text.split(" ").map(language.stem);
			if (text === "" || stems.length > MAX_WORDS) continue;
			const key = stems.join(" ");
			const entity = found.get(key) ?? { kind, text, stems, count: 0, firstAt, isProminent: false };
			found.set(key, entity);
			if (index > 0) entity.count++;
			entity.isProminent ||= isProminent;
		}
		if (index > 0) at += raw.length + 1;
	}
	return [...found.values()].filter(({ count }) => count > 0);
}

function* namesIn(line: string, language: PhraseLanguage): Generator<{ kind: EntityKind; name: string }> {
	if (/[\u0900-\u097f]/.test(line)) yield* hindiNames(line, language);
	for (const { kind, pattern } of RULES) {
		for (const [, found = "", year] of line.matchAll(pattern)) {
			const name = withoutLead(found);
			if (kind !== "person" && !isName(name, kind, language)) continue;
			yield { kind, name: year === undefined ? name : `${name} ${year}` };
		}
	}
	yield* placesIn(line, language);
}

/** More than its telling word; and no small words but those that link, except in laws, which are sentences nearly. */
function isName(name: string, kind: EntityKind, { stopWords }: PhraseLanguage): boolean {
	const words = name.split(/\s+/);
	if (words.length < 2 || kind === "legislation") return words.length > 1;
	return words.every((word) => /^\p{Ll}|^&/u.test(word) || !stopWords.has(word.toLowerCase()));
}

function* placesIn(line: string, language: PhraseLanguage): Generator<{ kind: EntityKind; name: string }> {
	const places = placesOf(language.code);
	const words = line.match(/[\p{L}\p{M}'’-]+/gu) ?? [];
	for (let at = 0; at < words.length; at++) {
		for (let length = Math.min(3, words.length - at); length > 0; length--) {
			const name = words.slice(at, at + length).join(" ");
			if (!/^\p{Ll}/u.test(name) && places.has(name.toLowerCase())) {
				yield { kind: "location", name };
				at += length - 1;
				break;
			}
		}
	}
}

/** Words before a telling last word, up to a small word that is no link inside a name. */
function* hindiNames(line: string, language: PhraseLanguage): Generator<{ kind: EntityKind; name: string }> {
	for (const clause of line.split(/[।,;:()|"'“”‘’](?!\s*(?:[12]\d{3}|[१२][०-९]{3}))/u)) {
		const tokens = [...clause.matchAll(HINDI_NAME)];
		for (const [at, [, word = "", year]] of tokens.entries()) {
			const tail = HINDI_TAILS[word];
			const next = tokens[at + 1]?.[1];
			if (tail === undefined || (year === undefined && goesOn(word, tail.kind, next, language))) continue;
			const name = hindiName(
				tokens.slice(0, at).map(([, before = ""]) => before),
				tail.linked,
				language,
			);
			if (name.length > 0)
				yield { kind: tail.kind, name: [...name, word, ...(year === undefined ? [] : [year])].join(" ") };
		}
	}
}

/** A name that goes on is another: `बैंक गारंटी`, `योजना आयोग`. */
function goesOn(tail: string, kind: EntityKind, next: string | undefined, { stopWords }: PhraseLanguage): boolean {
	if (next === undefined || stopWords.has(next)) return false;
	return kind === "program" || tail === "बैंक" || tail === "बोर्ड" || HINDI_TAILS[next] !== undefined;
}

function hindiName(before: readonly string[], linked: boolean, { stopWords }: PhraseLanguage): string[] {
	const name: string[] = [];
	let links = linked ? 1 : 0;
	for (let at = before.length - 1; at >= 0 && name.length < MAX_HINDI_WORDS; at--) {
		const word = before[at] ?? "";
		const isLink = HINDI_LINKS.has(word) && links > 0 && name.length > 0;
		if (isLink) links--;
		else if (stopWords.has(word)) break;
		name.unshift(word);
	}
	while (name[0] !== undefined && HINDI_LINKS.has(name[0])) name.shift();
	return name;
}

function withoutLead(name: string): string {
	const words = name.split(/\s+/);
	while (words[0] !== undefined && NOT_OF_NAMES.has(words[0].toLowerCase())) words.shift();
	return words.join(" ");
}

/** A long name as people shorten it: without its year, up to its last `and`. */
function condensed(text: string): string {
	const tooLong = (name: string) => name.split(" ").length > MAX_WORDS;
	let short = text;
	if (tooLong(short)) short = short.replace(/ (?:1[89]|20)\d\d$/, "");
	if (tooLong(short) && /^(?:ministry|department|directorate|office) /.test(short))
		short = short.replace(/ and .*$/, "");
	return short;
}

/** A line in capitals, written as names are. */
function readable(line: string): string {
	if (line !== line.toUpperCase() || !/\p{Lu}{4}/u.test(line)) return line;
	return line
		.toLowerCase()
		.replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word) =>
			/^(?:of|and|for|the|to|on|in|by|with|a|an)$/.test(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
		);
}
