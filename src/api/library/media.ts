import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { findDocument, getInput, getThumb, headInput } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { stemOf } from "../../lib/file-name.ts";
import { getLibraryDocument, libraryContent, libraryFile, textPage } from "../../library/library.ts";
import type { AppEnv, Http } from "../http.ts";
import { inlineFileHeaders } from "../inline-file.ts";
import { storedFile } from "../stored-file.ts";
import { lastOf } from "../validation.ts";
import { linkedOrMember, type MediaKind, mediaOwner } from "./media-links.ts";
import { errors, idParam, security, TokenQuery } from "./wire.ts";

const tags = ["Library: files"];
const LinkQuery = z.object({
	...TokenQuery.shape,
	exp: lastOf(z.string()).optional().openapi({ description: "Of a signed link" }),
	sig: lastOf(z.string()).optional().openapi({ description: "Of a signed link" }),
});
const summaries = {
	preview: "The file itself, to be shown inline; ranges are passed on",
	thumb: "A picture of the first page",
} as const;

const ofPaperless = <Kind extends MediaKind>(kind: Kind) =>
	createRoute({
		method: "get",
		path: `/paperless/documents/{paperlessId}/${kind}`,
		tags,
		security,
		summary: summaries[kind],
		middleware: linkedOrMember(),
		request: { params: idParam("paperlessId"), query: LinkQuery },
		responses: { 200: { description: "As Paperless has it" }, ...errors(400, 403, 502) },
	});

const ofDocument = <Kind extends MediaKind>(kind: Kind) =>
	createRoute({
		method: "get",
		path: `/documents/{id}/${kind}`,
		tags,
		security,
		summary: summaries[kind],
		middleware: linkedOrMember(),
		request: { params: idParam("id"), query: LinkQuery },
		responses: { 200: { description: "The file or the picture" }, ...errors(403, 404, 502) },
	});

export function registerMediaRoutes(surface: OpenAPIHono<AppEnv>): void {
	for (const kind of ["preview", "thumb"] as const) {
		surface.openapi(ofPaperless(kind), async (http) => {
			const paperlessId = toPaperlessId(http.req.valid("param").paperlessId);
			const owner = await mediaOwner(http, kind, { paperlessId });
			return (await proxied(http, owner, paperlessId, kind)) as never;
		});

		surface.openapi(ofDocument(kind), async (http) => {
			const ctx = http.get("ctx");
			const { id } = http.req.valid("param");
			const owner = await mediaOwner(http, kind, { id });
			const { paperlessId, title } = await getLibraryDocument(ctx, owner, id);
			if (paperlessId !== null) return (await proxied(http, owner, paperlessId, kind)) as never;
			return (kind === "preview" ? await original(http, owner, id) : await thumb(ctx, owner, { id, title })) as never;
		});
	}
}

/** A number of Paperless from a path. Throws `bad_request` for anything else. */
export function toPaperlessId(text: string): number {
	const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!Number.isSafeInteger(number) || number < 1) {
		throw new AppError("bad_request", "The Paperless id has to be a positive number");
	}
	return number;
}

/** What the owner's Paperless has, streamed. Throws `bad_request` without a connection, `fetch_failed` where it does not answer well. */
async function proxied(http: Http, owner: string, paperlessId: number, kind: MediaKind): Promise<Response> {
	const range = http.req.header("range");
	const answer = await libraryFile(http.get("ctx"), owner, { paperlessId, file: kind, range });
	const headers = new Headers(answer.headers);
	const type = answer.headers.get("content-type");
	const extension = type?.startsWith("application/pdf") ? ".pdf" : "";
	const inline = inlineFileHeaders(type, `document-${paperlessId}${extension}`);
	for (const [name, value] of Object.entries(inline)) headers.set(name, value);
	return new Response(answer.body, { status: answer.status, headers });
}

/** An upload as it came. */
async function original(http: Http, owner: string, id: string): Promise<Response> {
	const ctx = http.get("ctx");
	const document = await findDocument(ctx, owner, id);
	const missing = "The document's file is missing";
	if (document === undefined) throw new AppError("not_found", missing);
	return await storedFile(http, {
		stored: await headInput(ctx, id),
		open: (options) => getInput(ctx, id, options),
		headers: inlineFileHeaders(document.contentType, document.fileName),
		missing,
	});
}

/** The first page of an upload; of one without pages, the beginning of its text. */
async function thumb(ctx: Context, owner: string, { id, title }: { id: string; title: string }): Promise<Response> {
	const document = await findDocument(ctx, owner, id);
	if (document === undefined) throw new AppError("not_found", "The document's file is missing");
	const name = stemOf(document.fileName);
	const png = await getThumb(ctx, document);
	if (png !== undefined)
		return new Response(png as Uint8Array<ArrayBuffer>, { headers: inlineFileHeaders("image/png", `${name}.png`) });
	const { fullText } = await libraryContent(ctx, owner, id);
	return new Response(textPage({ title, text: fullText }), {
		headers: inlineFileHeaders("image/svg+xml", `${name}.svg`),
	});
}
