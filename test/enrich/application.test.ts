import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type ApplyOptions,
	changesNothing,
	conflictsOf,
	type DocumentState,
	type Entities,
	type Entity,
	planApplication,
	planReversion,
	snapshotFor,
	stateAfter,
} from "../../src/enrich/application.ts";
import { classicFields, fields, type Suggestion } from "../../src/enrich/fields.ts";
import { type GateQuestion, type GateSettings, gate } from "../../src/enrich/gates.ts";
import { matchersOf, normaliseSuggestion } from "../../src/enrich/normalise.ts";
import { PreflightCount } from "../../src/enrich/preflight.ts";

const named = (names: readonly string[], from: number): Entity[] => names.map((name, at) => ({ id: from + at, name }));
const entities: Entities = {
	correspondents: named(["Amazon", "Acme"], 1),
	documentTypes: named(["Invoice", "Letter"], 11),
	tags: named(["shopping", "2024", "email", "inbox"], 21),
};
const entity = (kind: keyof Entities, name: string): Entity => {
	const found = entities[kind].find((each) => each.name === name);
	if (found === undefined) throw new Error(`no ${name}`);
	return found;
};
const plain: ApplyOptions = {
	fields: classicFields,
	allowClearing: false,
	createMissingEntities: true,
	protectedTags: [],
};
const empty: DocumentState = { title: "scan_0001", correspondent: null, documentType: null, tags: [] };
const full: DocumentState = {
	title: "Letter",
	correspondent: entity("correspondents", "Acme"),
	documentType: entity("documentTypes", "Letter"),
	tags: [entity("tags", "email"), entity("tags", "2024")],
};
const suggestion: Suggestion = {
	title: "Amazon Invoice",
	correspondent: "amazon",
	documentType: "Invoice",
	tags: ["shopping", "new"],
};

describe("applying a suggestion", () => {
	test("uses what exists, makes what is missing, and leaves the title alone", () => {
		const plan = planApplication(suggestion, empty, entities, plain);
		expect(plan.changes).toEqual({
			correspondent: entity("correspondents", "Amazon"),
			documentType: entity("documentTypes", "Invoice"),
			tags: [entity("tags", "shopping"), { create: "new" }],
		});
		expect(plan).toMatchObject({
			status: "applied",
			leftOut: undefined,
			missing: { correspondents: [], documentTypes: [], tags: ["new"] },
		});
		expect(planApplication(suggestion, empty, entities, { ...plain, fields }).changes.title).toBe("Amazon Invoice");
	});

	test("of fewer fields is partial and names those left out", () => {
		expect(planApplication(suggestion, empty, entities, { ...plain, fields: ["tags"] })).toMatchObject({
			status: "partial",
			leftOut: ["correspondent", "documentType"],
		});
	});

	test("leaves a field untouched whose name may not be made", () => {
		const odd = { ...suggestion, correspondent: "Nobody", tags: ["new"] };
		const plan = planApplication(odd, full, entities, { ...plain, createMissingEntities: false, allowClearing: true });
		expect(plan.changes).toEqual({ documentType: entity("documentTypes", "Invoice") });
		expect(plan.missing).toMatchObject({ correspondents: ["Nobody"], tags: ["new"] });
	});

	test("clears only when it is allowed to, and never the title", () => {
		const onlyType = { title: null, correspondent: null, documentType: "Letter", tags: [] };
		expect(changesNothing(planApplication(onlyType, full, entities, { ...plain, fields }))).toBe(true);
		const plan = planApplication(onlyType, full, entities, {
			...plain,
			fields,
			allowClearing: true,
			protectedTags: ["Email"],
		});
		expect(plan.changes).toEqual({ correspondent: null, tags: [entity("tags", "email")] });
		expect(plan.cleared).toEqual(["correspondent", "tags"]);
	});

	test("replaces the tags but keeps protected ones, and adds none of them", () => {
		const options = { ...plain, protectedTags: ["EMAIL", "inbox"], processedTag: "ai-processed" };
		const plan = planApplication({ ...suggestion, tags: ["shopping", "inbox"] }, full, entities, options);
		expect(plan.changes.tags).toEqual([
			entity("tags", "shopping"),
			{ create: "ai-processed" },
			entity("tags", "email"),
		]);
	});

	test("of nothing says so", () => {
		const nothing = { title: "a title that was not asked for", correspondent: null, documentType: null, tags: [] };
		expect(planApplication(nothing, full, entities, { ...plain, allowClearing: true })).toMatchObject({
			hasSuggestions: false,
			changes: {},
		});
	});

	test("prefers the entity that the document has among those of one name", () => {
		const twice = { ...entities, correspondents: [{ id: 8, name: "Acme" }, ...entities.correspondents] };
		expect(
			planApplication({ ...suggestion, correspondent: "Acme", documentType: "Letter", tags: [] }, full, twice, plain)
				.changes,
		).toEqual({});
	});

	test("finds what has changed since the proposal was made, where it would be overwritten", () => {
		const seen = { title: "scan_0001", correspondent: null, documentType: "Letter", tags: ["2024", "email"] };
		const plan = planApplication(suggestion, full, entities, plain);
		expect(conflictsOf(plan, seen, full)).toEqual(["correspondent"]);
		expect(
			conflictsOf(planApplication({ ...suggestion, correspondent: "Acme" }, full, entities, plain), seen, full),
		).toEqual([]);
	});
});

