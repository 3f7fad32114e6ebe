import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { citeQuote, citeStretch } from "../../src/chat/citations.ts";
import { unitsOf } from "../../src/chat/extractive/units.ts";
import { plainOf } from "../../src/chat/plain.ts";
import { locateQuote } from "../../src/chat/quotes.ts";
import { passage } from "./passages.ts";

const CHUNK = [
	"# 4. Payment",
	"",
	"The **total amount** of 1,250.00 EUR is payable within 14 days of receipt; the early-payment discount is 2.5 % – see [the terms](https://example.com/terms).",
	"",
	"- Account: DE02 1203 0000 0000 2020 51",
	"- Reference: INV\\_2024/017",
	"",
	"| Item | Price |",
	"| --- | --- |",
	"| Paper “A4” | 18.50 |",
	"| Ink | 7.25 |",
	"",
	"भुगतान की अंतिम तिथि 18 अगस्त है। Die Maß­nahme läuft bis zum Ab-\nschluss.",
].join("\n");

describe("a quote", () => {
	test.each([
		["total amount of 1,250.00 EUR is payable", "marks of Markdown"],
		["The  total\namount of 1,250.00 EUR", "blanks"],
		["THE TOTAL AMOUNT", "capitals"],
		['Paper "A4"', "quotation marks"],
		["discount is 2.5 % - see the terms", "dashes and links"],
		["Reference: INV_2024/017", "escapes"],
		["läuft bis zum Abschluss", "hyphenation"],
		["Maßnahme", "soft hyphens"],
		["Ink 7.25", "cells of a table"],
		["अंतिम तिथि 18 अगस्त", "Devanagari"],
	])("that differs in nothing but its writing occurs: %s (%s)", (quote) => {
		const found = locateQuote(quote, CHUNK);
		expect(found).toBeDefined();
		const normal = (text: string): string =>
			plainOf(text)
				.replace(/[^\p{L}\p{N}]/gu, "")
				.toLowerCase();
		expect(normal(CHUNK.slice(found?.start, found?.end))).toBe(normal(quote));
	});

	test.each([
		"total amount of 1,260.00 EUR",
		"total amount of 250.00 EUR",
		"payable within 4 days",
		"discount is 2.5 % of",
		"18.5",
		"discount is -2.5 %",
		"tot",
		"",
		"!",
	])("that says something else does not occur: %j", (quote) => {
		expect(locateQuote(quote, CHUNK)).toBeUndefined();
	});

	test("that is cut from a chunk at blanks always occurs, and stands where it was cut or where the same words stand", () => {
		const words = [...CHUNK.matchAll(/\S+/g)];
		fc.assert(
			fc.property(fc.nat(words.length - 1), fc.integer({ min: 1, max: 20 }), (from, count) => {
				const to = Math.min(words.length - 1, from + count);
				const start = words[from]?.index ?? 0;
				const end = (words[to]?.index ?? 0) + (words[to]?.[0].length ?? 0);
				const quote = CHUNK.slice(start, end);
				fc.pre((quote.match(/[\p{L}\p{N}]/gu) ?? []).length >= 3);
				const found = locateQuote(quote, CHUNK);
				expect(found).toBeDefined();
				expect(locateQuote(CHUNK.slice(found?.start, found?.end), CHUNK)).toEqual(found);
			}),
		);
	});

	test("of which a letter or digit was changed never occurs", () => {
		const words = [...CHUNK.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => word.length > 1);
		fc.assert(
			fc.property(fc.nat(words.length - 1), fc.nat(), fc.constantFrom("q", "x", "9", "4"), (which, place, other) => {
				const word = words[which];
				if (word === undefined) return;
				const at = word.index + (place % word[0].length);
				fc.pre(CHUNK[at]?.toLowerCase() !== other);
				const [start, end] = [CHUNK.lastIndexOf("\n", at) + 1, CHUNK.indexOf("\n", at)];
				const line = CHUNK.slice(start, end < 0 ? undefined : end);
				expect(locateQuote(line.slice(0, at - start) + other + line.slice(at - start + 1), CHUNK)).toBeUndefined();
			}),
		);
	});
});

describe("a citation", () => {
	const text = "First page here.\n\nThe rest is on the second page.";
	const head = "[Title: Paper]\n".length;
	const chunk = passage(text, {
		pageEnd: 2,
		boxes: [
			{ page: 1, bbox: [10, 700, 300, 720], start: head, end: head + 16 },
			{ page: 2, bbox: [10, 40, 200, 60], start: head + 18, end: head + 30 },
			{ page: 2, bbox: [10, 60, 280, 80], start: head + 30, end: head + text.length },
		],
	});

	test("has the page and the box around what is quoted", () => {
		expect(citeQuote(chunk, "First page")).toMatchObject({ page: 1, bbox: [10, 700, 300, 720], quote: "First page" });
		expect(citeQuote(chunk, "rest is on the second page")).toMatchObject({ page: 2, bbox: [10, 40, 280, 80] });
	});

	test("is dropped where its quote does not occur", () => {
		expect(citeQuote(chunk, "The rest is on the third page")).toBeUndefined();
	});

	test("of a text without places has neither page nor box", () => {
		const synced = passage(text, { boxes: [], pageStart: null, pageEnd: null, assetsChunk: null });
		expect(citeQuote(synced, "First page")).toMatchObject({ page: null, bbox: null, quote: "First page" });
	});

	test("of a file with pages and no places, as slides are read, has the page alone", () => {
		const slide = passage(text, { boxes: [{ page: 4, bbox: [0, 0, 0, 0], start: head, end: head + text.length }] });
		expect(citeQuote(slide, "First page")).toMatchObject({ page: 4, bbox: null });
	});

	test("has a score in 0…1 that keeps the order", () => {
		const scores = [40, 2, 0.3].map((score) => citeQuote({ ...chunk, score }, "First page")?.score ?? 0);
		expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
		expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
	});

	test("can be made of every sentence, item and row of a chunk", () => {
		const whole = passage(CHUNK);
		const units = unitsOf(whole.content, whole.headLength);
		expect(units.map(({ kind }) => kind)).toEqual(["sentence", "item", "item", "row", "row", "sentence", "sentence"]);
		for (const unit of units) expect(citeStretch(whole, unit)?.quote).toBeTruthy();
	});
});
