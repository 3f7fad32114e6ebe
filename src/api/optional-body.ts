import type { MiddlewareHandler } from "hono";
import { type AppEnv, textOf } from "./http.ts";

/**
 * For routes whose JSON body is optional: one that is missing or blank, or by its `Content-Type` something else, counts as `{}`, so that
 * the schema's defaults apply. `untyped` says what a body without that header is. Stands after `who` in a route's `middleware`; the
 * body's schema needs `required: true`.
 */
export function optionalJson({ untyped }: { untyped: "json" | "nothing" }): MiddlewareHandler<AppEnv> {
	return async (http, next) => {
		const { raw } = http.req;
		const type = raw.headers.get("Content-Type")?.toLowerCase();
		const isJson = type === undefined ? untyped === "json" : type.includes("application/json");
		const text = isJson ? textOf(await raw.arrayBuffer()) : "";
		const headers = new Headers(raw.headers);
		headers.set("Content-Type", "application/json");
		headers.delete("Content-Length");
		http.req.raw = new Request(raw.url, { method: raw.method, headers, body: text.trim() === "" ? "{}" : text });
		await next();
	};
}
