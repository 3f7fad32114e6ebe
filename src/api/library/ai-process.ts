import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ProcessScope, reprocessResult } from "../../enrich/enrich.ts";
import { startProcessing } from "../../jobs/jobs.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { named } from "../named-schema.ts";
import { aiMember, aiTags as tags } from "./ai-access.ts";
import { ResultDetailView, toDetail } from "./ai-wire.ts";
import { answerStarted } from "./start.ts";
import { body, dataOf, errors, idParam, json, jsonSwitch, optionalBody, security } from "./wire.ts";

const ProcessInput = z
	.object({
		reprocess: jsonSwitch.openapi({ description: "All documents" }),
		documentIds: z
			.array(z.string())
			.max(100_000)
			.optional()
			.openapi({ description: "Exactly these; wins over `reprocess`" }),
		scope: named(ProcessScope, "AiProcessScope").optional().openapi({ description: "Wins over both" }),
	})
	.openapi("AiProcessInput");

const process = createRoute({
	method: "post",
	path: "/ai/process",
	tags,
	security,
	summary: "Propose metadata for documents",
	description:
		"Without a body: for those that nothing was proposed for yet. Nothing is written to Paperless-ngx, unless auto-apply is on.",
	middleware: [aiMember(), optionalBody] as const,
	request: { body: body(ProcessInput) },
	responses: { 202: json(dataOf(z.object({ jobId: z.string() })), "It is under way"), ...errors(400, 403, 409) },
});

const reprocess = createRoute({
	method: "post",
	path: "/ai/results/{id}/reprocess",
	tags,
	security,
	summary: "Propose metadata for this document again, at once",
	description: "The answer is the result as it is then: also where the model has failed, which it says itself.",
	middleware: aiMember(),
	request: { params: idParam("id") },
	responses: { 200: json(dataOf(ResultDetailView), "The result"), ...errors(400, 403, 404) },
});

export function registerAiProcessRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(process, async (http) => {
		const said = http.req.valid("json");
		const scope = scopeOf(said);
		return await answerStarted(http, JSON.parse(JSON.stringify(scope)), (alongside) =>
			startProcessing(http.get("ctx"), requireUser(http).id, scope, alongside),
		);
	});

	surface.openapi(reprocess, async (http) => {
		const { id } = http.req.valid("param");
		const result = await reprocessResult(http.get("ctx"), requireUser(http).id, id, http.req.raw.signal);
		return http.json({ data: toDetail(result) }, 200);
	});
}

/** An empty selection is one: nothing is processed then. */
function scopeOf({ reprocess, documentIds, scope }: z.output<typeof ProcessInput>): ProcessScope {
	if (scope !== undefined) return scope;
	if (documentIds !== undefined) return { type: "selected_document_ids", documentIds };
	return { type: reprocess ? "full_reprocess" : "new_only" };
}
