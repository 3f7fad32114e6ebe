import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
	ApplyScope,
	applyResult,
	chosenFields,
	fields as fieldNames,
	mostResultIds,
	preflight,
	previewRevert,
	ResultFilter,
	revertResult,
} from "../../enrich/enrich.ts";
import { AppError } from "../../errors.ts";
import { type JsonValue, startApplying } from "../../jobs/jobs.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson, type Http } from "../http.ts";
import { aiMember, bulkAll, aiTags as tags } from "./ai-access.ts";
import { invalid } from "./dialect.ts";
import { answerStarted } from "./start.ts";
import { body, dataOf, errors, idParam, json, jsonSwitch, optionalBody, security } from "./wire.ts";

/* Applying proposals to their documents and taking them back (contracts/library.md 8.8, 8.10, 8.13, 8.14, 8.16). */

const options = {
	fields: z.array(z.string()).max(100).optional().openapi({
		description: "Of `correspondent`, `documentType`, `tags` and `title`; the first three when left out",
	}),
	allowClearing: jsonSwitch.openapi({ description: "Whether a field that nothing is suggested for loses its value" }),
	createMissingEntities: z
		.unknown()
		.optional()
		.transform((value) => value !== false)
		.openapi({ type: "boolean", default: true }),
};
const resultIds = z.array(z.string()).max(mostResultIds);
const Started = { 202: json(dataOf(z.object({ jobId: z.string() })), "A job does it") };

const apply = createRoute({
	method: "post",
	path: "/ai/results/{id}/apply",
	tags,
	security,
	summary: "Apply a proposal to its document",
	description: "What somebody else has changed since it was made is not overwritten: 409.",
	middleware: [aiMember(), optionalBody] as const,
	request: { params: idParam("id"), body: body(z.object(options).openapi("AiApplication")) },
	responses: {
		200: json(dataOf(z.object({ applied: z.literal(true) })), "It is applied"),
		...errors(400, 403, 404, 409, 502),
	},
});

const applySome = createRoute({
	method: "post",
	path: "/ai/results/batch-apply",
	tags,
	security,
	summary: "Apply several proposals",
	middleware: [aiMember(), assumeJson] as const,
	request: {
		body: body(
			z
				.object({ resultIds: resultIds.optional(), scope: ApplyScope.optional(), ...options })
				.openapi("AiBatchApplication"),
		),
	},
	responses: { ...Started, ...errors(400, 403, 409) },
});

const applyAll = createRoute({
	method: "post",
	path: "/ai/results/apply-all",
	tags,
	security,
	summary: "Apply everything that awaits review, or all that a filter shows",
	middleware: [aiMember(), bulkAll, optionalBody] as const,
	request: {
		body: body(
			z
				.object({ scope: ApplyScope.optional(), filters: z.object(ResultFilter.shape).nullish(), ...options })
				.openapi("AiApplicationOfAll"),
		),
	},
	responses: { ...Started, ...errors(400, 403, 409) },
});

const names = z.array(z.string());
const Counts = z
	.object({
		totalDocuments: z.int(),
		fieldsChanged: z.object({ title: z.int(), correspondent: z.int(), documentType: z.int(), tags: z.int() }),
		newEntitiesCreated: z.object({ correspondents: names, documentTypes: names, tags: names }),
		lowConfidenceCount: z.int(),
		noOpCount: z.int().openapi({ description: "Also those whose document somebody else has changed since" }),
		destructiveClearCount: z.int(),
		confidenceDistribution: z.object({ high: z.int(), medium: z.int(), low: z.int() }),
		gateResults: z
			.object({
				wouldAutoApply: z.int(),
				blockedByGates: z.int(),
				blockReasons: z.array(z.object({ reason: z.string(), count: z.int() })),
			})
			.optional(),
	})
	.openapi("AiPreflight");

const preview = createRoute({
	method: "post",
	path: "/ai/results/preflight",
	tags,
	security,
	summary: "What applying would come to; nothing is written",
	middleware: [aiMember(), assumeJson] as const,
	request: { body: body(z.object({ scope: ApplyScope.optional(), ...options }).openapi("AiPreflightInput")) },
	responses: { 200: json(dataOf(Counts), "Counted by the plans that applying makes"), ...errors(400, 403, 502) },
});

const revert = createRoute({
	method: "post",
	path: "/ai/results/{id}/revert",
	tags,
	security,
	summary: "Bring a document back to what it was before its proposal was applied",
	middleware: aiMember(),
	request: { params: idParam("id") },
	responses: {
		200: json(dataOf(z.object({ reverted: z.literal(true) })), "It is as it was; entities that were made stay"),
		...errors(400, 403, 404, 409, 502),
	},
});

const value = z.union([z.string(), names]).nullable();
const revertPreview = createRoute({
	method: "get",
	path: "/ai/results/{id}/revert/preview",
	tags,
	security,
	summary: "What a revert would change now",
	middleware: aiMember(),
	request: { params: idParam("id") },
	responses: {
		200: json(
			dataOf(z.object({ changes: z.array(z.object({ field: z.enum(fieldNames), from: value, to: value })) })),
			"By field the value that is there and the one that was",
		),
		...errors(400, 404, 502),
	},
});

/** Literal paths before those with an id. */
export function registerAiApplyRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(applySome, async (http) => {
		const { resultIds = [], scope, ...said } = http.req.valid("json");
		if (scope === undefined && resultIds.length === 0) {
			throw new AppError("bad_request", "resultIds must name at least one result, or a scope be given");
		}
		return await start(http, scope ?? { type: "selected_result_ids", resultIds }, said);
	});

	surface.openapi(applyAll, async (http) => {
		const { scope, filters, ...said } = http.req.valid("json");
		const meant: ApplyScope = filters ? { type: "current_filter", filters } : { type: "all_pending" };
		return await start(http, scope ?? meant, said);
	});

	surface.openapi(preview, async (http) => {
		const { scope, ...said } = http.req.valid("json");
		if (scope === undefined) throw new AppError("bad_request", "scope is required");
		const found = await preflight(http.get("ctx"), requireUser(http).id, { scope, asked: asked(said) });
		return http.json({ data: found }, 200);
	});

	surface.openapi(apply, async (http) => {
		const { id } = http.req.valid("param");
		await applyResult(http.get("ctx"), requireUser(http).id, id, asked(http.req.valid("json")));
		return http.json({ data: { applied: true as const } }, 200);
	});

	surface.openapi(revertPreview, async (http) => {
		const found = await previewRevert(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json({ data: found }, 200);
	});

	surface.openapi(revert, async (http) => {
		await revertResult(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json({ data: { reverted: true as const } }, 200);
	});
}

interface Said {
	fields?: string[] | undefined;
	allowClearing: boolean;
	createMissingEntities: boolean;
}

/** An explicit list without any field that is known can't be meant. */
function asked({ fields, allowClearing, createMissingEntities }: Said) {
	const chosen = [...chosenFields(fields)];
	if (chosen.length === 0) throw invalid(`fields must name at least one of ${fieldNames.join(", ")}`, ["fields"]);
	return { fields: chosen, allowClearing, createMissingEntities };
}

async function start(http: Http, scope: ApplyScope, said: Said): Promise<never> {
	const options = asked(said);
	// What is known of a repeated request by: plain JSON, without what was left out.
	const request = JSON.parse(JSON.stringify({ scope, ...options })) as JsonValue;
	return await answerStarted(http, request, (alongside) =>
		startApplying(http.get("ctx"), requireUser(http).id, { scope, options }, alongside),
	);
}
