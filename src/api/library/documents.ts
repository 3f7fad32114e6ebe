import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
	countMatchingDocuments,
	type DocumentFilter,
	type DocumentPosition,
	getWholeDocument,
	libraryContent,
	libraryStatistics,
	listLibraryDocuments,
	walkLibraryDocuments,
} from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import { cursorsOf } from "../cursor.ts";
import type { AppEnv, Http } from "../http.ts";
import { invalid } from "./dialect.ts";
import {
	DocumentDetail,
	DocumentsPage,
	ListQuery,
	StatisticsView,
	toDocumentDetail,
	toDocumentItem,
	toFilter,
	toStatistics,
	toWordCount,
} from "./document-wire.ts";
import { mediaLinks } from "./media-links.ts";
import { dataOf, errors, idParam, json, member, security } from "./wire.ts";

const tags = ["Library: documents"];

const list = createRoute({
	method: "get",
	path: "/documents",
	tags,
	security,
	summary: "The library's documents: those of Paperless by number, then uploads, newest first",
	middleware: member(),
	request: { query: ListQuery },
	responses: {
		200: json(DocumentsPage, "A page; `meta` has `offset`, or with `library` `nextCursor`"),
		...errors(400),
	},
});

const stats = createRoute({
	method: "get",
	path: "/documents/stats",
	tags,
	security,
	summary: "What the library is made of",
	middleware: member(),
	responses: { 200: json(dataOf(StatisticsView), "Numbers over all its documents"), ...errors() },
});

const detail = createRoute({
	method: "get",
	path: "/documents/{id}",
	tags,
	security,
	summary: "A document with its text, its groups, and links to its file",
	middleware: member(),
	request: { params: idParam("id") },
	responses: { 200: json(dataOf(DocumentDetail), "The links work for an hour"), ...errors(404) },
});

const content = createRoute({
	method: "get",
	path: "/documents/{id}/content",
	tags,
	security,
	summary: "A document's text",
	middleware: member(),
	request: { params: idParam("id") },
	responses: {
		200: json(dataOf(z.object({ fullText: z.string().nullable(), wordCount: z.int().nullable() })), "The text"),
		...errors(404),
	},
});

type Query = z.output<typeof ListQuery>;

export function registerDocumentRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const query = http.req.valid("query");
		if (query.library) return http.json(await libraryPage(http, query), 200);
		const { limit, offset } = query;
		const { items, total } = await listLibraryDocuments(http.get("ctx"), requireUser(http).id, toFilter(query), {
			limit,
			offset,
		});
		return http.json({ data: items.map(toDocumentItem), meta: { total, limit, offset } }, 200);
	});

	surface.openapi(stats, async (http) => {
		const found = await libraryStatistics(http.get("ctx"), requireUser(http).id);
		return http.json({ data: toStatistics(found) }, 200);
	});

	surface.openapi(detail, async (http) => {
		const document = await getWholeDocument(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		const linksOf = await mediaLinks(http);
		return http.json({ data: toDocumentDetail(document, await linksOf(document)) }, 200);
	});

	surface.openapi(content, async (http) => {
		const found = await libraryContent(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json({ data: found }, 200);
	});
}

/** A page by its cursor, which is good for the same filters and sorting only. */
async function libraryPage(http: Http, query: Query): Promise<z.infer<typeof DocumentsPage>> {
	const ctx = http.get("ctx");
	const owner = requireUser(http).id;
	const { limit, sortBy, sortOrder } = query;
	const { search, ...exact } = toFilter(query);
	const words = search?.split(/\s+/).filter((word) => word !== "") ?? [];
	const filter: DocumentFilter = { ...exact, words };
	const cursors = await cursorsOf(http, "library", [owner, filter, sortBy, sortOrder]);
	const after = query.cursor === undefined ? undefined : await cursors.open(query.cursor);
	if (query.cursor !== undefined && after === undefined) {
		throw invalid("The cursor is unknown, or was given for another query", ["cursor"]);
	}
	// One more than asked for tells whether there are any.
	const walk = { sortBy, sortOrder, limit: limit + 1, after: after as DocumentPosition | undefined };
	const [found, total, linksOf] = await Promise.all([
		walkLibraryDocuments(ctx, owner, filter, walk),
		countMatchingDocuments(ctx, owner, filter),
		mediaLinks(http),
	]);
	const shown = found.slice(0, limit);
	const last = found.length > limit ? shown.at(-1) : undefined;
	const data = shown.map(async ({ document }) => ({
		...toDocumentItem(document),
		wordCount: toWordCount(document),
		thumbUrl: (await linksOf(document)).thumbUrl,
	}));
	const nextCursor = last === undefined ? null : await cursors.seal(last.position);
	return { data: await Promise.all(data), meta: { total, limit, nextCursor } };
}
