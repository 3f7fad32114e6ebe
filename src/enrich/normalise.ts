/** Proposals, whoever made them, put into the library's own names: one sender, one type, one tag has one spelling. */

import type { Suggestion } from "./fields.ts";
import { fold } from "./folding.ts";
import { coreTokens, distanceUpTo, nameTokens } from "./names.ts";

export type NameKind = "correspondent" | "documentType" | "tag";

/** Letters of a word from which on one may be misspelt, and two. Shorter words turn into others: Meier is not Maier. */
const [ONE_ERROR_LETTERS, TWO_ERRORS_LETTERS] = [7, 12];
const ENDING = /(?:es|en|er|e|n|s)$/;
const STEM_LETTERS = 4;

export interface KnownNames {
	correspondents: Iterable<string>;
	documentTypes: Iterable<string>;
	tags: Iterable<string>;
}

/** Other spellings by the name that stands for them. */
export type NameAliases = ReadonlyMap<string, readonly string[]>;

/** Finds which existing name a proposed one means. Of several that fit equally well, the first given. */
export class NameMatcher {
	private readonly levels: readonly ((name: string) => string)[];
	private readonly maps: readonly Map<string, string>[];
	private readonly known = new Set<string>();
	private readonly spellings: { name: string; words: readonly string[] }[] = [];

	constructor(kind: NameKind, names: Iterable<string>, aliases: NameAliases = new Map()) {
		// From the strictest sense of being the same to the widest. A firm's plural is another firm.
		this.levels = [
			(name) => name.trim(),
			(name) => name.trim().toLowerCase(),
			(name) => nameTokens(name).join(" "),
			(name) => nameTokens(transliterated(name)).join(" "),
			kind === "correspondent"
				? (name) => coreTokens(name).join("")
				: (name) => nameTokens(name).map(singular).join(" "),
			(name) => coreTokens(transliterated(name)).join(kind === "correspondent" ? "" : " "),
		];
		this.maps = this.levels.map(() => new Map());
		for (const name of names) this.add(name);
		for (const [name, others] of aliases) for (const other of others) this.learn(other, name);
	}

	/** A name that exists from now on. */
	add(name: string): void {
		if (this.known.has(name)) return;
		this.known.add(name);
		this.learn(name, name);
		this.spellings.push({ name, words: coreTokens(name) });
	}

	match(name: string): string | undefined {
		for (const [at, keyOf] of this.levels.entries()) {
			const key = keyOf(name);
			const found = key === "" ? undefined : this.maps[at]?.get(key);
			if (found !== undefined) return found;
		}
		return this.misspelt(name);
	}

	private learn(spelling: string, name: string): void {
		for (const [at, keyOf] of this.levels.entries()) {
			const key = keyOf(spelling);
			const map = this.maps[at];
			if (key !== "" && map?.has(key) === false) map.set(key, name);
		}
	}

	/** The only name that differs in a letter or two of long words; none where there are several. */
	private misspelt(name: string): string | undefined {
		const words = coreTokens(name);
		const near = this.spellings.filter((spelling) => areNear(words, spelling.words));
		const names = new Set(near.map((spelling) => spelling.name));
		return names.size === 1 ? near[0]?.name : undefined;
	}
}

/** ä as ae: how German is written without its letters. */
function transliterated(name: string): string {
	return name
		.toLowerCase()
		.normalize("NFC")
		.replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter] ?? letter);
}

function singular(word: string): string {
	if (/\d/.test(word)) return word;
	const plain = word.replace(/ies$/, "y").replace(/ie$/, "y");
	const stem = plain.replace(ENDING, "");
	return stem.length >= STEM_LETTERS ? stem : plain;
}

function areNear(one: readonly string[], other: readonly string[]): boolean {
	if (one.length === 0 || one.length !== other.length) return false;
	let errors = 0;
	for (const [at, word] of one.entries()) {
		const against = other[at] ?? "";
		if (word === against) continue;
		// Numbers are never misspelt: 2023 is not 2024.
		if (/\d/.test(word + against)) return false;
		const letters = Math.min(word.length, against.length);
		const most = letters >= TWO_ERRORS_LETTERS ? 2 : letters >= ONE_ERROR_LETTERS ? 1 : 0;
		if (distanceUpTo(word, against, most) > most || ++errors > 1) return false;
	}
	return errors > 0;
}

export interface Matchers {
	correspondents: NameMatcher;
	documentTypes: NameMatcher;
	tags: NameMatcher;
}

export function matchersOf(
	names: KnownNames,
	aliases: { correspondents?: NameAliases; documentTypes?: NameAliases; tags?: NameAliases } = {},
): Matchers {
	return {
		correspondents: new NameMatcher("correspondent", names.correspondents, aliases.correspondents),
		documentTypes: new NameMatcher("documentType", names.documentTypes, aliases.documentTypes),
		tags: new NameMatcher("tag", names.tags, aliases.tags),
	};
}

/**
 * Trimmed, without empty and unknown values and repeated tags, in the library's names; a new name stays as it was proposed. Protected tags are
 * never proposed (contracts/library.md 8.1): `protectedTags` is empty where protection is off.
 */
export function normaliseSuggestion(
	suggestion: Suggestion,
	{ correspondents, documentTypes, tags }: Matchers,
	protectedTags: readonly string[] = [],
): Suggestion {
	const plain = cleanSuggestion(suggestion);
	const isProtected = new Set(protectedTags.map(fold));
	const named = (name: string | null, matcher: NameMatcher): string | null =>
		name === null ? null : (matcher.match(name) ?? name);
	return {
		title: plain.title,
		correspondent: named(plain.correspondent, correspondents),
		documentType: named(plain.documentType, documentTypes),
		tags: withoutRepeats(plain.tags.map((tag) => tags.match(tag) ?? tag)).filter((tag) => !isProtected.has(fold(tag))),
	};
}

/** As a model's answer is cleaned (contracts/library.md 14.2). */
export function cleanSuggestion({ title, correspondent, documentType, tags }: Suggestion): Suggestion {
	return {
		title: cleanLabel(title),
		correspondent: cleanLabel(correspondent),
		documentType: cleanLabel(documentType),
		tags: withoutRepeats(tags.flatMap((tag) => cleanLabel(tag) ?? [])),
	};
}

function cleanLabel(label: string | null): string | null {
	const trimmed = label?.trim() ?? "";
	return trimmed === "" || trimmed.toLowerCase() === "unknown" ? null : trimmed;
}

/** Ignoring case; the first spelling stays. */
function withoutRepeats(names: readonly string[]): string[] {
	const seen = new Set<string>();
	return names.filter((name) => {
		const key = name.toLowerCase();
		return !seen.has(key) && seen.add(key);
	});
}
