import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { checkReadiness } from "../../operations/operations.ts";
import { who } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { envelope } from "./dialect.ts";
import { dataOf, errors, isoTime, json, toIsoTime } from "./wire.ts";

const tags = ["Library: service"];

const health = createRoute({
	method: "get",
	path: "/health",
	tags,
	summary: "Whether the Worker answers",
	middleware: who("public"),
	responses: { 200: json(dataOf(z.object({ status: z.literal("ok"), timestamp: isoTime })), "It does") },
});

const CheckView = z.object({ status: z.enum(["ok", "error", "not_configured"]), error: z.string().optional() });

const ready = createRoute({
	method: "get",
	path: "/ready",
	tags,
	summary: "Whether database and Paperless-ngx answer, at most 10 s ago",
	middleware: who("public"),
	responses: {
		200: json(
			dataOf(
				z.object({
					status: z.literal("ready"),
					checks: z.object({ database: CheckView, paperless: CheckView }),
				}),
			),
			"They do",
		),
		...errors(503),
	},
});

export function registerServiceRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(health, (http) => {
		const timestamp = toIsoTime(http.get("ctx").now());
		return http.json({ data: { status: "ok" as const, timestamp } }, 200);
	});

	surface.openapi(ready, async (http) => {
		const { isReady, checks } = await checkReadiness(http.get("ctx"));
		if (!isReady) return http.json(envelope("NOT_READY", "One or more checks failed", [checks]), 503) as never;
		return http.json({ data: { status: "ready" as const, checks } }, 200);
	});
}
