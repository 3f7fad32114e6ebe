import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { isAppError } from "../../errors.ts";
import { equalInConstantTime } from "../../lib/hash.ts";
import { collectMetrics } from "../../operations/operations.ts";
import type { AppEnv, Http } from "../http.ts";
import { member, security } from "./wire.ts";

const contentType = "text/plain; version=0.0.4; charset=utf-8";
const text = { content: { "text/plain": { schema: z.string() } } };

/** 404 while metrics are off; then for an administrator, the single user and whoever shows `METRICS_TOKEN`. Scrapers read text. */
const scraper: MiddlewareHandler<AppEnv> = async (http, next) => {
	if (!http.get("ctx").config.OTEL_PROMETHEUS_ENABLED) {
		return http.text("Metrics are off: set OTEL_PROMETHEUS_ENABLED=true\n", 404);
	}
	if (showsToken(http)) return await next();
	try {
		await member()(http, async () => undefined);
	} catch (error) {
		if (!isAppError(error)) throw error;
		if (error.code === "forbidden") return http.text(`${error.message}\n`, 403);
		if (error.code !== "unauthenticated") throw error;
	}
	const principal = http.get("principal");
	if (principal?.kind === "user" && principal.isAdmin) return await next();
	return http.text("Metrics need an administrator's token or METRICS_TOKEN\n", 401, { "WWW-Authenticate": "Bearer" });
};

const metrics = createRoute({
	method: "get",
	path: "/metrics",
	tags: ["Library: service"],
	security,
	summary: "Numbers of the whole instance, for Prometheus",
	middleware: scraper,
	responses: {
		200: { description: "The metrics", ...text },
		401: { description: "Neither an administrator nor the token", ...text },
		404: { description: "Metrics are off", ...text },
	},
});

export function registerMetricsRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(metrics, async (http) => {
		const body = await collectMetrics(http.get("ctx"));
		return http.body(body, 200, { "Content-Type": contentType, "Cache-Control": "no-store" }) as never;
	});
}

function showsToken(http: Http): boolean {
	const token = http.get("ctx").config.METRICS_TOKEN;
	const shown = /^bearer (.+)$/i.exec(http.req.header("Authorization") ?? "")?.[1]?.trim();
	if (token === undefined || shown === undefined) return false;
	return equalInConstantTime(Buffer.from(shown), Buffer.from(token));
}
