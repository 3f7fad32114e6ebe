import { beforeAll, describe, expect, it } from "vitest";
import { bearer, bodyOf, newKey, newSession, post, type Session, send, sql } from "../accounts/support.ts";

interface Answer {
	data?: Record<string, string>;
	error?: { code: string; message: string; details?: { code: string; path: unknown[]; message: string }[] };
}

let admin: Session;
let user: Session;

beforeAll(async () => {
	admin = await newSession();
	user = await newSession();
	await sql("update users set is_admin = (id = ?)", admin.id);
});

async function put(session: Session, body: unknown): Promise<{ status: number; body: Answer }> {
	const response = await send("/api/v1/config", {
		method: "PUT",
		headers: { "Content-Type": "application/json", ...bearer(session.accessToken) },
		body: typeof body === "string" ? body : JSON.stringify(body),
	});
	return { status: response.status, body: await bodyOf<Answer>(response) };
}

async function get(session: Session): Promise<Record<string, string>> {
	const response = await send("/api/v1/config", { headers: bearer(session.accessToken) });
	return (await bodyOf<{ data: Record<string, string> }>(response)).data;
}

const stored = async (session: Session) =>
	(await sql<{ key: string }>("select key from settings where owner = ? order by key", session.id)).map(
		({ key }) => key,
	);

describe("the settings of a user", () => {
	it("are set one by one or many at once, and come back as one map", async () => {
		const person = await newSession();
		expect(await put(person, { key: "my.key", value: "x" })).toEqual({
			status: 200,
			body: { data: { "my.key": "x" } },
		});
		const many = { settings: { "my.key": "y", "ai.model": "gpt-5.4-mini", "rag.topK": "7" } };
		const after = { "ai.model": "gpt-5.4-mini", "my.key": "y", "rag.topK": "7" };
		expect(await put(person, many)).toEqual({ status: 200, body: { data: after } });
		expect(await get(person)).toEqual(after);
	});

	it("take the single form first, and tell the issues of the other", async () => {
		const both = await put(user, { key: "a.b", value: "1", settings: { "c.d": "2" } });
		expect(both.body.data).toMatchObject({ "a.b": "1" });
		expect(both.body.data).not.toHaveProperty("c.d");
		for (const wrong of [{}, { key: "", value: "x" }, { key: "a" }, [], "text", { settings: { "a.b": 1 } }]) {
			const { status, body } = await put(user, wrong);
			expect([status, body.error?.code]).toEqual([400, "VALIDATION_FAILED"]);
			expect(body.error?.details?.[0]).toMatchObject({ path: expect.any(Array), message: expect.any(String) });
		}
		expect((await put(user, { settings: { "a.b": 1 } })).body.error?.details).toMatchObject([
			{ code: "invalid_type", path: ["settings", "a.b"] },
		]);
	});

	it("are refused whole where one of them is", async () => {
		const before = await get(user);
		for (const settings of [
			{ "my.new": "1", "ai.batchSize": "0" },
			{ "my.new": "1", "ai.batchSize": "many" },
			{ "my.new": "1", "ai.autoProcess": "yes" },
			{ "my.new": "1", "ai.provider": "elsewhere" },
			{ "my.new": "1", "ai.protectedTagNames": "email" },
			{ "my.new": "1", "rag.topK": "1.5" },
			{ "my.new": "1", "rag.embeddingDimensions": "3072" },
			{ "my.new": "1", "paperless.url": "http://169.254.169.254/" },
			{ "my.new": "1", "paperless.url": "https://user:word@example.com/" },
			{ "my.new": "1", "paperless.url": "ftp://example.com/" },
			{ "my.new": "1", [`k${"x".repeat(128)}`]: "1" },
			{ "my.new": "x".repeat(65_537) },
			Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`k${at}`, "1"])),
		]) {
			const { status, body } = await put(user, { settings });
			expect([status, body.error?.code]).toEqual([400, "VALIDATION_FAILED"]);
		}
		expect(await get(user)).toEqual(before);
		expect((await put(user, { key: "ai.batchSize", value: "0" })).body.error?.details).toMatchObject([
			{ path: ["value"], message: expect.stringContaining("ai.batchSize") },
		]);
	});

	it("of AI and questions are taken in their own types", async () => {
		const settings = {
			"ai.protectedTagNames": '["email","inbox"]',
			"ai.autoProcess": "false",
			"ai.confidenceThresholdGlobal": "0.5",
			"rag.systemPrompt": "12",
			"ai.unknownName": "anything",
		};
		expect((await put(user, { settings })).status).toBe(200);
		expect(await get(user)).toMatchObject(settings);
	});

	it("say so when the JSON is broken", async () => {
		const { status, body } = await put(user, '{"key":');
		expect([status, body.error?.code]).toEqual([400, "VALIDATION_FAILED"]);
	});

	it("come in a body of 32 MiB at most", async () => {
		const { status, body } = await put(user, JSON.stringify({ key: "my.key", value: "x".repeat(33 * 1024 * 1024) }));
		expect([status, body.error?.code]).toEqual([413, "VALIDATION_FAILED"]);
	});

	it("need a key that may write", async () => {
		const { token } = await newKey(user, { scopes: ["read"] });
		const headers = { "Content-Type": "application/json", ...bearer(token) };
		const refused = await send("/api/v1/config", { method: "PUT", headers, body: '{"key":"a","value":"b"}' });
		expect(refused.status).toBe(403);
		expect(await bodyOf<Answer>(refused)).toMatchObject({ error: { code: "FORBIDDEN" } });
		expect((await send("/api/v1/config", { headers })).status).toBe(200);
	});
});

