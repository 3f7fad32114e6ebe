import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acronymsIn } from "../../src/tagging/acronyms.ts";
import { documentTypesOf } from "../../src/tagging/document-types.ts";
import { keyphrasesOf, tagByKeyphrases } from "../../src/tagging/keyphrases.ts";
import { linesOf, withoutReferences } from "../../src/tagging/phrase-text.ts";

const CIRCULAR = `Government of India
Ministry of Rural Development
CIRCULAR
No. 12/3/2024-RD    Dated: 5 June 2024
Subject: Social audit of rural housing and e-learning modules for village councils
It has been decided that all districts shall carry out a social audit of rural housing every year. The National Skill Development
Corporation will design e-learning modules for village councils. Under the Right to Information Act, 2005, districts shall publish the
results of each social audit. Rural housing remains the priority of village councils. The e-learn-
ing modules are free. Every village council shall name one officer for the social audit. This circular supersedes the circular dated 4 May 2022.`;

const HINDI = `ग्रामीण विकास मंत्रालय
परिपत्र
विषय: प्रधानमंत्री आवास योजना के अंतर्गत लाभार्थियों का सत्यापन
सभी राज्यों को सूचित किया जाता है कि प्रधानमंत्री आवास योजना के लाभार्थियों का सत्यापन ग्राम सभा द्वारा किया जाए। ग्राम सभा की सूची पर सामाजिक अंकेक्षण होगा।
सामाजिक अंकेक्षण प्रत्येक ग्राम सभा में अनिवार्य है। सूचना का अधिकार अधिनियम, 2005 के तहत प्राप्त आवेदनों का उत्तर दिया जाए।`;

const GERMAN = `Jahresbericht der Stadtwerke
Die Energiewende stellt die kommunale Energieversorgung vor große Herausforderungen. Im vergangenen Jahr haben wir den Ausbau der erneuerbaren
Energien vorangetrieben. Der Ausbau des Fernwärmenetzes wird ein Schwerpunkt sein. Erneuerbare Energien decken 60 Prozent des Strombedarfs. Das
Fernwärmenetz versorgt 12.000 Haushalte. Die kommunale Energieversorgung bleibt sicher.`;

const FRENCH = `Rapport annuel sur la politique de santé publique
La politique de santé publique vise à améliorer la prévention des maladies chroniques. Le ministère a lancé une campagne de vaccination contre la grippe.
Les maladies chroniques sont la première cause de mortalité dans le pays. La campagne de vaccination a touché deux millions de personnes âgées.`;

const tagsOf = async (text: string, more = {}) =>
	(await tagByKeyphrases({ title: "", description: "", text, numTags: 8, exclusions: [], ...more })).tags;

describe("tags without a model", () => {
	test("name the act, the bodies, the subjects and the kind of an official letter", async () => {
		const tags = await tagsOf(CIRCULAR);
		expect(tags).toContain("right to information act 2005");
		expect(tags).toContain("ministry of rural development");
		expect(tags).toContain("social audit");
		expect(tags).toContain("rural housing");
		expect(tags).toContain("e learning modules");
		expect(tags.at(-1)).toBe("circular");
		expect(tags).not.toContain("government of india");
	});

	test("keep Hindi's own script", async () => {
		const tags = await tagsOf(HINDI);
		expect(tags).toContain("प्रधानमंत्री आवास योजना");
		expect(tags).toContain("सूचना का अधिकार अधिनियम 2005");
		expect(tags).toContain("सामाजिक अंकेक्षण");
		expect(tags).toContain("ग्राम सभा");
		expect(tags).toContain("परिपत्र");
	});

	test("are phrases of German and French", async () => {
		expect(await tagsOf(GERMAN)).toEqual(
			expect.arrayContaining(["erneuerbare energien", "fernwärmenetz", "kommunale energieversorgung", "jahresbericht"]),
		);
		expect(await tagsOf(FRENCH)).toEqual(
			expect.arrayContaining([
				"politique de santé publique",
				"maladies chroniques",
				"campagne de vaccination",
				"rapport annuel",
			]),
		);
	});

	test("are shared out over names, subjects and kinds, and never too many", async () => {
		const lists = await keyphrasesOf({ title: "", description: "", text: CIRCULAR, numTags: 3, exclusions: [] });
		expect(lists.names.length + lists.subjects.length).toBeLessThanOrEqual(9);
		const tags = await tagsOf(CIRCULAR, { numTags: 3 });
		expect(tags).toHaveLength(3);
		expect(lists.names).toContain(tags[0]);
		expect(lists.subjects).toContain(tags[1]);
		expect(lists.actions).toContain(tags[2]);
	});

	test("leave out what is excluded and give others in its place", async () => {
		const tags = await tagsOf(CIRCULAR, { exclusions: ["Social-Audit", "circular"] });
		expect(tags).not.toContain("social audit");
		expect(tags).not.toContain("circular");
		expect(tags.length).toBeGreaterThan(4);
	});

	test("do not repeat a phrase in another form or as a part of a longer one", async () => {
		const text =
			"Wind turbines feed the grid. A wind turbine needs wind. Offshore wind turbines are large. Grids need storage. The grid is old.".repeat(
				3,
			);
		const tags = await tagsOf(text, { numTags: 15 });
		expect(tags.filter((tag) => tag.includes("turbine"))).toHaveLength(1);
		expect(tags.filter((tag) => tag.startsWith("grid"))).toHaveLength(1);
	});

	test("have the contracted form whatever the text, and are the same each time", async () => {
		const word = fc.constantFrom(
			"Rural",
			"roads",
			"the",
			"of",
			"and",
			"2024",
			"CO2",
			"e-mail",
			"café",
			"सड़क",
			"का",
			"km",
			"xvii",
			"Act",
			",",
			".",
			"\n",
			"\t",
			"(",
			")",
			"—",
			"’s",
			"😀",
		);
		await fc.assert(
			fc.asyncProperty(fc.array(word, { maxLength: 120 }), fc.integer({ min: 3, max: 15 }), async (words, numTags) => {
				const text = words.join(" ");
				const tags = await tagsOf(text, { numTags });
				expect(tags.length).toBeLessThanOrEqual(numTags);
				expect(new Set(tags).size).toBe(tags.length);
				for (const tag of tags)
					expect(tag).toMatch(/^(?=.*\p{L})[\p{Ll}\p{Lo}\p{M}\p{N}]+(?: [\p{Ll}\p{Lo}\p{M}\p{N}]+){0,5}$/u);
				expect(await tagsOf(text, { numTags })).toEqual(tags);
			}),
			{ numRuns: 60 },
		);
	});

	test("take time in proportion to the text, of which ten pages are enough", async () => {
		const started = performance.now();
		expect((await tagsOf(CIRCULAR.repeat(200))).length).toBeGreaterThan(3);
		expect(performance.now() - started).toBeLessThan(10_000);
	});
});

