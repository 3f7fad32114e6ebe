import { describe, expect, it } from "vitest";
import { embeddingModelOf } from "../../src/retrieval/embedding-models.ts";
import { RagChange, type RagDeployment, ragSettingProblem, toRagConfig } from "../../src/retrieval/retrieval.ts";
import { embeddedRagConfig } from "./rag-defaults.ts";

const models = {
	embedded: "embedded-1",
	openai: "gpt-5.4-mini",
	openrouter: "openai/gpt-4o-mini",
	"workers-ai": "@cf/x",
};
const deployment = (provider: RagDeployment["provider"]): RagDeployment => ({
	provider,
	modelOf: (name) => models[name],
});

describe("the settings of questions", () => {
	it("have the numbers of the reference, and follow the deployment's provider", () => {
		expect(toRagConfig({}, deployment("embedded"))).toEqual(embeddedRagConfig);
		expect(toRagConfig({}, deployment("openai"))).toMatchObject({
			embeddingModel: "text-embedding-3-small",
			embeddingDimensions: 1536,
			answerProvider: "openai",
			answerModel: "gpt-5.4-mini",
		});
	});

	it("follow the provider that their owner has stored, and the embedding model its own dimensions", () => {
		expect(toRagConfig({ "rag.answerProvider": "workers-ai" }, deployment("openai"))).toMatchObject({
			embeddingModel: "@cf/baai/bge-m3",
			embeddingDimensions: 1024,
			answerModel: "@cf/x",
		});
		const large = { "rag.embeddingModel": "text-embedding-3-large" };
		expect(toRagConfig(large, deployment("embedded"))).toMatchObject({
			embeddingDimensions: 1536,
			answerProvider: "embedded",
		});
		expect(
			toRagConfig({ ...large, "rag.embeddingDimensions": "256" }, deployment("embedded")).embeddingDimensions,
		).toBe(256);
	});

	it("let nothing stored by an older version, blank or of another provider make a question fail", () => {
		const stored = {
			"rag.topK": "5000",
			"rag.chunkSize": "",
			"rag.systemPrompt": " ",
			"rag.answerModel": "embedded-1",
		};
		expect(toRagConfig(stored, deployment("openrouter"))).toEqual(toRagConfig({}, deployment("openrouter")));
	});

	it("take a text that looks like a number for the text that it is", () => {
		expect(toRagConfig({ "rag.systemPrompt": "12" }, deployment("embedded")).systemPrompt).toBe("12");
		expect(ragSettingProblem("rag.systemPrompt", "x".repeat(20_001))).toBeDefined();
	});

	it("name nothing that a change does not name", () => {
		expect(RagChange.parse({ topK: 3, unknown: 1 })).toEqual({ topK: 3 });
	});
});

describe("an embedding model", () => {
	it.each([
		["text-embedding-3-small", "openai", 1536, 0.02],
		["text-embedding-3-large", "openai", 1536, 0.13],
		["text-embedding-ada-002", "openai", 1536, 0.02],
		["@cf/baai/bge-large-en-v1.5", "workers-ai", 1024, 0.02],
		["embedded-sg-100", "embedded", 100, 0],
		["toString", "openai", 1536, 0.02],
	])("%s is served by %s with %d dimensions, for %d USD a million tokens", (name, provider, dimensions, price) => {
		expect(embeddingModelOf(name)).toMatchObject({ provider, dimensions, usdPerMillionTokens: price });
	});
});
