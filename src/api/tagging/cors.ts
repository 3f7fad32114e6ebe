import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../http.ts";

const methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
const maxAgeSeconds = "600";

/**
 * Any origin, echoed, with credentials: no cookie counts as one here, so there is nothing that a foreign page could use
 * without holding a token itself. A preflight is 200 and mirrors what was asked for.
 */
export const taggingCors: MiddlewareHandler<AppEnv> = async (http, next) => {
	const origin = http.req.header("Origin");
	const isPreflight = http.req.method === "OPTIONS" && http.req.header("Access-Control-Request-Method") !== undefined;
	if (origin !== undefined && isPreflight) {
		const asked = http.req.header("Access-Control-Request-Headers");
		return http.text("OK", 200, {
			"Access-Control-Allow-Origin": origin,
			"Access-Control-Allow-Credentials": "true",
			"Access-Control-Allow-Methods": methods,
			"Access-Control-Max-Age": maxAgeSeconds,
			...(asked !== undefined && { "Access-Control-Allow-Headers": asked }),
			Vary: "Origin, Access-Control-Request-Headers",
		});
	}
	await next();
	if (http.res.status === 101) return;
	http.header("Access-Control-Allow-Origin", origin ?? "*");
	if (origin !== undefined) http.header("Access-Control-Allow-Credentials", "true");
	http.header("Vary", "Origin", { append: true });
};
