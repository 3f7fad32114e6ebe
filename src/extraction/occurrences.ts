/** Where labels stand in a text. */
import { wordsOf } from "./fold.ts";
import { isKnownLabel, labelKey } from "./labels.ts";
import { isStopWord, namesOf } from "./lexicon-words.ts";
import { currencyIn, parseCurrency } from "./money.ts";
import type { DocumentText } from "./page-text.ts";
import type { Segment, TextLine, Token } from "./tokens.ts";

/** Longest label in tokens. */
const MAX_TOKENS = 8;
/** A label behind a value, without anything that parts them. */
const BEHIND_VALUE = 0.6;
/** Labels that mean the same whatever words stand before them, and how sure they then are. */
const TELLING = new Set(["cgst", "sgst", "igst", "iban", "bic", "ifsc", "gstin", "phone", "email"]);
const BEHIND_WORDS = 0.85;
/** Words that may stand before a label and leave it what it is. */
const LEADS = new Set(
	"plus zzgl add less minus abzgl incl inkl including davon enthaltene darin thereof total your".split(" "),
);
/** Words that count what a number before them says: "12 Nos", "38 hours". */
const UNITS = new Set(["num", "unit", "item", "qty", "hours", "days", "month", "year"]);
/** In small letters, without a colon, it may as well be words of a sentence: several that make a label, or one. */
const SMALL = 0.88;
const SMALL_WORD = 0.55;
/** Words go on behind it. */
const OPEN = 0.75;
/** Words that the lexicon does not know stand between it and its colon. */
const EXTENDED = 0.66;
/** A number follows, without a colon. */
const BEFORE_DIGITS = 0.94;

const PLUS = /^(?:zzgl\.?|zuzüglich|plus|add:?)$/i;

const TIMES = new Set(["month", "period", "year"]);
const OF_TIME = 0.9;

export interface Occurrence {
	key: string;
	line: TextLine;
	segment: Segment;
	/** Place of its segment in its line. */
	at: number;
	/** Tokens of the label proper in its segment, `end` excluded. */
	start: number;
	end: number;
	/** First token behind whatever belongs to the label: brackets, rates, colons. */
	valueStart: number;
	/** First token of the next label of its segment, else the count of tokens. */
	valueEnd: number;
	hasColon: boolean;
	/** How sure it is to be a label where it stands, 0…1. */
	clarity: number;
	/** Head of a column of items: what is below is a list. */
	isColumnHead?: boolean;
}

/** All labels that any field may go by, those asked for (`wanted`) and the common ones: the longest at each place. */
export function findOccurrences(text: DocumentText, wanted: ReadonlySet<string>): Occurrence[] {
	return text.lines.flatMap((line) => line.segments.flatMap((segment, at) => inSegment(line, segment, at, wanted)));
}

function inSegment(line: TextLine, segment: Segment, at: number, wanted: ReadonlySet<string>): Occurrence[] {
	const found: Occurrence[] = [];
	const { tokens } = segment;
	for (let start = 0; start < tokens.length; start++) {
		// "Plus VAT" is the tax; the same words behind a sum say what it is without.
		if (start === 0 && tokens.length > 1 && PLUS.test(tokens[0]?.text ?? "")) continue;
		// "19 % VAT": the sign is the number's.
		if (tokens[start]?.text === "%" && /\p{Nd}/u.test(tokens[start - 1]?.text ?? "")) continue;
		const span = longestAt(tokens, start, wanted);
		if (span === undefined) continue;
		const { valueStart, hasColon } = behindLabel(tokens, span.end);
		const base = {
			key: span.key,
			line,
			segment,
			at,
			start,
			end: span.end,
			valueStart,
			valueEnd: tokens.length,
			hasColon,
		};
		const last = found.at(-1);
		if (isUnit(base) || isSignOnly(tokens, start, span.end, wanted)) continue;
		const clarity = clarityOf(base, last);
		if (clarity === 0) continue;
		const colon =
			clarity < OF_TIME + 0.01 && !hasColon
				? tokens.findIndex(({ text }, at) => at >= valueStart && /[:：]$/.test(text))
				: -1;
		if (colon >= 0) Object.assign(base, { valueStart: colon + 1, hasColon: true });
		if (last !== undefined) last.valueEnd = start;
		found.push({ ...base, clarity });
		const second = isComposite(tokens, span.end) ? secondName(tokens, span.end, wanted) : undefined;
		if (second !== undefined) found.push({ ...base, ...second, clarity });
		start = Math.max(start, valueStart - 1);
	}
	return found;
}

