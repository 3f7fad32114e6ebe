import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { groupsOf } from "../../bench/peer/dedup.ts";
import {
	bandKeys,
	candidatePairs,
	estimatedJaccard,
	fnv1a,
	normalised,
	permutations,
	shingles,
	signature,
} from "../../bench/peer/minhash.ts";
import { confidence, discriminativeScore, tokenSortRatio } from "../../bench/peer/scores.ts";

const sentence =
	"the quick brown fox jumps over the lazy dog while the seven small birds sing softly in the tall green tree today";
const changed = sentence.replace("today", "tomorrow");
const signatureOf = (text: string) => signature(shingles(text, 3, 20), permutations(256));

/** The vectors of the library API's contract for algorithm version 1.2.0. */
describe("the pipeline that the engine is compared with", () => {
	it.each([
		["", 2166136261],
		["a", 3826002220],
		["the quick brown", 4046433963],
		["quick brown fox", 674907533],
		["straße über café", 1031224933],
	])("hashes %j as the contract says", (text, hash) => {
		expect(fnv1a(text)).toBe(hash);
	});

	it("draws the contract's permutations", () => {
		const { a, b } = permutations(256);
		expect([...a.slice(0, 4)]).toEqual([2581720955, 3661312703, 750819977, 1173505299]);
		expect([...b.slice(0, 4)]).toEqual([1925393289, 2876485804, 2261697746, 2683257856]);
	});

	it("signs a sentence to the last byte", () => {
		const values = signatureOf(sentence);
		expect([...values.slice(0, 8)]).toEqual([
			168142947, 216475798, 316671258, 50143494, 269166428, 109905043, 159811237, 239483276,
		]);
		expect(values[255]).toBe(171295962);
		const bytes = Buffer.alloc(1024);
		for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, at * 4);
		expect(createHash("sha256").update(bytes).digest("hex")).toBe(
			"00c1204a1ff1a7b0a4e491fa145202f579682d73d6a104de4da80bbaf89d2174",
		);
		const keys = bandKeys(values, 32);
		expect([keys[0], keys[31]]).toEqual([2096336733, 2182912011]);
	});

	it("estimates the overlap of two sentences and makes them candidates", () => {
		const both = [signatureOf(sentence), signatureOf(changed)];
		const [one, other] = both;
		expect(estimatedJaccard(one ?? new Uint32Array(), other ?? new Uint32Array())).toBe(0.9296875);
		expect([...candidatePairs([undefined, ...both], 32)]).toEqual([[1, 2]]);
	});

	it("compares words regardless of their order", () => {
		expect(tokenSortRatio(sentence, changed)).toBeCloseTo(0.9478260869565217, 12);
		expect(tokenSortRatio("invoice total 100", "total invoice 200")).toBeCloseTo(0.9411764705882353, 12);
		expect([tokenSortRatio("", ""), tokenSortRatio("", "a")]).toEqual([1, 0]);
	});

	it("normalises blanks and letter case alone", () => {
		expect(normalised("  Hello,\n\tWORLD  again ")).toBe("hello, world again");
	});

	it("weighs what tells two bills apart", () => {
		const first =
			"invoice no: inv-2024-001 dated 15/01/2024 total $1,234.56 account number: 12345678 departure 14:30 from lhr to jfk";
		const second = first.replace("-001", "-002").replace("15/01", "15/02");
		const discriminative = discriminativeScore(first, second);
		const fuzzy = tokenSortRatio(first, second);
		expect(discriminative).toBeCloseTo(9.5 / 13, 12);
		expect(fuzzy).toBeCloseTo(0.9824561403508771, 12);
		expect(confidence({ jaccard: 0.9, fuzzy, discriminative })).toBeCloseTo(0.7571511470985155, 12);
		expect(confidence({ jaccard: 0.9, fuzzy: 0.8, discriminative: 0.5 })).toBeCloseTo(0.559, 12);
		expect([discriminativeScore("a", "b"), discriminativeScore("a", "on 1/2/2020")]).toEqual([1, 0.5]);
	});

	it("groups a text with its copy and leaves another and a short one alone", () => {
		const other =
			"nothing of that stands here and so the two of them have no run of three words in common at all as everyone sees";
		expect(groupsOf([sentence, other, changed, "short", sentence])).toEqual([[0, 2, 4]]);
	});
});
