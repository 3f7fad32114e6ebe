import { describe, expect, test } from "vitest";
import { defaultDedupSettings } from "../../src/dedup/settings.ts";
import { groupsInSlices, groupsOf, payslips, prose, randomFrom, rescan } from "./papers.ts";

function mixedLibrary(seed: number): { texts: string[]; pairs: number[][] } {
	const random = randomFrom(seed);
	const texts = [...payslips(random), ...payslips(random)];
	for (let at = 0; at < 20; at++) texts.push(`Letter of ${prose(60 + at * 5, random)}`);
	const originals = [3, 9, 15, 25, 30, 40];
	const pairs = originals.map((original, at) => {
		texts.push(rescan(texts[original] ?? "", [0.01, 0.05, 0.15][at % 3] ?? 0, random));
		return [original, texts.length - 1];
	});
	return { texts, pairs };
}

describe("a library", () => {
	test("gives up its second scans and keeps a family of payslips apart", () => {
		const { texts, pairs } = mixedLibrary(1);
		expect(groupsOf(texts)).toEqual(pairs);
	});

	test("gives the same groups in slices against a table of keys as in memory", () => {
		for (const seed of [2, 3]) {
			const { texts } = mixedLibrary(seed);
			expect(groupsInSlices(texts)).toEqual(groupsOf(texts));
		}
	});

	test("gives the same groups in whatever order its documents come", () => {
		const { texts } = mixedLibrary(4);
		const named = (list: readonly string[]): string[] =>
			groupsOf(list)
				.map((group) => JSON.stringify(group.map((document) => list[document]).sort()))
				.sort();
		expect(named([...texts].reverse())).toEqual(named(texts));
	});

	test("has exact copies in one group, whatever their white space, and leaves empty ones out", () => {
		const text = prose(40, randomFrom(5));
		expect(groupsOf(["", text, text.replaceAll(" ", "\n"), "  ", text.toUpperCase()])).toEqual([[1, 2, 4]]);
	});

	test("leaves out what has fewer words than asked for", () => {
		expect(groupsOf(["one two three", "one two three"])).toEqual([]);
		expect(groupsOf(["one two three", "one two three"], { ...defaultDedupSettings, minWords: 3 })).toEqual([[0, 1]]);
	});

	test("finds half of a document, and one with its pages swapped", () => {
		const random = randomFrom(6);
		const text = prose(300, random);
		const lines = text.split("\n");
		const half = lines.slice(0, 16).join("\n");
		const swapped = [...lines.slice(15), ...lines.slice(0, 15)].join("\n");
		expect(groupsOf([text, prose(300, random), half, swapped])).toEqual([[0, 2, 3]]);
	});
});
