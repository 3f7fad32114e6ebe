/** Tokens that may be a field's value → the value, typed, and how well it fits. */
import { parseBoolean, parseBox } from "./booleans.ts";
import { readChoice, tickedWords } from "./choices.ts";
import { parseDate } from "./dates.ts";
import { foldWord, humanized, wordsOf } from "./fold.ts";
import type { Wanted } from "./labels.ts";
import type { Kind } from "./lexicon-concepts.ts";
import type { Habits } from "./locale.ts";
import { parseCurrency, parseMoney } from "./money.ts";
import { parseNumber, parsePercent } from "./numbers.ts";
import { isGstin, isTaxId, parseBic, parseEmail, parseIban, parseIfsc, parsePhone, parseUrl } from "./patterns.ts";
import type { Money, SimpleValue } from "./result.ts";
import { type Token, textOf } from "./tokens.ts";

export interface Reading {
	value: SimpleValue;
	tokens: Token[];
	/** 0…1: form, completeness, and whether it can be read in one way only. */
	fit: number;
}

/** Tokens left over before or behind the value. */
const PARTIAL = 0.85;
/** Habit, not evidence, tells day from month, or thousands from decimals. */
const BY_HABIT = 0.85;
/** Years of births that are printed with two digits: from here on the last century's. */
const BIRTH_PIVOT = 25;
const PLAIN_INTEGER = 0.88;
const CUT_OUT_INTEGER = 0.5;
/** A number above a hundred for a rate. */
const NO_RATE = 0.45;

/** Undefined where no part of the tokens can be a value of the field. */
export function readTokens(tokens: readonly Token[], wanted: Wanted, habits: Habits): Reading | undefined {
	if (tokens.length === 0) return undefined;
	const { field, kind } = wanted;
	if (field.enum !== undefined && field.enum.length > 0) return readChoice(tokens, field.enum);
	if (field.type === "boolean") return readYesOrNo(tokens);
	if (field.type === "date") {
		const date = readDate(tokens, habits, isBirth(wanted));
		return wanted.side === "end" && date !== undefined ? lastDate(date, tokens, habits) : date;
	}
	if (field.type === "currency") return readMoney(tokens, habits);
	if (field.type === "number") return readNumber(tokens, kind, habits);
	if (kind === "taxid") return readTaxId(tokens, wordsOf(humanized(field.name)));
	const read = readString(tokens, kind, habits);
	// "Payable by | 16.03.2023" says when, not how.
	const isWhen = wanted.concept?.name === "payment_method" && parseDate(String(read?.value)) !== undefined;
	return isWhen ? undefined : read;
}

/** Of yes and no with boxes the ticked one; else the first word that says either. */
function readYesOrNo(tokens: readonly Token[]): Reading | undefined {
	const words = tokens.filter(
		({ text }) => parseBox(text) === undefined && parseBoolean(text) !== undefined && text.length > 1,
	);
	const ticked = readChoice(
		tokens,
		words.map(({ text }) => text),
	);
	const value = typeof ticked?.value === "string" ? parseBoolean(ticked.value) : undefined;
	const hasTick = tokens.some(({ text }) => parseBox(text) === true);
	const isTicked = ticked !== undefined && isBeside(tokens, ticked.tokens);
	if (ticked !== undefined && value !== undefined && (isTicked || !hasTick)) return { ...ticked, value, fit: 1 };
	// Something is ticked, and it cannot be read what.
	if (words.length > 0 && hasTick) return undefined;
	if (new Set(words.map(({ text }) => parseBoolean(text))).size > 1) return undefined;
	return firstWindow(tokens, 3, (text) => whole(parseBoolean(text)));
}

/** Whether a ticked box stands before or behind a word. */
function isBeside(tokens: readonly Token[], word: readonly Token[]): boolean {
	const [first, last] = [word[0], word.at(-1)];
	if (first === undefined || last === undefined) return false;
	const neighbours = [tokens[tokens.indexOf(first) - 1], tokens[tokens.indexOf(last) + 1]];
	return neighbours.some((token) => token !== undefined && parseBox(token.text) === true);
}

interface Read<T extends SimpleValue = SimpleValue> {
	value: T;
	fit: number;
}

