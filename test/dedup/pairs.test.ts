import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { confidenceOf, scorePair } from "../../src/dedup/confidence.ts";
import { exchange, PairComparer } from "../../src/dedup/evidence.ts";
import { decodeEvidence, encodeEvidence } from "../../src/dedup/evidence-bytes.ts";
import { explainGroup, explainPair } from "../../src/dedup/explanation.ts";
import { fingerprint, MAX_KEYS } from "../../src/dedup/fingerprint.ts";
import { judgePairs } from "../../src/dedup/papers.ts";
import { configHash, defaultDedupSettings } from "../../src/dedup/settings.ts";
import { readTokens } from "../../src/dedup/tokens.ts";
import { payslips, prose, randomFrom, rescan } from "./papers.ts";

const settings = defaultDedupSettings;
const comparer = new PairComparer(settings);

function judge(one: string, other: string, own = settings) {
	const evidence = comparer.compare(readTokens(one), readTokens(other), 0);
	const [judged] = judgePairs([{ a: 0, b: 1, evidence }], own);
	if (judged === undefined) throw new Error("one pair in, one out");
	return { ...judged, evidence };
}

/** Words with misreadings in between, and any characters at all. */
const anyText = fc.oneof(
	fc.string({ unit: "binary", maxLength: 300 }),
	fc
		.array(
			fc.constantFrom("rn", "m", "Total", "12.03.2024", "März", "12,50", "汉", "字", "\ud800", "-\n", "word", "wo"),
			{ maxLength: 60 },
		)
		.map((words) => words.join(" ")),
	fc.integer({ min: 0, max: 50 }).map((seed) => rescan(prose(60, randomFrom(seed % 7)), 0.3, randomFrom(seed))),
);

describe("a pair", () => {
	test("has the same evidence whichever text comes first", () => {
		fc.assert(
			fc.property(anyText, anyText, (one, other) => {
				const [a, b] = [readTokens(one), readTokens(other)];
				expect(comparer.compare(b, a, 2)).toEqual(exchange(comparer.compare(a, b, 2)));
			}),
		);
	});

	test("has scores between 0 and 1 and is linked exactly where its confidence reaches the threshold", () => {
		fc.assert(
			fc.property(anyText, anyText, (one, other) => {
				const { scores, linked, score } = judge(one, other);
				for (const value of Object.values(scores)) expect(value >= 0 && value <= 1).toBe(true);
				expect(linked).toBe(scores.confidenceScore >= settings.similarityThreshold);
				expect(linked).toBe(score > 0);
			}),
		);
	});

	test("comes back from its bytes as it was, in at most 2 KB", () => {
		fc.assert(
			fc.property(anyText, anyText, (one, other) => {
				const { evidence } = judge(one, other);
				const bytes = encodeEvidence(evidence);
				expect(decodeEvidence(bytes)).toEqual(evidence);
				expect(bytes.length).toBeLessThanOrEqual(2048);
			}),
		);
		const random = randomFrom(8);
		const text = prose(3000, random);
		expect(encodeEvidence(judge(text, rescan(text, 0.4, random)).evidence).length).toBeLessThanOrEqual(2048);
		expect(() => decodeEvidence(new Uint8Array([1, 200]))).toThrow(RangeError);
	});

	test.each([0.01, 0.05, 0.15, 0.3])("of a paper and its scan with %f of the words misread is linked", (share) => {
		const random = randomFrom(9);
		const text = prose(150, random);
		const { linked, scores } = judge(text, rescan(text, share, random));
		expect(linked).toBe(true);
		expect(scores.confidenceScore).toBeGreaterThanOrEqual(0.75);
	});

	test("of two months' payslips is not linked, whatever the noise, and says why", () => {
		const random = randomFrom(10);
		const [, february = "", march = ""] = payslips(random);
		expect(judge(february, march).linked).toBe(false);
		expect(judge(february, rescan(march, 0.15, random)).linked).toBe(false);
		const { evidence, linked } = judge(february, march);
		expect(explainPair(evidence, { linked })).toMatch(/^kept apart: .*(period|date|hours).* differ/);
	});

	test("of scans is explained by how much of it matches", () => {
		const random = randomFrom(11);
		const text = prose(200, random);
		const scan = judge(text, rescan(text, 0.05, random));
		expect(explainPair(scan.evidence, scan)).toMatch(/^same text, different scan: 9\d % of the words match/);
		expect(explainGroup({ documents: [1, 2] }, [])).toContain("exact copy");
		expect(explainGroup({ documents: [1, 2, 3] }, [scan.evidence, scan.evidence])).toMatch(/^3 scans of one paper/);
	});

	test("is judged more strictly by a higher threshold and more loosely by a lower one", () => {
		const [one = "", other = ""] = payslips(randomFrom(12));
		expect(judge(one, other, { ...settings, similarityThreshold: 0.1 }).linked).toBe(true);
		const text = prose(80, randomFrom(13));
		const scan = rescan(text, 0.2, randomFrom(14));
		expect(judge(text, scan).linked).toBe(true);
		expect(judge(text, scan, { ...settings, similarityThreshold: 0.999 }).linked).toBe(false);
	});
});

