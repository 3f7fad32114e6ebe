import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { getRagConfig, putRagConfig, RagChange, RagConfig } from "../../retrieval/retrieval.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { named } from "../named.ts";
import { ragMember, ragTags as tags } from "./rag-access.ts";
import { body, dataOf, errors, json, security } from "./wire.ts";

const ConfigView = dataOf(named("RagConfig", RagConfig));

const read = createRoute({
	method: "get",
	path: "/rag/config",
	tags,
	security,
	summary: "How documents are searched and questions answered",
	middleware: ragMember(),
	responses: { 200: json(ConfigView, "The settings that apply"), ...errors(404) },
});

const change = createRoute({
	method: "put",
	path: "/rag/config",
	tags,
	security,
	summary: "Change how questions are answered; what is not sent stays",
	description:
		"Unless they are stored, `embeddingModel` and `answerModel` follow `answerProvider`, and `embeddingDimensions` the model. Vectors that are stored stay until the index is built again.",
	middleware: [ragMember(), assumeJson] as const,
	request: { body: body(named("RagConfigChange", RagChange)) },
	responses: { 200: json(ConfigView, "All settings, as they are now"), ...errors(400, 403, 404) },
});

export function registerRagConfigRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(read, async (http) =>
		http.json({ data: await getRagConfig(http.get("ctx"), requireUser(http).id) }, 200),
	);

	surface.openapi(change, async (http) => {
		const data = await putRagConfig(http.get("ctx"), requireUser(http).id, http.req.valid("json"));
		return http.json({ data }, 200);
	});
}