function whole<T extends SimpleValue>(value: T | undefined): Read<T> | undefined {
	return value === undefined ? undefined : { value, fit: 1 };
}

/** The first place where something can be read, and there the longest run of tokens. */
export function firstWindow<T extends SimpleValue>(
	tokens: readonly Token[],
	longest: number,
	read: (text: string) => Read<T> | undefined,
): (Reading & { value: T }) | undefined {
	for (let start = 0; start < tokens.length; start++) {
		for (let end = Math.min(tokens.length, start + longest); end > start; end--) {
			const window = tokens.slice(start, end);
			const found = read(textOf(window)) ?? read(trimmed(textOf(window)));
			if (found === undefined) continue;
			const isWhole = window.length === tokens.length;
			return { value: found.value, tokens: window, fit: found.fit * (isWhole ? 1 : PARTIAL) };
		}
	}
	return undefined;
}

function trimmed(text: string): string {
	return text.replace(/^[\s|]+|[\s,;|]+$/g, "").replace(/(?<=\d)\.$/, "");
}

/** Who was born in 64 was born in 1964. */
function isBirth({ labels }: Wanted): boolean {
	return [...labels.keys()].some((key) => /\bbirth\b/.test(key));
}

function readDate(tokens: readonly Token[], habits: Habits, isPast = false): Reading | undefined {
	return firstWindow(tokens, 7, (text) => {
		if (!/\p{Nd}/u.test(text)) return undefined;
		const date = parseDate(text, habits.dates, isPast ? BIRTH_PIVOT : undefined);
		if (date === undefined) return undefined;
		return { value: date.iso, fit: date.isAmbiguous && !habits.isDateOrderSeen ? BY_HABIT : 1 };
	});
}

/** Of a period its end. */
function lastDate(first: Reading, tokens: readonly Token[], habits: Habits): Reading {
	const from = tokens.indexOf(first.tokens.at(-1) ?? (first.tokens[0] as Token)) + 1;
	return readDate(tokens.slice(from), habits) ?? first;
}

export function readMoney(tokens: readonly Token[], habits: Habits): (Reading & { value: Money }) | undefined {
	const free = tokens.filter((token, at) => !isRate(token, tokens[at + 1]));
	const read = firstWindow(free, 5, (text) => {
		if (!/\p{Nd}/u.test(text)) return undefined;
		const money = parseMoney(text, habits.decimal);
		if (money === undefined || Math.abs(money.amount) >= 1e13) return undefined;
		const isBare = money.currency === null && money.decimals === 0;
		return {
			value: { amount: money.amount, currency: money.currency ?? habits.currency ?? null },
			fit: (isBare ? PLAIN_INTEGER : 1) * (money.isAmbiguous ? BY_HABIT : 1),
		};
	});
	// "30 days", "28, 2023": a plain number among words is an amount of something else.
	const isCutOut = read !== undefined && read.tokens.length < free.length && /^\p{Nd}+,?$/u.test(textOf(read.tokens));
	return isCutOut ? { ...read, fit: read.fit * CUT_OUT_INTEGER } : read;
}

/** `19 %` beside an amount is no amount. */
function isRate(token: Token, next: Token | undefined): boolean {
	return /%\)?$/.test(token.text) || (/^\p{Nd}+(?:[.,]\p{Nd}+)?$/u.test(token.text) && next?.text === "%");
}

const UNIT = /^\s?(?:%|[\p{L}°]{1,3}[\p{L}.²³/]{0,12})$/u;

