import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../src/context.ts";
import { advanceApply, applyRunResult, applyStart, freezeScope } from "../../src/enrich/enrich.ts";
import { newId } from "../../src/lib/ids.ts";
import { Models } from "../../src/models/models.ts";
import { runBatch } from "../../src/platform/database.ts";
import { newContext, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import type { Seed } from "../fakes/paperless/seeds.ts";
import { ask, batchApplied, putResult, type ResultSeed, storedResult } from "./ai-results.ts";
import {
	fakeNetwork,
	type LibraryRow,
	type LibraryUser,
	libraryRows,
	libraryUser,
	putConfig,
	reachable,
	synced,
	unplug,
} from "./library.ts";
import { putDocument } from "./library-seeds.ts";

vi.setConfig({ testTimeout: 60_000 });
beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

interface Stage {
	user: LibraryUser;
	fake: FakePaperless;
	url: string;
	/** Ids in the library, in the order of the seeds. */
	ids: string[];
	/** Numbers on the server. */
	numbers: number[];
}

/** A synced library of these documents. */
async function stage(...seeds: Seed[]): Promise<Stage> {
	const fake = new FakePaperless();
	const numbers = seeds.map((seed) => fake.addDocument(seed).id);
	const url = reachable(fake);
	const user = await libraryUser(url);
	await synced(user);
	const rows = await libraryRows(user);
	const ids = numbers.map((number) => rows.find((row) => row.paperless_id === number)?.id ?? "");
	return { user, fake, url, ids, numbers };
}

/** A document on the server by the names of its labels. */
function labels(fake: FakePaperless, number: number | undefined) {
	const { named, documents } = fake.store;
	const record = documents.get(number ?? 0);
	const nameOf = (kind: "correspondents" | "document_types", id: number | null | undefined) =>
		id == null ? null : named[kind].get(id)?.name;
	return {
		title: record?.title,
		correspondent: nameOf("correspondents", record?.correspondent),
		documentType: nameOf("document_types", record?.documentType),
		// A set: the server keeps no order.
		tags: record?.tags.map((id) => named.tags.get(id)?.name).sort(),
	};
}

const copyOf = async (user: LibraryUser, id: string | undefined): Promise<LibraryRow | undefined> =>
	(await libraryRows(user)).find((row) => row.id === id);
const writes = (fake: FakePaperless) => fake.log.filter(({ method }) => method !== "GET").map(({ path }) => path);

const letter: Seed = { title: "Letter", content: "Words", correspondent: "Acme", tags: ["inbox", "2024"] };
const proposal: ResultSeed = {
	title: "Better",
	correspondent: "AMAZON",
	documentType: "Invoice",
	tags: ["Shopping", "new"],
};

describe("applying a proposal", () => {
	it("writes names that exist and makes the missing once, keeps what was there, and is taken back exactly", async () => {
		const { user, fake, ids, numbers } = await stage(
			{ ...letter, correspondent: null },
			{ title: "Other", content: "Words", correspondent: "Amazon", tags: ["shopping"] },
		);
		const before = labels(fake, numbers[0]);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toEqual({
			status: 200,
			body: { data: { applied: true } },
		});
		const after = { title: "Letter", correspondent: "Amazon", documentType: "Invoice", tags: ["new", "shopping"] };
		expect(labels(fake, numbers[0])).toEqual(after);
		expect([...fake.store.named.tags.values()].find(({ name }) => name === "new")?.matchingAlgorithm).toBe(0);
		expect(await copyOf(user, ids[0])).toMatchObject({
			title: "Letter",
			correspondent: "Amazon",
			document_type: "Invoice",
			tags: '["new","shopping"]',
		});
		const detail = await ask(user, "GET", `/ai/results/${id}`);
		expect(detail.body.data).toMatchObject({
			appliedStatus: "applied",
			appliedFields: ["correspondent", "documentType", "tags"],
			preApplyTitle: "Letter",
			preApplyCorrespondentId: null,
			preApplyTagNames: ["2024", "inbox"],
			appliedTitle: null,
			errorMessage: null,
		});
		// What we have written is no news to the library.
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0, failed: 0 });
		expect((await ask(user, "GET", `/ai/results/${id}/revert/preview`)).body.data).toMatchObject({
			changes: [{ field: "correspondent", from: "Amazon", to: null }, { field: "documentType" }, { field: "tags" }],
		});
		expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toEqual({
			status: 200,
			body: { data: { reverted: true } },
		});
		expect(labels(fake, numbers[0])).toEqual(before);
		expect(await copyOf(user, ids[0])).toMatchObject({
			correspondent: null,
			document_type: null,
			tags: '["2024","inbox"]',
		});
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0 });
		expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({
			status: 400,
			body: { error: { code: "BAD_REQUEST" } },
		});
	});

	it("again, with other fields, goes back to the state before the first time", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const before = labels(fake, numbers[0]);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		await ask(user, "POST", `/ai/results/${id}/apply`, { fields: ["tags"] });
		expect(await storedResult(id)).toMatchObject({ status: "partial", applied_fields: '["tags"]' });
		await ask(user, "POST", `/ai/results/${id}/apply`, { fields: ["title", "correspondent", "documentType", "tags"] });
		expect(await storedResult(id)).toMatchObject({ status: "applied" });
		expect(labels(fake, numbers[0])).toEqual({
			title: "Better",
			correspondent: "AMAZON",
			documentType: "Invoice",
			tags: ["Shopping", "new"],
		});
		const said = await sql<{ entry: string }>("select entry from ai_feedback where result_id = ?", id);
		expect(said.map(({ entry }) => JSON.parse(entry))).toEqual([
			{ action: "partial_applied", rejectedFields: ["correspondent", "documentType"] },
		]);
		await ask(user, "POST", `/ai/results/${id}/revert`);
		expect(labels(fake, numbers[0])).toEqual(before);
	});

	it("by several at once is written by one, and the others leave its way back alone", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const before = labels(fake, numbers[0]);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		fake.fail({ method: "PATCH", path: `/api/documents/${numbers[0]}/` }, { kind: "slow", ms: 300 });
		const answers = await Promise.all(
			[1, 2, 3, 4].map(async () => (await ask(user, "POST", `/ai/results/${id}/apply`)).status),
		);
		expect(answers).toContain(200);
		expect(answers.every((status) => status === 200 || status === 409)).toBe(true);
		expect(await storedResult(id)).toMatchObject({ status: "applied", error_message: null });
		expect((await ask(user, "POST", `/ai/results/${id}/revert`)).status).toBe(200);
		expect(labels(fake, numbers[0])).toEqual(before);
	});

	it("leaves alone what somebody else has changed since, also without the library knowing", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		const bob = fake.addNamed("correspondents", { name: "Bob" });
		fake.changeDocument(numbers[0] ?? 0, { correspondent: bob.id, title: "Renamed" });
		fake.log.length = 0;
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({
			status: 409,
			body: { error: { code: "CONFLICT" } },
		});
		expect(writes(fake)).toEqual([]);
		expect(await storedResult(id)).toMatchObject({
			status: "failed",
			error_message: expect.stringContaining("correspondent"),
			snapshot: null,
		});
		// The rest can be had, and the title that the library does not know yet is not lost to its next sync.
		expect(await ask(user, "POST", `/ai/results/${id}/apply`, { fields: ["documentType", "tags"] })).toMatchObject({
			status: 200,
		});
		expect(labels(fake, numbers[0])).toMatchObject({ title: "Renamed", correspondent: "Bob", documentType: "Invoice" });
		expect(await synced(user)).toMatchObject({ updated: 1 });
	});

	it("says why it could not, and what failed can be tried again", async () => {
		const { user, fake, ids, numbers, url } = await stage(letter, letter);
		const path = `/api/documents/${numbers[0]}/`;
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		const empty = await putResult(user.id, ids[1] ?? "", {});
		expect(await ask(user, "POST", "/ai/results/unknown/apply")).toMatchObject({
			status: 404,
			body: { error: { code: "NOT_FOUND" } },
		});
		expect(await ask(user, "POST", `/ai/results/${empty}/apply`)).toMatchObject({
			status: 400,
			body: { error: { code: "BAD_REQUEST" } },
		});
		expect(await storedResult(empty)).toMatchObject({ status: "failed", failure_type: "no_suggestions" });
		expect(await ask(user, "POST", `/ai/results/${id}/apply`, { fields: ["colour"] })).toMatchObject({
			status: 400,
			body: { error: { code: "VALIDATION_FAILED" } },
		});
		for (const fault of [{ kind: "forbidden" }, { kind: "insufficient" }] as const) {
			fake.fail({ method: "PATCH", path }, fault);
			expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({
				status: 502,
				body: { error: { code: "BAD_GATEWAY" } },
			});
			expect(await storedResult(id)).toMatchObject({
				status: "failed",
				failure_type: null,
				snapshot: null,
				applied: null,
			});
		}
		// Carried out, and the answers lost: whether it was is found out the next time.
		fake.fail({ method: "PATCH", path }, { kind: "error", status: 500 }, { times: 2, applied: true });
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({ status: 502 });
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({ status: 200 });
		await ask(user, "POST", `/ai/results/${id}/revert`);
		expect(labels(fake, numbers[0])).toEqual({
			title: "Letter",
			correspondent: "Acme",
			documentType: null,
			tags: ["2024", "inbox"],
		});
		fake.trashDocument(numbers[0] ?? 0);
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({ status: 404 });
		expect(await storedResult(id)).toMatchObject({ status: "failed", failure_type: "document_not_found" });
		unplug(url);
		expect(await ask(user, "POST", "/ai/results/preflight", { scope: { type: "current_filter" } })).toMatchObject({
			status: 502,
			body: { error: { code: "BAD_GATEWAY" } },
		});
		expect(await ask(user, "POST", `/ai/results/${id}/apply`)).toMatchObject({ status: 502 });
	});

	it("twice at once is applied once, and can be taken back", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const before = labels(fake, numbers[0]);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		// One of them looks at the document when the other has written it.
		fake.fail({ method: "GET", path: "/api/documents/" }, { kind: "slow", ms: 1_500 });
		const answers = await Promise.all([1, 2].map(() => ask(user, "POST", `/ai/results/${id}/apply`)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect(await storedResult(id)).toMatchObject({
			status: "applied",
			error_message: null,
			snapshot: expect.any(String),
		});
		const back = await Promise.all([1, 2].map(() => ask(user, "POST", `/ai/results/${id}/revert`)));
		expect(back.map(({ status }) => status)).toContain(200);
		expect(labels(fake, numbers[0])).toEqual(before);
	});

	it("is not taken back while it is being written once more", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const before = labels(fake, numbers[0]);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		await ask(user, "POST", `/ai/results/${id}/apply`, { fields: ["tags"] });
		fake.fail({ method: "PATCH" }, { kind: "slow", ms: 1_500 });
		const applying = ask(user, "POST", `/ai/results/${id}/apply`);
		await vi.waitFor(async () => expect(JSON.parse((await storedResult(id)).applied ?? "{}")).toHaveProperty("before"));
		expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({
			status: 409,
			body: { error: { code: "CONFLICT" } },
		});
		expect(await applying).toMatchObject({ status: 200 });
		expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({ status: 200 });
		expect(await storedResult(id)).toMatchObject({ status: "reverted" });
		expect(labels(fake, numbers[0])).toEqual(before);
	});

	it("of an upload stays in the library, and needs no server; of a Paperless document it does", async () => {
		const user = await libraryUser();
		const upload = await putDocument(user.id, { title: "scan", correspondent: "Acme", tags: ["keep", "old"] });
		const paper = await putDocument(user.id, { paperlessId: 7 });
		await putConfig(user.headers, {
			"ai.protectedTagsEnabled": "true",
			"ai.protectedTagNames": '["keep"]',
			"ai.addProcessedTag": "true",
		});
		const id = await putResult(user.id, upload, { ...proposal, correspondent: "ACME", tags: ["fresh"] });
		const other = await putResult(user.id, paper, proposal);
		expect(
			await ask(user, "POST", `/ai/results/${id}/apply`, {
				fields: ["title", "correspondent", "documentType", "tags"],
			}),
		).toMatchObject({ status: 200 });
		expect(await copyOf(user, upload)).toMatchObject({
			title: "Better",
			correspondent: "Acme",
			document_type: "Invoice",
			tags: '["ai-processed","fresh","keep"]',
		});
		expect(await ask(user, "POST", `/ai/results/${other}/apply`)).toMatchObject({
			status: 400,
			body: { error: { message: expect.stringContaining("Paperless") } },
		});
		expect(await storedResult(other)).toMatchObject({ status: "pending" });
		expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({ status: 200 });
		expect(await copyOf(user, upload)).toMatchObject({
			title: "scan",
			correspondent: "Acme",
			document_type: null,
			tags: '["keep","old"]',
		});
		expect(await batchApplied(user, { scope: { type: "all_pending" } })).toMatchObject({
			applied: 0,
			failed: 1,
			total: 1,
		});
	});

	it("of another user is as good as none", async () => {
		const { user, ids } = await stage(letter);
		const id = await putResult(user.id, ids[0] ?? "", proposal);
		const other = await libraryUser();
		for (const [method, path] of [
			["POST", "apply"],
			["POST", "revert"],
			["GET", "revert/preview"],
		] as const) {
			expect(await ask(other, method, `/ai/results/${id}/${path}`)).toMatchObject({ status: 404 });
		}
		expect(await batchApplied(other, { resultIds: [id] })).toEqual({ applied: 0, failed: 0, total: 0, errors: [] });
		const scope = { type: "selected_result_ids", resultIds: [id] };
		expect((await ask(other, "POST", "/ai/results/preflight", { scope })).body.data).toMatchObject({
			totalDocuments: 0,
		});
		expect(await storedResult(id)).toMatchObject({ status: "pending" });
	});
});

