import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeLibrary } from "../../bench/enrich/library.ts";
import { manners } from "../../bench/enrich/manners.ts";
import { calibrationError, errorsOf, measure } from "../../bench/enrich/measure.ts";
import { assess, openLibrary } from "../../src/enrich/embedded/assessment.ts";
import { calibrate, outcomeOf, usualCalibration } from "../../src/enrich/embedded/calibration.ts";
import { fitWeights, probabilities } from "../../src/enrich/embedded/choice-model.ts";
import { curveAt, fitCurve } from "../../src/enrich/embedded/curve.ts";
import { readDocument } from "../../src/enrich/embedded/features.ts";
import type { LabelledIndex } from "../../src/enrich/embedded/labelled-index.ts";
import { learn } from "../../src/enrich/embedded/learning.ts";
import { logOddsOf, modelOf, TagLearner } from "../../src/enrich/embedded/tag-models.ts";
import { monthIn, titleFor } from "../../src/enrich/embedded/title.ts";
import { ask, household, learnt, senders, sheet, type Taught, teach } from "./classifier.ts";

const [energy, books, works, doctor] = senders;

describe("the embedded classifier", () => {
	const index = teach(household(40));

	test("knows sender, type and tags of a sheet like others, and says why", async () => {
		const proposal = await ask(index, sheet(energy, "Invoice", 77, "Your meter reading and kilowatt hours are below."));
		expect(proposal).toMatchObject({ correspondent: energy, documentType: "Invoice", tags: [{ name: "power" }] });
		expect(proposal.confidence.correspondent).toBeGreaterThan(0.8);
		expect(proposal.evidence).toMatch(
			/Correspondent "Northwind Energy Ltd": the name stands in line 1 of the text, and \d+ of the \d+ most similar documents/,
		);
		expect(proposal.evidence).toContain('Tag "power"');
		expect(proposal.title).toBe("Invoice Northwind Energy Ltd NO-2024-1077 Mar 2024");
	});

	test("tells a contract from an invoice of the same sender by its wording", async () => {
		expect((await ask(index, sheet(books, "Contract", 3))).documentType).toBe("Contract");
		expect((await ask(index, sheet(books, "Invoice", 3))).documentType).toBe("Invoice");
	});

	test("says nothing about a sender it does not know, and nothing at all of an empty library", async () => {
		const stranger = await ask(index, "Quillfeather Tower Museum\nFriends may come along\nTea at four, songs later");
		expect(stranger).toMatchObject({ correspondent: null, confidence: { correspondent: 0 } });
		expect(stranger.tags).toEqual([]);
		expect(await ask(teach([]), sheet(energy, "Invoice", 1))).toMatchObject({
			title: null,
			correspondent: null,
			documentType: null,
			tags: [],
			confidence: { title: 0, correspondent: 0, documentType: 0, tags: 0 },
		});
		expect((await ask(index, "")).correspondent).toBeNull();
	});

	test("finds a known name that no document has yet, also misread and without its legal form", async () => {
		const names = teach([], {
			correspondents: ["Zweckverband Wasser Nord", "Brightwater Holdings plc", "भारतीय जीवन बीमा निगम"],
		});
		const found = async (line: string) => ask(names, `${line}\nHafenweg 3\n\nIhr Bescheid`);
		for (const [line, name] of [
			["ZWECKVERBAND WASSER NORD", "Zweckverband Wasser Nord"],
			["Zweckverbancl Wasscr Nord", "Zweckverband Wasser Nord"],
			["Brightwater Holdings", "Brightwater Holdings plc"],
			["भारतीय जीवन बीमा निगम, शाखा दिल्ली", "भारतीय जीवन बीमा निगम"],
		] as const) {
			expect((await found(line)).correspondent).toBe(name);
		}
		const [clean, misread] = [await found("Zweckverband Wasser Nord"), await found("Zweckverbancl Wasscr Nord")];
		expect(misread.confidence.correspondent).toBeLessThan(clean.confidence.correspondent);
	});

	test("does not take the addressee of all letters for their sender", async () => {
		const letters = household(24).map((document) => ({
			...document,
			text: document.text.replace("Alex Morgan", "Alexandra Morgan"),
		}));
		const own = teach(letters, { correspondents: ["Alexandra Morgan"] });
		expect((await ask(own, sheet(works, "Invoice", 5).replace("Alex Morgan", "Alexandra Morgan"))).correspondent).toBe(
			works,
		);
	});

	test("works in a library of five documents, and is less sure there", async () => {
		const small = teach(household(5));
		const [few, many] = [await ask(small, sheet(energy, "Invoice", 9)), await ask(index, sheet(energy, "Invoice", 9))];
		expect(few.correspondent).toBe(energy);
		expect(few.confidence.correspondent).toBeLessThanOrEqual(many.confidence.correspondent);
	});

	test("takes no document for evidence of itself", async () => {
		const alone = teach([
			...household(8),
			{
				number: 99,
				text: "Moonlit Pottery\nwheel and kiln hire",
				correspondent: "Moonlit Pottery",
				documentType: "Receipt",
			},
		]);
		const text = "Moonlit Pottery\nwheel and kiln hire";
		expect((await ask(alone, text)).documentType).toBe("Receipt");
		expect((await ask(alone, text, { self: 99 })).documentType).not.toBe("Receipt");
	});

	test("invents names only when asked to, and never those that were refused", async () => {
		const text = "Fernhill Roofing Ltd\n3 Slate Street\nInvoice 4711";
		expect(await ask(teach([]), text)).toMatchObject({ correspondent: null, documentType: null });
		const invented = await ask(teach([]), text, { invents: true });
		expect(invented).toMatchObject({ correspondent: "Fernhill Roofing Ltd", documentType: "Invoice" });
		expect(invented.evidence).toContain("New correspondent");
		const rejected = { correspondents: ["Fernhill Roofing Ltd"], documentTypes: [], tags: [] };
		expect((await ask(teach([]), text, { invents: true, rejected })).correspondent).toBeNull();
	});

	test("asks the index five times at most", async () => {
		let queries = 0;
		const counting: LabelledIndex = {
			vocabulary: () => index.vocabulary(),
			postings: (...all) => {
				queries++;
				return index.postings(...all);
			},
			documents: (...all) => {
				queries++;
				return index.documents(...all);
			},
			statements: (...all) => {
				queries++;
				return index.statements(...all);
			},
		};
		await ask(counting, sheet(doctor, "Invoice", 2), { self: 2 });
		expect(queries).toBeLessThanOrEqual(5);
	});
});

