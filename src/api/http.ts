import { type Hook, OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { core } from "zod";
import type { Principal } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import type { Env } from "../env.ts";
import { AppError, type ErrorCode, isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";

/** What every handler of every surface finds in its Hono context. */
export interface AppEnv {
	Bindings: Env;
	Variables: {
		ctx: Context;
		/** Who is asking; set by the route's `who(…)` middleware, which is the only way to a handler that needs it. */
		principal: Principal | undefined;
		requestId: string;
	};
}

export type Http = HonoContext<AppEnv>;

/** How a surface says what went wrong. */
export interface Dialect {
	statuses: Record<ErrorCode, ContentfulStatusCode>;
	/** The body for `error`, whose code and message are ours. */
	body(error: AppError, http: Http): object;
	/** The answer to input that its schema refuses. `target` is where it stood: json, query, param, form, header. */
	invalid(issues: readonly core.$ZodIssue[], target: string, value: unknown): AppError;
	notFound: string;
	methodNotAllowed: string;
}

/**
 * An app that answers in one dialect: schema violations, our errors, a stranger's errors, unknown paths, wrong methods.
 * Call `close` on it once its routes are there.
 */
export function createSurface(dialect: Dialect): OpenAPIHono<AppEnv> {
	const invalid: Hook<unknown, AppEnv, string, unknown> = async (result, http) => {
		if (result.success) return;
		throw dialect.invalid(result.error.issues, result.target, await rawInput(http, result.target));
	};
	const surface = new OpenAPIHono<AppEnv>({ strict: false, defaultHook: invalid });
	surface.onError((error, http) => respondToError(dialect, error, http));
	return surface;
}

/**
 * For routes that read JSON: a body that does not say what it is counts as such, as it did for the frameworks the four
 * APIs were written in; bytes that are no UTF-8 are no JSON (RFC 8259). Stands right before the validator, since it takes the body over.
 */
export const assumeJson: MiddlewareHandler<AppEnv> = async (http, next) => {
	const { raw } = http.req;
	if (raw.body !== null && !raw.headers.has("Content-Type") && raw.headers.get("Content-Length") !== "0") {
		const headers = new Headers(raw.headers);
		headers.set("Content-Type", "application/json");
		http.req.raw = new Request(raw, { headers });
	}
	// Hono keeps it, and reads the JSON from what it has kept.
	if (/json/i.test(http.req.header("Content-Type") ?? "")) textOf(await http.req.arrayBuffer());
	await next();
};

/** Of a JSON body. Throws what Hono's validator throws for one that is broken. */
export function textOf(body: ArrayBuffer): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
	} catch (cause) {
		throw new HTTPException(400, { message: "Malformed JSON in request body", cause });
	}
}

/** What stood at `target` before a schema looked at it; Hono has kept the body. */
async function rawInput(http: Http, target: string): Promise<unknown> {
	switch (target) {
		case "json":
			return http.req.json().catch(() => undefined);
		case "form":
			return http.req.parseBody().catch(() => undefined);
		case "query":
			return http.req.query();
		case "param":
			return http.req.param();
		default:
			return undefined;
	}
}

/** Ends a surface: what no route took is 405 where another method would have done, else 404. */
export function close(
	surface: OpenAPIHono<AppEnv>,
	dialect: Dialect,
	paths: readonly string[] = ["*"],
): OpenAPIHono<AppEnv> {
	const known = surface.routes
		.filter((route) => route.method !== "ALL")
		.map((route) => ({ method: route.method, pattern: pathPattern(route.path) }));
	const answer = (local: string) => (http: Http) => {
		// The prefix the surface is mounted at: what this handler's path has before its own.
		const base = routePath(http).slice(0, -local.length).replace(/\/$/, "");
		const path = new URL(http.req.url).pathname.slice(base.length).replace(/(.)\/$/, "$1") || "/";
		const methods = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
		const allowed = [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))];
		if (allowed.length > 0) {
			const details = { error: "method_not_allowed" };
			return http.json(dialect.body(new AppError("bad_request", dialect.methodNotAllowed, { details }), http), 405, {
				Allow: allowed.join(", "),
			});
		}
		return http.json(dialect.body(new AppError("not_found", dialect.notFound), http), 404);
	};
	for (const path of paths) surface.all(path, answer(path));
	return surface;
}

function pathPattern(path: string): RegExp {
	const source = path
		.replace(/[.*+?^$()|[\]\\]/g, "\\$&")
		.replace(/:[A-Za-z_]+(\\?\{[^}]*\})?/g, "[^/]+")
		.replace(/\{[^}]*\}/g, "[^/]+");
	return new RegExp(`^${source}$`);
}

function respondToError(dialect: Dialect, error: unknown, http: Http): Response {
	const ours = isAppError(error) ? error : (unreadableBody(dialect, error) ?? foreignError(error, http));
	if (ours.cause !== undefined && ours.code === "internal") {
		logError(`request ${http.get("requestId")}: ${ours.message}`, ours.cause);
	}
	const challenge = ours.code === "unauthenticated" ? { "WWW-Authenticate": "Bearer" } : {};
	// What a user can quote when something of ours broke: the log has the same.
	const trace: Record<string, string> = ours.code === "internal" ? { "X-Request-Id": http.get("requestId") } : {};
	return http.json(dialect.body(ours, http), dialect.statuses[ours.code], {
		...challenge,
		...trace,
	});
}

/** A body that is broken, or of a type that no route reads, is the caller's mistake: invalid input in the dialect. */
function unreadableBody(dialect: Dialect, error: unknown): AppError | undefined {
	if (!(error instanceof HTTPException) || (error.status !== 400 && error.status !== 415)) return undefined;
	const issue = error.status === 415 ? notAnObject : error.message.startsWith("Malformed JSON") ? notJson : notAForm;
	return dialect.invalid([{ code: "custom", path: [], input: undefined, ...issue }], "json", undefined);
}

const notJson = { message: "JSON decode error", params: { type: "json_invalid" } };
const notAForm = { message: "There was an error parsing the body", params: { type: "value_error" } };
const notAnObject = {
	message: "Input should be a valid dictionary or object to extract fields from",
	params: { type: "model_attributes_type" },
};

/** A stranger's error: logged whole, answered without its message. */
function foreignError(error: unknown, http: Http): AppError {
	logError(`request ${http.get("requestId")}: ${http.req.method} ${http.req.path}`, error);
	return new AppError("internal", "Internal Server Error");
}