describe("a connection", () => {
	const connection = {
		"paperless.url": "https://paperless.example.com",
		"paperless.apiToken": "token-of-mine",
		"paperless.username": "me",
		"paperless.password": "a word",
		"openai.apiKey": "sk-mine",
	};

	it("is encrypted and never shown, not even the user's name", async () => {
		const person = await newSession();
		const { body } = await put(person, { settings: connection });
		expect(body.data).toEqual({ "paperless.url": "https://paperless.example.com" });
		expect(await get(person)).toEqual({ "paperless.url": "https://paperless.example.com" });
		const values = await sql<{ value: string }>("select value from settings where owner = ?", person.id);
		expect(values.map(({ value }) => value).join()).not.toMatch(/token-of-mine|a word|sk-mine/);
	});

	it("loses its credentials with its host, unless they are given again", async () => {
		const person = await newSession();
		await put(person, { settings: connection });
		await put(person, { key: "paperless.url", value: "https://paperless.example.com/sub" });
		expect(await stored(person)).toContain("paperless.apiToken");
		await put(person, { settings: { "paperless.url": "https://other.example.com", "paperless.username": "you" } });
		expect(await stored(person)).toEqual(["openai.apiKey", "paperless.url", "paperless.username"]);
		await put(person, { settings: { "paperless.url": "", "openai.apiKey": "" } });
		expect(await stored(person)).toEqual([]);
	});

	it("may lead into a private network for administrators only", async () => {
		for (const url of ["http://192.168.1.5:8000", "http://localhost:8000"]) {
			expect((await put(user, { key: "paperless.url", value: url })).status).toBe(400);
			expect((await put(admin, { key: "paperless.url", value: url })).status).toBe(200);
		}
		for (const url of ["http://0.0.0.0:8000", "http://[fe80::1]/", "http://169.254.1.1"]) {
			expect((await put(admin, { key: "paperless.url", value: url })).status).toBe(400);
		}
		expect((await put(admin, { key: "s3.endpoint", value: "http://192.168.1.5:9000" })).status).toBe(400);
	});

	it("is nobody else's", async () => {
		const [mine, theirs] = [await newSession(), await newSession()];
		await put(mine, { settings: { ...connection, "my.key": "mine" } });
		expect(await get(theirs)).toEqual({});
		await put(theirs, { key: "paperless.url", value: "https://theirs.example.com" });
		expect(await stored(mine)).toContain("paperless.apiToken");
	});
});

it("diagnostics tell which settings there are, and nothing that is secret or somebody else's", async () => {
	const [mine, theirs] = [await newSession(), await newSession()];
	await put(theirs, { key: "their.key", value: "theirs" });
	const settings = {
		"ai.batchSize": "7",
		"ai.promptTemplate": "a private prompt",
		"ai.protectedTagNames": '["private prompt"]',
		"ai.provider": "openrouter",
		"dedup.similarityThreshold": "0.8",
		"paperless.url": "https://paperless.example.com",
		"paperless.apiToken": "token-of-mine",
	};
	await put(mine, { settings });
	const response = await send("/api/v1/diagnostics", { headers: bearer(mine.accessToken) });
	expect(response.status).toBe(200);
	const text = await response.text();
	const { data } = JSON.parse(text) as { data: { settings: object; connection: string; library: object } };
	expect(data.settings).toEqual({
		"ai.batchSize": "7",
		"ai.promptTemplate": "set",
		"ai.protectedTagNames": "set",
		"ai.provider": "openrouter",
		"dedup.similarityThreshold": "0.8",
		"paperless.url": "set",
	});
	expect(data).toMatchObject({ connection: "own", library: { documents: 0, lastSyncAt: null }, jobs: [] });
	expect(text).not.toMatch(/private prompt|example\.com|token-of-mine|their/);
});

it("a guest's cookie opens nothing here", async () => {
	const form = new FormData();
	form.set("file", new File(["# Hello\n\nText."], "a.md"));
	const made = await send("/tasks", { method: "POST", body: form });
	const cookie = (made.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	expect(cookie).toMatch(/^guest_session=/);
	expect((await send("/api/v1/config", { headers: { Cookie: cookie } })).status).toBe(401);
	expect((await post("/api/v1/analysis", {}, { Cookie: cookie })).status).toBe(401);
});
