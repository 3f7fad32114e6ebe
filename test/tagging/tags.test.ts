import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnswer } from "../../src/tagging/answer.ts";
import { acceptTags, exclusionTerms, formatTag, isExcluded, tagsOfAnswer } from "../../src/tagging/tag-list.ts";
import { cleanTag, isWorthless } from "../../src/tagging/tag-rules.ts";

const hosted = { keepsScript: false, exclusions: [] };
const own = { keepsScript: true, exclusions: [] };

describe("an answer", () => {
	test("gives its lists in the order in which they count, whatever their order in the object", () => {
		const answer =
			'```json\n{"actions":["c"],"subjects":["b", 7, null],"names":["a"],"context":["d"],"other":["e"]}\n```';
		expect(parseAnswer(answer)).toEqual(["a", "b", "c", "d"]);
	});

	test("counts a list that is missing or none as empty", () => {
		expect(parseAnswer('Here you are: {"names":"a","subjects":["b"]} Enjoy!')).toEqual(["b"]);
		expect(parseAnswer('{"names":[],"subjects":[],"actions":[]}')).toEqual([]);
	});

	test("gives the lists of an object with keys of its own", () => {
		expect(parseAnswer('{"tags":["solar power","wind"]}')).toEqual(["solar power", "wind"]);
	});

	test("is split at commas, else at semicolons, else at lines, where it is no object", () => {
		expect(tagsOfAnswer("solar power, wind power; hydro", hosted)).toEqual(["solar power", "wind power hydro"]);
		expect(tagsOfAnswer("solar power; wind power", hosted)).toEqual(["solar power", "wind power"]);
		expect(tagsOfAnswer("1. solar power\n2) wind power\n- tides", hosted)).toEqual([
			"solar power",
			"wind power",
			"tides",
		]);
		expect(tagsOfAnswer('["solar power", "wind power"]', hosted)).toEqual(["solar power", "wind power"]);
	});

	test("that was cut off gives the strings that were finished, and no keys", () => {
		expect(parseAnswer('{"names": ["digital india", "aadhaar"], "subjects": ["e-gov')).toEqual([
			"digital india",
			"aadhaar",
		]);
	});

	test("is not taken from what a reasoning model thinks aloud", () => {
		expect(parseAnswer('<think>maybe {"names":["x"]}</think>{"names":["y"]}')).toEqual(["y"]);
	});
});

describe("cleaning", () => {
	test.each([
		["Digital-Governance", "digital governance"],
		["1. Annual Plan", "annual plan"],
		["2) Annual Plan", "annual plan"],
		["- Annual Plan", "annual plan"],
		["5G rollout", "5g rollout"],
		["2.0 release", "20 release"],
		["3rd generation", "3rd generation"],
		["th five year plan", "five year plan"],
		["women's health!", "womens health"],
		["R&D policy", "rd policy"],
		["डिजिटल  शासन", "डिजिटल शासन"],
		["राष्ट्रीय शिक्षा नीति, २०२०", "राष्ट्रीय शिक्षा नीति २०२०"],
		["Straßenbau—Förderung", "straßenbauförderung"],
		["snake_case name", "snake_case name"],
		["  ", ""],
	])("makes %j %j", (raw, clean) => expect(cleanTag(raw)).toBe(clean));

	test("a second time changes nothing, and only allowed characters are left", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (raw) => {
				const tag = cleanTag(raw);
				expect(cleanTag(tag)).toBe(tag);
				expect(tag).toMatch(/^(?:[\p{L}\p{M}\p{Nd}_]+(?: [\p{L}\p{M}\p{Nd}_]+)*)?$/u);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("a tag is dropped", () => {
	test.each([
		["a", "too short"],
		["x".repeat(81), "too long"],
		["12 march 2024", "a date"],
		["2024", "a number"],
		["one two three four five six seven eight", "eight words"],
		["xxi", "a Roman numeral"],
		["mxqtrwzk", "no vowels"],
		["abstrpqwmon", "consonants in a row"],
		["report", "says nothing"],
		["contact details", "says nothing"],
		["_", "no letter"],
	])("%j: %s", (tag) => expect(isWorthless(tag, own)).toBe(true));

	test.each(["mix", "5g rollout", "ai", "rti act 2005", "rhythm", "official languages act 1963"])("but not %j", (tag) =>
		expect(isWorthless(tag, hosted)).toBe(false),
	);

	test("for its script by hosted models alone, which were asked for English", () => {
		expect(isWorthless("डिजिटल शासन", hosted)).toBe(true);
		expect(isWorthless("डिजिटल शासन", own)).toBe(false);
		expect(isWorthless("bürgergeld", hosted)).toBe(true);
		expect(isWorthless("bürgergeld", own)).toBe(false);
	});

	test("for German consonants by hosted models alone", () => {
		expect(isWorthless("geschichtsschreibung", hosted)).toBe(true);
		expect(isWorthless("geschichtsschreibung", own)).toBe(false);
	});
});

describe("exclusion", () => {
	test.each([
		["act", "official-languages-act-1963", false],
		["social justice", "social-justice-ministry", true],
		["india", "digital-india", true],
		["report", "annual-reports", false],
		["annual-report", "annual report", true],
		["Annual  Report", "annual report", true],
		["", "annual report", false],
		["महिला", "महिला सशक्तिकरण", true],
	])("of %j: %j → dropped %s", (term, tag, dropped) => {
		expect(isExcluded(cleanTag(tag), exclusionTerms([term]))).toBe(dropped);
	});
});

describe("the tags of a document", () => {
	test("keep the model's order and come once, whatever their spelling", () => {
		expect(acceptTags(["E-Learning", "skills", "e learning", "elearning", "SKILLS"], hosted)).toEqual([
			"e learning",
			"skills",
		]);
	});

	test("of a second round follow those of the first", () => {
		expect(acceptTags(["solar", "wind"], hosted, ["wind"])).toEqual(["wind", "solar"]);
	});

	test("are written with the deployment's separator", () => {
		expect(formatTag("digital governance", "-")).toBe("digital-governance");
		expect(formatTag("digital governance", " ")).toBe("digital governance");
	});
});
