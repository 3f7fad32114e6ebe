import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { deleteDocument, getDocument, listDocuments } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { toTask } from "../../jobs/jobs.ts";
import { who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { type PageQuery, toPage } from "../paging.ts";
import { page } from "../validation.ts";
import { submitTask } from "./submit.ts";
import { CreatedTask, errors, IdParam, json, listOf, Task } from "./wire.ts";

const tags = ["Tasks"];
const security = [{ bearer: [] }, { guestSession: [] }];

const UrlSubmission = z.object({ url: z.string(), webhook_url: z.string().optional() });

const create = createRoute({
	method: "post",
	path: "/tasks",
	tags,
	security,
	summary: "Upload a document, or name a URL to fetch",
	request: {
		headers: z.object({ "idempotency-key": z.string().max(255).optional() }),
		body: {
			content: {
				"multipart/form-data": {
					schema: z.object({
						file: z.any().optional().openapi({ type: "string", format: "binary" }),
						url: z.string().optional(),
						webhook_url: z.string().optional(),
					}),
				},
				"application/json": { schema: UrlSubmission },
				"application/x-www-form-urlencoded": { schema: UrlSubmission },
			},
			description: "Either `file` or `url`.",
		},
	},
	responses: { 201: json(CreatedTask, "Task created and queued"), ...errors(400, 401, 403, 409, 413, 415, 422, 500) },
});

const list = createRoute({
	method: "get",
	path: "/tasks",
	tags,
	security,
	summary: "List the caller's tasks, newest first",
	middleware: [who("guest")] as const,
	request: { query: page() },
	responses: { 200: json(listOf(Task), "A page of tasks"), ...errors(401, 403, 422) },
});

const listPublic = createRoute({
	method: "get",
	path: "/public/tasks",
	tags,
	security: [{ guestSession: [] }],
	summary: "List the guest session's tasks, whatever Bearer token is sent",
	middleware: [who("cookie")] as const,
	request: { query: page() },
	responses: { 200: json(listOf(Task), "A page of tasks"), ...errors(422) },
});

const get = createRoute({
	method: "get",
	path: "/tasks/{id}",
	tags,
	security,
	summary: "Get a task",
	middleware: [who("guest")] as const,
	request: { params: IdParam },
	responses: { 200: json(Task, "The task"), ...errors(401, 403, 404, 422) },
});

const remove = createRoute({
	method: "delete",
	path: "/tasks/{id}",
	tags,
	security,
	summary: "Delete a task and everything made of it",
	middleware: [who("guest")] as const,
	request: { params: IdParam },
	responses: {
		200: json(z.object({ deleted: z.literal(true) }), "Deleted"),
		...errors(401, 403, 404, 409, 422),
	},
});

export function registerTaskRoutes(surface: OpenAPIHono<AppEnv>): void {
	// The body is read as a stream by `submitTask`; the schema above is for the reference.
	surface.openAPIRegistry.registerPath(create);
	surface.post("/tasks", who("guest"), submitTask);

	surface.openapi(list, async (http) => http.json(await listOwn(http, http.req.valid("query")), 200));
	surface.openapi(listPublic, async (http) => http.json(await listOwn(http, http.req.valid("query")), 200));

	surface.openapi(get, async (http) => {
		const document = await getDocument(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		return http.json(toTask(document), 200);
	});

	surface.openapi(remove, async (http) => {
		await deleteDocument(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		return http.json({ deleted: true as const }, 200);
	});
}

async function listOwn(http: Http, page: PageQuery) {
	const principal = http.get("principal");
	const found =
		principal === undefined ? { items: [], total: 0 } : await listDocuments(http.get("ctx"), principal.id, page);
	return toPage({ items: found.items.map(toTask), total: found.total }, page);
}

/** The caller's id; for a guest without a session nothing exists. */
export function ownerOf(http: Http): string {
	const principal = http.get("principal");
	if (principal === undefined) throw new AppError("not_found", "Task not found");
	return principal.id;
}
