import type { MiddlewareHandler } from "hono";
import type { AppEnv, Http } from "../http.ts";

/** Any origin may call with a Bearer token; only the configured one with the guest's cookie too. */
export const cors: MiddlewareHandler<AppEnv> = async (http, next) => {
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
