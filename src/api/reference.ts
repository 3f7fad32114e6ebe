import { OpenAPIHono } from "@hono/zod-openapi";
import manifest from "../../package.json" with { type: "json" };
import type { AppEnv } from "./http.ts";

const about = {
	openapi: "3.1.0",
	info: {
		title: "Deckle",
		version: manifest.version,
		description:
			"Documents in; Markdown, figures, chunks and tables out. One core, several APIs, each of which speaks its own dialect.",
	},
};

/**
 * `/openapi.json`: one OpenAPI 3.1 document over the surfaces, made once per isolate, with `servers` of the request's
 * own origin. The page that shows it is an asset (`public/docs.html`).
 */
export function describe(app: OpenAPIHono<AppEnv>, surfaces: Record<"tasks" | "tagging", OpenAPIHono<AppEnv>>): void {
	let paths: ReturnType<typeof documentOf> | undefined;
	app.get("/openapi.json", (http) => {
		paths ??= documentOf(surfaces);
		return http.json(
			{ ...paths, servers: [{ url: new URL(http.req.url).origin }] },
			200,
			{ "Access-Control-Allow-Origin": "*" },
		);
	});
}

function documentOf(surfaces: Record<"tasks" | "tagging", OpenAPIHono<AppEnv>>) {
	const all = new OpenAPIHono<AppEnv>();
	all.route("/api", surfaces.tagging);
	all.route("/", surfaces.tasks);
	all.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
		type: "http",
		scheme: "bearer",
		description: "An access token of `POST /api/auth/login`, an API key `pmk_…`, or a session JWT of the configured provider.",
	});
	all.openAPIRegistry.registerComponent("securitySchemes", "guestSession", {
		type: "apiKey",
		in: "cookie",
		name: "guest_session",
		description: "Set by the first upload without a token; good for 30 days.",
	});
	return all.getOpenAPI31Document(about);
}
