import { describe, expect, it } from "vitest";
import { bearer, bodyOf, newSession, post, send, sql } from "../accounts/support.ts";
import { embeddedRagConfig as defaults } from "../retrieval/rag-defaults.ts";
import { askWith } from "./ask-with.ts";
import { aPdf, doneTask } from "./documents.ts";
import { jobEnded, type LibraryUser, libraryUser, putConfig } from "./library.ts";
import { newReader } from "./library-seeds.ts";

describe("how questions are answered", () => {
	it("is shown with its defaults and changed in part, here or among all settings", async () => {
		const reader = await newReader();
		expect(await reader.ask("GET", "/rag/config")).toEqual({ status: 200, body: { data: defaults } });
		const changed = await reader.ask("PUT", "/rag/config", { topK: 5, autoIndex: true, unknown: 1 });
		expect(changed).toEqual({ status: 200, body: { data: { ...defaults, topK: 5, autoIndex: true } } });
		await reader.ask("PUT", "/rag/config", { systemPrompt: "Be brief." });
		expect((await reader.ask("GET", "/config")).body).toEqual({
			data: { "rag.autoIndex": "true", "rag.systemPrompt": "Be brief.", "rag.topK": "5" },
		});
		await reader.ask("PUT", "/config", { settings: { "rag.topK": "7", "rag.maxContextTokens": "900" } });
		expect((await reader.ask("PUT", "/rag/config", {})).body).toEqual({
			data: { ...defaults, topK: 7, autoIndex: true, systemPrompt: "Be brief.", maxContextTokens: 900 },
		});
		const other = await newReader();
		expect((await other.ask("GET", "/rag/config")).body).toEqual({ data: defaults });
	});

	it("names the models of the provider that applies", async () => {
		const reader = await newReader();
		expect((await reader.ask("PUT", "/rag/config", { answerProvider: "openrouter" })).body).toMatchObject({
			data: { answerModel: "openai/gpt-4o-mini", embeddingModel: "embedded-sg-100" },
		});
		const { accessToken } = await newSession();
		const shown = await askWith({ AI_OPENAI_API_KEY: "sk-test" }, "/rag/config", { headers: bearer(accessToken) });
		expect(await bodyOf(shown)).toMatchObject({
			data: {
				answerProvider: "openai",
				answerModel: "gpt-5.4-mini",
				embeddingModel: "text-embedding-3-small",
				embeddingDimensions: 1536,
			},
		});
	});

	it("refuses what is out of range or no number, and then changes nothing", async () => {
		const reader = await newReader();
		for (const change of [
			{ topK: 0 },
			{ topK: 101 },
			{ topK: "5" },
			{ chunkSize: 99 },
			{ chunkSize: 400.5 },
			{ chunkOverlap: 501 },
			{ embeddingDimensions: 3072 },
			{ maxContextTokens: 100_001 },
			{ answerProvider: "anthropic" },
			{ autoIndex: "true" },
			{ systemPrompt: null },
		]) {
			expect(await reader.ask("PUT", "/rag/config", { concurrentBatches: 9, ...change })).toMatchObject({
				status: 400,
				body: { error: { code: "VALIDATION_FAILED", details: [{ path: Object.keys(change) }] } },
			});
		}
		expect((await reader.ask("GET", "/rag/config")).body).toEqual({ data: defaults });
	});

	it("is not there while questions are switched off, for those who may come in", async () => {
		const { accessToken } = await newSession();
		const off = { RAG_ENABLED: "false" };
		const headers = { ...bearer(accessToken), "Content-Type": "application/json" };
		for (const [method, path] of [
			["GET", "/rag/config"],
			["PUT", "/rag/config"],
			["POST", "/rag/ask"],
			["POST", "/rag/index"],
			["GET", "/rag/stats"],
			["GET", "/rag/conversations"],
			["GET", "/rag/conversations/x"],
			["DELETE", "/rag/conversations/x"],
		] as const) {
			const answer = await askWith(off, path, { method, headers, ...(method !== "GET" && { body: "{" }) });
			expect([path, answer.status]).toEqual([path, 404]);
			expect(await bodyOf(answer)).toMatchObject({ error: { code: "NOT_FOUND" } });
			expect((await askWith(off, path, { method })).status).toBe(401);
		}
		expect((await askWith({ AI_ENABLED: "false" }, "/rag/config", { headers })).status).toBe(200);
	});

	it("refuses a body that is no JSON", async () => {
		const { accessToken } = await newSession();
		const headers = { ...bearer(accessToken), "Content-Type": "application/json" };
		for (const [method, path] of [
			["PUT", "/rag/config"],
			["POST", "/rag/ask"],
		] as const) {
			for (const body of ["{", "", "[]", "null", '"text"']) {
				const answer = await send(`/api/v1${path}`, { method, headers, body });
				expect([path, body, answer.status]).toEqual([path, body, 400]);
				expect(await bodyOf(answer)).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
			}
		}
	});
});

