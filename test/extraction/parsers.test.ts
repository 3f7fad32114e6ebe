import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../bench/dedup/random.ts";
import { AUDIENCES, anyHabit } from "../../bench/extract/habits.ts";
import { parseBoolean, parseBox } from "../../src/extraction/booleans.ts";
import { parseDate } from "../../src/extraction/dates.ts";
import { parseMoney } from "../../src/extraction/money.ts";
import { parseNumber, parsePercent } from "../../src/extraction/numbers.ts";
import { isTaxId, parseBic, parseEmail, parseIban, parsePhone, parseUrl } from "../../src/extraction/patterns.ts";

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const audiences = fc.constantFrom(...AUDIENCES);
const days = fc.record({
	year: fc.integer({ min: 1970, max: 2069 }),
	month: fc.integer({ min: 1, max: 12 }),
	day: fc.integer({ min: 1, max: 28 }),
});

describe("numbers", () => {
	test.each([
		["1.234,56", undefined, 1234.56],
		["1,234.56", undefined, 1234.56],
		["1,23,456.00", undefined, 123456],
		["12,34,56,789", undefined, 123456789],
		["1'234.50", undefined, 1234.5],
		["1’234’567.8", undefined, 1234567.8],
		["1 234,56", undefined, 1234.56],
		["१,२३,४५६.७८", undefined, 123456.78],
		["(1,250.00)", undefined, -1250],
		["-12,5", undefined, -12.5],
		["12,50-", undefined, -12.5],
		["−3", undefined, -3],
		["12,–", undefined, 12],
		["5,000/-", undefined, 5000],
		["0.125", undefined, 0.125],
		["1.234", ",", 1234],
		["1.234", ".", 1.234],
		["1,234", ".", 1234],
		["1,234", ",", 1.234],
	] as const)("%s is read (decimal mark %s)", (text, decimal, value) => {
		expect(parseNumber(text, decimal)?.value).toBe(value);
	});

	test.each(["", "abc", "1,2,3", "1.2.3", "12,34.56,78", "1 2", "--", "1e5", "12.03.2024"])(
		"%j is no number",
		(text) => {
			expect(parseNumber(text)).toBeUndefined();
		},
	);

	test("says when a single mark may part thousands or decimals", () => {
		expect(parseNumber("1.234")?.isAmbiguous).toBe(true);
		expect(parseNumber("1.234", ",")?.isAmbiguous).toBe(false);
		expect(parseNumber("1.23")?.isAmbiguous).toBe(false);
	});

	test("come back from the habit of any audience", () => {
		fc.assert(
			fc.property(
				seeds,
				audiences,
				fc.integer({ min: -99_999_999, max: 999_999_999 }),
				(seed, audience, hundredths) => {
					const habit = anyHabit(new Random(seed), audience);
					const value = hundredths / 100;
					expect(parseNumber(habit.amount(value))?.value).toBe(value === 0 ? 0 : value);
					const money = parseMoney(habit.money(value));
					expect(money).toMatchObject({ amount: value === 0 ? 0 : value, currency: habit.currency });
					expect(parsePercent(habit.percent(19))?.value).toBe(19);
				},
			),
		);
	});
});

describe("money", () => {
	test.each([
		["CHF 1'234.50", 1234.5, "CHF"],
		["Fr. 20.–", 20, "CHF"],
		["$-5.00", -5, "USD"],
		["-$5.00", -5, "USD"],
		["US$ 10", 10, "USD"],
		["CA$10.50", 10.5, "CAD"],
		["₹ 1,23,456.00", 123456, "INR"],
		["Rs.500/-", 500, "INR"],
		["रु. ५००", 500, "INR"],
		["1.234,50 €", 1234.5, "EUR"],
		["EUR 7", 7, "EUR"],
		["99", 99, null],
	])("%s is read", (text, amount, currency) => {
		expect(parseMoney(text)).toMatchObject({ amount, currency });
	});

	test.each(["EUR", "five dollars", "Total 5 EUR", "A12", "12 kg"])("%s is none", (text) => {
		expect(parseMoney(text)).toBeUndefined();
	});
});

