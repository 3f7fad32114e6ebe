/** Values that a model gave: where they stand in the text, and how far that proves them. */
import { citationOf } from "./citation.ts";
import { parseDate } from "./dates.ts";
import type { Field } from "./flow.ts";
import { foldWord } from "./fold.ts";
import { type Wanted, wantedOf } from "./labels.ts";
import { type Habits, habitsOf } from "./locale.ts";
import { type ExtractionInput, readText } from "./page-text.ts";
import { readTokens, sameValue } from "./readings.ts";
import { type FieldResult, type FieldValue, MISSING, type SimpleValue } from "./result.ts";
import { type TextLine, type Token, textOf } from "./tokens.ts";

/** The contract's bound for what does not occur in the text. */
const UNGROUNDED = 30;
/** Found, and as printed it reads as the value. */
const PROVEN = 95;
/** Found as text, but it does not read as the value by our own rules. */
const SAID = 75;
/** One of several places, and no label tells which. */
const REPEATED = 0.95;
/** A number of fewer digits proves little by standing somewhere. */
const TELLING_DIGITS = 3;
const UNTELLING = 55;
/** Longest value that is looked for, in tokens. */
const MAX_TOKENS = 80;

/** What a model says of a field: the value, and the text that it says to have it from. */
export interface ModelValue {
	value: FieldValue | null;
	/** As printed; null where it did not say. */
	text?: string | null | undefined;
	/** The model's own, 0…100; absent where it gave none. */
	confidence?: number | undefined;
}

/** Grounds values in one document; built once for all of them. */
export class Grounding {
	private readonly lines: readonly TextLine[];
	private readonly habits: Habits;

	constructor(input: ExtractionInput) {
		const text = readText(input);
		this.lines = text.lines;
		this.habits = habitsOf(text);
	}

	/** The result of a field: value, place and score. A value that does not stand in the text keeps at most 30 and has no citation. */
	ground(field: Field, given: ModelValue): FieldResult {
		const { value } = given;
		if (value === null || (Array.isArray(value) && value.length === 0)) return MISSING;
		if (Array.isArray(value)) return this.groundMany(field, value, given);
		const place = this.placeOf(wantedOf(field), value, given.text);
		return place === undefined ? ungrounded(value, given) : result(value, place, given);
	}

	/** One place and one score for the whole: the mean over its parts, those that are not found counted as such. */
	private groundMany(field: Field, value: Exclude<FieldValue, SimpleValue>, given: ModelValue): FieldResult {
		const places = value.flatMap((each) => this.partPlaces(field, each));
		const found = places.filter((place) => place !== undefined);
		if (found.length === 0) return ungrounded(value, given);
		const sum = places.reduce((total, place) => total + (place?.score ?? UNGROUNDED), 0);
		const tokens = inOrder(found.flatMap((place) => place.tokens));
		return result(value, { tokens, score: sum / places.length }, given);
	}

	private partPlaces(field: Field, part: SimpleValue | Record<string, SimpleValue | null>): (Found | undefined)[] {
		const items = field.items ?? [];
		if (typeof part !== "object" || isMoney(part)) {
			const item = items[0] ?? { name: field.name, type: "string" };
			return [this.placeOf(wantedOf(item), part, undefined)];
		}
		return Object.entries(part).flatMap(([name, cell]) => {
			const item = items.find((each) => each.name === name);
			return cell === null || item === undefined ? [] : [this.placeOf(wantedOf(item, "column"), cell, undefined)];
		});
	}

	private placeOf(wanted: Wanted, value: SimpleValue, text: string | null | undefined): Found | undefined {
		const quoted = text ? this.find(text) : [];
		const [first] = quoted;
		if (first !== undefined) {
			const says = quoted.find((tokens) => this.reads(tokens, wanted, value));
			return { tokens: says ?? first, score: says === undefined ? SAID : sure(PROVEN, quoted.length) };
		}
		if (typeof value === "string") {
			const places = this.find(value);
			if (places[0] !== undefined) return { tokens: places[0], score: sure(PROVEN, places.length) };
		}
		return this.findTyped(wanted, value);
	}

	private reads(tokens: Token[], wanted: Wanted, value: SimpleValue): boolean {
		if (typeof value === "string" && sameValue(textOf(tokens), value)) return true;
		const read = readTokens(tokens, wanted, this.habits)?.value;
		return read !== undefined && isEqual(read, value);
	}