describe("lines", () => {
	test("are joined where a sentence or a word was cut, and keep compounds", () => {
		expect(
			linesOf(
				"The long-term plan of the commit-\ntee is good for the low-\ncost and low-cost roads of the whole wide and hilly district and\nfor others.\n• An item",
			),
		).toEqual([
			"The long-term plan of the committee is good for the low-cost and low-cost roads of the whole wide and hilly district and for others.",
			"• An item",
		]);
	});

	test("leave out literature and who is quoted", () => {
		const body = "Salt marshes store carbon (Smith et al., 2019) and protect the coast. ".repeat(8);
		const lines = withoutReferences([
			body,
			body,
			"References",
			"Smith, J., Jones, K. (2019). Salt. Journal of Marshes, 3, pp. 1-2.",
		]);
		expect(lines).toHaveLength(2);
		expect(lines.join()).not.toContain("Smith");
	});
});

describe("a page of nothing but literature", () => {
	test("is about the titles, not about the authors", async () => {
		const text = Array.from(
			{ length: 6 },
			(_, i) => `Ann Lee, Bo Chen, and Carl Ott. 202${i}. Salt marshes store carbon. Coastal Ecology, 5.`,
		).join("\n");
		const tags = await tagsOf(text);
		expect(tags).toContain("salt marshes");
		expect(tags.join()).not.toMatch(/lee|chen|ott/);
	});
});

describe("an acronym", () => {
	test("is spelled out where the text does it", () => {
		const found = acronymsIn([
			"There are many invasive alien species (IAS) in the Department of Public Works (DPW) area, see (FIG) and self-help groups (SHGs).",
			"EFB = empty fruit bunch. Note: see below.",
		]);
		expect(Object.fromEntries(found)).toEqual({
			ias: "invasive alien species",
			dpw: "Department of Public Works",
			efb: "empty fruit bunch",
			shg: "self-help groups",
		});
	});
});

describe("the kind of a document", () => {
	test.each([
		["en", "Annual Report 2023", "The company grew.", ["annual report"]],
		["en", "", "TENDER NOTICE\nSealed bids are invited.", ["tender notice"]],
		[
			"en",
			"",
			"Some text.\nThis policy applies to all staff. This press release is embargoed.",
			["press release", "policy"],
		],
		[
			"en",
			"",
			"The annual report of another company was mentioned in a long sentence of this text, which goes on and on until it is far too long for a head.",
			[],
		],
		["hi", "", "निविदा सूचना\nई-निविदा आमंत्रित की जाती है।", ["निविदा सूचना"]],
		["de", "Rechnung Nr. 5", "Betrag", ["rechnung"]],
	])("in %s, titled %j, is told by its own words", (language, title, text, types) => {
		expect(documentTypesOf(text.split("\n"), title, language)).toEqual(types);
	});
});
