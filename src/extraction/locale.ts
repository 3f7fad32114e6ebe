/** Habits of a document in writing numbers, dates and money, as its own text shows them. */
import { plainDigits } from "./fold.ts";
import { currencyIn } from "./money.ts";
import type { DocumentText } from "./page-text.ts";

export interface Habits {
	/** Undefined where nothing in the document tells. */
	decimal: "." | "," | undefined;
	/** Which number of 03/04/2024 is the month. */
	dates: "day-first" | "month-first";
	/** Whether the document itself shows it; else it is what its language suggests. */
	isDateOrderSeen: boolean;
	/** The one currency that stands in the document, else its country's; undefined where several stand there or nothing tells. */
	currency: string | undefined;
}

const DAY_FIRST_WORDS =
	/\b(?:rechnung|datum|betrag|mwst|ust|gmbh|facture|montant|tva|factura|importe|iva|vat|gst|gstin|ifsc|pan|hmrc|nhs|postcode|bic|iban|abn|pin code|cgst|sgst|uan|epf|pvt)\b|[\u0900-\u097f]|[£₹€]/giu;
const MONTH_FIRST_WORDS =
	/\b(?:sales tax|zip(?: code)?|ein|ssn|fica|medicare|social security|federal|w-2|401\(?k\)?|state tax|usd|[A-Z]{2} \d{5}(?:-\d{4})?|inc\.?|llc)\b|US\$|(?<![A-Z])\$/gu;
const MONTH_FIRST_FOLDED = /\b(?:sales tax|zip code|ssn|fica|medicare|social security|federal|state tax|usd)\b/gi;

export function habitsOf(text: DocumentText): Habits {
	const whole = plainDigits(
		text.lines.map((line) => line.segments.map((segment) => segment.text).join("  ")).join("\n"),
	);
	const currency = currencyOf(whole) ?? (currencyIn(whole).length === 0 ? currencyOfCountry(whole) : undefined);
	const order = dateOrder(whole, currency);
	return { decimal: decimalOf(whole), ...order, currency };
}

function decimalOf(text: string): Habits["decimal"] {
	let [comma, point] = [0, 0];
	for (const [number] of text.matchAll(/(?<![\d.,'’])\d[\d.,'’]*\d(?![\d.,])/g)) {
		// Dates and versions hold two marks of one kind.
		if (/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(number)) continue;
		if (/^\d+,\d{1,2}$|^\d{1,3}(?:[.'’]\d{3})+,\d{1,2}$/.test(number)) comma++;
		else if (/^\d+\.\d{1,2}$|^\d[\d,'’]*,\d{2,3}\.\d{1,2}$|^\d{1,3}(?:['’]\d{3})+\.\d{1,2}$/.test(number)) point++;
		else if (/^\d{1,2}(?:,\d{2})+,\d{3}$/.test(number)) point++;
	}
	if (comma === point) return undefined;
	return comma > point ? "," : ".";
}

/** Numbers above 12 tell; then the currency and the words of the document: who writes months first. */
function dateOrder(text: string, currency: string | undefined): Pick<Habits, "dates" | "isDateOrderSeen"> {
	let [dayFirst, monthFirst] = [0, 0];
	for (const [, first, mark, second] of text.matchAll(
		/(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/])/g,
	)) {
		if (Number(first) > 12 && Number(second) <= 12) dayFirst++;
		else if (Number(second) > 12 && Number(first) <= 12) monthFirst++;
		else if (mark === ".") dayFirst += 0.5;
	}
	if (dayFirst !== monthFirst)
		return { dates: dayFirst > monthFirst ? "day-first" : "month-first", isDateOrderSeen: true };
	if (currency !== undefined && currency !== "USD") return { dates: "day-first", isDateOrderSeen: false };
	const american = (text.match(MONTH_FIRST_WORDS)?.length ?? 0) + (text.match(MONTH_FIRST_FOLDED)?.length ?? 0);
	const others = text.match(DAY_FIRST_WORDS)?.length ?? 0;
	return { dates: american > others ? "month-first" : "day-first", isDateOrderSeen: false };
}

/** Numbers and words that only one country's papers, or those of one currency, have. */
const COUNTRIES: [currency: string, told: RegExp][] = [
	["EUR", /\b(?:DE|AT|FR|ES|IT|NL|BE|IE|FI|PT|LU)\d{2}(?: ?[\dA-Z]{4}){3,7}\b|\bDE ?\d{9}\b|\bATU\d{8}\b/],
	["EUR", /\b(?:Lohnsteuer|Solidaritätszuschlag|Rentenversicherung|SV-(?:Nummer|Nr)|Sozialversicherungsnummer)\b/i],
	["GBP", /\bGB\d{2} ?[A-Z]{4}(?: ?\d{4}){3}|\b(?:PAYE|HMRC|National Insurance|NI (?:Number|No))\b/i],
	["CHF", /\bCH\d{2}(?: ?[\dA-Z]{4}){4}|\bCHE-\d{3}/],
	["INR", /\b(?:GSTIN|CGST|SGST|IGST|IFSC|EPF|ESIC|Provident Fund)\b|\b\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]\b/],
	["USD", /\b(?:FICA|Medicare|Federal (?:Income )?Tax|Social Security Tax|SSN|401\(k\))/i],
];

/** Of a document that names no currency: that of the one country whose numbers and words it has. */
function currencyOfCountry(text: string): string | undefined {
	const told = new Set(COUNTRIES.flatMap(([currency, pattern]) => (pattern.test(text) ? [currency] : [])));
	const [only] = told;
	return told.size === 1 ? only : undefined;
}

function currencyOf(text: string): string | undefined {
	const counts = new Map<string, number>();
	for (const { currency } of currencyIn(text)) counts.set(currency, (counts.get(currency) ?? 0) + 1);
	const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
	if (first === undefined) return undefined;
	return second === undefined || first[1] >= second[1] * 3 ? first[0] : undefined;
}
