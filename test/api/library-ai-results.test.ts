import { beforeEach, describe, expect, it, vi } from "vitest";
import { bodyOf, send, sql } from "../accounts/support.ts";
import { embeddedAiConfig as defaults } from "../enrich/ai-defaults.ts";
import { putResult } from "./ai-seeds.ts";
import { askWith } from "./ask-with.ts";
import { newReader, putDocument, type Reader } from "./library-seeds.ts";

const day = 24 * 3_600_000;

async function get<Data>(reader: Reader, path: string): Promise<Data> {
	const { status, body } = await reader.ask("GET", path);
	expect([path, status]).toEqual([path, 200]);
	return (body as { data: Data }).data;
}

async function idsOf(reader: Reader, query: string): Promise<string[]> {
	return (await get<{ id: string }[]>(reader, `/ai/results?${query}`)).map(({ id }) => id);
}

describe("how metadata is proposed", () => {
	it("is shown with its defaults and changed in part, here or among all settings", async () => {
		const reader = await newReader();
		expect(await reader.ask("GET", "/ai/config")).toEqual({ status: 200, body: { data: defaults } });
		const changed = await reader.ask("PUT", "/ai/config", { batchSize: 50, monthlyBudgetUsd: 5, unknown: 1 });
		expect(changed).toEqual({ status: 200, body: { data: { ...defaults, batchSize: 50, monthlyBudgetUsd: 5 } } });
		await reader.ask("PUT", "/ai/config", { protectedTagNames: ["inbox"], monthlyBudgetUsd: null });
		expect((await reader.ask("GET", "/config")).body).toEqual({
			data: { "ai.batchSize": "50", "ai.protectedTagNames": '["inbox"]' },
		});
		await reader.ask("PUT", "/config", { key: "ai.batchSize", value: "7" });
		expect((await reader.ask("PUT", "/ai/config", { provider: "openrouter" })).body).toEqual({
			data: {
				...defaults,
				provider: "openrouter",
				model: "openai/gpt-4o-mini",
				batchSize: 7,
				protectedTagNames: ["inbox"],
			},
		});
	});

	it("refuses what is out of range or no number, and then changes nothing", async () => {
		const reader = await newReader();
		for (const change of [
			{ batchSize: 0 },
			{ batchSize: 501 },
			{ maxContentLength: 499 },
			{ confidenceThresholdTags: 1.1 },
			{ rateDelayMs: "5" },
			{ provider: "anthropic" },
			{ reasoningEffort: "extreme" },
			{ protectedTagNames: "email" },
			{ autoProcess: "true" },
			{ tagAliasMap: "no map" },
		]) {
			expect(await reader.ask("PUT", "/ai/config", { applyConcurrency: 9, ...change })).toMatchObject({
				status: 400,
				body: { error: { code: "VALIDATION_FAILED", details: [{ path: Object.keys(change) }] } },
			});
		}
		const untyped = await send("/api/v1/ai/config", { method: "PUT", headers: reader.headers, body: "{}" });
		expect([untyped.status, await untyped.text()]).toEqual([400, expect.stringContaining("application/json")]);
		expect((await reader.ask("GET", "/ai/config")).body).toEqual({ data: defaults });
	});

	it("offers each provider's models", async () => {
		const reader = await newReader();
		const openai = [
			{ id: "gpt-5.4", name: "GPT-5.4" },
			{ id: "gpt-5.4-mini", name: "GPT-5.4 Mini" },
			{ id: "gpt-5.4-nano", name: "GPT-5.4 Nano" },
		];
		expect(await get(reader, "/ai/models")).toEqual(openai);
		expect(await get(reader, "/ai/models?provider=openai")).toEqual(openai);
		expect(await get(reader, "/ai/models?provider=embedded")).toEqual([{ id: "embedded-1", name: "Embedded" }]);
		expect(await get<object[]>(reader, "/ai/models?provider=openrouter")).toContainEqual({
			id: "openai/gpt-4o-mini",
			name: "GPT-4o Mini",
		});
		expect(await get<object[]>(reader, "/ai/models?provider=workers-ai")).toHaveLength(1);
		for (const query of ["provider=anthropic", "provider="]) {
			expect(await reader.ask("GET", `/ai/models?${query}`)).toMatchObject({
				status: 400,
				body: { error: { code: "VALIDATION_FAILED" } },
			});
		}
	});
});

