import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { who } from "../auth.ts";
import { type AppEnv, close, createSurface } from "../http.ts";
import { cors } from "./cors.ts";
import { dialect } from "./dialect.ts";
import { json } from "./wire.ts";

const tags = ["Service"];

const servicePaths = ["/health", "/api/v1/meta"];

const health = createRoute({
	method: "get",
	path: "/health",
	tags,
	summary: "Whether the Worker answers",
	middleware: [who("public")] as const,
	responses: { 200: json(z.object({ status: z.literal("ok") }), "It does") },
});

const meta = createRoute({
	method: "get",
	path: "/api/v1/meta",
	tags,
	summary: "What this service is",
	middleware: [who("public")] as const,
	responses: {
		200: json(
			z.object({
				app_name: z.string(),
				environment: z.string(),
				version: z.string(),
				debug: z.boolean(),
				queue: z.string(),
				placeholder_processing: z.literal(false),
			}),
			"About this service",
		),
	},
});

/** What tells of the service itself: two paths of the tasks API that must be matched before the other surfaces' prefixes. */
export function createServiceSurface(): OpenAPIHono<AppEnv> {
	const surface = createSurface(dialect);
	for (const path of servicePaths) surface.use(path, cors);
	surface.openapi(health, (http) => http.json({ status: "ok" as const }, 200));
	surface.openapi(meta, (http) => {
		const { config } = http.get("ctx");
		const about = {
			app_name: config.APP_NAME,
			environment: config.ENVIRONMENT,
			version: config.version,
			debug: config.DEBUG,
			queue: config.QUEUE_NAME,
			placeholder_processing: false as const,
		};
		return http.json(about, 200);
	});
	return close(surface, dialect, servicePaths);
}
