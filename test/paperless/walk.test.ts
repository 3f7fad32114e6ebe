import fc from "fast-check";
import { expect, test } from "vitest";
import { afterPage, type DocumentPage, isCompleteWalk, startOfWalk } from "../../src/paperless/paperless.ts";

const page = (ids: number[], count: number, hasNext: boolean): DocumentPage<{ id: number }> => ({
	documents: ids.map((id) => ({ id })),
	unreadable: [],
	count,
	hasNext,
	isBeyondEnd: false,
});

const documents = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 40 });

/** Walks as a caller does; `change` may alter the set between two pages. */
function walkOver(start: number[], size: number, change: (ids: number[], page: number) => number[]) {
	let ids = start.toSorted((a, b) => a - b);
	let walk = startOfWalk;
	const seen = new Set<number>();
	for (let number = 1; ; number++) {
		const from = (number - 1) * size;
		const rows = ids.slice(from, from + size);
		const beyond = { ...page([], 0, false), count: undefined, isBeyondEnd: true };
		const found = number > 1 && rows.length === 0 ? beyond : page(rows, ids.length, from + rows.length < ids.length);
		for (const { id } of found.documents) seen.add(id);
		walk = afterPage(walk, found);
		if (!found.hasNext) return { isComplete: isCompleteWalk(walk), hasSeenAll: ids.every((id) => seen.has(id)) };
		ids = change(ids, number).toSorted((a, b) => a - b);
	}
}

test("a walk over a set that stays is complete and has seen all", () => {
	fc.assert(
		fc.property(documents, fc.integer({ min: 1, max: 9 }), (ids, size) => {
			expect(walkOver(ids, size, (same) => same)).toEqual({ isComplete: true, hasSeenAll: true });
		}),
	);
});

test("a walk during which documents go or come, but not both, is never called complete unless it has seen all", () => {
	fc.assert(
		fc.property(documents, fc.integer({ min: 1, max: 9 }), fc.nat(), fc.boolean(), (ids, size, at, goes) => {
			const change = (now: number[], number: number) => {
				if (number !== 1) return now;
				return goes ? now.filter((_, index) => index !== at % now.length) : [...now, (at % 2 ** 31) + 2 ** 41];
			};
			const { isComplete, hasSeenAll } = walkOver(ids, size, change);
			expect(!isComplete || hasSeenAll).toBe(true);
		}),
		{ numRuns: 500 },
	);
});

test("a loss that is made up for later still shows in the count of the pages between", () => {
	const change = (ids: number[], number: number) => {
		if (number === 1) return ids.slice(1);
		return number === 2 ? [...ids, 1000] : ids;
	};
	const ids = Array.from({ length: 12 }, (_, index) => index + 1);
	expect(walkOver(ids, 4, change)).toEqual({ isComplete: false, hasSeenAll: false });
});

test("an entry that could not be read counts as seen", () => {
	const odd = { ...page([1, 3], 3, false), unreadable: [{ id: 2, reason: "title: missing" }] };
	expect(isCompleteWalk(afterPage(startOfWalk, odd))).toBe(true);
	expect(isCompleteWalk(startOfWalk)).toBe(false);
});
