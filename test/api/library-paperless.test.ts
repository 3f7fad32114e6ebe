import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bodyOf, send, sql } from "../accounts/support.ts";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";
import { fakeNetwork, type LibraryUser, libraryUser, putConfig, reachable, synced, unplug } from "./library.ts";
import { putGroup } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

interface Answer {
	status: number;
	body: { data?: Record<string, unknown>; error?: { code: string; message: string; details?: unknown } };
}

async function ask({ headers }: LibraryUser, method: string, path: string, body?: unknown): Promise<Answer> {
	const response = await send(`/api/v1${path}`, {
		method,
		headers: { ...headers, ...(body !== undefined && { "Content-Type": "application/json" }) },
		...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
	});
	return { status: response.status, body: await bodyOf(response) };
}

const test = (user: LibraryUser, body?: unknown) => ask(user, "POST", "/config/test-connection", body);

function serverWith(count: number, profile: "2.20" | "3.0" = "3.0"): FakePaperless {
	const fake = new FakePaperless({ profile });
	for (let number = 1; number <= count; number++) {
		fake.addDocument({ title: `Letter ${number}`, content: `The text of letter ${number}.` });
	}
	return fake;
}

describe("a test of a connection", () => {
	it.each(["2.20", "3.0"] as const)("tells version and number of documents of Paperless %s", async (profile) => {
		const url = reachable(serverWith(3, profile));
		const [stranger, owner] = [await libraryUser(), await libraryUser(url)];
		const shown = { connected: true, version: expect.stringContaining(profile), documentCount: 3 };
		expect(await test(owner)).toEqual({ status: 200, body: { data: shown } });
		expect(await test(owner, {})).toEqual({ status: 200, body: { data: shown } });
		expect(await test(owner, { url: "", token: 5 })).toMatchObject({ status: 200 });
		expect(await test(stranger, { url, token: adminToken })).toEqual({ status: 200, body: { data: shown } });
		const byPassword = { url: `${url}/`, username: "admin", password: "adminpass", timeout: 5000, maxRetries: 0 };
		expect(await test(stranger, byPassword)).toEqual({ status: 200, body: { data: shown } });
		// For this call only.
		expect(await test(stranger)).toMatchObject({ status: 400, body: { error: { code: "BAD_REQUEST" } } });
		expect(await sql("select key from settings where owner = ? and key like 'paperless.%'", stranger.id)).toEqual([]);
	});

	it("tells wrong credentials, a dead server and another service apart", async () => {
		const fake = serverWith(1);
		const url = reachable(fake);
		const user = await libraryUser();
		const failing = async (body: object) => {
			const answer = await test(user, { maxRetries: 0, token: adminToken, ...body });
			expect([answer.status, answer.body.error?.code]).toEqual([502, "BAD_GATEWAY"]);
			return answer.body.error?.message ?? "";
		};
		const messages = [
			await failing({ url, token: "f".repeat(40) }),
			await failing({ url: "https://nobody.example.com" }),
			await failing({ url: `${url}/elsewhere` }),
		];
		expect(new Set(messages).size).toBe(3);
		for (const message of messages) expect(message).not.toContain("f".repeat(40));
		expect(messages[0]).toMatch(/token/i);
		expect(messages[1]).toMatch(/reach/i);
	});

	it("refuses what is incomplete, and addresses that nobody may name", async () => {
		await libraryUser();
		const user = await libraryUser();
		const url = "https://paperless.example.com";
		for (const body of [{ url }, { url, username: "a" }, { url, password: "b", token: "" }]) {
			const refused = await test(user, body);
			expect([refused.status, refused.body.error?.code]).toEqual([400, "VALIDATION_FAILED"]);
			expect(refused.body.error?.details).toMatchObject([{ path: ["token"] }]);
		}
		const bad = [
			"ftp://a.example.com",
			"not a url",
			"https://u:p@a.example.com",
			"http://169.254.169.254",
			"http://0.0.0.0:8000",
			"http://[fe80::1]",
			"http://2852039166/",
			"http://127.0.0.1:8000",
			"http://192.168.1.5",
		];
		for (const address of bad) {
			const refused = await test(user, { url: address, token: adminToken });
			expect([address, refused.status, refused.body.error?.code]).toEqual([address, 400, "VALIDATION_FAILED"]);
		}
		expect(await test(user, "{")).toMatchObject({ status: 400, body: { error: { code: "VALIDATION_FAILED" } } });
		expect(await test(user, { url, token: 5 })).toMatchObject({ status: 400 });
		expect(await test(user, { url, token: "a", timeout: "soon" })).toMatchObject({ status: 400 });
	});

	it("lets an administrator name a server at home, but never the cloud's own", async () => {
		const admin = await libraryUser();
		await sql("update users set is_admin = 1 where id = ?", admin.id);
		const fake = serverWith(2);
		const url = reachable(fake, "192.168.1.5:8000").replace("https:", "http:");
		expect(await test(admin, { url, token: adminToken })).toMatchObject({
			status: 200,
			body: { data: { documentCount: 2 } },
		});
		expect(await test(admin, { url: "http://169.254.169.254", token: adminToken })).toMatchObject({ status: 400 });
		const user = await libraryUser();
		expect(await test(user, { url, token: adminToken })).toMatchObject({ status: 400 });
	});

	it("follows no redirect", async () => {
		const user = await libraryUser();
		const asked: string[] = [];
		vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
			asked.push(String(input));
			return new Response(null, { status: 302, headers: { Location: "https://evil.example.com/" } });
		});
		const answer = await test(user, { url: "https://moved.example.com", token: adminToken });
		expect([answer.status, answer.body.error?.code]).toEqual([502, "BAD_GATEWAY"]);
		expect(asked.every((address) => address.startsWith("https://moved.example.com/"))).toBe(true);
	});
});