function readNumber(tokens: readonly Token[], kind: Kind, habits: Habits): Reading | undefined {
	const percent = firstWindow(tokens, 2, (text) => {
		const read = parsePercent(text, habits.decimal);
		return read === undefined ? undefined : { value: read.value, fit: 1 };
	});
	if (kind === "percent" && percent !== undefined) return { ...percent, fit: 1 };
	const plain = firstWindow(tokens, 4, (text) => {
		const read = parseNumber(text, habits.decimal) ?? parseMoney(text, habits.decimal);
		if (read === undefined) return undefined;
		const value = "value" in read ? read.value : read.amount;
		const isNoRate = kind === "percent" && Math.abs(value) > 100;
		return { value, fit: (read.isAmbiguous ? BY_HABIT : 1) * (isNoRate ? NO_RATE : 1) };
	});
	if (plain !== undefined) {
		const rest = tokens.slice(tokens.indexOf(plain.tokens.at(-1) ?? (plain.tokens[0] as Token)) + 1);
		// "38.5 hours": a unit behind it is no rest.
		const isUnit = tokens[0] === plain.tokens[0] && rest.length === 1 && UNIT.test(rest[0]?.text ?? "");
		return isUnit ? { ...plain, fit: Math.min(1, plain.fit / PARTIAL) } : plain;
	}
	return percent ?? readGluedUnit(tokens, habits);
}

/** `12kg`, `3x`. */
function readGluedUnit(tokens: readonly Token[], habits: Habits): Reading | undefined {
	const [first] = tokens;
	const [, digits] = /^([\p{Nd}.,]+)(?:\p{L}{1,4}\.?)$/u.exec(first?.text ?? "") ?? [];
	if (first === undefined || digits === undefined) return undefined;
	const read = parseNumber(digits, habits.decimal);
	return read === undefined ? undefined : { value: read.value, tokens: [first], fit: PARTIAL };
}

function readString(tokens: readonly Token[], kind: Kind, habits: Habits): Reading | undefined {
	switch (kind) {
		case "iban":
			return firstWindow(tokens, 10, (text) => whole(parseIban(text)));
		case "bic":
			return firstWindow(tokens, 1, (text) => whole(parseBic(text)));
		case "ifsc":
			return firstWindow(tokens, 1, (text) => whole(parseIfsc(text)));
		case "email":
			return firstWindow(tokens, 1, (text) => whole(parseEmail(text)));
		case "url":
			return firstWindow(tokens, 1, (text) => whole(parseUrl(text)));
		case "phone":
			return firstWindow(tokens, 6, (text) => whole(parsePhone(text)));
		case "percent":
			return firstWindow(tokens, 2, (text) =>
				parsePercent(text, habits.decimal) === undefined ? undefined : whole(text),
			);
		case "currency":
			return firstWindow(tokens, 1, (text) => whole(parseCurrency(text)));
		case "id":
			return readId(tokens);
		case "date": {
			const read = readDate(tokens, habits);
			return read && { ...read, value: textOf(read.tokens) };
		}
		default: {
			const ticked = tickedWords(tokens);
			return ticked === undefined ? readWords(tokens, kind) : ticked.length > 0 ? readWords(ticked, kind) : undefined;
		}
	}
}

/** `said`: the words of the field's name, which may ask for one country's number alone. */
function readTaxId(tokens: readonly Token[], said: readonly string[]): Reading | undefined {
	const isIndian = said.includes("gstin");
	const known = firstWindow(tokens, 4, (text) => ((isIndian ? isGstin : isTaxId)(text) ? whole(text) : undefined));
	if (known !== undefined) return { ...known, fit: 1 };
	const id = isIndian ? undefined : readId(tokens);
	const digits = typeof id?.value === "string" ? (id.value.match(/\p{Nd}/gu) ?? []).length : 0;
	const isClass = digits < LEAST_TAX_DIGITS && !said.includes("code");
	return id && { ...id, fit: id.fit * (isClass ? 0.3 : 0.8) };
}

/** "1257L" is a class of tax payers, nobody's number. */
const LEAST_TAX_DIGITS = 6;

