import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
	chosenFields,
	feedbackActions,
	feedbackSummary,
	mostResultIds,
	recordFeedback,
	rejectMany,
	rejectPending,
	rejectResult,
	removeResults,
} from "../../enrich/enrich.ts";
import { AppError } from "../../errors.ts";
import { answerOnce } from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import { aiMember, bulkAll, aiTags as tags } from "./ai-access.ts";
import { body, dataOf, errors, idParam, json, optionalBody, security } from "./wire.ts";

const reason = z.string().max(2000).optional();
const Rejected = dataOf(z.object({ rejected: z.int() }));

const reject = createRoute({
	method: "post",
	path: "/ai/results/{id}/reject",
	tags,
	security,
	summary: "Reject a proposal; what is rejected is not proposed again",
	middleware: [aiMember(), optionalBody] as const,
	request: { params: idParam("id"), body: body(z.object({ reason }).openapi("AiRejection")) },
	responses: {
		200: json(dataOf(z.object({ rejected: z.literal(true) })), "It is rejected"),
		...errors(400, 403, 404, 409),
	},
});

const rejectSome = createRoute({
	method: "post",
	path: "/ai/results/batch-reject",
	tags,
	security,
	summary: "Reject several; those that are applied stay so",
	middleware: [aiMember(), assumeJson] as const,
	request: {
		body: body(
			z.object({ resultIds: z.array(z.string()).max(mostResultIds).optional() }).openapi("AiBatchRejection", {
				required: ["resultIds"],
			}),
		),
	},
	responses: { 200: json(Rejected, "How many have changed"), ...errors(400, 403) },
});

const rejectAll = createRoute({
	method: "post",
	path: "/ai/results/reject-all",
	tags,
	security,
	summary: "Reject everything that awaits review",
	middleware: [aiMember(), bulkAll] as const,
	responses: { 200: json(Rejected, "How many have changed"), ...errors(400, 403) },
});

const clear = createRoute({
	method: "post",
	path: "/ai/results/clear",
	tags,
	security,
	summary: "Forget all proposals; what was said of them stays learnt",
	middleware: aiMember(),
	responses: { 200: json(dataOf(z.object({ deleted: z.int() })), "How many there were"), ...errors(400, 403) },
});

const feedback = createRoute({
	method: "post",
	path: "/ai/results/{id}/feedback",
	tags,
	security,
	summary: "Say what was wrong with a proposal, or right; its status stays",
	middleware: [aiMember(), assumeJson] as const,
	request: {
		params: idParam("id"),
		body: body(
			z
				.object({
					action: z.enum(feedbackActions),
					rejectedFields: z.array(z.string()).max(100).optional(),
					corrections: z
						.record(z.string(), z.unknown())
						.optional()
						.openapi({ description: "By field the right value, or `{suggested, corrected}`" }),
					reason,
				})
				.openapi("AiFeedback", {
					example: { action: "corrected", corrections: { correspondent: "Amazon", tags: ["shopping"] } },
				}),
		),
	},
	responses: {
		201: json(dataOf(z.object({ recorded: z.literal(true) })), "It is recorded"),
		...errors(400, 403, 404, 409),
	},
});

const summary = createRoute({
	method: "get",
	path: "/ai/feedback/summary",
	tags,
	security,
	summary: "What was said of all proposals, counted",
	middleware: aiMember(),
	responses: {
		200: json(
			dataOf(
				z
					.object({
						totalFeedback: z.int(),
						rejections: z.int(),
						corrections: z.int(),
						partialApplied: z.int(),
						topRejectedFields: z.array(z.object({ field: z.string(), count: z.int() })),
						topCorrectionPatterns: z.array(
							z.object({ field: z.string(), suggestedValue: z.string(), correctedValue: z.string(), count: z.int() }),
						),
					})
					.openapi("AiFeedbackSummary"),
			),
			"The most frequent first",
		),
		...errors(400),
	},
});

/** Literal paths before those with an id. */
export function registerAiReviewRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(rejectSome, async (http) => {
		const { resultIds = [] } = http.req.valid("json");
		if (resultIds.length === 0) throw new AppError("bad_request", "resultIds must name at least one result");
		const rejected = await rejectMany(http.get("ctx"), requireUser(http).id, resultIds);
		return http.json({ data: { rejected } }, 200);
	});

	surface.openapi(rejectAll, async (http) => {
		const rejected = await rejectPending(http.get("ctx"), requireUser(http).id);
		return http.json({ data: { rejected } }, 200);
	});

	surface.openapi(clear, async (http) => {
		const deleted = await removeResults(http.get("ctx"), requireUser(http).id);
		return http.json({ data: { deleted } }, 200);
	});

	surface.openapi(summary, async (http) =>
		http.json({ data: await feedbackSummary(http.get("ctx"), requireUser(http).id) }, 200),
	);

	surface.openapi(reject, async (http) => {
		const { reason: why } = http.req.valid("json");
		const { id } = http.req.valid("param");
		await rejectResult(http.get("ctx"), { owner: requireUser(http).id, id, reason: why });
		return http.json({ data: { rejected: true as const } }, 200);
	});

	surface.openapi(feedback, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const { id } = http.req.valid("param");
		const { rejectedFields, ...said } = http.req.valid("json");
		const input = { ...said, rejectedFields: rejectedFields && [...chosenFields(rejectedFields)] };
		const answer = { status: 201, body: JSON.stringify({ data: { recorded: true } }) };
		const { body: text } = await answerOnce(ctx, repeatableRequest(http, owner, { id, input }), async (record) => {
			await recordFeedback(ctx, { owner, id, said: input }, await record(answer));
			return answer;
		});
		// JSON of the schema's shape already, and the same bytes when the request is repeated.
		return http.body(text, 201, { "Content-Type": "application/json" }) as never;
	});
}