describe("a result", () => {
	it("is shown with its document's title of today, and whole with what was applied", async () => {
		const reader = await newReader();
		const document = await putDocument(reader.id, { paperlessId: 812, title: "Invoice 2024-001" });
		const suggested = { title: "Amazon Invoice", correspondent: "Amazon", documentType: "Invoice", tags: ["shopping"] };
		const id = await putResult(reader.id, document, {
			suggested,
			confidence: [0.9, 0.95, 0.9, 0.8],
			current: { title: "scan_0001", tags: ["inbox"] },
			status: "partial",
			appliedAt: Date.UTC(2026, 2, 23, 11),
			tokens: [2000, 100],
			cost: 0.002,
			appliedFields: ["correspondent", "tags"],
			snapshot: {
				title: "scan_0001",
				correspondent: null,
				documentType: { id: 4, name: "Letter" },
				tags: [{ id: 7, name: "inbox" }],
			},
			applied: { title: null, correspondentId: 3, documentTypeId: null, tagIds: [9, 7] },
			createdAt: Date.UTC(2026, 2, 23, 10, 30),
		});
		const summary = {
			id,
			documentId: document,
			paperlessId: 812,
			documentTitle: "Invoice 2024-001",
			provider: "openai",
			model: "gpt-5.4-mini",
			suggestedTitle: "Amazon Invoice",
			suggestedCorrespondent: "Amazon",
			suggestedDocumentType: "Invoice",
			suggestedTags: ["shopping"],
			confidence: { title: 0.9, correspondent: 0.95, documentType: 0.9, tags: 0.8 },
			currentTitle: "scan_0001",
			currentCorrespondent: null,
			currentDocumentType: null,
			currentTags: ["inbox"],
			appliedStatus: "partial",
			appliedAt: "2026-03-23T11:00:00.000Z",
			errorMessage: null,
			failureType: null,
			createdAt: "2026-03-23T10:30:00.000Z",
		};
		expect((await reader.ask("GET", "/ai/results")).body).toEqual({
			data: [summary],
			meta: { total: 1, limit: 20, offset: 0 },
		});
		expect(await get(reader, `/ai/results/${id}`)).toEqual({
			...summary,
			evidence: null,
			promptTokens: 2000,
			completionTokens: 100,
			estimatedCostUsd: 0.002,
			processingTimeMs: null,
			appliedFields: ["correspondent", "tags"],
			rawResponseJson: null,
			preApplyTitle: "scan_0001",
			preApplyCorrespondentId: null,
			preApplyCorrespondentName: null,
			preApplyDocumentTypeId: 4,
			preApplyDocumentTypeName: "Letter",
			preApplyTagIds: [7],
			preApplyTagNames: ["inbox"],
			appliedTitle: null,
			appliedCorrespondentId: 3,
			appliedDocumentTypeId: null,
			appliedTagIds: [9, 7],
			revertedAt: null,
		});
		expect((await reader.ask("GET", "/ai/results/unknown")).status).toBe(404);
	});

	it("is found by what the list is filtered by, in the order asked for, and its document no longer counts as new", async () => {
		const reader = await newReader();
		const put = async (title: string, seed: Parameters<typeof putResult>[2]) =>
			await putResult(reader.id, await putDocument(reader.id, { title }), seed);
		const water = await put("Water BILL", {
			suggested: { correspondent: "Acme", documentType: "Bill", tags: ["b", "a"] },
			current: { title: "Water", correspondent: "Acme", documentType: "Bill", tags: ["a", "b"] },
			confidence: [0, 0.9, 0.9, 0.6],
			createdAt: 1000,
		});
		const gas = await put("Gas", {
			suggested: { title: "Gas", correspondent: "Beta" },
			current: { title: "Gas" },
			confidence: [0.9, 0.3, 0.3, 0.3],
			provider: "embedded",
			model: "embedded-1",
			status: "applied",
			appliedAt: 5,
			createdAt: 2000,
		});
		const broken = await put("Broken", {
			confidence: null,
			status: "failed",
			failureType: "timeout",
			appliedAt: 9,
			createdAt: 3000,
		});
		await putDocument(reader.id, { title: "New" });
		expect(await idsOf(reader, "")).toEqual([broken, gas, water]);
		for (const [query, found] of [
			["status=pending", [water]],
			["status=pending_review", [water]],
			["status=applied", [gas]],
			["status=done", []],
			["status=", [broken, gas, water]],
			["search=bill", [water]],
			["search=%25", []],
			["failed=true", [broken]],
			["failed=1", [broken, gas, water]],
			["minConfidence=0.8", [water]],
			["maxConfidence=0.8", [gas, water]],
			["maxConfidence=0.79", [gas]],
			["minConfidence=0&maxConfidence=1", [gas, water]],
			["minConfidence=-1&maxConfidence=2", [gas, water]],
			["minConfidence=1.5", []],
			["provider=embedded", [gas]],
			["model=gpt-5.4-mini", [broken, water]],
			// Suggested tags are a set; a title that is not suggested differs from the one that was there.
			["changedOnly=true", [broken, gas, water]],
			["sort=oldest", [water, gas, broken]],
			["sort=confidence_asc", [gas, water, broken]],
			["sort=confidence_desc", [water, gas, broken]],
			["sort=applied_newest", [broken, gas, water]],
			["sort=applied_oldest", [gas, broken, water]],
			["limit=0&offset=1", [gas]],
			["limit=x&offset=-4", [broken, gas, water]],
		] as const) {
			expect([query, await idsOf(reader, query)]).toEqual([query, found]);
		}
		const page = await reader.ask("GET", "/ai/results?limit=1000&offset=2");
		expect(page.body).toMatchObject({ data: [{ id: water }], meta: { total: 3, limit: 100, offset: 2 } });
		expect((await reader.ask("GET", "/ai/results?minConfidence=high")).status).toBe(400);
		expect(await get(reader, "/documents?noAiResult=true")).toMatchObject([{ title: "New" }]);
		expect(await get(reader, "/documents?noAiResult=1")).toHaveLength(4);
		expect(await get(reader, "/ai/results/groups?groupBy=suggestedCorrespondent&changedOnly=true")).toEqual({
			groups: [{ key: "Beta", count: 1, resultIds: [gas] }],
		});
	});

	it("is grouped with its like, bands of confidence from high to low", async () => {
		const reader = await newReader();
		const put = async (seed: Parameters<typeof putResult>[2], at: number) =>
			await putResult(reader.id, await putDocument(reader.id), { createdAt: at, ...seed });
		const a = await put({ suggested: { correspondent: "Acme" }, confidence: [0, 0.8, 0.8, 0.8] }, 1);
		const b = await put({ suggested: { correspondent: "Acme" }, confidence: [1, 0.4, 0.4, 0.4] }, 2);
		const c = await put({ confidence: null, status: "failed", failureType: "refusal" }, 3);
		const groups = async (query: string) =>
			(await get<{ groups: object[] }>(reader, `/ai/results/groups?${query}`)).groups;
		expect(await groups("groupBy=suggestedCorrespondent")).toEqual([
			{ key: "Acme", count: 2, resultIds: [b, a] },
			{ key: "(none)", count: 1, resultIds: [c] },
		]);
		expect(await groups("groupBy=suggestedDocumentType&status=pending")).toEqual([
			{ key: "(none)", count: 2, resultIds: [b, a] },
		]);
		expect(await groups("groupBy=failureType&failed=true")).toEqual([{ key: "refusal", count: 1, resultIds: [c] }]);
		expect(await groups("groupBy=confidenceBand")).toEqual([
			{ key: "High Confidence (>=80%)", count: 1, resultIds: [a] },
			{ key: "Low Confidence (<50%)", count: 2, resultIds: [c, b] },
		]);
		for (const query of ["", "groupBy=colour"]) {
			expect(await reader.ask("GET", `/ai/results/groups?${query}`)).toMatchObject({
				status: 400,
				body: { error: { code: "BAD_REQUEST" } },
			});
		}
	});
});

