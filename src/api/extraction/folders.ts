import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createFolder, deleteFolder, type Folder, listFolders, updateFolder } from "../../extraction/extraction.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { CursorQuery, cursorPage, listOf, positionOf } from "./lists.ts";
import { answerPost } from "./repeat.ts";
import { body, errors, idParam, isoTime, json, jsonBody, RepeatHeaders, security, toIsoTime } from "./wire.ts";

const tags = ["Extraction: folders"];
const one = idParam("id");

const FolderView = z
	.object({ id: z.string(), name: z.string(), created_at: isoTime, updated_at: isoTime })
	.openapi("ExtractionFolder");
const FolderBody = z.object({ name: z.string().trim().min(1).max(255) });

const create = createRoute({
	method: "post",
	path: "/folders",
	tags,
	security,
	summary: "Make a folder",
	middleware: jsonBody(),
	request: { headers: RepeatHeaders, body: body(FolderBody) },
	responses: { 200: json(FolderView, "The folder"), ...errors(409) },
});

const list = createRoute({
	method: "get",
	path: "/folders",
	tags,
	security,
	summary: "The caller's folders, newest first",
	request: { query: CursorQuery },
	responses: { 200: json(listOf("folders", FolderView), "A page of them"), ...errors() },
});

const rename = createRoute({
	method: "patch",
	path: "/folders/{id}",
	tags,
	security,
	summary: "Rename a folder",
	middleware: jsonBody(),
	request: { params: one, body: body(FolderBody.partial()) },
	responses: { 200: json(FolderView, "The folder as it is then"), ...errors(404) },
});

const remove = createRoute({
	method: "delete",
	path: "/folders/{id}",
	tags,
	security,
	summary: "Delete a folder; its documents stay",
	request: { params: one },
	responses: { 200: json(z.object({ id: z.string(), deleted: z.literal(true) }), "It is deleted"), ...errors(404) },
});

export function registerFolderRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(create, async (http) => {
		const { name } = http.req.valid("json");
		return await answerPost(http, { name }, async (keep) =>
			toView(await createFolder(http.get("ctx"), requireUser(http).id, name, (folder) => keep(toView(folder)))),
		);
	});

	surface.openapi(list, async (http) => {
		const owner = requireUser(http).id;
		const { rows, pagination } = await cursorPage(http, http.req.valid("query"), {
			name: "folders",
			positionOf,
			read: (part) => listFolders(http.get("ctx"), owner, part),
		});
		return http.json({ folders: rows.map(toView), pagination }, 200);
	});

	surface.openapi(rename, async (http) => {
		const folder = await updateFolder(
			http.get("ctx"),
			requireUser(http).id,
			http.req.valid("param").id,
			http.req.valid("json"),
		);
		return http.json(toView(folder), 200);
	});

	surface.openapi(remove, async (http) => {
		const { id } = http.req.valid("param");
		await deleteFolder(http.get("ctx"), requireUser(http).id, id);
		return http.json({ id, deleted: true as const }, 200);
	});
}

function toView({ id, name, createdAt, updatedAt }: Folder): z.infer<typeof FolderView> {
	return { id, name, created_at: toIsoTime(createdAt), updated_at: toIsoTime(updatedAt) };
}