const entityOf = (kind: keyof Entities) => fc.constantFrom(...entities[kind]);
const states = fc.record({
	title: fc.string({ maxLength: 10 }),
	correspondent: fc.option(entityOf("correspondents")),
	documentType: fc.option(entityOf("documentTypes")),
	tags: fc.uniqueArray(entityOf("tags"), { selector: ({ id }) => id }),
});
const nameOf = (names: readonly string[]) => fc.option(fc.constantFrom(...names));
const suggestions = fc.record({
	title: nameOf(["T", "Other"]),
	correspondent: nameOf(["amazon", "Acme", "Newcomer"]),
	documentType: nameOf(["INVOICE", "Letter", "Receipt"]),
	tags: fc.array(fc.constantFrom("Shopping", "2024", "email", "fresh", "Fresh"), { maxLength: 4 }),
});
const options = fc.record({
	fields: fc.subarray([...fields], { minLength: 1 }),
	allowClearing: fc.boolean(),
	createMissingEntities: fc.boolean(),
	protectedTags: fc.constantFrom<string[]>([], ["email"], ["email", "inbox"]),
});

/** A server that makes entities. */
function makeServer() {
	const made = new Map<string, Entity>();
	return (kind: keyof Entities, name: string): Entity => {
		const key = `${kind} ${name.toLowerCase()}`;
		const known = made.get(key) ?? { id: 100 + made.size, name };
		made.set(key, known);
		return known;
	};
}

describe("taking back", () => {
	test("brings every field back, after however many applications", () => {
		fc.assert(
			fc.property(
				states,
				fc.array(fc.tuple(suggestions, options), { minLength: 1, maxLength: 4 }),
				(before, rounds) => {
					const created = makeServer();
					let state: DocumentState = before;
					let snapshot: DocumentState | undefined;
					let [status, titled] = ["pending", false];
					for (const [proposed, asked] of rounds) {
						const plan = planApplication(proposed, state, entities, asked);
						if (!plan.hasSuggestions) continue;
						snapshot = snapshotFor(status, snapshot, state);
						titled ||= plan.changes.title !== undefined;
						state = stateAfter(state, plan.changes, created);
						status = plan.status;
					}
					if (snapshot === undefined) return;
					const back = stateAfter(state, planReversion(snapshot, state, titled), created);
					expect(JSON.stringify(back)).toBe(JSON.stringify(before));
					expect(planReversion(snapshot, back, titled)).toEqual({});
				},
			),
		);
	});

	test("does not undo a title that was given by hand", () => {
		expect(planReversion(empty, { ...empty, title: "by hand" }, false)).toEqual({});
	});
});