describe("scores", () => {
	test("are combined as the settings say, and can be again from stored means", () => {
		const parts = { jaccardSimilarity: 0.9, fuzzyTextRatio: 0.8, discriminativeScore: 0.5 };
		expect(confidenceOf(parts, settings)).toBeCloseTo(0.559, 12);
		expect(confidenceOf({ ...parts, fuzzyTextRatio: null }, settings)).toBeCloseTo(0.9 * 0.65, 12);
		expect(confidenceOf({ ...parts, discriminativeScore: null }, settings)).toBeCloseTo(0.86, 12);
		expect(confidenceOf({ ...parts, jaccardSimilarity: null, fuzzyTextRatio: null }, settings)).toBe(0);
	});

	test("change with the weights", () => {
		const { evidence, score } = judge(...(payslips(randomFrom(15)).slice(0, 2) as [string, string]));
		const weak = scorePair(evidence, score, { ...settings, discriminativePenaltyStrength: 0 });
		expect(weak.confidenceScore).toBeGreaterThan(scorePair(evidence, score, settings).confidenceScore);
	});
});

describe("a fingerprint", () => {
	test("is of any text, with at most 128 ascending keys", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const { keys, contentHash, tokenCount, skipped } = fingerprint(text, { ngramSize: 3, minWords: 1 });
				expect(contentHash).toMatch(/^[0-9a-f]{16}$/);
				expect(keys.length).toBeLessThanOrEqual(MAX_KEYS);
				expect([...keys]).toEqual([...new Set(keys)].sort((x, y) => x - y));
				expect(skipped === undefined).toBe(tokenCount > 0);
			}),
		);
	});

	test("does not change with white space, case, accents or hyphens at line ends", () => {
		const hash = (text: string) => fingerprint(text, settings).contentHash;
		expect(hash("Die Überweisung  ist\nerfolgt.")).toBe(hash("die uberweisung ist erfolgt"));
		expect(hash("Die Über-\n weisung")).toBe(hash("Die Überweisung"));
		expect(hash("१२ रुपये")).toBe(hash("12 रुपये"));
		expect(hash("one two")).not.toBe(hash("two one"));
	});

	test("shares about half of its keys with half of its text", () => {
		const text = prose(400, randomFrom(16));
		const keys = new Set(fingerprint(text, settings).keys);
		const half = fingerprint(text.slice(0, text.length / 2), settings).keys.filter((key) => keys.has(key));
		expect(half.length).toBeGreaterThan(40);
	});
});

test("the hash of the settings follows what an analysis depends on, not the weights", () => {
	expect(configHash(settings)).toMatch(/^[0-9a-f]{64}$/);
	expect(configHash({ ...settings, confidenceWeightJaccard: 10 })).toBe(configHash(settings));
	expect(configHash({ ...settings, minWords: 5 })).not.toBe(configHash(settings));
});
