/** Values that need no label: there is one of their form in the whole document. */

import { parseBox } from "./booleans.ts";
import type { Candidate, Reader } from "./candidates.ts";
import { readChoice } from "./choices.ts";
import { parseDate } from "./dates.ts";
import { humanized, plainDigits, wordsOf } from "./fold.ts";
import type { Wanted } from "./labels.ts";
import type { Habits } from "./locale.ts";
import { currencyIn } from "./money.ts";
import type { DocumentText } from "./page-text.ts";
import { parseEmail, parseIban, parseIfsc, parseMaskedCard, parsePhone, parseUrl } from "./patterns.ts";
import { firstWindow } from "./readings.ts";
import { type Token, textOf } from "./tokens.ts";

/** A telephone number that shows it by the sign of a country's code, or by an area's in brackets. */
const CLEAR_PHONE = /^(?:\+\p{Nd}|\(\p{Nd}{3,5}\)|\p{Nd}{3}([-.])\p{Nd}{3}\1\p{Nd}{4}$)/u;

const BY_FORM: Record<string, { score: number; longest: number; parse(text: string): string | undefined }> = {
	iban: { score: 88, longest: 9, parse: parseIban },
	ifsc: { score: 86, longest: 1, parse: parseIfsc },
	email: { score: 74, longest: 1, parse: parseEmail },
	phone: { score: 62, longest: 5, parse: (text) => (CLEAR_PHONE.test(text) ? parsePhone(text) : undefined) },
	url: { score: 70, longest: 1, parse: (text) => (/@/.test(text) ? undefined : parseUrl(text)) },
};

/** Words beside a day that is not part of a sentence. */
const MAX_BESIDE_DAY = 6;
const UNLABELLED_DATE = 66;
const DATE_IN_SENTENCE = 76;
/** Words of a sentence that asks for money, and those before the day until which. */
const ASKS_TO_PAY = /überweis|zahl|begleich|pay|remit|settle|régler|payer|paiement|pago|pagar|abonar|भुगतान/i;
const UNTIL = /^(?:bis|zum|spätestens|by|before|until|avant|le|antes|del|hasta|el|तक)$/i;

/** Dates without a label: the day of the document where it has one date only, and until when to pay, where a sentence says so. */
function dateCandidates({ concept, isOwnDay }: Wanted, { text, habits }: Reader): Candidate[] {
	const wantsDay = isOwnDay === true;
	if (!wantsDay && concept?.name !== "due_date") return [];
	const dates = new Map<string, { tokens: Token[]; isUntil: boolean }>();
	for (const { segments } of text.lines) {
		for (const { tokens, text: whole } of segments) {
			for (let start = 0; start < tokens.length; start++) {
				const read = firstWindow(tokens.slice(start, start + 5), 4, (each) => {
					const date = /\p{Nd}{4}|\p{Nd}[./-]\p{Nd}/u.test(each) ? parseDate(each, habits.dates) : undefined;
					return date === undefined ? undefined : { value: date.iso, fit: 1 };
				});
				if (read === undefined || read.tokens[0] !== tokens[start] || typeof read.value !== "string") continue;
				if (wantsDay && tokens.length - read.tokens.length > MAX_BESIDE_DAY) continue;
				const isUntil = UNTIL.test(tokens[start - 1]?.text ?? "") && ASKS_TO_PAY.test(whole);
				if (!dates.has(read.value)) dates.set(read.value, { tokens: read.tokens, isUntil });
				start += read.tokens.length - 1;
			}
		}
	}
	const lettered = wantsDay ? letterDay(text, habits) : undefined;
	if (lettered !== undefined) return [lettered];
	const [only, ...others] = [...dates].filter(([, { isUntil }]) => isUntil !== wantsDay);
	if (only === undefined || others.length > 0) return [];
	return [{ value: only[0], tokens: only[1].tokens, score: wantsDay ? UNLABELLED_DATE : DATE_IN_SENTENCE }];
}

const LETTER_DAY = 78;
const LETTER_HEAD_LINES = 30;

/** "Hamburg, den 28.08.2025": place and day, and nothing else, at the top of a letter. */
function letterDay({ lines }: DocumentText, { dates }: Habits): Candidate | undefined {
	for (const { segments } of lines.slice(0, LETTER_HEAD_LINES)) {
		for (const { tokens } of segments) {
			const comma = tokens.findIndex(({ text }) => /^\p{Lu}[\p{L}\p{M}.-]*,$/u.test(text));
			if (comma < 0 || comma > 2) continue;
			const day = tokens.slice(comma + 1);
			const date = parseDate(textOf(day), dates);
			if (date !== undefined) return { value: date.iso, tokens: day, score: LETTER_DAY };
		}
	}
	return undefined;
}

