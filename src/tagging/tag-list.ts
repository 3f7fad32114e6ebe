/** Candidates → the tags of a document: cleaned, without the worthless, the excluded and the repeated. */
import { parseAnswer } from "./answer.ts";
import { cleanTag, isWorthless, plainWords, type TagScript } from "./tag-rules.ts";

export type TagSeparator = "-" | " ";

export interface TagFilter extends TagScript {
	/** Terms of any spelling; hyphen and space are equal. */
	exclusions: Iterable<string>;
}

/** Part of a tag's words that an excluded term must make up before the tag is dropped for it. */
const EXCLUDED_SHARE = 0.5;

/** Tags of an answer beside those `collected` before, which come first. Words are parted by spaces. */
export function tagsOfAnswer(answer: string, filter: TagFilter, collected: readonly string[] = []): string[] {
	return acceptTags(parseAnswer(answer), filter, collected);
}

/** `candidates` in their order, which is their priority; words of the result are parted by spaces. */
export function acceptTags(
	candidates: Iterable<string>,
	filter: TagFilter,
	collected: readonly string[] = [],
): string[] {
	const exclusions = exclusionTerms(filter.exclusions);
	const seen = new Set(collected.map(tagKey));
	const tags = [...collected];
	for (const candidate of candidates) {
		const tag = cleanTag(candidate);
		const key = tagKey(tag);
		if (seen.has(key) || isWorthless(tag, filter) || isExcluded(tag, exclusions)) continue;
		seen.add(key);
		tags.push(tag);
	}
	return tags;
}

/** As it leaves the service. */
export function formatTag(tag: string, separator: TagSeparator): string {
	return tag.split(/[\s-]+/).join(separator);
}

/** Equal for spellings that differ in case, hyphens and spaces alone. */
function tagKey(tag: string): string {
	return tag.toLowerCase().replace(/[\s-]+/g, "");
}

/** Terms as their words, for `isExcluded`. */
export function exclusionTerms(terms: Iterable<string>): string[][] {
	return [...terms].flatMap((term) => {
		const words = plainWords(term);
		return words === "" ? [] : [words.split(" ")];
	});
}

/** A cleaned tag that is a term, or contains one that makes up half of its words. */
export function isExcluded(tag: string, terms: readonly (readonly string[])[]): boolean {
	const words = tag.split(" ");
	return terms.some((term) => term.length >= words.length * EXCLUDED_SHARE && contains(words, term));
}

/** Whether the words of `part` follow each other in `words`. */
export function contains(words: readonly string[], part: readonly string[]): boolean {
	for (let at = 0; at + part.length <= words.length; at++) {
		if (part.every((word, i) => words[at + i] === word)) return true;
	}
	return false;
}
