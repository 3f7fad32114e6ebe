import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { compareCosts, costsOf, countResults, estimateDocuments } from "../../enrich/enrich.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { integer, lastOf } from "../validation.ts";
import { aiMember, aiTags as tags } from "./ai-access.ts";
import { dataOf, errors, json, security } from "./wire.ts";

const isoDate = z.string().openapi({ format: "date", example: "2026-03-22" });

const CostsView = z
	.object({
		totalCostUsd: z.number(),
		costByProvider: z.array(z.object({ provider: z.string(), costUsd: z.number(), tokenCount: z.int() })),
		costByModel: z.array(
			z.object({ model: z.string(), costUsd: z.number(), promptTokens: z.int(), completionTokens: z.int() }),
		),
		costOverTime: z
			.array(z.object({ date: isoDate, costUsd: z.number(), documentCount: z.int() }))
			.openapi({ description: "By day in UTC" }),
	})
	.openapi("AiCosts");

/** No limit where it is 0 or no number. */
const days = lastOf(z.string().optional())
	.transform((text) => (/^\s*\d{1,6}\s*$/.test(text ?? "") ? Number(text) || undefined : undefined))
	.openapi({ type: "integer", description: "Limits `costOverTime` to results of so many days" });

const costs = createRoute({
	method: "get",
	path: "/ai/costs",
	tags,
	security,
	summary: "What the stored proposals have cost",
	middleware: aiMember(),
	request: { query: z.object({ days }) },
	responses: {
		200: json(
			z.object({
				data: CostsView,
				meta: z.object({
					pricesAsOf: isoDate,
					spentThisMonthUsd: z
						.number()
						.openapi({ description: "By all calls of the month (UTC), also those whose proposals were replaced" }),
					monthlyBudgetUsd: z.number().nullable(),
				}),
			}),
			"Sums; the dearest first",
		),
		...errors(400),
	},
});

const estimate = createRoute({
	method: "get",
	path: "/ai/costs/estimate",
	tags,
	security,
	summary: "What so many documents would cost with the model that applies",
	description:
		"From the mean of this model's proposals so far, else 2,000 tokens in and 200 out. 404: its price is not known.",
	middleware: aiMember(),
	request: { query: z.object({ documentCount: lastOf(integer({ min: 1, max: 1_000_000_000 })) }) },
	responses: {
		200: json(
			z.object({
				data: z
					.object({
						estimatedCostUsd: z.number(),
						breakdown: z.object({ input: z.number(), output: z.number() }),
					})
					.openapi("AiCostEstimate"),
				meta: z.object({ model: z.string(), pricesAsOf: isoDate }),
			}),
			"US dollars",
		),
		...errors(400, 404),
	},
});

const Case = z.object({ totalCostUsd: z.number(), perDocumentCostUsd: z.number() });
const comparison = createRoute({
	method: "get",
	path: "/ai/costs/estimate-detailed",
	tags,
	security,
	summary: "What the documents without a proposal would cost, model by model",
	description:
		"Best: the common beginning of all calls is always in the provider's cache; worst: never. Tokens are taken to be four characters. 404: there is nothing to process.",
	middleware: aiMember(),
	responses: {
		200: json(
			dataOf(
				z
					.object({
						documentCount: z.int(),
						currentModel: z.string(),
						allModels: z.array(
							z.object({
								modelId: z.string(),
								modelName: z.string(),
								provider: z.string(),
								bestCase: Case,
								worstCase: Case,
								hasCachePricing: z.boolean(),
							}),
						),
						tokenBreakdown: z.object({
							systemPromptTokens: z.int(),
							totalUserPromptTokens: z.int(),
							avgCompletionTokens: z.number(),
						}),
					})
					.openapi("AiCostComparison"),
			),
			"US dollars",
		),
		...errors(400, 404),
	},
});

const StatsView = z
	.object({
		totalProcessed: z.int().openapi({ description: "All proposals, also those that failed" }),
		unprocessed: z.int().openapi({ description: "Documents without one" }),
		pendingReview: z.int(),
		applied: z.int().openapi({ description: "Also in part" }),
		rejected: z.int(),
		reverted: z.int(),
		failed: z.int(),
		skipped: z.int().openapi({ description: "Documents without text" }),
		totalPromptTokens: z.int(),
		totalCompletionTokens: z.int(),
		totalEstimatedCostUsd: z.number(),
	})
	.openapi("AiStats");

const stats = createRoute({
	method: "get",
	path: "/ai/stats",
	tags,
	security,
	summary: "How many proposals there are, by what became of them",
	middleware: aiMember(),
	responses: { 200: json(dataOf(StatsView), "How it stands"), ...errors(400) },
});

export function registerAiCostRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(costs, async (http) => {
		const { pricesAsOf, spentThisMonthUsd, monthlyBudgetUsd, ...data } = await costsOf(
			http.get("ctx"),
			requireUser(http).id,
			http.req.valid("query").days,
		);
		return http.json({ data, meta: { pricesAsOf, spentThisMonthUsd, monthlyBudgetUsd } }, 200);
	});

	surface.openapi(comparison, async (http) =>
		http.json({ data: await compareCosts(http.get("ctx"), requireUser(http).id) }, 200),
	);

	surface.openapi(estimate, async (http) => {
		const { documentCount } = http.req.valid("query");
		const { model, pricesAsOf, ...data } = await estimateDocuments(
			http.get("ctx"),
			requireUser(http).id,
			documentCount,
		);
		return http.json({ data, meta: { model, pricesAsOf } }, 200);
	});

	surface.openapi(stats, async (http) =>
		http.json({ data: await countResults(http.get("ctx"), requireUser(http).id) }, 200),
	);
}
