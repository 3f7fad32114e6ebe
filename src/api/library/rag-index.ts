import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { indexStatus, startIndexing } from "../../jobs/jobs.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { ragMember, ragTags as tags } from "./rag-access.ts";
import { answerStarted } from "./start.ts";
import { body, dataOf, errors, isoTime, json, jsonSwitch, optionalBody, security, toIsoTime } from "./wire.ts";

const Cost = z
	.object({
		totalCharacters: z.int(),
		estimatedTokens: z.int(),
		estimatedCostUsd: z.number(),
		embeddingModel: z.string(),
	})
	.openapi("RagIndexCost");

const index = createRoute({
	method: "post",
	path: "/rag/index",
	tags,
	security,
	summary: "Index what is not indexed",
	description:
		"What the embedded model needs follows each sync and conversion by itself, so this is for hosted models of vectors, and for `rebuild`.",
	middleware: [ragMember(), optionalBody] as const,
	request: {
		body: body(
			z
				.object({
					rebuild: jsonSwitch.openapi({ description: "Everything again, under the settings as they are now" }),
				})
				.openapi("RagIndexInput"),
		),
	},
	responses: { 202: json(dataOf(z.object({ jobId: z.string() })), "It is under way"), ...errors(400, 403, 404, 409) },
});

const stats = createRoute({
	method: "get",
	path: "/rag/stats",
	tags,
	security,
	summary: "What is indexed, what was asked, and what it would cost to index the rest",
	middleware: ragMember(),
	responses: {
		200: json(
			dataOf(
				z.object({
					totalChunks: z.int(),
					indexedDocuments: z.int(),
					unindexedDocuments: z.int(),
					embeddingModel: z.string(),
					lastIndexedAt: isoTime.nullable(),
					totalConversations: z.int(),
					totalMessages: z.int(),
					indexCost: Cost.nullable().openapi({ description: "Of what is not indexed; null where that is nothing" }),
					rebuildCost: Cost.nullable(),
					isIndexingInProgress: z.boolean(),
				}),
			),
			"How it stands",
		),
		...errors(404),
	},
});

export function registerRagIndexRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(index, async (http) => {
		const said = http.req.valid("json");
		return await answerStarted(http, said, (alongside) =>
			startIndexing(http.get("ctx"), requireUser(http).id, said, alongside),
		);
	});

	surface.openapi(stats, async (http) => {
		const { active, lastIndexedAt, ...figures } = await indexStatus(http.get("ctx"), requireUser(http).id);
		const data = { ...figures, lastIndexedAt: toIsoTime(lastIndexedAt), isIndexingInProgress: active !== undefined };
		return http.json({ data }, 200);
	});
}
