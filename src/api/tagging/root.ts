import { createRoute } from "@hono/zod-openapi";
import { who } from "../auth.ts";
import { close, createSurface } from "../http.ts";
import { json, tags } from "./auth.ts";
import { taggingCors } from "./cors.ts";
import { dialect } from "./dialect.ts";
import { version } from "./version.ts";
import { RootView } from "./wire.ts";

/** What `GET /` says to a client that is no browser. */
const taggingRoot = { message: "Document Meta-Tagging API", version };

const root = createRoute({
	method: "get",
	path: "/",
	tags,
	summary: "What answers here; a browser is led to the reference",
	middleware: [who("public")] as const,
	responses: { 200: json(RootView, "Name and version"), 302: { description: "To the reference, for a browser" } },
});

/** `GET /`, which lies outside the prefix of the tagging API but belongs to it. */
export function createRootSurface() {
	const surface = createSurface(dialect);
	surface.use("/", taggingCors);
	surface.openapi(root, (http) => {
		http.header("Vary", "Accept", { append: true });
		return http.req.header("accept")?.includes("text/html") ? http.redirect("/docs") : http.json(taggingRoot, 200);
	});
	return close(surface, dialect, ["/"]);
}
