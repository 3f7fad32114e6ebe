import type { MiddlewareHandler } from "hono";
import type { Config } from "../../env.ts";
import type { AppEnv } from "../http.ts";

const preflightHeaders = {
	"Access-Control-Allow-Methods": "GET, POST, PUT, DELETE, OPTIONS",
	"Access-Control-Allow-Headers": "Content-Type, Authorization, Idempotency-Key, traceparent, tracestate",
	"Access-Control-Max-Age": "86400",
};
const exposed = "Content-Disposition, Retry-After, X-Request-Id, X-Conversation-Id, X-Sources";

/** Pages of other origins may call only where `CORS_ALLOW_ORIGIN` names them: contracts/library.md 17. A preflight is always 204. */
export const libraryCors: MiddlewareHandler<AppEnv> = async (http, next) => {
	const headers = originHeaders(http.get("ctx").config);
	if (http.req.method === "OPTIONS") {
		return http.body(null, 204, { ...headers, ...(headers !== undefined && preflightHeaders) });
	}
	await next();
	if (headers === undefined || http.res.status === 101) return;
	for (const [name, value] of Object.entries(headers)) http.header(name, value, { append: name === "Vary" });
	http.header("Access-Control-Expose-Headers", exposed);
};

/** Answers say in which letters they are written, as those of the original do. */
export const jsonCharset: MiddlewareHandler<AppEnv> = async (http, next) => {
	await next();
	const isBare = http.res.headers.get("Content-Type") === "application/json";
	if (isBare) http.header("Content-Type", "application/json; charset=utf-8");
};

function originHeaders(config: Config): Record<string, string> | undefined {
	const origin = config.CORS_ALLOW_ORIGIN;
	if (origin === undefined) return undefined;
	return { "Access-Control-Allow-Origin": origin, ...(origin !== "*" && { Vary: "Origin" }) };
}
