import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AiConfig, AiConfigChange, aiProviders, getAiConfig, listAiModels, putAiConfig } from "../../enrich/enrich.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { named } from "../named-schema.ts";
import { lastOf } from "../validation.ts";
import { aiMember, aiTags as tags } from "./ai-access.ts";
import { body, dataOf, errors, json, security } from "./wire.ts";

const ConfigView = dataOf(named(AiConfig, "AiConfig"));

const read = createRoute({
	method: "get",
	path: "/ai/config",
	tags,
	security,
	summary: "How metadata is proposed",
	middleware: aiMember(),
	responses: { 200: json(ConfigView, "The settings that apply"), ...errors(400) },
});

const change = createRoute({
	method: "put",
	path: "/ai/config",
	tags,
	security,
	summary: "Change how metadata is proposed; what is not sent stays",
	description:
		"Unless it is stored, `model` follows `provider`. A hosted provider may be stored without its key. `tagAliasMap` is YAML: a map of tags to lists of other spellings. `monthlyBudgetUsd` and `maxDocumentsPerRun`: null or 0 is no limit. With `proposeNewNames` the embedded classifier also proposes senders and types that no document has yet. Jobs that are under way keep the settings that they were started with.",
	middleware: [aiMember(), assumeJson] as const,
	request: { body: body(named(AiConfigChange, "AiConfigChange")) },
	responses: { 200: json(ConfigView, "All settings, as they are now"), ...errors(400, 403) },
});

const models = createRoute({
	method: "get",
	path: "/ai/models",
	tags,
	security,
	summary: "Models of a provider that are offered; others may be named too",
	middleware: aiMember(),
	request: { query: z.object({ provider: lastOf(z.enum(aiProviders).default("openai")) }) },
	responses: { 200: json(dataOf(z.array(z.object({ id: z.string(), name: z.string() }))), "Them"), ...errors(400) },
});

export function registerAiConfigRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(read, async (http) =>
		http.json({ data: await getAiConfig(http.get("ctx"), requireUser(http).id) }, 200),
	);

	surface.openapi(change, async (http) => {
		const data = await putAiConfig(http.get("ctx"), requireUser(http).id, http.req.valid("json"));
		return http.json({ data }, 200);
	});

	surface.openapi(models, (http) =>
		http.json({ data: listAiModels(http.get("ctx").config, http.req.valid("query").provider) }, 200),
	);
}