describe("what the user says", () => {
	const suggestion = { title: null, correspondent: energy, documentType: "Invoice", tags: ["power", "later"] };
	const rejected = (number: number, text: string) => ({
		number,
		text,
		said: [{ suggestion, feedback: [{ action: "rejected" as const }] }],
	});

	test("is never proposed again for the same document", async () => {
		const text = sheet(energy, "Invoice", 50, "Your meter reading and kilowatt hours are below.");
		const index = teach([...household(40), rejected(200, text)]);
		const again = await ask(index, text, { self: 200 });
		expect(again.correspondent).not.toBe(energy);
		expect(again.documentType).not.toBe("Invoice");
		expect(again.tags).toEqual([]);
	});

	test("weighs against like documents: refusals outweigh a few old labels", async () => {
		const text = (at: number) => sheet(energy, "Invoice", at, "Your meter reading and kilowatt hours are below.");
		const before = await ask(teach(household(16)), text(90));
		const refusals = Array.from({ length: 8 }, (_, at) => rejected(300 + at, text(100 + at)));
		const after = await ask(teach([...household(16), ...refusals]), text(90));
		expect(before.tags.map(({ name }) => name)).toContain("power");
		expect(after.tags.map(({ name }) => name)).not.toContain("power");
		expect(after.confidence.correspondent).toBeLessThan(before.confidence.correspondent);
	});

	test("corrects: the right value is a label at once, the wrong one refused", () => {
		const { labels, rejected } = learnt({
			number: 1,
			text: "x",
			said: [
				{
					suggestion,
					feedback: [
						{
							action: "corrected",
							corrections: [
								{ field: "correspondent", suggested: energy, corrected: books },
								{ field: "tags", suggested: ["power", "later"], corrected: ["later"] },
							],
						},
					],
				},
			],
		});
		expect(labels).toMatchObject({ correspondent: books, documentType: undefined, tags: ["later"] });
		expect(rejected).toEqual({ correspondents: [energy], documentTypes: [], tags: ["power"] });
	});

	test("a value that the document has after all is not refused, and fields left out of an application never were", () => {
		const said = [
			{
				suggestion,
				feedback: [
					{ action: "rejected" as const },
					{ action: "partial_applied" as const, rejectedFields: ["documentType" as const] },
				],
			},
		];
		expect(learnt({ number: 1, text: "x", correspondent: energy, tags: ["later"], said }).rejected).toEqual({
			correspondents: [],
			documentTypes: ["Invoice"],
			tags: ["power"],
		});
		expect(
			learnt({
				number: 1,
				text: "x",
				said: [{ suggestion, feedback: [{ action: "partial_applied", rejectedFields: ["correspondent"] }] }],
			}).rejected.correspondents,
		).toEqual([]);
	});

	test("of a document's fields teaches only what is filled in, and never its inbox tag", () => {
		const reading = readDocument({ title: "", text: "x" });
		const learned = (document: Parameters<typeof learn>[0]) => learn(document, reading, [], ["Inbox"]).labels;
		expect(learned({ number: 1, correspondent: null, documentType: "Invoice", tags: ["inbox"] })).toEqual({
			correspondent: undefined,
			documentType: "Invoice",
			tags: undefined,
		});
		expect(learned({ number: 1, correspondent: "A", documentType: "Invoice", tags: [] }).tags).toEqual([]);
	});
});

