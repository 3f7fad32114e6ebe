import type { MiddlewareHandler } from "hono";
import { type AppEnv, close, createSurface, type Http } from "../http.ts";
import { registerApiKeyRoutes } from "./api-keys.ts";
import { registerChatRoutes } from "./chat.ts";
import { dialect } from "./dialect.ts";
import { registerEventRoutes } from "./events.ts";
import { registerFigureRoutes } from "./figures.ts";
import { registerResultRoutes } from "./results.ts";
import { registerServiceRoutes, servicePaths } from "./service.ts";
import { registerTaskRoutes } from "./tasks.ts";

/** Any origin may call with a Bearer token; only the configured one with the guest's cookie too. */
const cors: MiddlewareHandler<AppEnv> = async (http, next) => {
	const origin = http.req.header("origin");
	if (origin === undefined) return await next();
	if (http.req.method === "OPTIONS" && http.req.header("access-control-request-method") !== undefined) {
		return preflight(http, origin);
	}
	await next();
	if (http.res.status === 101) return;
	for (const [name, value] of Object.entries(originHeaders(http, origin))) http.header(name, value);
	http.header("Access-Control-Expose-Headers", "Content-Disposition, ETag");
};

function originHeaders(http: Http, origin: string): Record<string, string> {
	const known = http.get("ctx").config.CORS_ALLOW_ORIGIN;
	if (known === undefined) return { "Access-Control-Allow-Origin": "*" };
	if (origin !== known) return { "Access-Control-Allow-Origin": "*", Vary: "Origin" };
	return {
		"Access-Control-Allow-Origin": origin,
		"Access-Control-Allow-Credentials": "true",
		Vary: "Origin",
	};
}

function preflight(http: Http, origin: string): Response {
	return new Response(null, {
		status: 204,
		headers: {
			...originHeaders(http, origin),
			"Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, POST",
			"Access-Control-Allow-Headers":
				http.req.header("access-control-request-headers") ?? "Authorization, Content-Type",
			"Access-Control-Max-Age": "600",
		},
	});
}

/** Its two paths that must be matched before the other surfaces' prefixes. */
export function createServiceSurface() {
	const surface = createSurface(dialect);
	for (const path of servicePaths) surface.use(path, cors);
	registerServiceRoutes(surface);
	return close(surface, dialect, servicePaths);
}

/** The tasks API (Papermill), mounted at `/`; unknown paths end here. */
export function createTasksSurface() {
	const surface = createSurface(dialect);
	surface.use("*", cors);
	registerTaskRoutes(surface);
	registerResultRoutes(surface);
	registerFigureRoutes(surface);
	registerEventRoutes(surface);
	registerChatRoutes(surface);
	registerApiKeyRoutes(surface);
	return close(surface, dialect);
}