describe("what is said of results", () => {
	it("rejects one with its reason, several, or all that is pending, but nothing that is applied", async () => {
		const reader = await newReader();
		const put = async (status: string) => await putResult(reader.id, await putDocument(reader.id), { status });
		const [first, second, third, failed] = [
			await put("pending"),
			await put("pending"),
			await put("pending"),
			await put("failed"),
		];
		const [applied, partial] = [await put("applied"), await put("partial")];
		expect(await reader.ask("POST", `/ai/results/${first}/reject`, { reason: "wrong sender" })).toEqual({
			status: 200,
			body: { data: { rejected: true } },
		});
		const shown = await get<{ appliedStatus: string; appliedAt: string }>(reader, `/ai/results/${first}`);
		expect(shown.appliedStatus).toBe("rejected");
		expect(Date.now() - Date.parse(shown.appliedAt)).toBeLessThan(60_000);
		for (const id of [applied, partial]) {
			expect(await reader.ask("POST", `/ai/results/${id}/reject`)).toMatchObject({
				status: 409,
				body: { error: { code: "CONFLICT" } },
			});
		}
		expect((await reader.ask("POST", "/ai/results/unknown/reject")).status).toBe(404);
		const some = { resultIds: [first, second, failed, applied, "unknown"] };
		expect((await reader.ask("POST", "/ai/results/batch-reject", some)).body).toEqual({ data: { rejected: 2 } });
		for (const none of [{}, { resultIds: [] }]) {
			expect(await reader.ask("POST", "/ai/results/batch-reject", none)).toMatchObject({
				status: 400,
				body: { error: { code: "BAD_REQUEST" } },
			});
		}
		expect((await reader.ask("POST", "/ai/results/reject-all")).body).toEqual({ data: { rejected: 1 } });
		expect((await reader.ask("POST", "/ai/results/reject-all")).body).toEqual({ data: { rejected: 0 } });
		expect(await idsOf(reader, "status=rejected&sort=oldest")).toEqual([first, second, third, failed]);
		expect(await get(reader, "/ai/feedback/summary")).toMatchObject({ totalFeedback: 1, rejections: 1 });
		expect((await reader.ask("POST", "/ai/results/clear")).body).toEqual({ data: { deleted: 6 } });
		// What was refused stays refused.
		expect(await get(reader, "/ai/feedback/summary")).toMatchObject({ totalFeedback: 1 });
	});

	it("is recorded in either form of a correction and counted", async () => {
		const reader = await newReader();
		const suggested = { correspondent: "AWS", tags: ["cloud"] };
		const one = await putResult(reader.id, await putDocument(reader.id), { suggested });
		const two = await putResult(reader.id, await putDocument(reader.id), { suggested });
		const say = async (id: string, said: object, headers?: Record<string, string>) =>
			await reader.ask("POST", `/ai/results/${id}/feedback`, said, headers);
		const corrected = {
			action: "corrected",
			corrections: { correspondent: "Amazon", tags: ["shopping"], colour: "red" },
		};
		expect(await say(one, corrected)).toEqual({ status: 201, body: { data: { recorded: true } } });
		await say(two, {
			action: "corrected",
			corrections: { correspondent: { suggested: "AWS", corrected: "Amazon" }, documentType: null },
		});
		const once = { "Idempotency-Key": "say-it-once" };
		const partial = { action: "partial_applied", rejectedFields: ["correspondent", "colour"] };
		expect((await say(one, partial, once)).status).toBe(201);
		expect((await say(one, partial, once)).status).toBe(201);
		await say(one, { action: "rejected", rejectedFields: ["correspondent", "tags"], reason: "no" });
		expect(await get(reader, "/ai/feedback/summary")).toEqual({
			totalFeedback: 4,
			rejections: 1,
			corrections: 2,
			partialApplied: 1,
			topRejectedFields: [
				{ field: "correspondent", count: 2 },
				{ field: "tags", count: 1 },
			],
			topCorrectionPatterns: [
				{ field: "correspondent", suggestedValue: "AWS", correctedValue: "Amazon", count: 2 },
				{ field: "tags", suggestedValue: '["cloud"]', correctedValue: '["shopping"]', count: 1 },
				{ field: "documentType", suggestedValue: "", correctedValue: "", count: 1 },
			],
		});
		expect(await get(reader, `/ai/results/${one}`)).toMatchObject({ appliedStatus: "pending", appliedAt: null });
		expect((await say("unknown", { action: "rejected" })).status).toBe(404);
		for (const said of [{}, { action: "praised" }, { action: "corrected", corrections: "Amazon" }]) {
			expect(await say(one, said)).toMatchObject({ status: 400, body: { error: { code: "VALIDATION_FAILED" } } });
		}
	});
});

