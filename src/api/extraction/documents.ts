import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { deleteDocument } from "../../documents/documents.ts";
import { isAppError } from "../../errors.ts";
import { getExtractionDocument, listExtractionDocuments } from "../../extraction/extraction.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { lastOf } from "../validation.ts";
import { refuse } from "./dialect.ts";
import { Document, DocumentState, Review, Status, toDocument } from "./document-wire.ts";
import { CursorQuery, cursorPage, listOf, positionOf } from "./lists.ts";
import { uploadDocument } from "./upload.ts";
import { errors, idParam, json, RepeatHeaders, security } from "./wire.ts";

const tags = ["Extraction: documents"];
const IdParam = idParam("id");

const create = createRoute({
	method: "post",
	path: "/documents",
	tags,
	security,
	summary: "Upload a document; with a flow, it is converted and its fields are extracted at once",
	request: {
		headers: RepeatHeaders,
		body: {
			required: true,
			content: {
				"multipart/form-data": {
					schema: z.object({
						file: z.any().openapi({ type: "string", format: "binary" }),
						folder_id: z.string().optional(),
						flow_id: z.string().optional(),
					}),
				},
			},
		},
	},
	responses: { 200: json(Document, "The document"), ...errors(409, 413) },
});

const list = createRoute({
	method: "get",
	path: "/documents",
	tags,
	security,
	summary: "The caller's documents, newest first",
	request: {
		query: CursorQuery.extend({
			folder_id: lastOf(z.string().optional()),
			status: lastOf(Status.optional()),
			review: lastOf(Review.optional()),
		}),
	},
	responses: { 200: json(listOf("documents", Document), "A page of documents"), ...errors() },
});

const get = createRoute({
	method: "get",
	path: "/documents/{id}",
	tags,
	security,
	summary: "Get a document",
	request: { params: IdParam },
	responses: { 200: json(Document, "The document"), ...errors(404) },
});

const status = createRoute({
	method: "get",
	path: "/documents/{id}/status",
	tags,
	security,
	summary: "How far a document is",
	request: { params: IdParam },
	responses: { 200: json(DocumentState, "Its state"), ...errors(404) },
});

const remove = createRoute({
	method: "delete",
	path: "/documents/{id}",
	tags,
	security,
	summary: "Delete a document and everything made of it, on every API",
	request: { params: IdParam },
	responses: {
		200: json(z.object({ document_id: z.string(), deleted: z.literal(true) }), "Deleted"),
		...errors(404, 409),
	},
});

export function registerDocumentRoutes(surface: OpenAPIHono<AppEnv>): void {
	// The body is read as a stream by `uploadDocument`; the schema above is for the reference.
	surface.openAPIRegistry.registerPath(create);
	surface.post("/documents", uploadDocument);

	surface.openapi(list, async (http) => {
		const { limit, cursor, folder_id, status, review } = http.req.valid("query");
		const filter = { folderId: folder_id || undefined, status, review };
		const { rows, pagination } = await cursorPage(
			http,
			{ limit, cursor },
			{
				name: "documents",
				filters: [filter.folderId ?? null, status ?? null, review ?? null],
				read: (part) => listExtractionDocuments(http.get("ctx"), requireUser(http).id, { ...part, filter }),
				positionOf,
			},
		);
		return http.json({ documents: rows.map(toDocument), pagination }, 200);
	});

	surface.openapi(get, async (http) => http.json(toDocument(await documentOf(http, http.req.valid("param").id)), 200));

	surface.openapi(status, async (http) => {
		const { id, status, progress, failure } = await documentOf(http, http.req.valid("param").id);
		return http.json({ document_id: id, status, progress, error: failure }, 200);
	});

	surface.openapi(remove, async (http) => {
		const { id } = http.req.valid("param");
		await removeDocument(http, id);
		return http.json({ document_id: id, deleted: true as const }, 200);
	});
}

/** The caller's; throws `not_found`. */
export async function documentOf(http: Http, id: string) {
	return await getExtractionDocument(http.get("ctx"), requireUser(http).id, id);
}

async function removeDocument(http: Http, id: string): Promise<void> {
	const { status } = await documentOf(http, id);
	const busy = refuse("already_processing", "The document is being processed");
	if (status === "processing") throw busy;
	try {
		await deleteDocument(http.get("ctx"), requireUser(http).id, id);
	} catch (error) {
		throw isAppError(error, "conflict") ? busy : error;
	}
}
