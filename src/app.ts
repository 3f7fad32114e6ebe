import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono, type MiddlewareHandler } from "hono";
import type { AppEnv } from "./api/http.ts";
import { answerUnconfigured } from "./api/unconfigured.ts";
import { createContext } from "./context.ts";
import { newId } from "./lib/ids.ts";

type Surface = OpenAPIHono<AppEnv>;

/** What answers at `paths`. It is loaded with the first request to them: schemas and routes are most of a start-up's work. */
interface Part {
	readonly paths: readonly string[];
	readonly prefix: string;
	readonly load: () => Promise<Surface>;
}

/** The surfaces over one core, longest prefix first; each ends in a catch-all of its own dialect. */
const parts: readonly Part[] = [
	{
		paths: ["/health", "/api/v1/meta"],
		prefix: "/",
		load: async () => (await import("./api/tasks/service.ts")).createServiceSurface(),
	},
	{
		paths: ["/extract/api/v1/*"],
		prefix: "/extract/api/v1",
		load: async () => (await import("./api/extraction/surface.ts")).extraction,
	},
	{
		paths: ["/extract/*"],
		prefix: "/extract",
		load: async () => (await import("./api/extraction/root.ts")).createExtractionRoot(),
	},
	{ paths: ["/"], prefix: "/", load: async () => (await import("./api/tagging/root.ts")).createRootSurface() },
	{ paths: ["/api/v1/*"], prefix: "/api/v1", load: async () => (await import("./api/library/surface.ts")).library },
	{ paths: ["/api/*"], prefix: "/api", load: async () => (await import("./api/tagging/surface.ts")).tagging },
	{ paths: ["*"], prefix: "/", load: async () => (await import("./api/tasks/surface.ts")).createTasksSurface() },
];

export function createApp(): Hono<AppEnv> {
	const app = new Hono<AppEnv>({ strict: false });
	app.get("/openapi.json", withContext, async (http) => {
		const { describe } = await import("./api/reference.ts");
		return await describe(http, loadSurfaces);
	});
	for (const part of parts) {
		let mounted: Hono<AppEnv> | undefined;
		for (const path of part.paths) {
			app.all(path, async (http) => {
				if (mounted === undefined) {
					const surface = await part.load();
					mounted ??= new Hono<AppEnv>({ strict: false }).use("*", withContext).route(part.prefix, surface);
				}
				return await mounted.fetch(http.req.raw, http.env, http.executionCtx);
			});
		}
	}
	return app;
}

/** Every surface, under the prefix it answers at. */
export async function loadSurfaces(): Promise<{ prefix: string; surface: Surface }[]> {
	return await Promise.all(parts.map(async ({ prefix, load }) => ({ prefix, surface: await load() })));
}

const withContext: MiddlewareHandler<AppEnv> = async (http, next) => {
	http.set("requestId", newId());
	try {
		http.set("ctx", createContext(http.env, http.executionCtx));
	} catch (error) {
		return answerUnconfigured(http, error);
	}
	await next();
	return undefined;
};