function longestAt(
	tokens: readonly Token[],
	start: number,
	wanted: ReadonlySet<string>,
): { key: string; end: number } | undefined {
	let best: { key: string; end: number } | undefined;
	const words: string[] = [];
	for (let end = start + 1; end <= Math.min(tokens.length, start + MAX_TOKENS); end++) {
		const text = tokens[end - 1]?.text ?? "";
		if (end > start + 1 && /^[([]/.test(text) && !/^[(]?s?[)]/.test(text)) break;
		if (best !== undefined && text === "/") break;
		const own = wordsOf(text);
		if (own.some((word) => /\p{Nd}/u.test(word)) && !wanted.has(labelKey([...words, ...own]))) break;
		if (end === start + 1 && (own.length === 0 || own.every(isStopWord))) break;
		words.push(...own);
		const key = labelKey(words);
		// A label does not end in a preposition.
		const endsWell = own.length > 0 || /^[#№]/.test(text);
		if (endsWell && key !== "" && (wanted.has(key) || isKnownLabel(key))) best = { key, end };
		if (/[:：=]$/.test(text)) break;
	}
	return best;
}

const INCLUSION =
	/^[(]?(?:incl|inkl|inklusive|including|inc|excl|exkl|zzgl|exclusive|plus|before|ttc|ht|in)\.?[)]?:?$/i;
const BASIS = /^(?:on|of|auf|von|aus|sur|@|at|à|über|for)$/i;

/** Skips what may stand between a label and its value: `(EUR)`, `19 %`, `incl. VAT`, `on 100.00`, leaders, colons. */
function behindLabel(tokens: readonly Token[], end: number): { valueStart: number; hasColon: boolean } {
	let at = end;
	if (isComposite(tokens, end))
		return { valueStart: tokens.length, hasColon: /[:：]$/.test(tokens.at(-1)?.text ?? "") };
	const textAt = (index: number): string => tokens[index]?.text ?? "";
	const endsInColon = (index: number): boolean => /[:：=]$/.test(textAt(index));
	if (endsInColon(end - 1)) return { valueStart: end, hasColon: true };
	for (let guard = 0; at < tokens.length && guard < 12; guard++) {
		const text = textAt(at);
		// Leaders part as clearly as a colon.
		if (/^(?:[:：=]|[.…_·]{3,}[:：]?)$/.test(text)) return { valueStart: at + 1, hasColon: true };
		if (/^[-–—|.…_·*/]+$/.test(text)) at++;
		else if (at + 1 === tokens.length && parseCurrency(text) !== undefined) at++;
		else if (/^\(/.test(text) && !/^\([\p{Nd}.,\s]+\)$/u.test(text)) {
			const close = tokens.findIndex((token, index) => index >= at && /\)[:：]?$/.test(token.text));
			if (close < 0 || close - at > 5) break;
			at = close + 1;
			if (endsInColon(close)) return { valueStart: at, hasColon: true };
		} else if (
			/^@?\p{Nd}+(?:[.,]\p{Nd}+)?%[:：]?$/u.test(text) ||
			(/^\p{Nd}+(?:[.,]\p{Nd}+)?$/u.test(text) && /^%/.test(textAt(at + 1)))
		) {
			at += /%/.test(text) ? 1 : 2;
			if (endsInColon(at - 1)) return { valueStart: at, hasColon: true };
		} else if (/^@$/.test(text)) at++;
		else if (INCLUSION.test(text) && at + 1 < tokens.length) {
			const stop = stopOfInclusion(tokens, at);
			if (stop === undefined) break;
			at = stop;
			if (endsInColon(at - 1)) return { valueStart: at, hasColon: true };
		} else if (BASIS.test(text) && /\p{Nd}[.,]\p{Nd}/u.test(textAt(at + 1) + textAt(at + 2)) && at > end)
			at += /\p{Nd}/u.test(textAt(at + 1)) ? 2 : 3;
		else break;
	}
	return { valueStart: at, hasColon: false };
}

/** "Street, number", "Postcode / town": labels of what stands in one place. */
function isComposite(tokens: readonly Token[], end: number): boolean {
	const rest = tokens.slice(end);
	const isJoined = /\p{L}[,/]$/u.test(tokens[end - 1]?.text ?? "") || /^[/&]$/.test(rest[0]?.text ?? "");
	const words = rest.filter(({ text }) => /\p{L}/u.test(text));
	const isKnown = words.every(({ text }) =>
		wordsOf(text).every((word) => isStopWord(word) || namesOf(word).length > 0),
	);
	return (
		isJoined && words.length > 0 && (words.length <= 2 || isKnown) && rest.every(({ text }) => !/\p{Nd}/u.test(text))
	);
}

/** "वेतन / Salary": the same in another language, or what else stands there. */
function secondName(
	tokens: readonly Token[],
	end: number,
	wanted: ReadonlySet<string>,
): { key: string; start: number; end: number } | undefined {
	const start = /^[/&]$/.test(tokens[end]?.text ?? "") ? end + 1 : end;
	const name = longestAt(tokens, start, wanted);
	return name?.end === tokens.length ? { ...name, start } : undefined;
}

/** Behind `incl. 19 % VAT`. */
function stopOfInclusion(tokens: readonly Token[], start: number): number | undefined {
	for (let at = start + 1; at <= Math.min(tokens.length, start + 5); at++) {
		const token = tokens[at];
		if (/[:：]$/.test(tokens[at - 1]?.text ?? "") && at > start + 1) return at;
		if (token === undefined) return at;
		const isAmount = /\p{Nd}/u.test(token.text) && !/%/.test(token.text) && !/^%/.test(tokens[at + 1]?.text ?? "");
		if (isAmount || (currencyIn(token.text).length > 0 && /\p{Nd}/u.test(tokens[at + 1]?.text ?? token.text)))
			return at;
	}
	return undefined;
}

function clarityOf(label: Omit<Occurrence, "clarity">, last: Occurrence | undefined): number {
	const { key, segment, start, end, valueStart, hasColon } = label;
	const { tokens } = segment;
	const before = start === 0 ? undefined : tokens[start - 1];
	let clarity =
		hasColon ||
		key === "until" ||
		!/^\p{Ll}/u.test(tokens[TELLING.has(key) && tokens.length <= 4 ? 0 : start]?.text ?? "")
			? 1
			: end - start > 1
				? SMALL
				: SMALL_WORD;
	// "Payment method: Cash" has one label, not two.
	if (last?.hasColon === true && !hasColon) {
		const next = tokens[valueStart]?.text ?? "";
		if (last.valueStart === start || !/\p{Nd}/u.test(next)) return 0;
	}
	// "b Employer", "12a Code": boxes of forms have letters and numbers.
	const isBoxName = start === 1 && /^(?:[a-z]|\d{1,2}[a-z]?)$/.test(before?.text ?? "");
	if (before !== undefined && !isBoxName && !/[:：|•·,;)]$/.test(before.text)) {
		const lead = tokens.slice(0, start).flatMap(({ text }) => wordsOf(text));
		// "For the month of".
		const isLead = lead.every((word) => isStopWord(word) || LEADS.has(word));
		const isWord = !isLead && /\p{L}/u.test(before.text) && !/\p{Nd}/u.test(before.text) && !isMark(before.text);
		const isFree = last === undefined && !tokens.slice(0, start).some(({ text }) => /[:：]$/.test(text));
		// "Joining date" is not the date.
		if (isWord && isFree && !TELLING.has(label.key)) return 0;
		if (isWord) clarity *= hasColon ? 0.9 : isFree ? BEHIND_WORDS : BEHIND_VALUE;
	}
	if (hasColon || valueStart >= tokens.length) return clarity;
	const next = tokens[valueStart]?.text ?? "";
	if (/\p{Nd}/u.test(next) || currencyIn(next).length > 0) return clarity * BEFORE_DIGITS;
	const second = tokens[valueStart + 1]?.text ?? "";
	if (/^\p{Lu}{1,3}$/u.test(next) && /\p{Nd}/u.test(second)) return clarity * BEFORE_DIGITS;
	// "Date of birth:" is not the date either; "Position applied for:" may be the position.
	const colon = tokens.slice(valueStart, valueStart + 4).findIndex(({ text }) => /[:：]$/.test(text));
	if (colon < 0) return clarity * OPEN;
	const between = tokens.slice(valueStart, valueStart + colon + 1).flatMap(({ text }) => wordsOf(text));
	// "Net pay for the month:".
	const isOfTime = between.every((word) => isStopWord(word) || namesOf(word).some((name) => TIMES.has(name)));
	if (isOfTime) return clarity * OF_TIME;
	return between.some((word) => namesOf(word).length > 0) ? 0 : clarity * EXTENDED;
}

function isUnit({ key, hasColon, start, end, segment }: Omit<Occurrence, "clarity">): boolean {
	// The other answer to "Yes".
	if (!hasColon && key === "num" && end === segment.tokens.length && /^no$/i.test(segment.tokens[start]?.text ?? ""))
		return true;
	return !hasColon && UNITS.has(key) && /^\p{Nd}+(?:[.,]\p{Nd}+)?$/u.test(segment.tokens[start - 1]?.text ?? "");
}

/** "# Items sold": the sign is no label where the words behind it are one. */
function isSignOnly(tokens: readonly Token[], start: number, end: number, wanted: ReadonlySet<string>): boolean {
	const behind = tokens[start]?.text === "#" ? longestAt(tokens, start + 1, wanted) : undefined;
	return behind !== undefined && behind.end > end && wanted.has(behind.key);
}

function isMark(text: string): boolean {
	return /^(?:\(?[a-z\d]{1,2}[.)]|[☐☑☒□■✓✔✗✘•*\-–])$/iu.test(text);
}
