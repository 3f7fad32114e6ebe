import { describe, expect, test } from "vitest";
import { type DocumentState, type Entity, planApplication } from "../../src/enrich/application.ts";
import { foreignFields, recordOf, type Standing, snapshotOf } from "../../src/enrich/applying/record.ts";
import { Vocabulary } from "../../src/enrich/applying/vocabulary.ts";
import { writeDocument } from "../../src/enrich/applying/write.ts";
import { classicFields, type Suggestion } from "../../src/enrich/fields.ts";
import { normaliseSuggestion } from "../../src/enrich/normalise.ts";
import { getDocument, openPaperless } from "../../src/paperless/paperless.ts";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";

const acme: Entity = { id: 1, name: "Acme" };
const bob: Entity = { id: 2, name: "Bob" };
const invoice: Entity = { id: 11, name: "Invoice" };
const tag = (id: number): Entity => ({ id, name: `tag-${id}` });
const entities = { correspondents: [acme, bob], documentTypes: [invoice], tags: [21, 22, 23].map(tag) };

const before: DocumentState = { title: "Letter", correspondent: null, documentType: null, tags: [tag(21)] };
const after: DocumentState = { title: "Letter", correspondent: acme, documentType: null, tags: [tag(22)] };
const current = { title: "Letter", correspondent: null, documentType: null, tags: ["tag-21"] };
const fresh: Standing = { status: "pending", current, snapshot: null, record: null };
const begun: Standing = { ...fresh, snapshot: before, record: recordOf(fresh, after, { wroteTitle: false, before }) };
const applied: Standing = {
	...fresh,
	status: "applied",
	snapshot: before,
	record: recordOf(begun, after, { wroteTitle: false }),
};

const suggestion: Suggestion = { title: null, correspondent: "Acme", documentType: "Invoice", tags: ["tag-22"] };
const planFor = (state: DocumentState) =>
	planApplication(suggestion, state, entities, {
		fields: classicFields,
		allowClearing: false,
		createMissingEntities: true,
		protectedTags: [],
	});
const foreignIn = (standing: Standing, live: DocumentState, ignored?: string) =>
	foreignFields(planFor(live), standing, live, ignored);

describe("whose hand a document shows", () => {
	test("a write that was begun may have been done or not, and is nobody else's either way", () => {
		expect(foreignIn(begun, before)).toEqual([]);
		expect(foreignIn(begun, after)).toEqual([]);
		expect(foreignIn(begun, { ...after, tags: [tag(22), tag(23)] })).toEqual([]);
		expect(foreignIn(begun, { ...after, correspondent: bob })).toEqual(["correspondent"]);
	});

	test("what was applied may be applied again, and what was changed after that may not", () => {
		expect(foreignIn(applied, after)).toEqual([]);
		expect(foreignIn(applied, { ...after, correspondent: null })).toEqual(["correspondent"]);
		expect(foreignIn(applied, { ...after, tags: [tag(22), tag(23)] })).toEqual(["tags"]);
		expect(foreignIn(applied, { ...after, tags: [tag(22), tag(23)] }, "TAG-23")).toEqual([]);
	});

	test("once it was taken back, the document is again as it was when it was processed", () => {
		const reverted: Standing = { ...applied, status: "reverted" };
		expect(foreignIn(reverted, before)).toEqual([]);
		expect(foreignIn(reverted, { ...before, correspondent: bob })).toEqual(["correspondent"]);
		expect(snapshotOf(reverted, before)).toEqual(before);
	});

	test("the way back leads to before the first application, with what others have done since to fields that we have not touched", () => {
		expect(snapshotOf(fresh, before)).toEqual(before);
		expect(snapshotOf(begun, after)).toEqual(before);
		expect(snapshotOf(begun, { ...after, documentType: invoice })).toEqual({ ...before, documentType: invoice });
		expect(snapshotOf(applied, after)).toEqual(before);
		expect(snapshotOf({ ...applied, status: "failed" }, after)).toEqual(before);
		const again: Standing = {
			...applied,
			record: recordOf(applied, { ...after, documentType: invoice }, { wroteTitle: false, before: after }),
		};
		expect(snapshotOf(again, after)).toEqual(before);
		expect(snapshotOf(again, { ...after, documentType: invoice })).toEqual(before);
	});
});

test("a name that one plan makes is found by the next under another spelling", () => {
	const vocabulary = new Vocabulary(entities);
	const named = (correspondent: string) =>
		normaliseSuggestion({ ...suggestion, correspondent }, vocabulary.matchers).correspondent;
	expect(named("NORTHWIND GmbH")).toBe("NORTHWIND GmbH");
	vocabulary.expect({ ...planFor(before), changes: { correspondent: { create: "Northwind" } } });
	expect(named("NORTHWIND GmbH")).toBe("Northwind");
	expect(vocabulary.find("correspondents", "Northwind")).toBeUndefined();
});

test("a child tag that the server drops with its parent is asked for again", async () => {
	const fake = new FakePaperless();
	const parent = fake.addNamed("tags", { name: "parent" });
	const child = fake.addNamed("tags", { name: "child", parent: parent.id });
	const { id } = fake.addDocument({ title: "Letter", content: "Words", tags: ["parent", "child"] });
	const paperless = openPaperless({
		url: "https://paperless.example.com",
		credentials: { token: adminToken },
		fetch: fake.fetch,
		policy: undefined,
	});
	const written = await writeDocument(paperless, id, { tagIds: [child.id] });
	expect(written.tagIds).toContain(child.id);
	expect((await getDocument(paperless, "full", id)).tagIds).toEqual(written.tagIds);
});