describe("applying many proposals", () => {
	it("comes to what the preview has counted, makes each name once and tags all in one call", async () => {
		const many = Array.from(
			{ length: 14 },
			(_, at): Seed => ({ title: `Paper ${at}`, content: "Words", tags: at % 2 === 0 ? ["inbox"] : [] }),
		);
		const { user, fake, ids, numbers } = await stage(...many, {
			...letter,
			correspondent: "Known Ltd",
			document_type: "Invoice",
			tags: ["known"],
		});
		await putConfig(user.headers, { "ai.addProcessedTag": "true" });
		const results: string[] = [];
		for (const [at, id] of ids.entries()) {
			const seed: ResultSeed[] = [
				{ correspondent: "New Sender", documentType: "invoice", tags: ["fresh"], confidence: 0.95 },
				{ correspondent: "NEW SENDER GmbH", tags: ["Known"], confidence: 0.6 },
				{ correspondent: "Known", documentType: "Reminder", tags: ["fresh", "other"], confidence: 0.3 },
			];
			results.push(
				await putResult(
					user.id,
					id,
					at === 14 ? { correspondent: "known ltd.", documentType: "Invoice", tags: ["known"] } : seed[at % 3],
				),
			);
		}
		const scope = { type: "all_pending" };
		const { body } = await ask(user, "POST", "/ai/results/preflight", { scope });
		expect(body.data).toMatchObject({
			totalDocuments: 15,
			fieldsChanged: { title: 0, correspondent: 14, documentType: 9, tags: 14 },
			newEntitiesCreated: { correspondents: ["New Sender"], documentTypes: ["Reminder"], tags: ["fresh", "other"] },
			lowConfidenceCount: 4,
			noOpCount: 1,
			confidenceDistribution: { high: 6, medium: 5, low: 4 },
			gateResults: { wouldAutoApply: 0, blockedByGates: 15 },
		});
		const before = numbers.map((number) => labels(fake, number));
		fake.log.length = 0;
		expect(await batchApplied(user, { scope })).toEqual({ applied: 15, failed: 0, total: 15, errors: [] });
		const made = writes(fake).filter((path) => !path.startsWith("/api/documents/"));
		expect(made.sort()).toEqual([
			"/api/correspondents/",
			"/api/document_types/",
			"/api/tags/",
			"/api/tags/",
			"/api/tags/",
		]);
		expect(writes(fake).filter((path) => path === "/api/documents/bulk_edit/")).toHaveLength(1);
		expect(writes(fake).filter((path) => /^\/api\/documents\/\d+\/$/.test(path))).toHaveLength(14);
		expect(labels(fake, numbers[1])).toEqual({
			title: "Paper 1",
			correspondent: "New Sender",
			documentType: null,
			tags: ["ai-processed", "known"],
		});
		// Until its worker has run, the server shows nothing that the library does not know.
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0 });
		// Once more: all is as it should be, the tag included.
		expect(
			(
				await ask(user, "POST", "/ai/results/preflight", {
					scope: { type: "current_filter", filters: { status: "applied" } },
				})
			).body.data,
		).toMatchObject({ totalDocuments: 15, noOpCount: 15 });
		for (const id of results)
			expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({ status: 200 });
		expect(numbers.map((number) => labels(fake, number))).toEqual(before);
	});

	it("goes on after a refusal, puts off what the server is too busy for, and a second run does the rest", async () => {
		const { user, fake, ids, numbers } = await stage(...Array.from({ length: 5 }, () => letter));
		for (const id of ids) await putResult(user.id, id, { documentType: "Invoice" });
		const path = (at: number) => `/api/documents/${numbers[at]}/`;
		fake.fail({ method: "PATCH", path: path(0) }, { kind: "insufficient" });
		fake.fail({ method: "PATCH", path: path(1) }, { kind: "missing" });
		fake.fail({ method: "PATCH", path: path(2) }, { kind: "error", status: 500 }, { times: 3 });
		const first = await batchApplied(user, {}, "apply-all");
		expect(first).toMatchObject({ applied: 3, failed: 2, total: 5 });
		expect(first.errors).toHaveLength(2);
		expect(await batchApplied(user, { filters: { failed: true } }, "apply-all")).toMatchObject({
			applied: 2,
			failed: 0,
			total: 2,
		});
		expect(numbers.map((number) => labels(fake, number).documentType)).toEqual(Array(5).fill("Invoice"));
	});

	it("is refused without results to apply, with an unknown scope, and beside another", async () => {
		const { user, fake, ids } = await stage(letter);
		await putResult(user.id, ids[0] ?? "", proposal);
		const of = async (path: string, said: object) => {
			const { status, body } = await ask(user, "POST", `/ai/results/${path}`, said);
			return [status, body.error?.code];
		};
		expect(await of("batch-apply", {})).toEqual([400, "BAD_REQUEST"]);
		expect(await of("batch-apply", { resultIds: [] })).toEqual([400, "BAD_REQUEST"]);
		const unknown = Array.from({ length: 50_000 }, (_, at) => `${at}`.padStart(200, "0"));
		expect(await of("preflight", { scope: { type: "selected_result_ids", resultIds: unknown } })).toEqual([
			200,
			undefined,
		]);
		const tooMany = { type: "selected_result_ids", resultIds: [...unknown, "one"] };
		expect(await of("batch-apply", { scope: tooMany })).toEqual([400, "VALIDATION_FAILED"]);
		expect(await of("preflight", {})).toEqual([400, "BAD_REQUEST"]);
		expect(await of("preflight", { scope: { type: "everything" } })).toEqual([400, "VALIDATION_FAILED"]);
		expect(await of("batch-apply", { scope: { type: "all_pending" }, fields: [] })).toEqual([400, "VALIDATION_FAILED"]);
		fake.fail({ method: "GET", path: "/api/tags/" }, { kind: "slow", ms: 1_500 });
		const [one, two] = await Promise.all([of("batch-apply", { scope: { type: "all_pending" } }), of("apply-all", {})]);
		expect([one?.[0], two?.[0]].sort()).toEqual([202, 409]);
	});
});