describe("dates", () => {
	test.each([
		["2024-03-15", "2024-03-15"],
		["15.03.2024", "2024-03-15"],
		["15.3.24", "2024-03-15"],
		["15/03/2024", "2024-03-15"],
		["03/15/2024", "2024-03-15"],
		["15-Mar-2024", "2024-03-15"],
		["March 15, 2024", "2024-03-15"],
		["15th of March 2024", "2024-03-15"],
		["Friday, 15 March 2024", "2024-03-15"],
		["Freitag, den 15. März 2024", "2024-03-15"],
		["28 December 2023", "2023-12-28"],
		["15 mars 2024", "2024-03-15"],
		["1er août 2024", "2024-08-01"],
		["15 de marzo de 2024", "2024-03-15"],
		["१५ मार्च २०२४", "2024-03-15"],
		["15 सितंबर, 2024", "2024-09-15"],
		["2024年3月15日", "2024-03-15"],
		["15.03.2024, 14:30 Uhr", "2024-03-15"],
		["2024-03-15T10:00:00Z", "2024-03-15"],
	])("%s is read", (text, iso) => {
		expect(parseDate(text)?.iso).toBe(iso);
	});

	test.each(["31.02.2024", "2024-13-01", "12.2024", "March 2024", "1.234", "99/99/9999", "15", "10:30"])(
		"%s is no day",
		(text) => {
			expect(parseDate(text)).toBeUndefined();
		},
	);

	test("take day and month from the order that was found out, and say when only that tells", () => {
		expect(parseDate("03/04/2024", "day-first")).toEqual({ iso: "2024-04-03", isAmbiguous: true });
		expect(parseDate("03/04/2024", "month-first")).toEqual({ iso: "2024-03-04", isAmbiguous: true });
		expect(parseDate("03/15/2024", "day-first")).toEqual({ iso: "2024-03-15", isAmbiguous: false });
		expect(parseDate("03.04.2024", "month-first")).toEqual({ iso: "2024-04-03", isAmbiguous: false });
	});

	test("come back from the habit of any audience", () => {
		fc.assert(
			fc.property(seeds, audiences, days, (seed, audience, day) => {
				const habit = anyHabit(new Random(seed), audience);
				const iso = [day.year, day.month, day.day].map((each) => String(each).padStart(2, "0")).join("-");
				expect(parseDate(habit.day(day), audience === "us" ? "month-first" : "day-first")?.iso).toBe(iso);
			}),
		);
	});
});

describe("values with a form of their own", () => {
	test("an IBAN is one by its check digits", () => {
		expect(parseIban("DE89 3704 0044 0532 0130 00")).toBe("DE89370400440532013000");
		expect(parseIban("GB82 WEST 1234 5698 7654 32")).toBe("GB82WEST12345698765432");
		expect(parseIban("DE89 3704 0044 0532 0130 01")).toBeUndefined();
	});

	test("telephones, addresses of mail and web, tax numbers and bank codes are told from other text", () => {
		expect(parsePhone("+49 221 1234567")).toBe("+49 221 1234567");
		expect(parsePhone("(415) 555-0100")).toBe("(415) 555-0100");
		expect(parsePhone("12.03.2024")).toBeUndefined();
		expect(parseEmail("mail: a.b@example.co.uk,")).toBe("a.b@example.co.uk");
		expect(parseUrl("www.example.de/shop.")).toBe("www.example.de/shop");
		expect(parseBic("COBADEFFXXX")).toBe("COBADEFFXXX");
		expect([isTaxId("DE123456789"), isTaxId("29ABCDE1234F1Z5"), isTaxId("INV-1")]).toEqual([true, true, false]);
	});

	test("yes and no are read in five languages and in boxes", () => {
		expect(["Yes", "ja", "Oui", "sí", "हाँ", "[x]", "☑"].map(parseBoolean)).toEqual(Array(7).fill(true));
		expect(["No", "nein", "non", "नहीं", "[ ]", "☐"].map(parseBoolean)).toEqual(Array(6).fill(false));
		expect([parseBoolean("maybe"), parseBox("x")]).toEqual([undefined, undefined]);
	});
});

test("no parser throws, whatever it is given", () => {
	const parsers = [
		parseNumber,
		parsePercent,
		parseMoney,
		parseDate,
		parseIban,
		parsePhone,
		parseEmail,
		parseUrl,
		parseBoolean,
		parseBox,
	];
	const texts = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.stringMatching(/^[\d.,'’ €$₹%/-]{0,30}$/));
	fc.assert(
		fc.property(texts, (text) => {
			for (const parse of parsers) expect(() => parse(text)).not.toThrow();
		}),
		{ numRuns: 500 },
	);
});
