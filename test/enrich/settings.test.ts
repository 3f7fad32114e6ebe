import { describe, expect, test } from "vitest";
import { toAiConfig } from "../../src/enrich/ai-config.ts";
import { aiSettingProblem } from "../../src/enrich/ai-settings.ts";
import { isFlex } from "../../src/enrich/chosen-model.ts";
import { builtInPrices, priceIn, readPriceList } from "../../src/enrich/prices.ts";
import { parseTagAliases } from "../../src/enrich/tag-aliases.ts";
import { embeddedAiConfig } from "./ai-defaults.ts";

const deployment = {
	provider: "embedded" as const,
	modelOf: (provider: string) => (provider === "embedded" ? "embedded-1" : `usual of ${provider}`),
};

describe("settings of proposals", () => {
	test("have the documented defaults and what is stored, without what no longer fits", () => {
		expect(toAiConfig({}, deployment)).toEqual(embeddedAiConfig);
		const stored = {
			"ai.batchSize": "20",
			"ai.rateDelayMs": "fast",
			"ai.promptTemplate": " ",
			"ai.protectedTagNames": "[]",
			"ai.monthlyBudgetUsd": "2.5",
			"ai.lastRun": "x",
		};
		expect(toAiConfig(stored, deployment)).toEqual({
			...embeddedAiConfig,
			batchSize: 20,
			protectedTagNames: [],
			monthlyBudgetUsd: 2.5,
		});
	});

	test("take the model of the provider unless one of that provider's is stored", () => {
		const modelOf = (stored: Record<string, string>) => toAiConfig(stored, deployment).model;
		expect(modelOf({ "ai.provider": "openai" })).toBe("usual of openai");
		expect(modelOf({ "ai.provider": "openai", "ai.model": "gpt-5.4" })).toBe("gpt-5.4");
		expect(modelOf({ "ai.model": "gpt-5.4" })).toBe("embedded-1");
		expect(modelOf({ "ai.provider": "openai", "ai.model": "embedded-1" })).toBe("usual of openai");
	});

	test("are refused among all settings where they are out of range", () => {
		expect(aiSettingProblem("ai.batchSize", "501")).toContain("500");
		expect(aiSettingProblem("ai.tagAliasMap", "tax: {deep: 1}")).toBe("Not a map of tags to their other spellings");
		for (const [key, value] of [
			["ai.batchSize", "500"],
			["ai.monthlyBudgetUsd", "null"],
			["ai.tagAliasMap", "tax: [taxes]"],
			["ai.modelPricingCache", "anything"],
		] as const)
			expect(aiSettingProblem(key, value)).toBeUndefined();
	});
});

describe("the map of tag aliases", () => {
	test("is read from lists in brackets, lists of lines, single texts and JSON", () => {
		const yaml = `---
# What we call things
insurance: [policy, "cover note", 'it''s covered']
tax:
  - taxes   # plural
  - 'hmrc: letters'
"c#": csharp
energy & water:
- power
- "gas \\"bill\\""
empty:
`;
		expect([...(parseTagAliases(yaml) ?? [])]).toEqual([
			["insurance", ["policy", "cover note", "it's covered"]],
			["tax", ["taxes", "hmrc: letters"]],
			["c#", ["csharp"]],
			["energy & water", ["power", 'gas "bill"']],
			["empty", []],
		]);
		expect([...(parseTagAliases('{"tax": ["taxes", " "], "car": "auto"}') ?? [])]).toEqual([
			["tax", ["taxes"]],
			["car", ["auto"]],
		]);
		expect(parseTagAliases(" \n")?.size).toBe(0);
	});

	test.each([
		"just text",
		"- item",
		"tax: [a",
		"tax: a\ntax: b",
		"tax: {a: b}",
		"{",
		'{"tax": 1}',
		"tax: a: b",
		"tax: &x a",
	])("is not %j", (text) => {
		expect(parseTagAliases(text)).toBeUndefined();
	});
});

describe("prices", () => {
	test("are the same for a model under its maker's name, and read for the model that is used", () => {
		expect(priceIn(builtInPrices, "openai/gpt-5.4-mini")).toEqual(priceIn(builtInPrices, "gpt-5.4-mini"));
		expect(priceIn(builtInPrices, "gpt-4o-mini")).toEqual(priceIn(builtInPrices, "openai/gpt-4o-mini"));
		expect(priceIn(builtInPrices, "constructor")).toBeUndefined();
		const entry = (dollars: number) => ({ input_cost_per_token: dollars, output_cost_per_token: dollars });
		const list = { "gpt-5.4": entry(2), "openrouter/meta/llama": entry(1) };
		const wanted = { model: "meta/llama", ids: ["openrouter/meta/llama", "meta/llama"] };
		const table = readPriceList(list, "2026-11-01", wanted);
		expect(table && priceIn(table, "meta/llama")?.inputPerToken).toBe(1);
		const other = readPriceList(list, "2026-11-01", { model: "llama", ids: ["llama"] });
		expect(other && priceIn(other, "llama")).toBeUndefined();
	});

	test("are halved by the slower tier with OpenAI alone", () => {
		expect(isFlex({ provider: "openai", flexProcessing: true })).toBe(true);
		expect(isFlex({ provider: "openrouter", flexProcessing: true })).toBe(false);
		expect(isFlex({ provider: "openai", flexProcessing: false })).toBe(false);
	});
});
