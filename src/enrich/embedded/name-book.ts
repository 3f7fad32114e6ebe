/** Which of the library's names stand in a text, misread letters allowed. */
import { coreTokens, distanceUpTo, nameTokens } from "../names.ts";
import { HEAD_LINES } from "./features.ts";

/** A name that stands in a document. */
export interface NameMatch {
	name: string;
	/** 1: letter by letter; less for every letter that differs. */
	strength: number;
	/** 0-based, of the lines that are not empty; -1: in the title. */
	line: number;
	isHead: boolean;
	/** The name's own words. */
	tokens: readonly string[];
}

interface Entry {
	name: string;
	tokens: readonly string[];
	joined: string;
}

/** Letters of a name from which on one of six may differ; shorter ones turn into other words too easily. */
const FUZZY_LETTERS = 6;
const LETTERS_AN_ERROR = 6;
/** Share of a name's letter triples that a line must have before they are compared letter by letter. */
const LEAST_TRIPLES = 0.5;
/** Lines looked at beyond the head: names in running text say less and less. */
const MAX_LINES = 120;
const MAX_LINE_TOKENS = 30;

/** Made once for a vocabulary, used for many documents. */
export class NameBook {
	private readonly byFirst = new Map<string, Entry[]>();
	private readonly byTriple = new Map<string, number[]>();
	private readonly entries: Entry[] = [];
	private readonly tripleCounts: number[] = [];

	/** `aliases`: other spellings by name. */
	constructor(names: Iterable<string>, aliases: ReadonlyMap<string, readonly string[]> = new Map()) {
		for (const name of names) {
			for (const spelling of [name, ...(aliases.get(name) ?? [])]) this.add(name, coreTokens(spelling));
		}
	}

	/** The best place of each name, the surest first. `lines` and `title` are folded. */
	find(lines: readonly string[], title: string): NameMatch[] {
		const best = new Map<string, NameMatch>();
		const keep = (match: NameMatch): void => {
			const known = best.get(match.name);
			if (known === undefined || worth(match) > worth(known)) best.set(match.name, match);
		};
		for (const match of this.inLine(title, -1)) keep(match);
		for (const [at, line] of lines.slice(0, MAX_LINES).entries())
			for (const match of this.inLine(line, at)) keep(match);
		for (let at = Math.max(MAX_LINES, lines.length - HEAD_LINES); at < lines.length; at++) {
			for (const match of this.inLine(lines[at] ?? "", at)) keep(match);
		}
		return [...best.values()].sort((a, b) => worth(b) - worth(a));
	}

	private add(name: string, tokens: readonly string[]): void {
		const [first] = tokens;
		if (first === undefined) return;
		const entry = { name, tokens, joined: tokens.join("") };
		const number = this.entries.push(entry) - 1;
		const same = this.byFirst.get(first);
		if (same === undefined) this.byFirst.set(first, [entry]);
		else same.push(entry);
		const triples = entry.joined.length < FUZZY_LETTERS ? new Set<string>() : triplesOf(entry.joined);
		this.tripleCounts.push(triples.size);
		for (const triple of triples) {
			const list = this.byTriple.get(triple);
			if (list === undefined) this.byTriple.set(triple, [number]);
			else list.push(number);
		}
	}

	private inLine(line: string, at: number): NameMatch[] {
		const tokens = nameTokens(line).slice(0, MAX_LINE_TOKENS);
		const found: NameMatch[] = [];
		const isHead = at < HEAD_LINES;
		for (const [start, token] of tokens.entries()) {
			for (const entry of this.byFirst.get(token) ?? []) {
				if (entry.tokens.every((word, offset) => isSameWord(word, tokens[start + offset] ?? ""))) {
					found.push({ name: entry.name, strength: 1, line: at, isHead, tokens: entry.tokens });
				}
			}
		}
		if (!isHead) return found;
		for (const entry of this.likely(tokens.join(""))) {
			if (found.some(({ name }) => name === entry.name)) continue;
			const strength = fuzzyStrength(entry, tokens);
			if (strength > 0) found.push({ name: entry.name, strength, line: at, isHead, tokens: entry.tokens });
		}
		return found;
	}

	private likely(joined: string): Entry[] {
		if (joined.length < FUZZY_LETTERS - 1) return [];
		const counts = new Map<number, number>();
		for (const triple of triplesOf(joined)) {
			for (const number of this.byTriple.get(triple) ?? []) counts.set(number, (counts.get(number) ?? 0) + 1);
		}
		return [...counts].flatMap(([number, count]) =>
			count >= LEAST_TRIPLES * (this.tripleCounts[number] ?? 1) ? (this.entries[number] ?? []) : [],
		);
	}
}

/** A plural is the same word. */
function isSameWord(word: string, read: string): boolean {
	return word === read || (word.length > 3 && (read === `${word}s` || word === `${read}s`));
}

function worth({ strength, isHead, line }: NameMatch): number {
	return strength + (isHead ? 1 : 0) - 0.01 * Math.max(0, Math.min(line, 50));
}

/** Over all runs of words of the line, as blanks get lost and added as well. */
function fuzzyStrength({ tokens: own, joined }: Entry, tokens: readonly string[]): number {
	const most = Math.floor(joined.length / LETTERS_AN_ERROR);
	let least = most + 1;
	for (let start = 0; start < tokens.length; start++) {
		let run = "";
		for (let end = start; end < Math.min(tokens.length, start + own.length + 2); end++) {
			run += tokens[end] ?? "";
			if (run.length > joined.length + most) break;
			least = Math.min(least, distanceUpTo(joined, run, most));
		}
	}
	return least > most ? 0 : 1 - (2 * least) / joined.length;
}

function triplesOf(text: string): Set<string> {
	const triples = new Set<string>();
	for (let at = 0; at + 3 <= text.length; at++) triples.add(text.slice(at, at + 3));
	return triples;
}
