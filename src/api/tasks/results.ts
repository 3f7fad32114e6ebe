import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
	Assets,
	getAssets,
	getConverted,
	getMarkdown,
	headMarkdown,
	listBlocks,
	renderPage,
} from "../../documents/documents.ts";
import { contentDisposition, stemOf } from "../../lib/file-name.ts";
import { who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { named } from "../named.ts";
import { toPage } from "../paging.ts";
import { storedFile } from "../stored-file.ts";
import { integer, lastOf, page } from "../validation.ts";
import { ownerOf } from "./tasks.ts";
import { errors, IdParam, json, listOf } from "./wire.ts";

const tags = ["Results"];
const security = [{ bearer: [] }, { guestSession: [] }];
const Box = z.array(z.number()).length(4);

const download = createRoute({
	method: "get",
	path: "/tasks/{id}/download",
	tags,
	security,
	summary: "Download the Markdown",
	middleware: [who("guest", { tokenInQuery: true })] as const,
	request: { params: IdParam },
	responses: {
		200: {
			description: "The Markdown; ranges and ETags as usual",
			content: { "text/markdown": { schema: z.string() } },
		},
		...errors(401, 403, 404, 409, 422),
	},
});

const assets = createRoute({
	method: "get",
	path: "/tasks/{id}/assets",
	tags,
	security,
	summary: "Figures and chunks, and how they belong together",
	middleware: [who("guest")] as const,
	request: { params: IdParam },
	responses: { 200: json(named("Assets", Assets), "Figures and chunks"), ...errors(401, 403, 404, 409, 422, 500) },
});

const Block = z
	.looseObject({
		id: z.string(),
		kind: z.string(),
		text: z.string(),
		page: z.number(),
		bbox: Box,
		level: z.number().optional(),
	})
	.openapi("Block");

const blocks = createRoute({
	method: "get",
	path: "/tasks/{id}/blocks",
	tags,
	security,
	summary: "Structured blocks in reading order",
	middleware: [who("guest")] as const,
	request: {
		params: IdParam,
		query: page().extend({ page: lastOf(integer({ min: 1, max: Number.MAX_SAFE_INTEGER })).optional() }),
	},
	responses: { 200: json(listOf(Block), "A page of blocks"), ...errors(401, 403, 404, 409, 422) },
});

const picture = createRoute({
	method: "get",
	path: "/tasks/{id}/pages/{file}",
	tags,
	security,
	summary: "A page as PNG: `{n}.png`",
	middleware: [who("guest", { tokenInQuery: true })] as const,
	request: {
		params: IdParam.extend({
			file: z
				.string()
				.refine((file) => /^\d+\.png$/.test(file), "Input should be a page number followed by .png")
				.openapi({ param: { name: "file", in: "path" }, example: "1.png" }),
		}),
		query: z.object({
			width: lastOf(integer({ min: 64, max: 2000, fallback: 1000 })),
		}),
	},
	responses: {
		200: { description: "The page", content: { "image/png": { schema: z.any() } } },
		...errors(401, 403, 404, 409, 422),
	},
});

export function registerResultRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(download, async (http) => {
		const document = await getConverted(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		return await markdownResponse(http, document.id, document.fileName);
	});

	surface.openapi(assets, async (http) => {
		const document = await getConverted(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		const text = await getAssets(http.get("ctx"), document.id);
		// Already JSON of this shape: sent as it is stored.
		return http.body(text, 200, { "Content-Type": "application/json" }) as never;
	});

	surface.openapi(blocks, async (http) => {
		const document = await getConverted(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		const query = http.req.valid("query");
		const found = await listBlocks(http.get("ctx"), document.id, { ...query, page: query.page });
		return http.json(toPage(found, query) as never, 200);
	});

	surface.openapi(picture, async (http) => {
		const { id, file } = http.req.valid("param");
		const number = Number(file.replace(/\.png$/, ""));
		const widthPx = http.req.valid("query").width;
		const png = await renderPage(http.get("ctx"), ownerOf(http), id, { page: number, widthPx });
		return http.body(png as Uint8Array<ArrayBuffer>, 200, {
			"Content-Type": "image/png",
			"Cache-Control": "private, max-age=3600",
			"X-Content-Type-Options": "nosniff",
		});
	});
}

async function markdownResponse(http: Http, id: string, fileName: string): Promise<Response> {
	const ctx = http.get("ctx");
	return await storedFile(http, {
		stored: await headMarkdown(ctx, id),
		open: (options) => getMarkdown(ctx, id, options),
		headers: {
			"Content-Type": "text/markdown; charset=utf-8",
			"Content-Disposition": contentDisposition("attachment", `${stemOf(fileName)}.md`),
			"Cache-Control": "private, no-cache",
		},
		missing: "Task output file missing",
	});
}