class Killed extends Error {}

function modelContext(): Context {
	const ctx = newContext();
	return { ...ctx, models: new Models({ config: ctx.config, ai: undefined, fetch: ctx.fetch }) };
}

/** Dies before the given transaction, or when the answer to the given write to the server is to be taken. */
function dyingContext({ transactions, writes: left }: { transactions?: number; writes?: number }): Context {
	const ctx = modelContext();
	let [batches, patches] = [transactions ?? Number.POSITIVE_INFINITY, left ?? Number.POSITIVE_INFINITY];
	const db = new Proxy(ctx.db, {
		get(target, name) {
			if (name === "batch" && batches-- <= 0) throw new Killed();
			const value = Reflect.get(target, name);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
	const fetched: Context["fetch"] = async (input, init) => {
		const response = await globalThis.fetch(input, init);
		if (init?.method === "PATCH" && patches-- <= 0) throw new Killed();
		return response;
	};
	return { ...ctx, db, fetch: fetched };
}

describe("a run that dies", () => {
	const how = { fields: ["tags", "documentType"] as const, allowClearing: false, createMissingEntities: true };

	async function until(user: LibraryUser, key: string, dying: () => Context | undefined): Promise<void> {
		let run = applyStart;
		for (let turn = 0; run.stage !== "done"; turn++) {
			if (turn > 60) throw new Error("the run does not end");
			const slice = { owner: user.id, key, run, how, until: Date.now() + 60_000, signal: new AbortController().signal };
			const ctx = dying();
			if (ctx !== undefined)
				await advanceApply(ctx, { ...slice, report: async () => undefined }).catch(() => undefined);
			else run = (await advanceApply(modelContext(), { ...slice, report: async () => undefined })).run;
		}
	}

	it("anywhere, goes on where it was: each is written, told and counted once, and can be taken back", async () => {
		const seeds = Array.from(
			{ length: 12 },
			(_, at): Seed => ({ ...letter, title: `Letter ${at}`, tags: ["inbox", `t${at % 3}`] }),
		);
		const { user, fake, ids, numbers } = await stage(...seeds);
		const before = numbers.map((number) => labels(fake, number));
		for (const id of ids) await putResult(user.id, id, { documentType: "Invoice", tags: ["fresh"] });
		const key = newId();
		const ctx = modelContext();
		await runBatch(ctx.db, [freezeScope(ctx, user.id, key, { type: "all_pending" })]);
		const deaths = [
			{ writes: 0 },
			{ transactions: 0 },
			{ writes: 2 },
			{ transactions: 1 },
			{ writes: 3 },
			{ transactions: 2 },
		];
		await until(user, key, () => {
			const death = deaths.shift();
			return death && dyingContext(death);
		});
		expect(await applyRunResult(ctx, key)).toMatchObject({ applied: 12, failed: 0, total: 12 });
		const results = await sql<{ id: string; status: string; applied: string }>(
			"select id, status, applied from ai_results where owner = ?",
			user.id,
		);
		expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["partial"]));
		expect(results.every(({ applied }) => !("before" in JSON.parse(applied)))).toBe(true);
		expect(await sql("select count(*) as said from ai_feedback where owner = ?", user.id)).toEqual([{ said: 12 }]);
		for (const number of numbers)
			expect(labels(fake, number)).toMatchObject({ documentType: "Invoice", tags: ["fresh"] });
		for (const id of ids) expect(await copyOf(user, id)).toMatchObject({ document_type: "Invoice", tags: '["fresh"]' });
		for (const { id } of results)
			expect(await ask(user, "POST", `/ai/results/${id}/revert`)).toMatchObject({ status: 200 });
		expect(numbers.map((number) => labels(fake, number))).toEqual(before);
	});

	it("does not take for its own what somebody else has written in between", async () => {
		const { user, fake, ids, numbers } = await stage(letter);
		const id = await putResult(user.id, ids[0] ?? "", { documentType: "Invoice", tags: ["fresh"] });
		const key = newId();
		const ctx = modelContext();
		await runBatch(ctx.db, [freezeScope(ctx, user.id, key, { type: "all_pending" })]);
		const deaths = [dyingContext({ writes: 0 })];
		await until(user, key, () => {
			const next = deaths.shift();
			// It has written, and not lived to say so.
			if (next === undefined && deaths.length === 0 && labels(fake, numbers[0]).documentType === "Invoice") {
				const other =
					[...fake.store.named.document_types.values()].find(({ name }) => name === "Memo") ??
					fake.addNamed("document_types", { name: "Memo" });
				fake.changeDocument(numbers[0] ?? 0, { documentType: other.id });
			}
			return next;
		});
		// Ours stands but for the type: nothing is left to write that would not overwrite theirs.
		expect(labels(fake, numbers[0]).documentType).toBe("Memo");
		expect(await storedResult(id)).toMatchObject({
			status: "failed",
			error_message: expect.stringContaining("document type"),
		});
	});
});
