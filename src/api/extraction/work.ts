import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError, isAppError } from "../../errors.ts";
import { type ExtractionDocument, findFlow, reviewDocument, type StoredFlow } from "../../extraction/extraction.ts";
import { startExtraction } from "../../jobs/jobs.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { refuse } from "./dialect.ts";
import { Model, Verdict } from "./document-wire.ts";
import { documentOf } from "./documents.ts";
import { flowOf } from "./flow-of.ts";
import { answerPost } from "./repeat.ts";
import { assertCompleted, whileCompleted } from "./results.ts";
import { body, errors, idParam, json, jsonBody, RepeatHeaders, security } from "./wire.ts";

/* What is done to a document: it is converted and its fields extracted, and somebody says whether they are right. */

const tags = ["Extraction: documents"];
const params = idParam("id");
const bodyMayMiss = jsonBody({ optional: true });
const longestReason = 2000;

const convert = createRoute({
	method: "post",
	path: "/documents/{id}/convert",
	tags,
	security,
	summary: "Convert a document and extract a flow's fields, or do it again",
	middleware: [bodyMayMiss] as const,
	request: {
		params,
		headers: RepeatHeaders,
		body: body(z.object({ model: Model.nullish(), flow_id: z.string().nullish() })),
	},
	responses: {
		200: json(z.object({ document_id: z.string(), status: z.literal("processing") }), "It is being processed"),
		...errors(404, 409),
	},
});

const approve = createRoute({
	method: "post",
	path: "/documents/{id}/approve",
	tags,
	security,
	summary: "Say that a result is right",
	middleware: [bodyMayMiss] as const,
	request: { params, headers: RepeatHeaders, body: body(z.object({})) },
	responses: { 200: json(Verdict, "The verdict"), ...errors(404, 409) },
});

const reject = createRoute({
	method: "post",
	path: "/documents/{id}/reject",
	tags,
	security,
	summary: "Say that a result is not right",
	middleware: [bodyMayMiss] as const,
	request: {
		params,
		headers: RepeatHeaders,
		body: body(z.object({ reason: z.string().max(longestReason).nullish() })),
	},
	responses: { 200: json(Verdict, "The verdict"), ...errors(404, 409) },
});

export function registerWorkRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(convert, async (http) => {
		const { model, flow_id } = http.req.valid("json");
		return await startWork(http, http.req.valid("param").id, { model: model ?? null, flowId: flow_id || null });
	});

	surface.openapi(approve, async (http) => await judge(http, http.req.valid("param").id, "approved", null));

	surface.openapi(reject, async (http) => {
		const { reason } = http.req.valid("json");
		return await judge(http, http.req.valid("param").id, "rejected", reason ?? null);
	});
}

interface Wish {
	model: "standard" | "premium" | null;
	flowId: string | null;
}

async function startWork(http: Http, id: string, wish: Wish) {
	return await answerPost(http, wish, async (keep, keepAlone) => {
		const wished = wish.flowId === null ? null : await flowOf(http, wish.flowId);
		const document = await documentOf(http, id);
		const flow = wished ?? (await ownFlow(http, document));
		const model = wish.model ?? flow?.settings.model ?? "standard";
		const answer = { document_id: id, status: "processing" as const };
		try {
			const order = { document, flow, model, isOurs: true };
			const { started } = await startExtraction(http.get("ctx"), order, { after: await keep(answer) });
			if (!started) await keepAlone(answer);
		} catch (error) {
			if (isAppError(error, "conflict")) throw refuse("already_processing", error.message);
			throw error;
		}
		return answer;
	});
}

/** The flow that the document has already; null where it has none, or that was deleted. */
async function ownFlow(http: Http, { flowId }: ExtractionDocument): Promise<StoredFlow | null> {
	if (flowId === null) return null;
	return (await findFlow(http.get("ctx"), requireUser(http).id, flowId)) ?? null;
}

async function judge(http: Http, id: string, review: "approved" | "rejected", reason: string | null) {
	return await answerPost(http, { reason }, async (keep, keepAlone) => {
		const document = assertCompleted(await documentOf(http, id));
		const answer = { document_id: id, review };
		if (document.review === review) {
			await keepAlone(answer);
			return answer;
		}
		return await whileCompleted(http, id, async () => {
			const isWritten = await reviewDocument(http.get("ctx"), document, { review, reason }, await keep(answer));
			if (!isWritten) throw new AppError("not_ready", "The document has a new result");
			return answer;
		});
	});
}