describe("a protected tag", () => {
	test("is neither added nor lost, and the second application changes nothing", () => {
		fc.assert(
			fc.property(states, suggestions, options, (before, proposed, asked) => {
				const created = makeServer();
				const after = stateAfter(before, planApplication(proposed, before, entities, asked).changes, created);
				const isProtected = ({ name }: Entity): boolean => asked.protectedTags.includes(name.toLowerCase());
				const ids = (state: DocumentState): (number | null)[] =>
					state.tags
						.filter(isProtected)
						.map(({ id }) => id)
						.sort();
				expect(ids(after)).toEqual(ids(before));
				const all = {
					...entities,
					tags: [...entities.tags, ...after.tags],
					correspondents: [...entities.correspondents, ...(after.correspondent === null ? [] : [after.correspondent])],
					documentTypes: [...entities.documentTypes, ...(after.documentType === null ? [] : [after.documentType])],
				};
				expect(planApplication(proposed, after, all, asked).changes).toEqual({});
			}),
		);
	});
});

const gateSettings: GateSettings = {
	autoApplyEnabled: true,
	confidenceThresholdGlobal: 0.5,
	confidenceThresholdTitle: 0,
	confidenceThresholdCorrespondent: 0.9,
	confidenceThresholdDocumentType: 0,
	confidenceThresholdTags: 0,
	neverAutoCreateEntities: false,
	neverOverwriteNonEmpty: false,
	tagsOnlyAutoApply: false,
	autoApplyRequireAllAboveThreshold: true,
	autoApplyRequireNoNewEntities: true,
	autoApplyRequireNoClearing: true,
	autoApplyRequireOcrText: true,
	extractTitle: true,
	extractCorrespondent: true,
	extractDocumentType: true,
	extractTags: true,
};
const seenOf = (state: DocumentState) => ({
	title: state.title,
	correspondent: state.correspondent?.name ?? null,
	documentType: state.documentType?.name ?? null,
	tags: state.tags.map(({ name }) => name),
});

describe("preflight", () => {
	test("counts what applying then does", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(states, suggestions), { maxLength: 8 }), options, (documents, asked) => {
				const names = (kind: keyof Entities) => entities[kind].map(({ name }) => name);
				const matchers = matchersOf({
					correspondents: names("correspondents"),
					documentTypes: names("documentTypes"),
					tags: names("tags"),
				});
				const count = new PreflightCount();
				const done = { title: 0, correspondent: 0, documentType: 0, tags: 0, untouched: 0 };
				const created = makeServer();
				for (const [state, proposed] of documents) {
					const normal = normaliseSuggestion(proposed, matchers, asked.protectedTags);
					const plan = planApplication(normal, state, entities, asked);
					count.add({ plan, confidence: null, gate: { mayApply: false, reasons: ["no"], fields: [] } });
					const [before, after] = [seenOf(state), seenOf(stateAfter(state, plan.changes, created))];
					if (JSON.stringify(before) === JSON.stringify(after)) done.untouched++;
					for (const field of fields) {
						if (JSON.stringify(before[field]) !== JSON.stringify(after[field]) && !plan.cleared.includes(field))
							done[field]++;
					}
				}
				const { totalDocuments, fieldsChanged, noOpCount, gateResults } = count.result();
				expect({ ...fieldsChanged, untouched: noOpCount }).toEqual(done);
				expect(totalDocuments).toBe(documents.length);
				expect(gateResults?.blockedByGates ?? 0).toBe(documents.length);
			}),
		);
	});

	test("sorts confidences into bands and leaves the gates out of an empty scope", () => {
		expect(new PreflightCount().result()).not.toHaveProperty("gateResults");
		const count = new PreflightCount();
		const plan = planApplication(suggestion, empty, entities, plain);
		const passed = { mayApply: true, reasons: [], fields: [] };
		count.add({ plan, confidence: { title: 0, correspondent: 0.9, documentType: 0.8, tags: 0.7 }, gate: passed });
		count.add({
			plan,
			confidence: { title: 0, correspondent: 0.5, documentType: 0, tags: 0.5 },
			gate: { ...passed, mayApply: false, reasons: ["b", "a"] },
		});
		count.add({ plan, confidence: null, gate: { ...passed, mayApply: false, reasons: ["a"] } });
		expect(count.result()).toMatchObject({
			confidenceDistribution: { high: 1, medium: 1, low: 1 },
			lowConfidenceCount: 1,
			newEntitiesCreated: { correspondents: [], documentTypes: [], tags: ["new"] },
			gateResults: {
				wouldAutoApply: 1,
				blockedByGates: 2,
				blockReasons: [
					{ reason: "a", count: 2 },
					{ reason: "b", count: 1 },
				],
			},
		});
	});
});

