import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { changeDedupConfig, DedupChange, getDedupConfig, weightsMessage } from "../../dedup/dedup.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { invalid } from "./dialect.ts";
import { body, dataOf, errors, json, member, security } from "./wire.ts";

const tags = ["Library: configuration"];

const ConfigView = DedupChange.omit({ confidenceWeightDiscriminative: true }).required().openapi("DedupConfig");

/** This one route refuses a body that does not say that it is JSON. */
const onlyJson: MiddlewareHandler<AppEnv> = async (http, next) => {
	const type = (http.req.header("Content-Type") ?? "").toLowerCase();
	if (!type.includes("application/json")) throw invalid("Content-Type must be application/json");
	await next();
};

const read = createRoute({
	method: "get",
	path: "/config/dedup",
	tags,
	security,
	summary: "How documents are compared",
	middleware: member(),
	responses: { 200: json(dataOf(ConfigView), "The settings that apply"), ...errors() },
});

const change = createRoute({
	method: "put",
	path: "/config/dedup",
	tags,
	security,
	summary: "Change how documents are compared; what is not sent stays",
	middleware: [member(), onlyJson] as const,
	request: { body: body(DedupChange) },
	responses: {
		200: json(
			z.object({
				data: ConfigView,
				meta: z
					.object({
						recalculatedGroups: z.int().optional(),
						analysisStale: z.literal(true).optional(),
					})
					.optional(),
			}),
			"All settings. `meta`: groups whose scores were computed again; whether the groups were found under other settings",
		),
		...errors(400),
	},
});

export function registerDedupConfigRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(read, async (http) =>
		http.json({ data: await getDedupConfig(http.get("ctx"), requireUser(http).id) }, 200),
	);

	surface.openapi(change, async (http) => {
		const changed = await changeDedupConfig(http.get("ctx"), requireUser(http).id, http.req.valid("json"));
		if (changed === undefined) throw invalid(weightsMessage);
		const { config, recalculatedGroups, isStale } = changed;
		const meta = {
			...(recalculatedGroups !== undefined && { recalculatedGroups }),
			...(isStale && { analysisStale: true as const }),
		};
		return http.json({ data: config, ...(Object.keys(meta).length > 0 && { meta }) }, 200);
	});
}
