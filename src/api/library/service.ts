import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { who } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { dataOf, isoTime, json, toIsoTime } from "./wire.ts";

const tags = ["Library: service"];

const health = createRoute({
	method: "get",
	path: "/health",
	tags,
	summary: "Whether the Worker answers",
	middleware: who("public"),
	responses: { 200: json(dataOf(z.object({ status: z.literal("ok"), timestamp: isoTime })), "It does") },
});

export function registerServiceRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(health, (http) => {
		const timestamp = toIsoTime(http.get("ctx").now());
		return http.json({ data: { status: "ok" as const, timestamp } }, 200);
	});
}
