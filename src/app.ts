import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "./api/http.ts";
import { library } from "./api/library/surface.ts";
import { describe } from "./api/reference.ts";
import { createRootSurface } from "./api/tagging/root.ts";
import { tagging } from "./api/tagging/surface.ts";
import { createServiceSurface, createTasksSurface } from "./api/tasks/surface.ts";
import { answerUnconfigured } from "./api/unconfigured.ts";
import { createContext } from "./context.ts";
import { newId } from "./lib/ids.ts";

/** The surfaces over one core, longest prefix first; each ends in a catch-all of its own dialect. */
export function createApp(): OpenAPIHono<AppEnv> {
	const app = new OpenAPIHono<AppEnv>({ strict: false });
	app.use("*", async (http, next) => {
		http.set("requestId", newId());
		try {
			http.set("ctx", createContext(http.env, http.executionCtx));
		} catch (error) {
			return answerUnconfigured(http, error);
		}
		await next();
		return undefined;
	});
	const tasks = createTasksSurface();
	const service = createServiceSurface();
	const root = createRootSurface();
	describe(app, { "/": [root, service, tasks], "/api/v1": [library], "/api": [tagging] });
	app.route("/", service);
	app.route("/", root);
	app.route("/api/v1", library);
	app.route("/api", tagging);
	app.route("/", tasks);
	return app;
}