	/** Runs of tokens that say the text, but for case, accents and punctuation at their ends; over line ends, too. */
	private find(text: string): Token[][] {
		const words = text
			.split(/\s+/)
			.map(comparable)
			.filter((word) => word !== "");
		if (words.length === 0 || words.length > MAX_TOKENS) return [];
		const tokens = this.lines.flatMap((line) => line.segments.flatMap((segment) => segment.tokens));
		const found: Token[][] = [];
		for (let start = 0; start < tokens.length; start++) {
			const run = runAt(tokens, start, words);
			if (run !== undefined) found.push(run);
		}
		return found.length > 0 ? found : this.findGlued(words.join(""));
	}

	/** The same letters cut into words in another way, within a line. */
	private findGlued(letters: string): Token[][] {
		return this.lines.flatMap((line) => {
			const tokens = line.segments.flatMap((segment) => segment.tokens);
			for (let start = 0; start < tokens.length; start++) {
				let said = "";
				for (let end = start; end < tokens.length && said.length < letters.length; end++) {
					said += comparable(tokens[end]?.text ?? "");
					if (said === letters) return [tokens.slice(start, end + 1)];
				}
			}
			return [];
		});
	}

	/** A date or a number that is printed in another way than it was given. */
	private findTyped(wanted: Wanted, value: SimpleValue): Found | undefined {
		if (typeof value === "boolean" || typeof value === "string") {
			if (typeof value !== "string" || parseDate(value) === undefined) return undefined;
		}
		const places = this.lines.flatMap((line) => {
			const tokens = line.segments.flatMap((segment) => segment.tokens);
			return tokens.flatMap((_, start) => {
				const read = readTokens(tokens.slice(start, start + 7), wanted, this.habits);
				return read !== undefined && read.tokens[0] === tokens[start] && isEqual(read.value, value)
					? [read.tokens]
					: [];
			});
		});
		const [first] = places;
		if (first === undefined) return undefined;
		// A bare small number may stand anywhere for anything.
		const isTelling = textOf(first).replace(/\P{Nd}/gu, "").length >= TELLING_DIGITS;
		return { tokens: first, score: sure(isTelling ? PROVEN - 5 : UNTELLING, places.length) };
	}
}

interface Found {
	tokens: Token[];
	score: number;
}

function sure(score: number, places: number): number {
	return places > 1 ? score * REPEATED : score;
}

function runAt(tokens: readonly Token[], start: number, words: readonly string[]): Token[] | undefined {
	const run: Token[] = [];
	let at = start;
	for (const word of words) {
		while (run.length > 0 && comparable(tokens[at]?.text ?? "x") === "" && at < tokens.length) at++;
		const token = tokens[at++];
		if (token === undefined || comparable(token.text) !== word || token.page !== tokens[start]?.page) return undefined;
		run.push(token);
	}
	return run;
}

function comparable(text: string): string {
	return foldWord(text).replace(/^[^\p{L}\p{N}€$£₹+-]+|[^\p{L}\p{N}%€$£₹]+$/gu, "");
}

function isMoney(value: object): value is { amount: number; currency: string | null } {
	return "amount" in value && "currency" in value;
}

/** A currency that the document does not name may still be known to the model. */
function isEqual(read: SimpleValue, value: SimpleValue): boolean {
	if (typeof read === "object" && typeof value === "object") {
		const isSameCurrency = read.currency === null || value.currency === null || read.currency === value.currency;
		return Math.abs(read.amount - value.amount) < 0.005 && isSameCurrency;
	}
	if (typeof read === "number" && typeof value === "number") return Math.abs(read - value) < 1e-9;
	return sameValue(read, value);
}

function ungrounded(value: FieldValue, { confidence = UNGROUNDED }: ModelValue): FieldResult {
	return { value, score: Math.round(Math.max(0, Math.min(UNGROUNDED, confidence))), citation: null };
}

function result(value: FieldValue, { tokens, score }: Found, { confidence }: ModelValue): FieldResult {
	// The model's doubt counts, its certainty does not.
	const doubted = confidence === undefined ? score : Math.min(score, (score + Math.max(0, confidence)) / 2);
	return { value, score: Math.round(Math.min(99, doubted)), citation: citationOf(tokens) };
}

/** Of the first page alone, from top to bottom. */
function inOrder(tokens: readonly Token[]): Token[] {
	const sorted = [...new Set(tokens)].sort((a, b) => a.page - b.page || a.box[1] - b.box[1] || a.box[0] - b.box[0]);
	return sorted.filter(({ page }) => page === sorted[0]?.page);
}
