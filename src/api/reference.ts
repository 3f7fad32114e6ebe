import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv, Http } from "./http.ts";

interface Mounted {
	readonly prefix: string;
	readonly surface: OpenAPIHono<AppEnv>;
}

const description =
	"Documents in; Markdown, figures, chunks and tables out. One core, several APIs, each of which speaks its own dialect.";

let made: ReturnType<typeof documentOf> | undefined;

/**
 * `/openapi.json`: one OpenAPI 3.1 document over the surfaces, made once per isolate, with `servers` of the request's
 * own origin. The page that shows it is an asset (`public/docs.html`).
 */
export async function describe(http: Http, load: () => Promise<Mounted[]>): Promise<Response> {
	made ??= documentOf(await load(), http.get("ctx").config.version);
	return http.json({ ...made, servers: [{ url: new URL(http.req.url).origin }] }, 200, {
		"Access-Control-Allow-Origin": "*",
	});
}

function documentOf(surfaces: Mounted[], version: string) {
	const all = new OpenAPIHono<AppEnv>();
	for (const { prefix, surface } of surfaces) all.route(prefix, surface);
	all.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
		type: "http",
		scheme: "bearer",
		description:
			"An access token of `POST /api/auth/login`, an API key `pmk_…`, or a session JWT of the configured provider.",
	});
	all.openAPIRegistry.registerComponent("securitySchemes", "guestSession", {
		type: "apiKey",
		in: "cookie",
		name: "guest_session",
		description: "Set by the first upload without a token; good for 30 days.",
	});
	return all.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "Deckle", version, description } });
}