describe("what results cost", () => {
	beforeEach(() => {
		vi.restoreAllMocks();
	});

	it("is summed by provider, model and day, and counted by status", async () => {
		const reader = await newReader();
		const now = Date.now();
		const put = async (seed: Parameters<typeof putResult>[2]) =>
			await putResult(reader.id, await putDocument(reader.id), seed);
		await put({ tokens: [1000, 100], cost: 0.5, createdAt: now });
		await put({ tokens: [2000, 200], cost: 1, createdAt: now - 40 * day, status: "partial" });
		await put({ model: "gpt-5.4", tokens: [10, 1], cost: 0.25, createdAt: now - 40 * day, status: "failed" });
		await put({
			provider: "workers-ai",
			model: "@cf/x",
			tokens: [5, 5],
			cost: null,
			createdAt: now,
			status: "skipped",
		});
		await put({ provider: "embedded", model: "embedded-1", cost: 0, createdAt: now, status: "reverted" });
		await putDocument(reader.id);
		await sql(
			"insert into ai_spending (owner, day, provider, model, cost) values (?, ?, 'openai', 'gpt-5.4', 3), (?, '2020-01-01', 'openai', 'gpt-5.4', 9)",
			reader.id,
			new Date(now).toISOString().slice(0, 10),
			reader.id,
		);
		await reader.ask("PUT", "/ai/config", { monthlyBudgetUsd: 20 });
		const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
		const today = { date: dayOf(now), costUsd: 0.5, documentCount: 3 };
		const { body } = await reader.ask("GET", "/ai/costs");
		expect(body).toEqual({
			data: {
				totalCostUsd: 1.75,
				costByProvider: [
					{ provider: "openai", costUsd: 1.75, tokenCount: 3311 },
					{ provider: "embedded", costUsd: 0, tokenCount: 0 },
					{ provider: "workers-ai", costUsd: 0, tokenCount: 10 },
				],
				costByModel: [
					{ model: "gpt-5.4-mini", costUsd: 1.5, promptTokens: 3000, completionTokens: 300 },
					{ model: "gpt-5.4", costUsd: 0.25, promptTokens: 10, completionTokens: 1 },
					{ model: "@cf/x", costUsd: 0, promptTokens: 5, completionTokens: 5 },
					{ model: "embedded-1", costUsd: 0, promptTokens: 0, completionTokens: 0 },
				],
				costOverTime: [{ date: dayOf(now - 40 * day), costUsd: 1.25, documentCount: 2 }, today],
			},
			meta: { pricesAsOf: "2026-11-22", spentThisMonthUsd: 3, monthlyBudgetUsd: 20 },
		});
		expect(await get(reader, "/ai/costs?days=7")).toMatchObject({ totalCostUsd: 1.75, costOverTime: [today] });
		for (const days of ["0", "soon", "-3"])
			expect((await get<{ costOverTime: object[] }>(reader, `/ai/costs?days=${days}`)).costOverTime).toHaveLength(2);
		expect(await get(reader, "/ai/stats")).toEqual({
			totalProcessed: 5,
			unprocessed: 1,
			pendingReview: 1,
			applied: 1,
			rejected: 0,
			reverted: 1,
			failed: 1,
			skipped: 1,
			totalPromptTokens: 3015,
			totalCompletionTokens: 306,
			totalEstimatedCostUsd: 1.75,
		});
	});

	it("is estimated by the mean of the model's results and a list of prices that is read once a day", async () => {
		const entry = { input_cost_per_token: 1e-6, output_cost_per_token: 1e-5 };
		const network = vi
			.spyOn(globalThis, "fetch")
			.mockImplementation(async () => Response.json({ "gpt-5.4-mini": entry, "openrouter/meta/llama-4": entry }));
		const reader = await newReader();
		const estimate = async (query: string) => await reader.ask("GET", `/ai/costs/estimate?${query}`);
		// The embedded model has its price without a list.
		expect(await estimate("documentCount=5")).toMatchObject({
			status: 200,
			body: { data: { estimatedCostUsd: 0, breakdown: { input: 0, output: 0 } } },
		});
		expect(network).not.toHaveBeenCalled();
		await reader.ask("PUT", "/ai/config", { provider: "openai", flexProcessing: false });
		const whole = (await estimate("documentCount=10")).body as { data: { estimatedCostUsd: number } };
		expect(whole.data.estimatedCostUsd).toBeCloseTo(10 * (2000 * 1e-6 + 200 * 1e-5), 9);
		await putResult(reader.id, await putDocument(reader.id), { tokens: [1000, 50] });
		await putResult(reader.id, await putDocument(reader.id), { tokens: [9000, 900], status: "failed" });
		await reader.ask("PUT", "/ai/config", { flexProcessing: true });
		const { data, meta } = (await estimate("documentCount=10")).body as {
			data: { estimatedCostUsd: number; breakdown: { input: number; output: number } };
			meta: object;
		};
		expect(data.breakdown.input).toBeCloseTo(0.005, 9);
		expect(data.breakdown.output).toBeCloseTo(0.0025, 9);
		expect(data.estimatedCostUsd).toBeCloseTo(0.0075, 9);
		expect(meta).toEqual({ model: "gpt-5.4-mini", pricesAsOf: new Date().toISOString().slice(0, 10) });
		expect(network).toHaveBeenCalledTimes(1);
		const { data: settings } = (await reader.ask("GET", "/config")).body as { data: Record<string, string> };
		expect(JSON.parse(settings["ai.modelPricingCache"] ?? "")).toMatchObject({
			"gpt-5.4-mini": { inputPerToken: 1e-6, outputPerToken: 1e-5, cacheReadPerToken: null },
		});
		for (const count of ["documentCount=0", "documentCount=1.5", "documentCount=x", ""]) {
			expect(await estimate(count)).toMatchObject({ status: 400, body: { error: { code: "VALIDATION_FAILED" } } });
		}
	});

	it("is estimated by the built-in prices where the list can't be read, and not at all for an unknown model", async () => {
		const network = vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("no network"));
		const reader = await newReader();
		await reader.ask("PUT", "/ai/config", { provider: "openai", model: "gpt-5.4", flexProcessing: false });
		for (let time = 0; time < 2; time++) {
			const { body } = await reader.ask("GET", "/ai/costs/estimate?documentCount=1");
			expect(body).toMatchObject({
				data: { breakdown: { input: expect.closeTo(0.005, 9), output: expect.closeTo(0.003, 9) } },
				meta: { pricesAsOf: "2026-11-22" },
			});
		}
		expect(network).toHaveBeenCalledTimes(1);
		await reader.ask("PUT", "/ai/config", { model: "house-model" });
		expect(await reader.ask("GET", "/ai/costs/estimate?documentCount=1")).toMatchObject({
			status: 404,
			body: { error: { code: "NOT_FOUND" } },
		});
	});

	it("is compared between models for the documents that are left", async () => {
		vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("no network"));
		const reader = await newReader();
		expect((await reader.ask("GET", "/ai/costs/estimate-detailed")).status).toBe(404);
		await putDocument(reader.id, { title: "t".repeat(100), text: `${"x ".repeat(6000)}` });
		await putDocument(reader.id, { title: "", text: "brief" });
		await putDocument(reader.id, { text: null });
		await putResult(reader.id, await putDocument(reader.id));
		await reader.ask("PUT", "/ai/config", {
			provider: "openai",
			model: "gpt-5.4",
			flexProcessing: false,
			promptTemplate: "s".repeat(4000),
		});
		interface Shown {
			documentCount: number;
			currentModel: string;
			allModels: { modelId: string; bestCase: { totalCostUsd: number }; worstCase: { totalCostUsd: number } }[];
			tokenBreakdown: { totalUserPromptTokens: number };
		}
		const shown = await get<Shown>(reader, "/ai/costs/estimate-detailed");
		expect(shown).toMatchObject({
			documentCount: 2,
			currentModel: "gpt-5.4",
			tokenBreakdown: { systemPromptTokens: 1000, avgCompletionTokens: 200 },
		});
		// 8,000 and 5 characters of text, 100 of a title, and the headings above them.
		const tokens = shown.tokenBreakdown.totalUserPromptTokens;
		expect(tokens).toBeGreaterThan(8105 / 4);
		expect(tokens).toBeLessThan(8300 / 4);
		const costs = new Map(shown.allModels.map(({ modelId, ...cases }) => [modelId, cases]));
		const answers = 2 * 200 * 15e-6;
		expect(costs.get("gpt-5.4")?.worstCase.totalCostUsd).toBeCloseTo((2000 + tokens) * 2.5e-6 + answers, 9);
		expect(costs.get("gpt-5.4")?.bestCase.totalCostUsd).toBeCloseTo(2000 * 0.25e-6 + tokens * 2.5e-6 + answers, 9);
		expect(costs.get("embedded-1")?.worstCase.totalCostUsd).toBe(0);
	});

	it("shows in the metrics as proposals that await review", async () => {
		const reader = await newReader();
		const token = { METRICS_TOKEN: "scrape-me", OTEL_PROMETHEUS_ENABLED: "true" };
		const metrics = async () =>
			await (await askWith(token, "/metrics", { headers: { Authorization: "Bearer scrape-me" } })).text();
		const numberOf = (text: string, name: string) =>
			Number(new RegExp(`^paperless_ngx_dedupe_${name} (\\d+)$`, "m").exec(text)?.[1]);
		const rejected = 'ai_apply_total\\{status="rejected"\\}';
		const before = await metrics();
		const pending = await putResult(reader.id, await putDocument(reader.id));
		await putResult(reader.id, await putDocument(reader.id), { status: "failed" });
		const during = await metrics();
		expect(numberOf(during, "ai_pending_count")).toBe(numberOf(before, "ai_pending_count") + 1);
		await reader.ask("POST", `/ai/results/${pending}/reject`);
		const after = await metrics();
		expect(numberOf(after, "ai_pending_count")).toBe(numberOf(before, "ai_pending_count"));
		expect(numberOf(after, rejected)).toBe(numberOf(before, rejected) + 1);
	});
});

describe("everything pending", () => {
	it("is rejected only where the deployment lets it be", async () => {
		const reader = await newReader();
		const id = await putResult(reader.id, await putDocument(reader.id));
		const off = await askWith({ AI_BULK_ALL_ENABLED: "false" }, "/ai/results/reject-all", {
			method: "POST",
			headers: reader.headers,
		});
		expect(off.status).toBe(401);
		expect(await bodyOf(off)).toMatchObject({ error: { code: "UNAUTHORIZED" } });
		expect(await idsOf(reader, "status=pending")).toEqual([id]);
	});
});
