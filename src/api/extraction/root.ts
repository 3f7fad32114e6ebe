import type { OpenAPIHono } from "@hono/zod-openapi";
import { type AppEnv, close, createSurface } from "../http.ts";
import { dialect } from "./dialect.ts";

/** What stands beside the extraction API under `/extract`: the way to the reference that all APIs have. */
export function createExtractionRoot(): OpenAPIHono<AppEnv> {
	const surface = createSurface(dialect);
	surface.get("/docs", (http) => http.redirect("/docs", 302));
	return close(surface, dialect);
}
