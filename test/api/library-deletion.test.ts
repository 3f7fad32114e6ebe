import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { post, send, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { deliver } from "../jobs/delivery.ts";
import { fakeNetwork, jobEnded, type LibraryUser, libraryUser, reachable, unplug } from "./library.ts";
import { putDocument, putGroup } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

interface Stage {
	user: LibraryUser;
	fake: FakePaperless;
	url: string;
	/** Puts a document on the server and into the library. */
	put(title: string): Promise<string>;
}

async function stage(): Promise<Stage> {
	const fake = new FakePaperless();
	const url = reachable(fake);
	const user = await libraryUser(url);
	return {
		user,
		fake,
		url,
		async put(title) {
			const { id, modified } = fake.addDocument({ title, content: `Words of ${title}` });
			return await putDocument(user.id, { paperlessId: id, title, modified: isoOf(modified) });
		},
	};
}

/** Microseconds as a server in another zone would write them. */
function isoOf(micros: number): string {
	const local = new Date(Math.floor(micros / 1000) + 2 * 3_600_000).toISOString().slice(0, 19);
	return `${local}.${String(micros % 1_000_000).padStart(6, "0")}+02:00`;
}

interface DeletionResult {
	deletedDocuments: number;
	deletedGroups: number;
	errors: { groupId: string; documentId?: string; paperlessId?: number; error: string }[];
}

async function startDeletion({ headers }: LibraryUser, body: object): Promise<string> {
	const response = await post("/api/v1/batch/delete-non-primary", { confirm: true, ...body }, headers);
	expect({ status: response.status, body: response.status === 202 ? "" : await response.text() }).toMatchObject({
		status: 202,
	});
	return ((await response.json()) as { data: { jobId: string } }).data.jobId;
}

async function deleted(user: LibraryUser, body: object): Promise<DeletionResult> {
	const job = await jobEnded(user, await startDeletion(user, body));
	expect(job).toMatchObject({ status: "completed", progress: 1 });
	return JSON.parse(job.resultJson ?? "null");
}

const statusOf = async (group: string) =>
	(await sql<{ status: string }>("select status from duplicate_groups where id = ?", group))[0]?.status;
const titles = async (user: LibraryUser) =>
	(await sql<{ title: string }>("select title from library_documents where owner = ? order by title", user.id)).map(
		({ title }) => title,
	);
const onServer = (fake: FakePaperless) =>
	[...fake.store.documents.values()]
		.filter(({ deletedAt }) => deletedAt === null)
		.map(({ title }) => title)
		.sort();
const counters = async (user: LibraryUser) =>
	(
		await sql(
			"select cumulative_groups_actioned as groups, cumulative_documents_deleted as documents from libraries where owner = ?",
			user.id,
		)
	)[0];

describe("deleting all but the primary documents of groups", () => {
	it("moves them to the server's trash, archives the groups and keeps a record", async () => {
		const { user, fake, put } = await stage();
		const [a, b, c, d, e] = [await put("a"), await put("b"), await put("c"), await put("d"), await put("e")];
		const one = await putGroup(user.id, [a, b, c]);
		const two = await putGroup(user.id, [d, e]);
		const shared = await putGroup(user.id, [b, d, e], { status: "ignored" });
		const result = await deleted(user, { groupIds: [one, two, "unknown"] });
		expect(result).toEqual({
			deletedDocuments: 3,
			deletedGroups: 2,
			errors: [{ groupId: "unknown", error: expect.any(String) }],
		});
		expect(onServer(fake)).toEqual(["a", "d"]);
		expect(await titles(user)).toEqual(["a", "d"]);
		expect([await statusOf(one), await statusOf(two), await statusOf(shared)]).toEqual([
			"deleted",
			"deleted",
			"false_positive",
		]);
		const [archived] = await sql(
			"select archived_member_count, archived_primary_title from duplicate_groups where id = ?",
			one,
		);
		expect(archived).toEqual({ archived_member_count: 3, archived_primary_title: "a" });
		expect(await counters(user)).toEqual({ groups: 2, documents: 3 });
		const record = await sql(
			"select title, is_kept, status, deleted_at is not null as dated from deletion_items where document_id in (?, ?, ?, ?, ?) order by title",
			a,
			b,
			c,
			d,
			e,
		);
		expect(record).toEqual([
			{ title: "a", is_kept: 1, status: "planned", dated: 0 },
			{ title: "b", is_kept: 0, status: "deleted", dated: 1 },
			{ title: "c", is_kept: 0, status: "deleted", dated: 1 },
			{ title: "d", is_kept: 1, status: "planned", dated: 0 },
			{ title: "e", is_kept: 0, status: "deleted", dated: 1 },
		]);
		const texts = await sql("select 1 from library_texts where document_id in (?, ?, ?)", b, c, e);
		expect(texts).toEqual([]);
	});

	it("goes on after a failure, whose group stays pending without what is gone", async () => {
		const { user, fake, put } = await stage();
		const [a, b, c, d, e] = [await put("a"), await put("b"), await put("c"), await put("d"), await put("e")];
		const one = await putGroup(user.id, [a, b, c]);
		const two = await putGroup(user.id, [d, e]);
		const [row] = await sql<{ paperless_id: number }>("select paperless_id from library_documents where id = ?", c);
		fake.fail({ method: "DELETE", path: `/api/documents/${row?.paperless_id}/` }, { kind: "forbidden" });
		const result = await deleted(user, { groupIds: [one, two] });
		expect(result).toMatchObject({ deletedDocuments: 2, deletedGroups: 1 });
		expect(result.errors).toEqual([
			{ groupId: one, documentId: c, paperlessId: row?.paperless_id, error: expect.any(String) },
		]);
		expect(await titles(user)).toEqual(["a", "c", "d"]);
		expect(await statusOf(one)).toBe("pending");
		expect(await sql("select document_id from duplicate_members where group_id = ?", one)).toHaveLength(2);
	});

	it("takes a document that the server does not have any more for deleted", async () => {
		const { user, fake, put } = await stage();
		const [a, b] = [await put("a"), await put("b")];
		const group = await putGroup(user.id, [a, b]);
		const [row] = await sql<{ paperless_id: number }>("select paperless_id from library_documents where id = ?", b);
		fake.trashDocument(row?.paperless_id ?? 0);
		expect(await deleted(user, { groupIds: [group] })).toEqual({ deletedDocuments: 1, deletedGroups: 1, errors: [] });
		expect(await titles(user)).toEqual(["a"]);
	});

	it("never deletes a document that has changed, nor where the one to keep has", async () => {
		const { user, fake, put } = await stage();
		const documents = await Promise.all(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map(put));
		const [a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = "", i = "", j = ""] = documents;
		const numberOf = async (id: string) =>
			(await sql<{ n: number }>("select paperless_id as n from library_documents where id = ?", id))[0]?.n ?? 0;
		const groups = [
			await putGroup(user.id, [a, b]),
			await putGroup(user.id, [c, d]),
			await putGroup(user.id, [e, f]),
			await putGroup(user.id, [g, h]),
			await putGroup(user.id, [i, j]),
		];
		fake.changeDocument(await numberOf(b), { content: "Edited since" });
		fake.changeDocument(await numberOf(c), { content: "Edited since" });
		fake.trashDocument(await numberOf(e));
		// Synced since, and not compared again yet.
		await sql("update library_documents set processing_status = 'pending' where id = ?", h);
		const before = onServer(fake);
		const result = await deleted(user, { groupIds: groups.slice(0, 4) });
		expect(result).toMatchObject({ deletedDocuments: 0, deletedGroups: 0 });
		expect(result.errors.map(({ error }) => error).join("\n")).toMatch(/changed[\s\S]*not in Paperless[\s\S]*changed/);
		expect(onServer(fake)).toEqual(before);
		for (const group of groups) expect(await statusOf(group)).toBe("pending");
		expect(await deleted(user, { groupIds: groups.slice(4) })).toMatchObject({ deletedDocuments: 1 });
	});

	it("refuses groups that are not pending, a missing confirmation and a second job", async () => {
		const { user, put } = await stage();
		const [a, b] = [await put("a"), await put("b")];
		const ignored = await putGroup(user.id, [a, b], { status: "ignored" });
		const group = await putGroup(user.id, [a, b]);
		const ask = (body: object) => post("/api/v1/batch/delete-non-primary", body, user.headers);
		const refused = await ask({ groupIds: [ignored, group], confirm: true });
		expect(refused.status).toBe(400);
		expect(await refused.json()).toMatchObject({
			error: { code: "VALIDATION_FAILED", message: expect.stringMatching(/1.*pending/) },
		});
		for (const body of [
			{ groupIds: [group] },
			{ groupIds: [group], confirm: "true" },
			{ groupIds: [], confirm: true },
			{ confirm: true },
		]) {
			expect((await ask(body)).status).toBe(400);
		}
		const held = vi
			.spyOn((await import("../accounts/support.ts")).env.STEPS, "sendBatch")
			.mockResolvedValue(undefined as never);
		const job = await startDeletion(user, { groupIds: [group] });
		const second = await ask({ groupIds: [group], confirm: true });
		expect(second.status).toBe(409);
		expect(await second.json()).toMatchObject({ error: { code: "JOB_ALREADY_RUNNING" } });
		expect(await sql("select 1 from deletion_plans where owner = ?", user.id)).toHaveLength(1);
		// Decided otherwise before its turn came.
		await sql("update duplicate_groups set status = 'ignored' where id = ?", group);
		held.mockRestore();
		await deliver("deckle-steps", [{ job, step: "delete:0", attempt: 1 }]);
		const ended = await jobEnded(user, job);
		expect(JSON.parse(ended.resultJson ?? "null")).toMatchObject({ deletedDocuments: 0, errors: [{ groupId: group }] });
		expect(await titles(user)).toEqual(["a", "b"]);
	});

	it("says so where there is no server", async () => {
		const { user, url, put } = await stage();
		const group = await putGroup(user.id, [await put("a"), await put("b")]);
		unplug(url);
		await sql("delete from settings where owner = ? and key like 'paperless.%'", user.id);
		expect(await deleted(user, { groupIds: [group] })).toMatchObject({
			deletedDocuments: 0,
			errors: [{ groupId: group, error: expect.stringContaining("Paperless") }],
		});
	});

	it("goes on where a step has died, without deleting or counting anything twice", async () => {
		const { user, fake, put } = await stage();
		const support = await import("../accounts/support.ts");
		const groups: string[] = [];
		for (let at = 0; at < 30; at++)
			groups.push(await putGroup(user.id, [await put(`keep ${at}`), await put(`drop ${at}`)]));
		const held = vi.spyOn(support.env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		const job = await startDeletion(user, { groupIds: groups });
		held.mockRestore();
		// What a run that died had done: one deleted on the server only, one recorded as well.
		const [first] = await sql<{ paperless_id: number }>(
			"select paperless_id from library_documents where owner = ? and title = 'drop 0'",
			user.id,
		);
		fake.trashDocument(first?.paperless_id ?? 0);
		await sql("update deletion_groups set status = 'begun' where group_id in (?, ?)", groups[0], groups[1]);
		const message = { job, step: "delete:0", attempt: 1 };
		await deliver("deckle-steps", [message, message]);
		const ended = await jobEnded(user, job);
		expect(JSON.parse(ended.resultJson ?? "null")).toEqual({ deletedDocuments: 30, deletedGroups: 30, errors: [] });
		expect(await counters(user)).toEqual({ groups: 30, documents: 30 });
		expect(onServer(fake)).toEqual(Array.from({ length: 30 }, (_, at) => `keep ${at}`).sort());
	});
});

describe("an upload in a group", () => {
	async function upload(user: LibraryUser, text: string): Promise<string> {
		const form = new FormData();
		form.set("file", new File([text], "letter.txt", { type: "text/plain" }));
		const response = await send("/tasks", { method: "POST", body: form, headers: user.headers });
		const { id } = (await response.json()) as { id: string };
		for (;;) {
			const task = (await (await send(`/tasks/${id}`, { headers: user.headers })).json()) as { status: string };
			if (task.status === "DONE") break;
			await new Promise((resolve) => setTimeout(resolve, 30));
		}
		return id;
	}

	it("is deleted everywhere, unless it is being converted", async () => {
		const { user, put } = await stage();
		const [one, two] = [await upload(user, "First of them."), await upload(user, "Second of them.")];
		for (const id of [one, two]) {
			if ((await sql("select 1 from library_documents where id = ?", id)).length === 0)
				await putDocument(user.id, { id, title: id });
			await sql("update library_documents set processing_status = 'completed' where id = ?", id);
		}
		const group = await putGroup(user.id, [await put("a"), one]);
		const busy = await putGroup(user.id, [await put("b"), two]);
		await sql("update jobs set status = 'running' where document_id = ?", two);
		const result = await deleted(user, { groupIds: [group, busy] });
		expect(result).toMatchObject({
			deletedDocuments: 1,
			deletedGroups: 1,
			errors: [{ groupId: busy, documentId: two }],
		});
		expect((await send(`/tasks/${one}`, { headers: user.headers })).status).toBe(404);
		expect((await send(`/tasks/${two}`, { headers: user.headers })).status).toBe(200);
		expect(await titles(user)).toHaveLength(3);
		expect(await statusOf(group)).toBe("deleted");
		const [archived] = await sql("select archived_member_count as n from duplicate_groups where id = ?", group);
		expect(archived).toEqual({ n: 2 });
	});
});

describe("a plan of deletion", () => {
	interface Plan {
		planToken: string;
		expiresAt: string;
		groups: { groupId: string; error: string | null; keep: { title: string } | null; delete: { title: string }[] }[];
	}
	const preview = async ({ headers }: LibraryUser, groupIds: readonly string[]) =>
		((await (await post("/api/v1/batch/delete-non-primary/preview", { groupIds }, headers)).json()) as { data: Plan })
			.data;

	it("shows what would be deleted, and is carried out once, for what is still as it was", async () => {
		const { user, fake, put } = await stage();
		const [a, b, c, d] = [await put("a"), await put("b"), await put("c"), await put("d")];
		const one = await putGroup(user.id, [a, b]);
		const two = await putGroup(user.id, [c, d]);
		const plan = await preview(user, [one, two, "unknown"]);
		expect(plan.groups).toMatchObject([
			{ groupId: one, error: null, keep: { title: "a" }, delete: [{ title: "b" }] },
			{ groupId: two, error: null, keep: { title: "c" }, delete: [{ title: "d" }] },
			{ groupId: "unknown", error: expect.any(String), keep: null, delete: [] },
		]);
		expect(Date.parse(plan.expiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
		expect(onServer(fake)).toHaveLength(4);
		await send(`/api/v1/duplicates/${two}/primary`, {
			method: "PUT",
			headers: { ...user.headers, "Content-Type": "application/json" },
			body: JSON.stringify({ documentId: d }),
		});
		const ask = (body: object) =>
			post("/api/v1/batch/delete-non-primary", { confirm: true, planToken: plan.planToken, ...body }, user.headers);
		expect((await ask({ groupIds: [one] })).status).toBe(400);
		const stranger = await libraryUser();
		expect(
			(await post("/api/v1/batch/delete-non-primary", { confirm: true, planToken: plan.planToken }, stranger.headers))
				.status,
		).toBe(409);
		const result = await deleted(user, { planToken: plan.planToken });
		expect(result).toMatchObject({ deletedDocuments: 1, deletedGroups: 1 });
		expect(result.errors.map(({ groupId }) => groupId).sort()).toEqual([two, "unknown"].sort());
		expect(onServer(fake)).toEqual(["a", "c", "d"]);
		expect((await ask({})).status).toBe(409);
	});

	it("runs out after a quarter of an hour", async () => {
		const { user, put } = await stage();
		const plan = await preview(user, [await putGroup(user.id, [await put("a"), await put("b")])]);
		await sql("update deletion_plans set expires_at = ? where owner = ?", Date.now() - 1, user.id);
		const late = await post(
			"/api/v1/batch/delete-non-primary",
			{ confirm: true, planToken: plan.planToken },
			user.headers,
		);
		expect(late.status).toBe(409);
	});
});
