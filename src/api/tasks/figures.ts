import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type FigureRow, getFigure, getFigureOf, listFigures, openFigureImage } from "../../documents/documents.ts";
import { contentDisposition } from "../../lib/file-name.ts";
import { who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { checkLink, linker } from "../links.ts";
import { toPage } from "../paging.ts";
import { lastOf, page } from "../validation.ts";
import { ownerOf } from "./tasks.ts";
import { errors, Figure, FigureParam, IdParam, json, listOf, toFigure } from "./wire.ts";

const tags = ["Figures"];
const security = [{ bearer: [] }, { guestSession: [] }];
const linkPurpose = "figure-links";
const linkSeconds = 3600;

const list = createRoute({
	method: "get",
	path: "/tasks/{id}/figures",
	tags,
	security,
	summary: "List a task's figures",
	middleware: [who("guest")] as const,
	request: { params: IdParam, query: page() },
	responses: { 200: json(listOf(Figure), "A page of figures"), ...errors(401, 403, 404, 409, 422) },
});

const get = createRoute({
	method: "get",
	path: "/tasks/{id}/figures/{n}",
	tags,
	security,
	summary: "Get a figure",
	middleware: [who("guest")] as const,
	request: { params: FigureParam },
	responses: { 200: json(Figure, "The figure"), ...errors(401, 403, 404, 409, 422) },
});

const truth = new Set(["true", "1", "yes", "on", "y", "t"]);
const lie = new Set(["false", "0", "no", "off", "n", "f"]);
const Flag = z
	.string()
	.transform((value) => value.toLowerCase())
	.refine((value) => truth.has(value) || lie.has(value), {
		error: "Input should be a valid boolean, unable to interpret input",
		params: { type: "bool_parsing" },
	})
	.transform((value) => truth.has(value));

const download = createRoute({
	method: "get",
	path: "/tasks/{id}/figures/{n}/download",
	tags,
	security,
	summary: "Download a figure's PNG",
	middleware: [who("guest", { tokenInQuery: true })] as const,
	request: {
		params: FigureParam,
		query: z.object({ download: lastOf(Flag).optional().openapi({ type: "boolean", default: false }) }),
	},
	responses: {
		200: { description: "The picture", content: { "image/png": { schema: z.any() } } },
		...errors(401, 403, 404, 409, 422, 502),
	},
});

const link = createRoute({
	method: "get",
	path: "/figures/{id}/{n}",
	tags,
	security: [],
	summary: "A figure's picture by a signed link",
	middleware: [who("public")] as const,
	request: {
		params: FigureParam,
		query: z.object({ expires: z.string().optional(), signature: z.string().optional() }),
	},
	responses: {
		200: { description: "The picture", content: { "image/png": { schema: z.any() } } },
		...errors(403, 404, 422, 502),
	},
});

export function registerFigureRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const query = http.req.valid("query");
		const found = await listFigures(http.get("ctx"), ownerOf(http), http.req.valid("param").id, query);
		const sign = await figureLinks(http);
		const items = await Promise.all(found.items.map(async (figure) => toFigure(figure, await sign(figure))));
		return http.json(toPage({ items, total: found.total }, query), 200);
	});

	surface.openapi(get, async (http) => {
		const { id, n } = http.req.valid("param");
		const figure = await getFigure(http.get("ctx"), ownerOf(http), id, n);
		const sign = await figureLinks(http);
		return http.json(toFigure(figure, await sign(figure)), 200);
	});

	surface.openapi(download, async (http) => {
		const { id, n } = http.req.valid("param");
		const figure = await getFigure(http.get("ctx"), ownerOf(http), id, n);
		const kind = http.req.valid("query").download === true ? "attachment" : "inline";
		return await pictureOf(http, figure, kind);
	});

	surface.openapi(link, async (http) => {
		const { id, n } = http.req.valid("param");
		await checkLink(http, linkPurpose, `${id}/${n}`, http.req.valid("query"));
		return await pictureOf(http, await getFigureOf(http.get("ctx"), id, Number(n)), "inline");
	});
}

async function pictureOf(http: Http, figure: FigureRow, kind: "inline" | "attachment"): Promise<Response> {
	const image = await openFigureImage(http.get("ctx"), figure);
	return new Response(image.body, {
		headers: {
			"Content-Type": "image/png",
			"Content-Length": String(image.size),
			"Content-Disposition": contentDisposition(kind, `figure-${figure.figureIndex}.png`),
			"Cache-Control": "private, max-age=3600",
			"X-Content-Type-Options": "nosniff",
			ETag: image.httpEtag,
		},
	});
}

/** Makes links that work for an hour without any other credential. */
async function figureLinks(http: Http): Promise<(figure: FigureRow) => Promise<string>> {
	const sign = await linker(http, linkPurpose, linkSeconds);
	return ({ documentId, figureIndex }) => {
		const subject = `${documentId}/${figureIndex}`;
		return sign(`/figures/${subject}`, subject);
	};
}