describe("the index", () => {
	test("knows the same in whatever order it learns, corrects and forgets", async () => {
		const documents = household(12);
		const straight = teach(documents);
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray(documents, { minLength: 12 }),
				fc.array(fc.constantFrom(...documents), { maxLength: 6 }),
				async (order, twice) => {
					const index = teach([
						...order.map((document) => ({ ...document, correspondent: "wrong at first" })),
						{ number: 500, text: "gone soon", correspondent: "gone" },
					]);
					for (const document of [...order, ...twice]) index.put(learnt(document));
					index.delete(500);
					const text = sheet(works, "Invoice", 31);
					expect(await ask(index, text)).toEqual(await ask(straight, text));
				},
			),
			{ numRuns: 10 },
		);
	});
});

describe("confidence", () => {
	test("is the usual one without documents, and follows the library's own where there are many", async () => {
		expect(await calibrate([])).toEqual({
			...usualCalibration,
			correspondent: expect.anything(),
			documentType: expect.anything(),
			tags: expect.anything(),
		});
		expect((await calibrate([])).tags.weights).toEqual(usualCalibration.tags.weights);
		const index = teach(household(30));
		const library = await openLibrary(index);
		const reading = readDocument({ title: "scan", text: sheet(energy, "Invoice", 0) });
		const assessment = await assess(library, reading, {});
		const sure = probabilities(assessment.correspondent.options, usualCalibration.correspondent.weights);
		const wrong = outcomeOf(assessment, { correspondent: "somebody else", documentType: "Invoice", tags: [] });
		const doubtful = await calibrate(Array.from({ length: 40 }, () => wrong));
		const doubted = probabilities(assessment.correspondent.options, doubtful.correspondent.weights);
		expect(Math.max(...doubted.slice(1))).toBeLessThan(0.2);
		expect(Math.max(...sure.slice(1))).toBeGreaterThan(0.7);
	});

	test("chances are shares of 1, and fitted weights make what was seen likelier", async () => {
		const figures = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });
		const observation = fc
			.array(figures, { minLength: 2, maxLength: 4 })
			.chain((options) => fc.record({ options: fc.constant(options), right: fc.nat(options.length - 1) }));
		await fc.assert(
			fc.asyncProperty(fc.array(observation, { minLength: 1, maxLength: 12 }), async (observations) => {
				const prior = [0.3, -0.2, 0];
				const fitted = await fitWeights(observations, prior, 2);
				const likelihood = (weights: readonly number[]) =>
					observations.reduce(
						(sum, { options, right }) => sum + Math.log(probabilities(options, weights)[right] ?? 0),
						0,
					);
				expect(likelihood(fitted)).toBeGreaterThanOrEqual(likelihood(prior) - 1e-9);
				for (const { options } of observations)
					expect(probabilities(options, fitted).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
			}),
		);
	});

	test("a curve rises and stays within 0 and 1", () => {
		const said = fc.record({ said: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean() });
		fc.assert(
			fc.property(fc.array(said, { maxLength: 60 }), (observed) => {
				const curve = fitCurve(observed, usualCalibration.tags.curve);
				let before = 0;
				for (let at = 0; at <= 1; at += 0.01) {
					const value = curveAt(curve, at);
					expect(value).toBeGreaterThanOrEqual(before - 1e-12);
					expect(value).toBeLessThanOrEqual(1);
					before = value;
				}
			}),
		);
		expect(
			calibrationError([
				{ confidence: 0.75, right: true },
				{ confidence: 0.75, right: false },
			]),
		).toBeCloseTo(0.25, 12);
	});
});

