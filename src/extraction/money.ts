/** Amounts of money as they are printed. */
import { parseNumber } from "./numbers.ts";
import type { Money } from "./result.ts";

/** How currencies are written, longest spelling first. A bare dollar is the American one, a bare yen the Japanese. */
const SPELLINGS: [spelling: string, currency: string][] = [
	["US$", "USD"],
	["U.S.$", "USD"],
	["C$", "CAD"],
	["CA$", "CAD"],
	["A$", "AUD"],
	["AU$", "AUD"],
	["NZ$", "NZD"],
	["S$", "SGD"],
	["HK$", "HKD"],
	["R$", "BRL"],
	["MX$", "MXN"],
	["$", "USD"],
	["€", "EUR"],
	["Euros", "EUR"],
	["Euro", "EUR"],
	["£", "GBP"],
	["¥", "JPY"],
	["₹", "INR"],
	["Rupees", "INR"],
	["Rs.", "INR"],
	["Rs", "INR"],
	["रुपये", "INR"],
	["रुपए", "INR"],
	["रु.", "INR"],
	["रु", "INR"],
	["रू.", "INR"],
	["रू", "INR"],
	["SFr.", "CHF"],
	["Fr.", "CHF"],
	["zł", "PLN"],
	["Kč", "CZK"],
	["₺", "TRY"],
	["₽", "RUB"],
	["₩", "KRW"],
	["₪", "ILS"],
	["₦", "NGN"],
	["₫", "VND"],
	["฿", "THB"],
	["₱", "PHP"],
	["₴", "UAH"],
];
const CODES =
	"USD EUR GBP CHF INR JPY CNY CAD AUD NZD SGD HKD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR QAR KWD BHD OMR ZAR NGN KES GHS EGP MAD BRL MXN ARS CLP COP PEN KRW THB MYR IDR PHP VND TWD PKR BDT LKR NPR ISK RSD".split(
		" ",
	);
for (const code of CODES) SPELLINGS.push([code, code]);

const byText = new Map(SPELLINGS.map(([spelling, currency]) => [spelling.toLowerCase(), currency]));

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Letters must not go on before or behind a spelling that is letters. */
const ALTERNATIVES = SPELLINGS.map(([spelling]) => spelling)
	.sort((a, b) => b.length - a.length)
	.map(
		(spelling) =>
			`${/^\p{L}/u.test(spelling) ? "(?<![\\p{L}\\p{M}])" : ""}${escaped(spelling)}${/[\p{L}\p{M}]$/u.test(spelling) ? "(?![\\p{L}\\p{M}])" : ""}`,
	)
	.join("|");
const BEFORE = new RegExp(`^([(+\\-−–]?\\s?)(${ALTERNATIVES})\\s?(.*)$`, "iu");
const BEHIND = new RegExp(`^(.*?)\\s?(${ALTERNATIVES})(\\s?[-)]?)$`, "iu");
const ANYWHERE = new RegExp(ALTERNATIVES, "gu");

export interface ParsedMoney extends Money {
	isAmbiguous: boolean;
	decimals: number;
}

/** The whole text as an amount, with or without its currency; the rules of `parseNumber`. Undefined where it is none. */
export function parseMoney(text: string, decimal?: "." | ","): ParsedMoney | undefined {
	let rest = text.trim().replace(/\s?\b(?:only|nur)\.?$/i, "");
	if (rest.length > 60) return undefined;
	let currency: string | null = null;
	const before = BEFORE.exec(rest);
	if (before !== null) {
		currency = byText.get((before[2] ?? "").toLowerCase()) ?? null;
		rest = (before[1] ?? "").trim() + (before[3] ?? "");
	}
	const behind = BEHIND.exec(rest);
	if (behind !== null) {
		currency ??= byText.get((behind[2] ?? "").toLowerCase()) ?? null;
		rest = (behind[1] ?? "") + (behind[3] ?? "").trim();
	}
	const number = parseNumber(rest, decimal);
	if (number === undefined) return undefined;
	return { amount: number.value, currency, isAmbiguous: number.isAmbiguous, decimals: number.decimals };
}

/** The currency that a text names by a code or a sign, and nothing else. */
export function parseCurrency(text: string): string | undefined {
	return byText.get(
		text
			.trim()
			.replace(/^\(|\)$/g, "")
			.toLowerCase(),
	);
}

/** Every spelling of a currency in a text; codes in capitals only. */
export function currencyIn(text: string): { currency: string; at: number }[] {
	return [...text.matchAll(ANYWHERE)].flatMap((match) => {
		const currency = byText.get(match[0].toLowerCase());
		return currency === undefined ? [] : [{ currency, at: match.index }];
	});
}
