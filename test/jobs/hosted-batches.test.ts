import { runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { env, sql } from "../accounts/support.ts";
import { newClient, serveDocuments, workerStage } from "../clients/worker-stage.ts";

afterEach(() => vi.restoreAllMocks());

const endpoint = "https://openrouter.ai/api/v1/chat/completions";
const key = "sk-or-v1-0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const config = { api_key: key, model_name: "openai/gpt-4o-mini", num_tags: 3 };
const answer = { names: ["Canal Circular 1987"], subjects: ["canal maintenance"], actions: ["inspection order"] };

function completion(content: string): Response {
	const message = { role: "assistant", content };
	return Response.json({
		id: "c",
		object: "chat.completion",
		created: 1,
		model: "openai/gpt-4o-mini",
		choices: [{ index: 0, message, finish_reason: "stop" }],
		usage: { prompt_tokens: 900, completion_tokens: 40, total_tokens: 940 },
	});
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
	return Response.json({ error: { message: "Rate limit exceeded", code: status } }, { status, headers });
}

/** A provider that answers as `reply` says; gives the requests that it was sent. */
function serveModel(reply: (prompt: string) => Response): Request[] {
	const requests: Request[] = [];
	serveDocuments(async (request) => {
		if (request.url !== endpoint) return undefined;
		requests.push(request);
		return reply(await request.clone().text());
	});
	return requests;
}

const rows = (count: number) =>
	Array.from({ length: count }, (_, at) => ({
		title: `Row ${at + 1}`,
		file_path: `${workerStage.documents}/row-${60 + at}.pdf`,
	}));

async function jobOf(name: string): Promise<string> {
	return (await sql<{ id: string }>("select id from jobs where name = ?", name))[0]?.id ?? "";
}

/** Everything that the job's object has in its storage, as text. */
async function storageOf(id: string): Promise<string> {
	return await runInDurableObject(env.JOBS.getByName(id), (_, state) => JSON.stringify([...state.storage.kv.list()]));
}

async function databaseText(): Promise<string> {
	const tables = await sql<{ name: string }>(
		"select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\' and name not like 'sqlite%'",
	);
	const texts = await Promise.all(tables.map(({ name }) => sql(`select * from "${name}"`).catch(() => [])));
	return JSON.stringify(texts);
}

async function filesText(): Promise<string> {
	const { objects } = await env.FILES.list({ limit: 1000 });
	const texts = await Promise.all(objects.map(async (object) => (await env.FILES.get(object.key))?.text()));
	return texts.join("\n");
}

describe("a batch for a hosted model", () => {
	it("asks with the caller's key and model, and counts the tokens", async () => {
		const requests = serveModel(() => completion(JSON.stringify(answer)));
		const client = await newClient();
		const observer = await client.observe("hosted");
		await client.ask("POST", "/api/batch/start", { documents: rows(2), config, job_id: "hosted" });
		expect(await observer.closed).toBe(1000);
		expect(requests.every(({ headers }) => headers.get("authorization") === `Bearer ${key}`)).toBe(true);
		const told = observer.frames.filter(({ status }) => status === "success");
		expect(told).toHaveLength(2);
		expect(told[0]).toMatchObject({
			tags: ["canal-circular-1987", "canal-maintenance", "inspection-order"],
			model_name: "openai/gpt-4o-mini",
			metadata: { provider: "openrouter", model_name: "openai/gpt-4o-mini", tokens_used: expect.any(Number) },
		});
	});

	it("waits and tries a row again that the provider put off, and announces the wait", async () => {
		let isLimited = true;
		serveModel(() => (isLimited ? refusal(429, { "Retry-After": "0" }) : completion(JSON.stringify(answer))));
		const client = await newClient();
		const observer = await client.observe("limited");
		await client.ask("POST", "/api/batch/start", { documents: rows(1), config, job_id: "limited" });
		const notice = await observer.until(({ error_type }) => error_type === "rate-limit");
		isLimited = false;
		expect(notice).toEqual({
			type: "progress",
			job_id: "limited",
			row_id: 0,
			row_number: 1,
			title: "Row 1",
			status: "processing",
			progress: 0,
			tags: [],
			error: expect.stringMatching(/^Tag generation failed: RATE_LIMITED: /),
			error_type: "rate-limit",
			retry_after_ms: 3000,
			retry_count: 1,
			model_name: "openai/gpt-4o-mini",
			metadata: {},
		});
		expect(await observer.closed).toBe(1000);
		expect(observer.frames.at(-1)).toMatchObject({ type: "completed", processed_count: 1, failed_count: 0 });
	});

	it("ends a wait at once when it is cancelled", async () => {
		serveModel(() => refusal(429, { "Retry-After": "0" }));
		const client = await newClient();
		const observer = await client.observe("waiting");
		await client.ask("POST", "/api/batch/start", { documents: rows(2), config, job_id: "waiting" });
		const notice = await observer.until(({ error_type }) => error_type === "rate-limit");
		expect(notice.retry_after_ms).toBe(3000);
		const askedAt = Date.now();
		await client.ask("POST", "/api/batch/jobs/waiting/cancel");
		expect(await observer.closed).toBe(1000);
		expect(Date.now() - askedAt).toBeLessThan(1500);
		expect(observer.frames.at(-1)).toMatchObject({ type: "cancelled", processed_count: 0, failed_count: 0 });
	});

	it("says what is wrong with a key that the provider refuses, once a row", async () => {
		const requests = serveModel(() => refusal(401));
		const client = await newClient();
		const observer = await client.observe("refused");
		await client.ask("POST", "/api/batch/start", { documents: rows(1), config, job_id: "refused" });
		expect(await observer.closed).toBe(1000);
		expect(observer.frames.find(({ status }) => status === "failed")).toMatchObject({
			error: "Tag generation failed: Invalid API key. Please check your OpenRouter API key.",
			error_type: "model-error",
		});
		// One for the entities, one for the tags: neither is repeated.
		expect(requests.length).toBeLessThanOrEqual(2);
	});
});

describe("the caller's key", () => {
	it("is nowhere in clear while its batch runs, and nowhere at all afterwards", async () => {
		const logs: unknown[][] = [];
		for (const level of ["log", "info", "warn", "error", "debug"] as const) {
			vi.spyOn(console, level).mockImplementation((...words) => void logs.push(words));
		}
		// Some providers repeat the key in what they complain about.
		const complaint = Response.json({ error: { message: `Incorrect API key provided: ${key}` } }, { status: 403 });
		serveModel((prompt) => (prompt.includes("Circular 60") ? complaint.clone() : completion(JSON.stringify(answer))));
		const client = await newClient();
		const started = await client.ask("POST", "/api/batch/start", { documents: rows(3), config, job_id: "keyed" });
		await client.ask("POST", "/api/batch/jobs/keyed/pause");
		const observer = await client.observe("keyed");
		const id = await jobOf("keyed");
		const stored = await storageOf(id);
		expect(stored).toContain('["secret",');
		expect(stored).not.toContain(key);
		expect(await databaseText()).not.toContain(key);
		await client.ask("POST", "/api/batch/jobs/keyed/resume");
		expect(await observer.closed).toBe(1000);
		const afterwards = await storageOf(id);
		expect(afterwards).not.toContain(key);
		expect(afterwards).not.toContain('["secret",');
		expect(observer.frames.at(-1)).toMatchObject({ type: "completed", processed_count: 2, failed_count: 1 });
		const history = await client.ask("GET", "/api/history/jobs/keyed");
		for (const text of [
			await databaseText(),
			await filesText(),
			JSON.stringify([started.body, history.body, observer.frames]),
			JSON.stringify(logs),
		]) {
			expect(text.includes(key)).toBe(false);
		}
	});
});