describe("a title", () => {
	test.each([
		[["12. März 2023"], "Mar 2023"],
		[["2024-11-05"], "Nov 2024"],
		[["Datum: 05.09.2022"], "Sep 2022"],
		[["le 3 août 2021"], "Aug 2021"],
		[["15 जनवरी 2024"], "Jan 2024"],
		[["March 4, 2020"], "Mar 2020"],
		[["room 2024, 13/15/2024"], null],
	])("finds the month in %s", (lines, month) => {
		expect(monthIn(lines)).toBe(month);
	});

	test("needs a type and something to go with it, and fits Paperless-ngx", () => {
		expect(titleFor([], { correspondent: "A", documentType: null })).toBeNull();
		expect(titleFor(["nothing here"], { correspondent: null, documentType: "Invoice" })).toBeNull();
		expect(titleFor(["Rechnung Nr. 2024/0815 vom 3.4.2024"], { correspondent: null, documentType: "Rechnung" })).toBe(
			"Rechnung 2024/0815 Apr 2024",
		);
		const note = { correspondent: "Acme", documentType: "Delivery note" };
		expect(titleFor(["Delivery note 2023-13123", "2 May 2023"], note)).toBe("Delivery note Acme May 2023");
		expect(titleFor(["Policy number: 31540"], { ...note, documentType: "policy" })).toBe("Policy Acme 31540");
		expect(titleFor([], { correspondent: "x".repeat(300), documentType: "Invoice" })?.length).toBe(128);
	});
});

describe("a made library", () => {
	test("of 300 documents is classified far better than by its most frequent values", async () => {
		const plain = manners.find(({ name }) => name === "plain");
		if (plain === undefined) throw new Error("there is no plain manner");
		const { ours, majority, nearest, said } = await measure(makeLibrary(plain, 300, 7).documents);
		expect(ours.correspondent).toBeGreaterThan(0.93);
		expect(ours.documentType).toBeGreaterThan(0.85);
		expect(ours.tags).toBeGreaterThan(Math.max(0.7, nearest.tags));
		expect(ours.documentType).toBeGreaterThan(nearest.documentType);
		expect(majority.correspondent).toBeLessThan(0.4);
		const error = errorsOf([said]);
		expect(Math.max(error.correspondent, error.documentType)).toBeLessThan(0.12);
	});

	test("is the same for the same seed and another for another", () => {
		const [plain] = manners;
		if (plain === undefined) throw new Error("there are no manners");
		expect(makeLibrary(plain, 40, 3)).toEqual(makeLibrary(plain, 40, 3));
		expect(makeLibrary(plain, 40, 3)).not.toEqual(makeLibrary(plain, 40, 4));
	});
});

describe("what a tag stands for over the whole library", () => {
	/** All from one sender: every other one is about tyres, each of those in one of three words. */
	const letters = Array.from({ length: 120 }, (_, at): Taught => {
		const isCar = at % 2 === 0;
		const word = ["tyres", "gearbox", "exhaust"][(at >> 1) % 3];
		return {
			number: at + 1,
			text: sheet(energy, "Invoice", at, isCar ? `Work on the ${word}.` : "Your meter was read."),
			correspondent: energy,
			documentType: "Invoice",
			tags: isCar ? ["car"] : [],
		};
	});
	const learner = new TagLearner(letters.map(learnt));
	const held = {
		correspondents: new Map([[energy, 1]]),
		documentTypes: new Map([["Invoice", 1]]),
	};
	const featuresOf = (text: string) => new Set(readDocument({ title: "scan", text }).features.map(({ key }) => key));

	test("speaks for a document with one of its words, and against one of the same sender with none", () => {
		expect(learner.tags).toEqual(["car"]);
		const model = learner.fit("car");
		for (const word of ["tyres", "gearbox", "exhaust"])
			expect(logOddsOf(model, featuresOf(sheet(energy, "Invoice", 7, `Work on the ${word}.`)), held)).toBeGreaterThan(
				2,
			);
		expect(logOddsOf(model, featuresOf(sheet(energy, "Invoice", 7, "Your meter was read.")), held)).toBeLessThan(-2);
		expect(logOddsOf(model, featuresOf(sheet(energy, "Invoice", 7)), held)).toBeLessThan(0);
		// A name that every object has.
		const odd = { ...held, correspondents: new Map([["constructor", 1]]) };
		expect(logOddsOf(model, new Set(), odd)).toBeLessThan(0);
		expect(modelOf({ car: model }, "constructor")).toBeUndefined();
	});

	test("is not learnt from few documents", () => {
		expect(new TagLearner(letters.slice(0, 39).map(learnt)).tags).toEqual([]);
	});
});

test("a tag for a year follows the document's own date, not a number that looks like it", async () => {
	const letters = household(60).map((document, at) => {
		const year = 2022 + (at % 3);
		const text = document.text.replace("March 2024", `March ${year}`).replace(/-2024-/, `-${2022 + ((at >> 2) % 3)}-`);
		return { ...document, text, tags: [String(year)] };
	});
	const asked = sheet(books, "Invoice", 77).replace("March 2024", "March 2022").replace("-2024-", "-2023-");
	const { tags } = await ask(teach(letters), asked);
	expect(tags[0]?.name).toBe("2022");
});
