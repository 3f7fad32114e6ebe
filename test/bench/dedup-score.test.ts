import { describe, expect, it } from "vitest";
import type { Labelled } from "../../bench/dedup/paper.ts";
import { pooled, scoreGroups } from "../../bench/dedup-score.ts";

function labelled(id: number, original: number, family: number | null, kind = id === original ? "original" : "light") {
	const document = {
		id,
		title: "",
		content: `${id}`,
		created: "2020-01-01",
		correspondent: null,
		document_type: null,
		tags: [],
	};
	return { document, original, family, kind } satisfies Labelled;
}

/** Paper 1 with copies 2 and 3 and its sibling 4 with copy 5; paper 6 with copy 7; paper 8 alone. */
const library: Labelled[] = [
	labelled(1, 1, 0),
	labelled(2, 1, 0),
	labelled(3, 1, 0, "heavy"),
	labelled(4, 4, 0),
	labelled(5, 4, 0),
	labelled(6, 6, null),
	labelled(7, 6, null),
	labelled(8, 8, null),
];

describe("the score of groups", () => {
	it("is full for the truth", () => {
		const score = scoreGroups(library, [
			[1, 2, 3],
			[4, 5],
			[7, 6],
		]);
		expect(score).toMatchObject({ truePairs: 5, foundPairs: 5, rightPairs: 5, precision: 1, recall: 1, f1: 1 });
		expect(score).toMatchObject({ families: 1, mergedFamilies: 0 });
	});

	it("counts pairs, kinds and the family whose papers were taken for one", () => {
		const score = scoreGroups(library, [
			[1, 2, 4],
			[6, 7],
		]);
		expect(score).toMatchObject({ truePairs: 5, foundPairs: 4, rightPairs: 2, mergedFamilies: 1 });
		expect(score.precision).toBeCloseTo(0.5);
		expect(score.recall).toBeCloseTo(0.4);
		expect(score.f1).toBeCloseTo(4 / 9);
		expect(score.kinds.get("light")).toEqual({ copies: 3, found: 2 });
		expect(score.kinds.get("heavy")).toEqual({ copies: 1, found: 0 });
	});

	it("does not call a family merged for a stranger in its group, but calls it so for copies alone", () => {
		expect(scoreGroups(library, [[4, 5, 8]]).mergedFamilies).toBe(0);
		expect(scoreGroups(library, [[3, 5]]).mergedFamilies).toBe(1);
	});

	it("has found all it said where it said nothing", () => {
		expect(scoreGroups(library, [])).toMatchObject({ precision: 1, recall: 0, f1: 0 });
	});

	it("pools libraries by their pairs", () => {
		const whole = scoreGroups(library, [
			[1, 2, 3],
			[4, 5],
			[6, 7],
		]);
		const none = scoreGroups(library, []);
		const both = pooled([whole, none]);
		expect(both).toMatchObject({ truePairs: 10, rightPairs: 5, precision: 1, recall: 0.5, families: 2 });
		expect(both.kinds.get("light")).toEqual({ copies: 6, found: 3 });
	});

	it("refuses groups that cannot be", () => {
		expect(() => scoreGroups(library, [[1, 99]])).toThrow("99");
		expect(() =>
			scoreGroups(library, [
				[1, 2],
				[2, 3],
			]),
		).toThrow("two groups");
	});
});