describe("the trash of Paperless", () => {
	it("is counted and emptied by those who are connected", async () => {
		const fake = serverWith(4);
		const url = reachable(fake);
		const user = await libraryUser(url);
		expect(await ask(user, "GET", "/paperless/trash")).toEqual({ status: 200, body: { data: { count: 0 } } });
		const trashed = [...fake.store.documents.values()].slice(0, 3);
		for (const record of trashed) record.deletedAt = record.modified;
		expect(await ask(user, "GET", "/paperless/trash")).toEqual({ status: 200, body: { data: { count: 3 } } });
		for (const body of [{}, { action: "restore" }, { action: "empty " }, [], "{"]) {
			expect(await ask(user, "POST", "/paperless/trash", body)).toMatchObject({
				status: 400,
				body: { error: { code: "VALIDATION_FAILED" } },
			});
		}
		expect(fake.store.documents.size).toBe(4);
		expect(await ask(user, "POST", "/paperless/trash", { action: "empty" })).toEqual({
			status: 200,
			body: { data: { emptied: true } },
		});
		expect(fake.store.documents.size).toBe(1);
		unplug(url);
		for (const [method, body] of [["GET"], ["POST", { action: "empty" }]] as const) {
			expect(await ask(user, method, "/paperless/trash", body)).toMatchObject({
				status: 502,
				body: { error: { code: "BAD_GATEWAY" } },
			});
		}
	});

	it("needs a connection", async () => {
		const user = await libraryUser();
		const answer = await ask(user, "GET", "/paperless/trash");
		expect(answer).toMatchObject({ status: 400, body: { error: { code: "BAD_REQUEST" } } });
		expect(answer.body.error?.message).toContain("Paperless");
		expect((await ask(user, "POST", "/paperless/trash", { action: "empty" })).status).toBe(400);
	});
});

