import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type AppEnv, close, createSurface } from "../http.ts";
import { json, registerAuthRoutes, tags } from "./auth.ts";
import { registerBatchRoutes } from "./batch.ts";
import { registerBatchSocket } from "./batch-socket.ts";
import { taggingCors } from "./cors.ts";
import { dialect } from "./dialect.ts";
import { registerHistoryRoutes } from "./history.ts";
import { registerLegacyRoutes } from "./legacy.ts";
import { registerResultRoutes } from "./results.ts";
import { registerSingleRoutes } from "./single.ts";
import { version } from "./version.ts";

const HealthView = z
	.object({ status: z.literal("healthy"), version: z.string(), message: z.string() })
	.openapi("TaggingHealth");
const StatusView = z.object({ status: z.literal("ok"), service: z.string() }).openapi("TaggingStatus");

const health = createRoute({
	method: "get",
	path: "/health",
	tags,
	summary: "Whether the service runs",
	responses: { 200: json(HealthView, "It does") },
});

const status = createRoute({
	method: "get",
	path: "/status",
	tags,
	summary: "Which service this is",
	responses: { 200: json(StatusView, "Its name") },
});

/** The tagging API, to be mounted at `/api`. */
export const tagging: OpenAPIHono<AppEnv> = createSurface(dialect);
tagging.use("*", taggingCors);
tagging.openapi(health, (http) =>
	http.json({ status: "healthy" as const, version, message: "Document Meta-Tagging API is running" }, 200),
);
tagging.openapi(status, (http) => http.json({ status: "ok" as const, service: "document-meta-tagging-api" }, 200));
registerAuthRoutes(tagging);
registerSingleRoutes(tagging);
registerBatchRoutes(tagging);
registerBatchSocket(tagging);
registerLegacyRoutes(tagging);
registerResultRoutes(tagging);
registerHistoryRoutes(tagging);
close(tagging, dialect);
