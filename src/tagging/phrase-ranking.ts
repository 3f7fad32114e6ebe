/** Candidates → the phrases that say best what the document is about, without repeating each other. */
import { GENERIC_WORDS } from "./generic-words.ts";
import type { Candidate } from "./phrase-candidates.ts";

export interface RankedPhrase extends Candidate {
	score: number;
}

/** A phrase that stands this often within longer ones alone is a part of them. */
const OWN_SHARE = 0.34;
const LINKS: ReadonlySet<string> = new Set([
	"de",
	"du",
	"des",
	"del",
	"do",
	"da",
	"dos",
	"das",
	"di",
	"della",
	"dei",
	"delle",
]);
/** Worth of what is hardly supported: it comes after all else. */
const WEAK_WORTH = 0.3;
/** A phrase ends where it seems to in at least this share of its places. */
const WHOLE_SHARE = 0.34;
/** Worth of a phrase by its number of words: two or three are what people search for. */
const LENGTH_WORTH = [0, 0.62, 1.25, 1.25, 1.05];
/** Weights found by eye on papers, leaflets, official documents and slides. */
const WEIGHTS = { title: 0.9, heading: 0.5, early: 0.8, spread: 0.25, acronym: 0.35, name: 0.25, generic: 0.55 };

export interface RankOptions {
	/** Of the document. */
	totalWords: number;
	/** The words' classes are known, so that no phrase holds a verb. */
	knowsClasses: boolean;
}

/** Best first. */
export function rankPhrases(candidates: ReadonlyMap<string, Candidate>, options: RankOptions): RankedPhrase[] {
	const own = ownCounts(candidates);
	const words = wordCounts(candidates);
	const ranked: RankedPhrase[] = [];
	for (const candidate of candidates.values()) {
		const count = own.get(candidate.key) ?? 0;
		if (count < 1 || count < candidate.count * OWN_SHARE || !isWhole(candidate, options)) continue;
		if (candidate.isLoose && candidate.count === 1 && candidate.inHeadings === 0) continue;
		if (!options.knowsClasses && isDoubtful(candidate)) continue;
		const support = isSupported(candidate, count, words) ? 1 : WEAK_WORTH;
		if (support < 1 && !isWeaklySupported(candidate, count)) continue;
		ranked.push({ ...candidate, score: support * scoreOf(candidate, count, words, options.totalWords) });
	}
	return ranked.sort((a, b) => b.score - a.score || a.firstAt - b.firstAt || (a.text < b.text ? -1 : 1));
}

/** The first `most` phrases, none of which is a part or a mere variation of another. */
export function withoutOverlaps<T extends Pick<Candidate, "stems">>(
	ranked: readonly T[],
	most: number,
	taken: readonly string[][] = [],
): T[] {
	const kept: T[] = [];
	for (const phrase of ranked) {
		if (kept.length >= most) break;
		if (![...taken, ...kept.map((each) => each.stems)].some((stems) => overlap(stems, phrase.stems))) kept.push(phrase);
	}
	return kept;
}

/** One holds all words of the other, or they share more than half of the longer one's. */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	const shared = short.filter((stem) => long.includes(stem)).length;
	return shared === short.length || shared > long.length / 2;
}

/** How often a phrase stands outside the longer candidates that hold it. */
function ownCounts(candidates: ReadonlyMap<string, Candidate>): Map<string, number> {
	const own = new Map([...candidates].map(([key, { count }]) => [key, count]));
	const byLength = [...candidates.values()]
		.filter((candidate) => candidate.count > 1)
		.sort((a, b) => b.stems.length - a.stems.length);
	for (const candidate of byLength) {
		const left = own.get(candidate.key) ?? 0;
		if (candidate.stems.length < 2 || left < 2 || left < candidate.count * OWN_SHARE) continue;
		for (const part of partsOf(candidate.stems)) {
			const key = part.join(" ");
			const before = own.get(key);
			if (before !== undefined) own.set(key, before - left);
		}
	}
	return own;
}

