import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Context } from "../../context.ts";
import { type Document, getDocument } from "../../documents/documents.ts";
import { AppError, isAppError } from "../../errors.ts";
import { type Frame, finalFrames, watchJob } from "../../jobs/jobs.ts";
import { isSameOrigin, who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { finishedSocket } from "../socket.ts";
import { eventResponse, type ServerEvent, socketToEvents } from "../sse.ts";
import { lastOf } from "../validation.ts";
import { ownerOf } from "./tasks.ts";
import { errors, IdParam } from "./wire.ts";

const tags = ["Tasks"];
const security = [{ bearer: [] }, { guestSession: [] }];
const TokenQuery = z.object({
	token: lastOf(z.string()).optional().openapi({ description: "An access JWT, where no header can be set" }),
});

/** A browser cannot read the answer to a refused upgrade: what is refused is told inside the socket. */
const refusalsInside: MiddlewareHandler<AppEnv> = async (http, next) => {
	await next();
	if (http.error === undefined || http.req.header("upgrade")?.toLowerCase() !== "websocket") return;
	const detail = isAppError(http.error) ? http.error.message : "Internal Server Error";
	const refused = finishedSocket([JSON.stringify({ id: 0, type: "error", data: { detail } })], 1008);
	// Emptied first: Hono would copy a replaced answer, and a copy has lost its socket.
	http.res = undefined;
	http.res = refused;
};

const events = createRoute({
	method: "get",
	path: "/tasks/{id}/events",
	tags,
	security,
	summary: "Live progress as server-sent events, resumable with Last-Event-ID",
	middleware: [who("guest", { tokenInQuery: true })] as const,
	request: { params: IdParam, query: TokenQuery },
	responses: {
		200: {
			description: "`progress` …, then `done` or `failed`",
			content: { "text/event-stream": { schema: z.string() } },
		},
		...errors(401, 403, 404, 422),
	},
});

const socket = createRoute({
	method: "get",
	path: "/tasks/{id}/ws",
	tags,
	security,
	summary: "Live progress as WebSocket messages `{type, data}`",
	middleware: [refusalsInside, who("guest", { tokenInQuery: true })] as const,
	request: { params: IdParam, query: TokenQuery },
	responses: { 101: { description: "The socket" }, ...errors(401, 403, 422) },
});

export function registerEventRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(events, async (http) => {
		const ctx = http.get("ctx");
		const document = await getDocument(ctx, ownerOf(http), http.req.valid("param").id);
		const lastSeen = /^\d{1,15}$/.exec(http.req.header("last-event-id") ?? "")?.[0];
		const watched = await watch(ctx, document, lastSeen === undefined ? undefined : Number(lastSeen));
		if (watched?.webSocket) return socketToEvents(watched.webSocket, (text) => toEvent(JSON.parse(text) as Frame));
		return eventResponse(finalFrames(await currentOf(http, document)).map(toEvent));
	});

	surface.openapi(socket, async (http) => {
		if (http.req.header("upgrade")?.toLowerCase() !== "websocket") {
			throw new AppError("invalid_request", "Expected a WebSocket upgrade", {
				details: [{ loc: ["header", "upgrade"], msg: "Field required", type: "missing", input: null }],
			});
		}
		if (http.get("principal")?.kind === "guest" && !isOwnOrigin(http)) {
			throw new AppError("forbidden", "Origin not allowed");
		}
		const document = await getDocument(http.get("ctx"), ownerOf(http), http.req.valid("param").id);
		const watched = await watch(http.get("ctx"), document, undefined);
		return (
			watched ??
			finishedSocket(
				finalFrames(await currentOf(http, document)).map((frame) => JSON.stringify(frame)),
				1000,
			)
		);
	});
}

/** The job's own socket; undefined when the job is over and forgotten, or the document has none. */
async function watch(ctx: Context, document: Document, after: number | undefined): Promise<Response | undefined> {
	if (document.jobId === null) return undefined;
	return await watchJob(ctx, document.jobId, {
		dialect: "tasks",
		owner: document.owner,
		after,
		headers: new Headers({ Upgrade: "websocket" }),
	});
}

/** The task as it stands now: it may have ended since it was first read. */
async function currentOf(http: Http, document: Document): Promise<Document> {
	return await getDocument(http.get("ctx"), document.owner, document.id);
}

function toEvent({ id, type, data }: Frame): ServerEvent {
	return { id, event: type, data };
}

/** A cookie travels with any page's sockets, so it counts only where the page is ours. */
function isOwnOrigin(http: Http): boolean {
	return http.req.header("origin") !== undefined && isSameOrigin(http);
}
