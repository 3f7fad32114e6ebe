import { describe, expect, test } from "vitest";
import { chooseProvider, isModelError } from "../../src/models/models.ts";
import { config } from "./support.ts";

const keys = { AI_OPENAI_API_KEY: "sk-deployment", OPENROUTER_API_KEY: "or-deployment" };

describe("the provider", () => {
	test("is embedded where nothing is said", () => {
		expect(chooseProvider({ config })).toEqual({ provider: "embedded" });
	});

	test("is OpenAI where its key is the only thing said", () => {
		expect(chooseProvider({ config: { ...config, AI_OPENAI_API_KEY: "sk-deployment" } })).toMatchObject({
			provider: "openai",
			model: "gpt-5.4-mini",
			baseUrl: "https://api.openai.com/v1",
			apiKey: "sk-deployment",
			isTrusted: true,
		});
		expect(chooseProvider({ config: { ...config, ...keys, MODEL_PROVIDER: "embedded" } })).toEqual({
			provider: "embedded",
		});
	});

	test("is the user's, then the request's", () => {
		const all = { ...config, ...keys, MODEL_PROVIDER: "workers-ai" as const };
		const userSetting = { provider: "openai" as const, model: "gpt-5.4", keys: { openai: "sk-user" } };
		expect(chooseProvider({ config: all }).provider).toBe("workers-ai");
		expect(chooseProvider({ config: all, userSetting })).toMatchObject({
			provider: "openai",
			model: "gpt-5.4",
			apiKey: "sk-user",
		});
		const request = { apiKey: "or-request", model: "mistralai/mistral-small" };
		expect(chooseProvider({ config: all, userSetting, request })).toMatchObject({
			provider: "openrouter",
			model: "mistralai/mistral-small",
			apiKey: "or-request",
			baseUrl: "https://openrouter.ai/api/v1",
		});
	});

	test("is embedded for a request that names it", () => {
		const all = { ...config, ...keys, MODEL_PROVIDER: "openrouter" as const };
		expect(chooseProvider({ config: all, request: { model: "embedded" } })).toEqual({ provider: "embedded" });
		expect(chooseProvider({ config: all, userSetting: { provider: "embedded", model: "embedded-1" } })).toEqual({
			provider: "embedded",
		});
	});

	test.each([
		[{ config: { ...config, MODEL_PROVIDER: "openai" as const } }, "AI_OPENAI_API_KEY is not configured"],
		[{ config: { ...config, MODEL_PROVIDER: "openrouter" as const } }, "OPENROUTER_API_KEY is not configured"],
		[{ config, request: { model: "anthropic/claude" } }, "OPENROUTER_API_KEY is not configured"],
		[{ config, userSetting: { provider: "openai" as const } }, "AI_OPENAI_API_KEY is not configured"],
		[
			{ config: { ...config, ...keys }, request: { baseUrl: "https://models.example.com/v1", model: "x" } },
			"AI_OPENAI_API_KEY is not configured",
		],
	])("without its key fails by name: %#", (wishes, message) => {
		expect(() => chooseProvider(wishes)).toThrowError(
			expect.objectContaining({ message, code: "model_not_configured" }),
		);
	});

	test("of a key that cannot be one is refused", () => {
		try {
			chooseProvider({ config, request: { apiKey: "sk-1\r\nHost: evil" } });
			expect.unreachable();
		} catch (error) {
			expect(isModelError(error, "invalid_key")).toBe(true);
		}
	});
});

describe("the model", () => {
	const openrouter = { ...config, ...keys, MODEL_PROVIDER: "openrouter" as const };

	test("is the deployment's at the provider it belongs to", () => {
		const own = { ...config, ...keys, AI_OPENAI_BASE_URL: "http://ollama:11434/v1/", DEFAULT_MODEL: "llama3.2" };
		expect(chooseProvider({ config: own })).toMatchObject({ model: "llama3.2", baseUrl: "http://ollama:11434/v1" });
		expect(chooseProvider({ config: own, request: { provider: "openrouter" } })).toMatchObject({
			model: "openai/gpt-4o-mini",
		});
		expect(chooseProvider({ config: { ...openrouter, DEFAULT_MODEL: "qwen/qwen3" } })).toMatchObject({
			model: "qwen/qwen3",
		});
		expect(chooseProvider({ config: openrouter })).toMatchObject({ model: "openai/gpt-4o-mini" });
	});

	test("of another provider's setting is left alone", () => {
		const userSetting = { provider: "openai" as const, model: "gpt-5.4" };
		const choice = chooseProvider({ config: openrouter, userSetting, request: { provider: "openrouter" } });
		expect(choice).toMatchObject({ provider: "openrouter", model: "openai/gpt-4o-mini" });
	});

	test("loses its maker's name at OpenAI's own address", () => {
		const openai = { ...config, ...keys };
		expect(chooseProvider({ config: openai, userSetting: { model: "openai/gpt-5.4" } })).toMatchObject({
			model: "gpt-5.4",
		});
	});

	test("of Workers AI is another one for images, unless it was named", () => {
		const workers = { ...config, MODEL_PROVIDER: "workers-ai" as const };
		expect(chooseProvider({ config: workers })).toMatchObject({ model: "@cf/text", visionModel: "@cf/vision" });
		const named = chooseProvider({ config: workers, request: { model: "@cf/own" } });
		expect(named).toMatchObject({ model: "@cf/own", visionModel: "@cf/own" });
	});
});
