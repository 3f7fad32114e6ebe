import type { Context as HonoContext } from "hono";
import { z } from "zod";
import type { AppEnv } from "./http.ts";

/** What says that the Worker runs, whatever its variables hold. */
const alive: Record<string, () => object> = {
	"/health": () => ({ status: "ok" }),
	"/api/v1/health": () => ({ data: { status: "ok", timestamp: new Date().toISOString() } }),
};

const message = "The service is not configured correctly";

/**
 * The answer to every request while a variable of the deployment is not valid: 500 with an id, under which the log has the names of the
 * variables and never their values. Throws any other error on.
 */
export function answerUnconfigured(http: HonoContext<AppEnv>, error: unknown): Response {
	if (!(error instanceof z.ZodError)) throw error;
	const { path } = http.req;
	const isAlive = http.req.method === "GET" ? alive[path] : undefined;
	if (isAlive !== undefined) return http.json(isAlive(), 200);
	const id = http.get("requestId");
	for (const issue of error.issues) {
		console.error(`request ${id}: invalid configuration: ${issue.path.join(".")}: ${issue.message}`);
	}
	return http.json(bodyFor(path, id), 500, { "X-Request-Id": id });
}

/** In the dialect of the path's surface. */
function bodyFor(path: string, id: string): object {
	const isBelow = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
	if (isBelow("/api/v1")) return { error: { code: "INTERNAL_ERROR", message: `${message} (request ${id})` } };
	return isBelow("/extract") ? { error: "processing_failed", message } : { detail: message };
}
