import { describe, expect, test } from "vitest";
import { languageIn } from "../../src/retrieval/languages.ts";
import { TermNumbers } from "../../src/retrieval/term-numbers.ts";
import { askedWords, indexText } from "../../src/retrieval/terms.ts";
import { wordsOf } from "../../src/retrieval/words.ts";

const texts = (text: string): string[] => wordsOf(text).map((word) => word.text);

describe("words", () => {
	test("are folded: case, compatibility forms, soft hyphens", () => {
		expect(texts("Die Größe der ﬁnan\u00adzierung")).toEqual(["die", "größe", "der", "finanzierung"]);
	});

	test("keep a code and a number whole beside their parts", () => {
		expect(texts("INV-2024/017 over 1,250.00")).toEqual([
			"inv",
			"2024",
			"017",
			"inv2024017",
			"over",
			"1",
			"250",
			"00",
			"125000",
		]);
		expect(texts("DB->set_h_ffactor()")).toEqual(["db", "set", "h", "ffactor", "sethffactor"]);
	});

	test("do not take a hyphenated word or a contraction for a code", () => {
		expect(texts("well-known, isn't, l'eau")).toEqual(["well", "known", "isn", "l", "eau"]);
		expect(texts("x-ray")).toContain("xray");
	});

	test("write Devanagari and its digits in one way", () => {
		expect(texts("पाँच क़िस्त १२९५२")).toEqual(texts("पांच किस्त 12952"));
	});

	test("of scripts without blanks are pairs of letters", () => {
		expect(texts("東京都")).toEqual(["東京", "京都"]);
		expect(texts("茶")).toEqual(["茶"]);
	});

	test("know an acronym from a small word of the same letters", () => {
		expect(indexText("The IT department said it was them.").terms).toContain("it");
		expect(indexText("They said that it was them and not the others.").terms).not.toContain("it");
	});

	test("drop what is too long to be asked for", () => {
		expect(texts(`a ${"x".repeat(200)} b`)).toEqual(["a", "b"]);
	});
});

describe("the language of a text", () => {
	test.each([
		["The rent is due on the third day of each month.", "en"],
		["Die Kaution wird nach dem Auszug zurückgezahlt.", "de"],
		["Le loyer est payable avant le cinq de chaque mois.", "fr"],
		["मकान का किराया हर महीने देना होगा।", "hi"],
		["Аренда оплачивается до пятого числа.", "ru"],
		["X11 library 4711", "en"],
		["", "en"],
	])("%s", (text, code) => {
		expect(languageIn(wordsOf(text)).code).toBe(code);
	});

	test("of a question is one of the index where the script allows it", () => {
		expect(languageIn(wordsOf("Kaution"), ["de", "en"]).code).toBe("de");
		expect(languageIn(wordsOf("किराया"), ["de", "en"]).code).toBe("hi");
	});
});

describe("a question", () => {
	const words = (question: string, languages = ["en"]): string[] =>
		askedWords(question, languages).map(({ word }) => word);

	test("asks for its telling words, each once", () => {
		expect(words("How do I rotate the keys of the key store?")).toEqual(["rotate", "keys", "store"]);
	});

	test("of small words alone asks for these", () => {
		expect(words("Who is it?")).toEqual(["who", "is", "it"]);
	});

	test("without words asks for nothing", () => {
		expect(words("?! …")).toEqual([]);
	});

	test("asks in the stems of every language of the index", () => {
		expect(askedWords("Wann sind die Rechnungen fällig?", ["de", "en"])[0]?.stems).toEqual(["rechnung", "rechnungen"]);
	});

	test("asks for a code as a whole, with its parts at hand", () => {
		expect(askedWords("E-4032", ["en"])).toMatchObject([{ word: "e4032", parts: ["e", "4032"] }]);
	});
});

describe("numbers of terms", () => {
	test("are the same for the same term and others for others, in all texts", () => {
		const numbers = new TermNumbers();
		const words = Array.from({ length: 20_000 }, (_, at) => `${at % 3 === 0 ? "बिल" : "term"}${at}`);
		const texts = [words.join(" "), words.toReversed().join(" "), "term1 term2 term1"];
		for (const text of texts) {
			const found = [...numbers.numbersOf(text)].map((number) => numbers.terms[number]);
			expect(found).toEqual(text.split(" "));
		}
		expect(numbers.terms).toHaveLength(words.length);
		expect([...numbers.numbersOf("")]).toEqual([]);
	});
});
