import { describe, expect, test } from "vitest";
import { digestText, maxKeptUnits, normalizeText } from "../../src/lib/text-digest.ts";

describe("a text's digest", () => {
	test("is that of the contract's vector", () => {
		expect(digestText("  Hello,\n\tWORLD  again ")).toEqual({
			fullText: "  Hello,\n\tWORLD  again ",
			normalizedText: "hello, world again",
			wordCount: 3,
			contentHash: "f1f29626c1645b4bf6adc3631b190bca130f7ee66079a5be3bfda14b79c7efd8",
		});
	});

	test("counts no word in an empty text", () => {
		for (const text of ["", " ", "\n\t\u00a0\u2003"]) expect(digestText(text).wordCount).toBe(0);
		expect(digestText("").contentHash).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	});

	test("keeps the first 500,000 units and derives the rest from them", () => {
		const digest = digestText("ab ".repeat(maxKeptUnits));
		expect(digest.fullText).toHaveLength(maxKeptUnits);
		expect(digest.wordCount).toBe(166_667);
		expect(digest.normalizedText).toHaveLength(maxKeptUnits);
	});

	test("leaves composition, direction marks and punctuation alone", () => {
		expect(normalizeText("Cafe\u0301 – ÉTÉ!\u200f (שלום)\u0007")).toBe("cafe\u0301 – été!\u200f (שלום)\u0007");
	});
});
