import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNames } from "../../src/library/names/names.ts";
import {
	changedListings,
	compareWalk,
	type KnownState,
	toTagIds,
	type WalkPage,
	walkRange,
	walkStart,
} from "../../src/library/sync/changes.ts";
import { isBefore, isSameInstant, latestOf, toMicroseconds } from "../../src/library/sync/instants.ts";
import { type DocumentListing, type DocumentState, listingFingerprintOf } from "../../src/paperless/paperless.ts";

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 60 });

function state(id: number, change: Partial<DocumentState> = {}): DocumentState {
	const modified = "2026-11-21T20:57:14.459826Z";
	return { id, modified, tagIds: [3, 1], correspondentId: null, documentTypeId: 7, ...change };
}

function known(id: number): KnownState {
	const { modified, tagIds, correspondentId, documentTypeId } = state(id);
	return { paperlessId: id, modifiedDate: modified, tagIds: toTagIds(tagIds), correspondentId, documentTypeId };
}

/** Walks over what the server has at each page; `pageAt` gives it. */
function walkOver(library: readonly number[], pageAt: (page: number) => WalkPage) {
	let walk = walkStart;
	const changed: number[] = [];
	const missing: number[] = [];
	for (let page = 1; ; page++) {
		const next = pageAt(page);
		const { after, upTo } = walkRange(walk, next);
		const ours = library.filter((id) => id > after && (upTo === null || id <= upTo)).map(known);
		const found = compareWalk(walk, next, ours);
		changed.push(...found.changed);
		missing.push(...found.missing);
		walk = found.walk;
		if (!next.hasNext) return { changed, missing, isComplete: found.isComplete };
	}
}

function pageOf(server: readonly number[], page: number, size: number): WalkPage {
	const sorted = [...server].sort((a, b) => a - b);
	const slice = sorted.slice((page - 1) * size, page * size);
	if (slice.length === 0 && page > 1) return { states: [], otherIds: [], count: undefined, hasNext: false };
	return {
		states: slice.map((id) => state(id)),
		otherIds: [],
		count: sorted.length,
		hasNext: page * size < sorted.length,
	};
}

const ascending = (a: number, b: number) => a - b;

describe("a walk over the ids", () => {
	it("of a server that stands still finds exactly what is new and what is gone", () => {
		fc.assert(
			fc.property(ids, ids, fc.integer({ min: 1, max: 20 }), (server, library, size) => {
				const found = walkOver(library, (page) => pageOf(server, page, size));
				expect(found.isComplete).toBe(true);
				expect(found.changed.sort(ascending)).toEqual(server.filter((id) => !library.includes(id)).sort(ascending));
				expect(found.missing.sort(ascending)).toEqual(library.filter((id) => !server.includes(id)).sort(ascending));
			}),
		);
	});

	it("is not complete where the number of documents changes under way, or a page is gone", () => {
		fc.assert(
			fc.property(ids, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 9 }), (server, size, at) => {
				fc.pre(server.length > size * at);
				const found = walkOver([], (page) => pageOf(page < at ? server : server.slice(1), page, size));
				expect(found.isComplete).toBe(false);
			}),
		);
	});

	it("takes a document that can't be read for one that is there", () => {
		const page = { states: [state(1)], otherIds: [2], count: 2, hasNext: false };
		expect(compareWalk(walkStart, page, [known(1), known(2)])).toMatchObject({
			changed: [],
			missing: [],
			isComplete: true,
		});
	});

	it.each([
		["its time", { modified: "2026-11-21T20:57:14.459827Z" }],
		["its tags", { tagIds: [1] }],
		["its correspondent", { correspondentId: 4 }],
		["its type", { documentTypeId: null }],
	])("sees that a document has changed by %s", (_what, change) => {
		const page = { states: [state(1, change)], otherIds: [], count: 1, hasNext: false };
		expect(compareWalk(walkStart, page, [known(1)]).changed).toEqual([1]);
	});

	it("knows the same moment in another zone, and tags in another order", () => {
		const moved = state(1, { modified: "2026-11-21T21:57:14.459826+01:00", tagIds: [1, 3] });
		const page = { states: [moved], otherIds: [], count: 1, hasNext: false };
		expect(compareWalk(walkStart, page, [known(1)]).changed).toEqual([]);
	});
});

describe("instants", () => {
	it("are exact to the microsecond in any zone", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 4_000_000_000 }),
				fc.integer({ min: 0, max: 999_999 }),
				fc.integer({ min: -14 * 60, max: 14 * 60 }),
				(seconds, micros, zone) => {
					const local = new Date((seconds + zone * 60) * 1000).toISOString().slice(0, 19);
					const pad = (value: number) => String(value).padStart(2, "0");
					const offset = `${zone < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(zone) / 60))}:${pad(Math.abs(zone) % 60)}`;
					const text = `${local}.${String(micros).padStart(6, "0")}${offset}`;
					expect(toMicroseconds(text)).toBe(seconds * 1_000_000 + micros);
				},
			),
		);
	});

	it("say nothing of texts that are none", () => {
		expect(toMicroseconds("yesterday")).toBeUndefined();
		expect(isSameInstant("yesterday", "yesterday")).toBe(true);
		expect(isSameInstant("yesterday", "today")).toBe(false);
		expect(isBefore("yesterday", Number.MAX_SAFE_INTEGER)).toBe(false);
		expect(latestOf(["yesterday"])).toBeNull();
		expect(latestOf(["2024-01-01T00:00:00Z", "soon", "2024-01-01T00:00:01+01:00"])).toBe(Date.UTC(2024, 0, 1));
	});
});

describe("a listing", () => {
	const listing = (change: Partial<DocumentListing> = {}): DocumentListing => ({
		...state(9),
		title: "Invoice",
		created: "2024-01-01",
		added: "2024-01-01T00:00:00Z",
		originalFileName: null,
		archivedFileName: null,
		archiveSerialNumber: null,
		...change,
	});

	it("is changed where it is new, was never listed, or is not as it was", () => {
		const hash = listingFingerprintOf(listing());
		expect(changedListings([listing()], new Map([[9, hash]]))).toEqual([]);
		expect(changedListings([listing()], new Map())).toEqual([9]);
		expect(changedListings([listing()], new Map([[9, null]]))).toEqual([9]);
		expect(changedListings([listing({ title: "Bill" })], new Map([[9, hash]]))).toEqual([9]);
	});
});

describe("names", () => {
	it("are new, called otherwise or gone, and stay else", () => {
		const pairs = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.string({ maxLength: 3 })), {
			selector: ([id]) => id,
		});
		fc.assert(
			fc.property(pairs, pairs, (before, after) => {
				const stored = new Map(before);
				const { renamed, gone } = compareNames(stored, new Map(after));
				for (const [id, name] of renamed) stored.set(id, name);
				for (const id of gone) stored.delete(id);
				expect([...stored].sort(([a], [b]) => a - b)).toEqual([...after].sort(([a], [b]) => a - b));
			}),
		);
	});
});