/** A number as somebody keeps it: with a digit in it, in one or a few pieces. */
function readId(tokens: readonly Token[]): Reading | undefined {
	const from = tokens.findIndex(({ text }) => /[\p{L}\p{Nd}]/u.test(text));
	if (from < 0) return undefined;
	const run: Token[] = [];
	for (const token of tokens.slice(from)) {
		const isPiece = /\p{Nd}/u.test(token.text) || /^[A-Z]{1,5}[-/.]?$/.test(token.text) || /^[-–/]$/.test(token.text);
		if (!isPiece || (run.length > 0 && parseDate(token.text) !== undefined)) break;
		run.push(token);
		if (/[,;]$/.test(token.text)) break;
	}
	const isLetterLast = run.length === tokens.length && /^[A-Z]$/.test(run.at(-1)?.text ?? "");
	while (run.length > 0 && !isLetterLast && !/\p{Nd}/u.test(run.at(-1)?.text ?? "")) run.pop();
	if (!run.some(({ text }) => /\p{Nd}/u.test(text))) return undefined;
	if (run.length === 0) return undefined;
	const value = textOf(run).replace(/[,;.]+$/, "");
	// 20-11-33 may be a sort code; 20.11.2033 is a day.
	const isDate = parseDate(value) !== undefined && !/^\p{Nd}\p{Nd}(?:-\p{Nd}\p{Nd}){2}$/u.test(value);
	const isMoney = /[€$£₹]|\d[.,]\d\d$/.test(value) && parseMoney(value) !== undefined;
	const isWhole = run.length === tokens.length;
	return {
		value,
		tokens: run,
		fit: (isWhole ? 1 : PARTIAL) * (isDate ? 0.4 : 1) * (isMoney ? 0.4 : 1) * (run.length > 4 ? 0.7 : 1),
	};
}

const MAX_NAME_TOKENS = 10;

function readWords(tokens: readonly Token[], kind: Kind): Reading | undefined {
	const value = textOf(tokens).replace(/^[\s:|–—-]+|[\s:|;,]+$/g, "");
	if (value === "" || !/[\p{L}\p{Nd}]/u.test(value)) return undefined;
	if (/^[_.\-–—\s]*$/.test(value) || /^(?:n\/?a|k\.?\s?a\.?|none|-+)$/i.test(value)) return undefined;
	const kept = tokens.filter(({ text }) => !/^[:|–—-]+$/.test(text));
	if (kind === "name") {
		if (!/[\p{L}\p{M}]{2}/u.test(value)) return undefined;
		const digits = (value.match(/\p{Nd}/gu) ?? []).length;
		const isLong = tokens.length > MAX_NAME_TOKENS;
		const isOther =
			parseDate(value) !== undefined || parseMoney(value) !== undefined || parseEmail(value) !== undefined;
		const isSentence = /[.!?]$/.test(value) && tokens.length > 6;
		const isCutOut = isPartOfSentence(tokens);
		const beginsWithNumber = /^\p{Nd}+[a-z]?[,\s]/iu.test(value);
		return {
			value,
			tokens: kept,
			fit:
				(isCutOut ? 0.4 : 1) *
				(beginsWithNumber ? 0.5 : 1) *
				(digits > value.length / 3 ? 0.5 : 1) *
				(isLong || isSentence ? 0.5 : 1) *
				(isOther ? 0.3 : 1),
		};
	}
	const isAmount = kind === "text" && parseMoney(value)?.decimals === 2;
	return { value, tokens: kept, fit: (tokens.length > 40 ? 0.6 : 1) * (isAmount ? 0.5 : 1) };
}

/** Begins or ends in small words, or in the middle of one. */
function isPartOfSentence(tokens: readonly Token[]): boolean {
	const [first, last] = [tokens[0]?.text ?? "", tokens.at(-1)?.text ?? ""];
	if (/\p{L}-$/u.test(last) || isFunctionWord(last) || isFunctionWord(first)) return true;
	return (
		tokens.length > 1 &&
		/^\p{Ll}/u.test(first) &&
		!/^(?:de|del|da|di|du|van|von|zu|zur|zum|la|le|el|bin|ibn)$/.test(first)
	);
}

const FUNCTION_WORDS = new Set(
	"the a an of in on by with that this these those to are is was were for into from and or as at be has have it its which who und oder der die das den dem mit von für auf ist sind wird".split(
		" ",
	),
);

/** A word of sentences, in small letters. */
export function isFunctionWord(word: string): boolean {
	return FUNCTION_WORDS.has(word);
}

/** For comparing values by what they say. */
export function sameValue(a: SimpleValue, b: SimpleValue): boolean {
	if (typeof a === "string" && typeof b === "string") return foldText(a) === foldText(b);
	return JSON.stringify(a) === JSON.stringify(b);
}

function foldText(text: string): string {
	return text
		.split(/[\s,]+/)
		.map(foldWord)
		.join("");
}
