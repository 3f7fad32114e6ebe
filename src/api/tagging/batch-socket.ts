import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { getUser } from "../../accounts/accounts.ts";
import { AppError, isAppError } from "../../errors.ts";
import { type OnFirstWord, watchBatch } from "../../jobs/jobs.ts";
import { logError } from "../../lib/log.ts";
import { refusalOf, requireUser, who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { finishedSocket } from "../socket.ts";
import { lastOf } from "../validation.ts";
import { tags } from "./auth.ts";
import { BatchInput, beginBatch } from "./batch.ts";
import { dialect } from "./dialect.ts";

/** A browser cannot read the answer to a refused upgrade, so the handshake is accepted and the refusal told inside. */
const refusalsInside: MiddlewareHandler<AppEnv> = async (http, next) => {
	await next();
	if (http.error === undefined || !isUpgrade(http)) return;
	const job_id = http.req.param("job_id");
	const message = isAppError(http.error) ? http.error.message : "Internal Server Error";
	const error = refusalOf(http.error) === undefined ? message : "Authentication required";
	const refused = finishedSocket([JSON.stringify({ error, job_id })], isAppError(http.error) ? 1008 : 1000);
	// Emptied first: Hono would copy a replaced answer, and a copy has lost its socket.
	http.res = undefined;
	http.res = refused;
};

const socket = createRoute({
	method: "get",
	path: "/batch/ws/{job_id}",
	tags,
	security: [{ bearer: [] }],
	summary: "A batch live: `catchup`, `progress`, the end, `keepalive`",
	middleware: [refusalsInside, who("user", { tokenInQuery: "first" })] as const,
	request: {
		params: z.object({ job_id: z.string() }),
		query: z.object({ token: lastOf(z.string()).optional().openapi({ description: "An access JWT" }) }),
	},
	responses: { 101: { description: "The socket" } },
});

export function registerBatchSocket(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(socket, async (http) => {
		if (!isUpgrade(http)) throw new AppError("not_found", dialect.notFound);
		const watched = await watchBatch(http.get("ctx"), requireUser(http), http.req.valid("param").job_id);
		return ("socket" in watched ? watched.socket : finishedSocket(watched.frames, 1000)) as never;
	});
}

/** Older clients start a batch over the socket itself (contracts/tagging.md 8.6). */
export const startOverSocket: OnFirstWord = async (ctx, { owner, name, canWrite }, message) => {
	const refused = (error: string) => ({ frame: { error, job_id: name }, started: false });
	if (!canWrite) return refused("API key lacks the write scope");
	// It may have waited for a while.
	const user = await getUser(ctx, owner).catch(() => undefined);
	if (!user?.isActive) return refused("User account is disabled");
	const input = parsed(message);
	if (input === undefined) return refused("Invalid JSON format");
	const documents = "documents" in input ? input.documents : undefined;
	if (!Array.isArray(documents) || documents.length === 0) return refused("No documents provided");
	const checked = BatchInput.safeParse({ ...input, job_id: name });
	if (!checked.success) return refused(dialect.invalid(checked.error.issues, "json", input).message);
	try {
		await beginBatch(ctx, owner, name, checked.data);
	} catch (error) {
		if (!isAppError(error)) logError(`job ${name} could not be started over a socket`, error);
		return refused(isAppError(error) ? error.message : "The batch could not be started");
	}
	const total = documents.length;
	const started = `Starting processing of ${total} documents`;
	return { frame: { type: "started", job_id: name, total_documents: total, message: started }, started: true };
};

function parsed(message: string | ArrayBuffer): object | undefined {
	try {
		const value: unknown = JSON.parse(typeof message === "string" ? message : new TextDecoder().decode(message));
		return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isUpgrade(http: Http): boolean {
	return http.req.header("upgrade")?.toLowerCase() === "websocket";
}