/** Shorter sequences within one; each once, even where they repeat. */
function partsOf(stems: readonly string[]): string[][] {
	const parts = new Map<string, string[]>();
	for (let start = 0; start < stems.length; start++) {
		for (let end = start + 1; end <= stems.length; end++) {
			const part = stems.slice(start, end);
			if (part.length < stems.length) parts.set(part.join(" "), part);
		}
	}
	return [...parts.values()];
}

/** How often each stem stands as a single word or, where it may not stand alone, in its most frequent phrase. */
function wordCounts(candidates: ReadonlyMap<string, Candidate>): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { stems, count } of candidates.values()) {
		for (const stem of stems) counts.set(stem, Math.max(counts.get(stem) ?? 0, count));
	}
	return counts;
}

/** Three words in a row that stand so once, outside a heading, may have a verb among them. */
function isDoubtful({ text, count, inHeadings, inTitle }: Candidate): boolean {
	const words = text.split(" ");
	return count === 1 && !inTitle && inHeadings === 0 && words.length > 2 && !words.some((word) => LINKS.has(word));
}

/** Enough for a short text, which says little twice. */
function isWeaklySupported({ stems, text }: Candidate, own: number): boolean {
	if (text.split(" ").every((word) => GENERIC_WORDS.has(word))) return false;
	return stems.length === 1 ? own > 1 && !text.endsWith("ing") : stems.length <= 3;
}

/** Said more than once, in the title or in a heading; a phrase said once, only where its words are said again. */
function isSupported(candidate: Candidate, own: number, words: ReadonlyMap<string, number>): boolean {
	const { stems, text, inTitle, inHeadings, isAcronym } = candidate;
	if (stems.length === 1) {
		if (text.endsWith("ing") && own < 3) return false;
		return own >= 3 || inTitle || (own >= 2 && (isAcronym || inHeadings > 0));
	}
	if (own >= 2 || inTitle) return true;
	if (text.split(" ").every((word) => GENERIC_WORDS.has(word))) return false;
	const known = stems.filter((stem) => (words.get(stem) ?? 0) > 1).length;
	return stems.length <= 3 && (inHeadings > 0 || known > 0);
}

/** Not a part of something longer: it often stands alone, or in company that changes. */
function isWhole({ stems, left, right, count }: Candidate, { knowsClasses }: RankOptions): boolean {
	// Where verbs are not told from nouns, one may follow.
	const company = knowsClasses || stems.length === 1 ? 2 : 1;
	return (
		(right.closed >= count * WHOLE_SHARE || right.words.size > company) &&
		(left.closed >= count * WHOLE_SHARE || left.words.size > 1)
	);
}

function scoreOf(candidate: Candidate, own: number, words: ReadonlyMap<string, number>, totalWords: number): number {
	const { stems, text, firstAt, lines, inHeadings, inTitle, telling, capitals, isAcronym } = candidate;
	const parts = text.split(" ");
	const generic = parts.filter((word) => GENERIC_WORDS.has(word)).length / parts.length;
	// A phrase is also carried by what is said of its words alone, so that one said once may still be the subject.
	const carried = stems.reduce((sum, stem) => sum + Math.log2(1 + (words.get(stem) ?? 0)), 0) / stems.length;
	const frequency = Math.log2(1 + own) + carried * 0.35;
	const place = firstAt / Math.max(100, totalWords);
	let worth = LENGTH_WORTH[parts.length] ?? 0.8;
	if (parts.length === 1) worth *= isAcronym ? 1 + WEIGHTS.acronym : Math.min(1.3, 0.7 + text.length / 20);
	return (
		frequency *
		worth *
		(1 + WEIGHTS.early * Math.exp(-6 * place)) *
		(1 + WEIGHTS.spread * Math.log2(1 + lines.size)) *
		(inTitle ? 1 + WEIGHTS.title : 1) *
		(inHeadings > 0 ? 1 + WEIGHTS.heading : 1) *
		(telling > 0 && capitals === telling ? 1 + WEIGHTS.name : 1) *
		(1 - WEIGHTS.generic * generic)
	);
}