describe("deleting one document in Paperless", () => {
	/** A synced and compared library of four, of which 1 and 2 are a group. */
	async function compared() {
		const fake = serverWith(4);
		const url = reachable(fake);
		const user = await libraryUser(url);
		await synced(user);
		await sql("update library_documents set processing_status = 'completed' where owner = ?", user.id);
		const rows = await sql<{ id: string; paperless_id: number }>(
			"select id, paperless_id from library_documents where owner = ? order by paperless_id",
			user.id,
		);
		const ids = rows.map(({ id }) => id);
		const group = await putGroup(user.id, ids.slice(0, 2));
		return { fake, url, user, ids, group };
	}
	const deleteOf = (user: LibraryUser, id: number | string) => ask(user, "DELETE", `/paperless/documents/${id}`);

	it("moves it to the trash there, takes it out of the library, and keeps a record", async () => {
		const { fake, user, ids, group } = await compared();
		expect(await deleteOf(user, 2)).toEqual({ status: 200, body: { data: { deleted: true } } });
		expect(fake.store.documents.get(2)?.deletedAt).not.toBeNull();
		expect((await ask(user, "GET", `/documents/${ids[1]}`)).status).toBe(404);
		expect(await sql("select document_id from library_texts where document_id = ?", ids[1])).toEqual([]);
		expect(await sql("select status from duplicate_groups where id = ?", group)).toEqual([
			{ status: "false_positive" },
		]);
		expect(
			await sql(
				"select i.paperless_id, i.title, i.status from deletion_items i join deletion_plans p on p.id = i.plan_id where p.owner = ?",
				user.id,
			),
		).toEqual([{ paperless_id: 2, title: "Letter 2", status: "deleted" }]);
		const { body } = await ask(user, "GET", "/documents/stats");
		expect(body.data).toMatchObject({ totalDocuments: 3, usageStats: { cumulativeDocumentsDeleted: 1 } });
		expect((await deleteOf(user, 2)).status).toBe(404);
	});

	it("is not done to one that is in no group, nor to another's", async () => {
		const { fake, user } = await compared();
		const stranger = await libraryUser(reachable(fake));
		await synced(stranger);
		for (const [who, id] of [
			[user, 3],
			[user, 99],
			[stranger, 2],
		] as const) {
			expect(await deleteOf(who, id)).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
		}
		expect([...fake.store.documents.values()].every(({ deletedAt }) => deletedAt === null)).toBe(true);
		for (const id of ["0", "x"]) expect((await deleteOf(user, id)).status).toBe(400);
	});

	it("is not done to one that has changed since it was compared", async () => {
		const { fake, user, ids } = await compared();
		const record = fake.store.documents.get(2);
		if (record !== undefined) record.modified += 60_000_000;
		expect(await deleteOf(user, 2)).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
		await sql("update library_documents set processing_status = 'pending' where id = ?", ids[0]);
		expect(await deleteOf(user, 1)).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
		expect([...fake.store.documents.values()].every(({ deletedAt }) => deletedAt === null)).toBe(true);
		expect(await sql("select status from deletion_items where document_id in (?, ?)", ids[0], ids[1])).toEqual([
			{ status: "failed" },
			{ status: "failed" },
		]);
	});

	it("counts one that is gone already as deleted, and a server that fails as none", async () => {
		const { fake, url, user, ids } = await compared();
		fake.store.documents.delete(2);
		expect((await deleteOf(user, 2)).status).toBe(200);
		await putGroup(user.id, [ids[0] ?? "", ids[2] ?? ""]);
		unplug(url);
		expect(await deleteOf(user, 3)).toMatchObject({ status: 502, body: { error: { code: "BAD_GATEWAY" } } });
		expect((await ask(user, "GET", `/documents/${ids[2]}`)).status).toBe(200);
		await putConfig(user.headers, { "paperless.url": "" });
		expect(await deleteOf(user, 3)).toMatchObject({ status: 400, body: { error: { code: "BAD_REQUEST" } } });
	}, 60_000);
});