describe("the index of a library", () => {
	const asJson = { "Content-Type": "application/json" };
	const statsOf = async ({ headers }: LibraryUser) =>
		(await bodyOf<{ data: Record<string, unknown> }>(await send("/api/v1/rag/stats", { headers }))).data;
	const start = ({ headers }: LibraryUser, init: RequestInit = {}) =>
		send("/api/v1/rag/index", { ...init, method: "POST", headers: { ...headers, ...(init.headers as object) } });
	const ended = async (user: LibraryUser, started: Response) => {
		expect(started.status).toBe(202);
		const { data } = await bodyOf<{ data: { jobId: string } }>(started);
		return await jobEnded(user, data.jobId);
	};

	it("follows an upload by itself; a run then finds nothing to do, unless all is wanted again", async () => {
		const user = await libraryUser();
		expect(await statsOf(user)).toEqual({
			totalChunks: 0,
			indexedDocuments: 0,
			unindexedDocuments: 0,
			embeddingModel: "embedded-sg-100",
			lastIndexedAt: null,
			totalConversations: 0,
			totalMessages: 0,
			indexCost: null,
			rebuildCost: null,
			isIndexingInProgress: false,
		});
		await doneTask(user.headers, await aPdf(2));
		await (await post("/api/v1/rag/ask", { question: "What is in part 2?" }, user.headers)).text();
		expect(await statsOf(user)).toMatchObject({
			totalChunks: expect.any(Number),
			indexedDocuments: 1,
			unindexedDocuments: 0,
			lastIndexedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
			totalConversations: 1,
			totalMessages: 2,
			indexCost: null,
			rebuildCost: { estimatedTokens: expect.any(Number), estimatedCostUsd: 0, embeddingModel: "embedded-sg-100" },
			isIndexingInProgress: false,
		});
		const again = await ended(user, await start(user));
		expect(JSON.parse(String(again.resultJson))).toMatchObject({ indexed: 0, skipped: 1, failed: 0 });
		const all = await ended(user, await start(user, { headers: asJson, body: '{"rebuild":true}' }));
		expect(JSON.parse(String(all.resultJson))).toEqual({
			indexed: 1,
			skipped: 0,
			failed: 0,
			totalChunks: (await statsOf(user)).totalChunks,
			durationMs: expect.any(Number),
		});
		const list = await send("/api/v1/jobs?type=rag_indexing", { headers: user.headers });
		expect((await bodyOf<{ data: unknown[] }>(list)).data).toHaveLength(2);
	});

	it("is made by one run at a time", async () => {
		const user = await libraryUser();
		const [first, second] = await Promise.all([start(user), start(user)]);
		expect([first.status, second.status].sort()).toEqual([202, 409]);
		const refused = first.status === 409 ? first : second;
		expect(await bodyOf(refused)).toMatchObject({ error: { code: "JOB_ALREADY_RUNNING" } });
		await ended(user, first.status === 202 ? first : second);
		const key = { "Idempotency-Key": "index" };
		const answers = [await start(user, { headers: key }), await start(user, { headers: key })];
		const [one, same] = await Promise.all(answers.map((answer) => answer.text()));
		expect(same).toBe(one);
	});

	it("is refused for a body that is no JSON, and for a hosted model without its key", async () => {
		const user = await libraryUser();
		const broken = await start(user, { headers: asJson, body: "{" });
		expect([broken.status, (await bodyOf<{ error: { code: string } }>(broken)).error.code]).toEqual([
			400,
			"VALIDATION_FAILED",
		]);
		await putConfig(user.headers, { "rag.embeddingModel": "text-embedding-3-small" });
		const refused = await start(user);
		expect(refused.status).toBe(400);
		expect(await bodyOf(refused)).toMatchObject({
			error: { code: "BAD_REQUEST", message: expect.stringContaining("AI_OPENAI_API_KEY") },
		});
	});
});

/** Asks and waits for the answer; gives the conversation. */
async function asked({ headers }: LibraryUser, body: object): Promise<string> {
	const answer = await post("/api/v1/rag/ask", body, headers);
	await answer.text();
	return String(answer.headers.get("x-conversation-id"));
}

describe("conversations", () => {
	it("are listed by their last use, 20 unless said otherwise, and deleted with their messages", async () => {
		const user = await libraryUser();
		const first = await asked(user, { question: `${"Why? ".repeat(30)}` });
		const second = await asked(user, { question: "What?" });
		await asked(user, { question: "And part 3?", conversationId: first });
		const list = async (query = "") =>
			await bodyOf<{ data: { id: string; title: string }[]; meta: object }>(
				await send(`/api/v1/rag/conversations${query}`, { headers: user.headers }),
			);
		const { data, meta } = await list();
		expect(meta).toEqual({ total: 2 });
		expect(data).toEqual([
			{
				id: first,
				title: "Why? ".repeat(16),
				createdAt: expect.stringMatching(/\.\d{3}Z$/),
				updatedAt: expect.stringMatching(/\.\d{3}Z$/),
				messageCount: 4,
			},
			expect.objectContaining({ id: second, messageCount: 2 }),
		]);
		expect((await list("?limit=1&offset=1")).data.map(({ id }) => id)).toEqual([second]);
		const gone = await send(`/api/v1/rag/conversations/${first}`, { method: "DELETE", headers: user.headers });
		expect([gone.status, await bodyOf(gone)]).toEqual([200, { data: { deleted: true } }]);
		expect((await send(`/api/v1/rag/conversations/${first}`, { headers: user.headers })).status).toBe(404);
		expect(await sql("select 1 from messages where conversation_id = ?", first)).toEqual([]);
		expect((await list()).meta).toEqual({ total: 1 });
	});

	it("refuse pages that there cannot be", async () => {
		const { headers } = await libraryUser();
		for (const query of ["limit=0", "limit=101", "limit=abc", "limit=1.5", "limit=", "offset=-1"]) {
			const answer = await send(`/api/v1/rag/conversations?${query}`, { headers });
			expect([query, answer.status]).toEqual([query, 400]);
			expect(await bodyOf(answer)).toMatchObject({
				error: { code: "VALIDATION_FAILED", message: "Invalid pagination parameters" },
			});
		}
	});
});
