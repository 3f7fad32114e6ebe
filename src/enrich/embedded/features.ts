/**
 * What the classifier sees of a document: words, words of its head, whole lines of its template, codes, its title and its layout, each as one
 * 32-bit number, so that a library of 100,000 documents stays a table of numbers.
 */
import { fold, tokensOf } from "../folding.ts";
import { dateIn } from "./dates.ts";

export type FeatureKind = "word" | "ending" | "head" | "pair" | "line" | "code" | "shape" | "title" | "layout" | "year";

export interface Feature {
	key: number;
	kind: FeatureKind;
	/** As it can be shown to people. */
	text: string;
}

export interface Reading {
	/** Each key once. */
	features: readonly Feature[];
	/** Folded lines that are not empty, in their order; of a long text its beginning and its end. */
	lines: readonly string[];
	/** The same lines as they stand. */
	rawLines: readonly string[];
	title: string;
}

/** Raised whenever documents are read otherwise or the evidence has other figures: what was learnt before is learnt again. */
export const CLASSIFIER_VERSION = 1;

/** Characters read: a sender and a type stand at the beginning, what the small print says at the end. */
export const [HEAD_CHARACTERS, TAIL_CHARACTERS] = [12_000, 3_000];
/** Lines of a letterhead. */
export const HEAD_LINES = 12;
const FOOT_LINES = 5;
/** Longer lines are sentences. */
const MAX_LINE_CHARACTERS = 70;
const [MAX_WORDS, MAX_ENDINGS, MAX_HEAD_WORDS, MAX_PAIRS, MAX_CODES] = [220, 40, 40, 40, 14];
/** Letters of a word that count: declension and many misread letters stand behind them. */
const STEM_LETTERS = 7;
/** Of a long word its end counts as well: the head of a German compound stands there. */
const [LONG_WORD, ENDING_LETTERS] = [10, 6];
/** Of this many digits on, a number is an account, a customer or a telephone rather than an amount or a date. */
const CODE_DIGITS = 5;
const LAYOUT_LINES = 6;
const MAX_YEARS = 6;

export function readDocument({ title, text }: { title: string; text: string }): Reading {
	const rawLines = linesOf(text);
	const lines = rawLines.map(fold);
	const collector = new Collector();
	readWords(lines, collector);
	readTemplate(lines, collector);
	for (const token of tokensOf(fold(title))) {
		if (/\p{L}/u.test(token) && !/\d/.test(token)) collector.add("title", stemOf(token), token);
	}
	readLayout(rawLines, collector);
	readYears(rawLines, collector);
	return { features: collector.features, lines, rawLines, title };
}

/** The key under which a word of a text is found, for whoever looks for a name's words. */
export function wordKey(token: string): number {
	return hash(`word:${stemOf(token)}`);
}

class Collector {
	readonly features: Feature[] = [];
	private readonly seen = new Set<number>();
	private readonly counts = new Map<FeatureKind, number>();

	add(kind: FeatureKind, value: string, text = value, limit = Number.POSITIVE_INFINITY): void {
		const count = this.counts.get(kind) ?? 0;
		if (count >= limit) return;
		const key = hash(`${kind}:${value}`);
		if (this.seen.has(key)) return;
		this.seen.add(key);
		this.counts.set(kind, count + 1);
		this.features.push({ key, kind, text });
	}
}

function linesOf(text: string): string[] {
	const isLong = text.length > HEAD_CHARACTERS + TAIL_CHARACTERS;
	const read = isLong ? `${text.slice(0, HEAD_CHARACTERS)}\n${text.slice(-TAIL_CHARACTERS)}` : text;
	return read
		.split("\n")
		.map((line) => line.replace(/\s+/g, " ").trim())
		.filter((line) => line !== "");
}

function readWords(lines: readonly string[], collector: Collector): void {
	for (const [at, line] of lines.entries()) {
		let before: string | undefined;
		for (const token of tokensOf(line)) {
			if (/\d/.test(token) || !isWord(token)) {
				before = undefined;
				continue;
			}
			const stem = stemOf(token);
			collector.add("word", stem, token, MAX_WORDS);
			if (token.length >= LONG_WORD) collector.add("ending", token.slice(-ENDING_LETTERS), token, MAX_ENDINGS);
			if (at < HEAD_LINES) {
				collector.add("head", stem, token, MAX_HEAD_WORDS);
				if (before !== undefined) collector.add("pair", `${before} ${stem}`, `${before} ${token}`, MAX_PAIRS);
			}
			before = stem;
		}
	}
}

/** A single letter says nothing in an alphabet, and may be a word elsewhere. */
function isWord(token: string): boolean {
	return token.length > 1 || !/[a-z]/.test(token);
}

function stemOf(token: string): string {
	return token.slice(0, STEM_LETTERS);
}

/** What a sender prints on every sheet: short lines of head and foot with their numbers hidden, and codes as they are. */
function readTemplate(lines: readonly string[], collector: Collector): void {
	const places = new Set([...lines.keys()].filter((at) => at < HEAD_LINES || at >= lines.length - FOOT_LINES));
	for (const at of places) {
		const line = lines[at] ?? "";
		const shape = tokensOf(line)
			.map((token) => token.replace(/\p{Nd}/gu, "0"))
			.join(" ");
		if (line.length <= MAX_LINE_CHARACTERS && /\p{L}{2}/u.test(shape)) collector.add("line", shape, line);
	}
	for (const line of lines) {
		for (const [code] of line.matchAll(/[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)*/gu)) {
			const digits = code.replace(/\P{Nd}/gu, "").length;
			if (digits === 0) continue;
			if (digits >= CODE_DIGITS) collector.add("code", code, code, MAX_CODES);
			if (/\p{L}/u.test(code)) collector.add("shape", code.replace(/\p{Nd}/gu, "0"), code, MAX_CODES);
		}
	}
}

/** How long the first lines are and what they are made of: a letterhead is known by its outline, even badly read. */
function readLayout(lines: readonly string[], collector: Collector): void {
	for (const [at, line] of lines.slice(0, LAYOUT_LINES).entries()) {
		const made = `${/\d/.test(line) ? "n" : ""}${/[a-z]/.test(line) ? "" : "c"}${line.includes(":") ? "d" : ""}`;
		collector.add("layout", `${at}/${Math.min(8, Math.floor(line.length / 10))}${made}`, "the layout of its head");
	}
	collector.add("layout", `all/${Math.round(2 * Math.log2(1 + lines.length))}`, "its length");
	const numbers = lines.filter((line) => /\d[.,]\d\d\b/.test(line)).length;
	collector.add("layout", `sums/${Math.min(6, Math.round(2 * Math.log2(1 + numbers)))}`, "its columns of amounts");
}

/** Years of its dates: of all, of the first and of the last, one of which is when it was written. */
function readYears(lines: readonly string[], collector: Collector): void {
	const years = lines.flatMap((line) => dateIn(line)?.year ?? []);
	for (const year of years) collector.add("year", `any/${year}`, `the year ${year}`, MAX_YEARS);
	const [first, last] = [years[0], years.at(-1)];
	if (first !== undefined) collector.add("year", `first/${first}`, `the year ${first}`);
	if (last !== undefined) collector.add("year", `last/${last}`, `the year ${last}`);
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	return value >>> 0;
}