const BY_MONTH = 64;

/** The one month of the document that is no part of a day: "Payslip for April 2024". */
function periodCandidates({ text }: Reader): Candidate[] {
	const months = new Map<string, Token[]>();
	for (const { segments } of text.lines) {
		for (const { tokens } of segments) {
			for (const [at, token] of tokens.entries()) {
				const year = tokens[at + 1];
				const isMonth =
					year !== undefined &&
					/^\p{Nd}{4}[,.)]?$/u.test(year.text) &&
					parseDate(`1 ${token.text} ${plainDigits(year.text).slice(0, 4)}`) !== undefined;
				const isDay = /\p{Nd}/u.test(tokens[at - 1]?.text ?? "");
				if (tokens.length <= MAX_BESIDE_DAY + 2 && isMonth && !isDay && /\p{L}/u.test(token.text))
					months.set(`${token.text} ${year.text}`.replace(/[,.)]$/, ""), [token, year]);
			}
		}
	}
	const [only] = months;
	if (only === undefined || months.size > 1) return [];
	return [{ value: only[0], tokens: only[1], score: BY_MONTH }];
}

const LAST_OF_CARD = { score: 86, longest: 4, parse: parseMaskedCard };

/** "card_last4", "last four digits of the card". */
function isLastOfCard({ field }: Wanted): boolean {
	const said = wordsOf(`${humanized(field.name)} ${field.description ?? ""}`);
	return said.includes("card") && said.includes("last");
}

const BY_ONLY_CHOICE = 76;
const MAX_CHOICE_WORDS = 5;
/** Words that stand on any paper for anything. */
const GENERAL_CHOICE =
	/^(?:others?|none|yes|no|unknown|new|ja|nein|neu|sonstiges?|andere|keine?|autres?|oui|non|अन्य|हाँ|नहीं)[.:]?$/i;

/** The one of the field's choices that the document says at all, on a line of few words. */
function choiceCandidates({ field }: Wanted, { text }: Reader): Candidate[] {
	const choices = field.enum ?? [];
	if (field.type !== "string" || choices.length < 2) return [];
	const found = new Map<string, Token[]>();
	for (const { segments } of text.lines) {
		for (const { tokens } of segments) {
			if (tokens.length > MAX_CHOICE_WORDS || tokens.some((token) => parseBox(token.text) !== undefined)) continue;
			const read = readChoice(tokens, choices);
			if (tokens.length === 1 && GENERAL_CHOICE.test(textOf(tokens))) continue;
			if (typeof read?.value === "string" && !found.has(read.value)) found.set(read.value, read.tokens);
		}
	}
	const [only] = found;
	return only === undefined || found.size > 1 ? [] : [{ value: only[0], tokens: only[1], score: BY_ONLY_CHOICE }];
}

export function typedCandidates(wanted: Wanted, reader: Reader): Candidate[] {
	const { kind, field, concept } = wanted;
	if (concept?.name === "pay_period") return periodCandidates(reader);
	if (field.type === "date") return dateCandidates(wanted, reader);
	if (field.type === "currency" || field.type === "number") return [];
	if (kind === "currency" && concept !== undefined) return currencyCandidate(reader);
	if (field.enum !== undefined) return choiceCandidates(wanted, reader);
	const form = isLastOfCard(wanted) ? LAST_OF_CARD : BY_FORM[kind];
	if (form === undefined || field.type !== "string" || wordsOf(humanized(field.name)).includes("fax")) return [];
	const found = new Map<string, Token[]>();
	for (const line of reader.text.lines) {
		for (const { tokens } of line.segments) {
			const read = firstWindow(tokens, form.longest, (text) => {
				const value = form.parse(text);
				return value === undefined ? undefined : { value, fit: 1 };
			});
			if (typeof read?.value === "string" && !found.has(read.value)) found.set(read.value, read.tokens);
		}
	}
	const [only] = found;
	return only === undefined || found.size > 1 ? [] : [{ value: only[0], tokens: only[1], score: form.score }];
}

/** The document's one currency, at the first amount that shows it. */
function currencyCandidate({ text, habits }: Reader): Candidate[] {
	if (habits.currency === undefined) return [];
	for (const line of text.lines) {
		for (const { tokens } of line.segments) {
			const token = tokens.find((each) => currencyOf(each.text) === habits.currency);
			if (token !== undefined) return [{ value: habits.currency, tokens: [token], score: 85 }];
		}
	}
	return [];
}

function currencyOf(text: string): string | undefined {
	return currencyIn(text)[0]?.currency;
}