describe("the gates", () => {
	const existing = {
		correspondents: new Set(["amazon"]),
		documentTypes: new Set(["invoice"]),
		tags: new Set(["shopping"]),
	};
	const sure = { title: 0, correspondent: 0.95, documentType: 0.8, tags: 0.7 };
	const question: GateQuestion = {
		suggestion: { title: null, correspondent: "Amazon", documentType: "Invoice", tags: ["shopping"] },
		confidence: sure,
		current: { title: "scan", correspondent: null, documentType: null, tags: [] },
		hasText: true,
		existing,
		isTitleAskedFor: false,
	};
	const reasons = (changes: Partial<GateQuestion>, settings: Partial<GateSettings> = {}) =>
		gate({ ...question, ...changes }, { ...gateSettings, ...settings }).reasons;

	test("let a sure proposal of known names pass", () => {
		expect(gate(question, gateSettings)).toEqual({
			mayApply: true,
			reasons: [],
			fields: ["correspondent", "documentType", "tags"],
		});
	});

	test("stop what is not sure, new, overwriting, clearing or without text, each with its reason", () => {
		expect(reasons({}, { autoApplyEnabled: false })).toEqual(["Auto-apply is not enabled"]);
		expect(reasons({ confidence: { ...sure, correspondent: 0.89 } })).toEqual([
			"The confidence of the correspondent is below the threshold",
		]);
		expect(reasons({ suggestion: { ...question.suggestion, tags: ["new"] } })).toEqual([
			"New entities would be created",
		]);
		expect(
			reasons(
				{ suggestion: { ...question.suggestion, tags: ["new"] } },
				{ autoApplyRequireNoNewEntities: false, neverAutoCreateEntities: true },
			),
		).toEqual(["The tags would create an entity"]);
		expect(
			reasons({ current: { ...question.current, correspondent: "Acme" } }, { neverOverwriteNonEmpty: true }),
		).toEqual(["The correspondent would overwrite a value"]);
		expect(
			reasons({
				suggestion: { ...question.suggestion, correspondent: null },
				current: { ...question.current, correspondent: "Acme" },
			}),
		).toEqual(["A field that has a value has no suggestion"]);
		expect(reasons({ hasText: false })).toEqual(["The document has no text"]);
	});

	test("leave out what is not sure where not all has to be, and write none of it", () => {
		const unsure = { ...question, confidence: { ...sure, correspondent: 0.89 } };
		const settings = { ...gateSettings, autoApplyRequireAllAboveThreshold: false };
		expect(gate(unsure, settings)).toEqual({ mayApply: true, reasons: [], fields: ["documentType", "tags"] });
		expect(gate({ ...question, confidence: null }, settings).reasons).toEqual(["Nothing is suggested"]);
	});

	test("look at the tags alone where only tags are applied", () => {
		const result = gate(
			{ ...question, confidence: { ...sure, correspondent: 0.1 } },
			{ ...gateSettings, tagsOnlyAutoApply: true },
		);
		expect(result).toEqual({ mayApply: true, reasons: [], fields: ["tags"] });
	});
});
