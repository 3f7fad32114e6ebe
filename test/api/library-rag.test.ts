import { createExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import worker from "../../src/index.ts";
import { bearer, bodyOf, env, newSession, send } from "../accounts/support.ts";
import { newReader } from "./library-seeds.ts";

const defaults = {
	embeddingModel: "embedded-sg-100",
	embeddingDimensions: 100,
	chunkSize: 400,
	chunkOverlap: 40,
	topK: 10,
	answerProvider: "embedded",
	answerModel: "embedded-1",
	systemPrompt: expect.stringMatching(/^You are a helpful document assistant/),
	maxContextTokens: 4000,
	autoIndex: false,
	concurrentBatches: 5,
};

/** One request to a deployment with other variables. */
async function askWith(vars: Record<string, string>, path: string, init: RequestInit = {}): Promise<Response> {
	const request = new Request(`https://deckle.example.com/api/v1${path}`, init) as Parameters<typeof worker.fetch>[0];
	return await worker.fetch(request, { ...env, ...vars }, createExecutionContext());
}

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
