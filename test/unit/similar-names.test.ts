import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { similarNames, type UsedName } from "../../src/library/quality/issues.ts";

function names(...list: [string, number][]): UsedName[] {
	return list.map(([name, count]) => ({ kind: "correspondent" as const, name, count }));
}

describe("names that only differ in spelling", () => {
	it("are found by letters and digits alone, the most used first", () => {
		expect(
			similarNames(names(["amazon.de", 2], ["Amazon DE", 9], ["Amazon", 5], ["Crédit", 1], ["credit", 3])),
		).toEqual([
			{
				kind: "correspondent",
				names: [
					{ name: "Amazon DE", count: 9 },
					{ name: "amazon.de", count: 2 },
				],
			},
			{
				kind: "correspondent",
				names: [
					{ name: "credit", count: 3 },
					{ name: "Crédit", count: 1 },
				],
			},
		]);
	});

	it("are not those of different kinds, of different numbers, or whose vowel signs differ", () => {
		const mixed: UsedName[] = [
			{ kind: "tag", name: "Home", count: 1 },
			{ kind: "correspondent", name: "home", count: 1 },
			...names(["Form 12", 1], ["Form 13", 1], ["कर", 1], ["कार", 1], ["!!!", 1], ["???", 1]),
		];
		expect(similarNames(mixed)).toEqual([]);
	});

	it("never count a name twice", () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (list) => {
				const found = similarNames(list.map((name) => ({ kind: "tag", name, count: 1 }))).flatMap(({ names }) => names);
				expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
			}),
		);
	});
});
