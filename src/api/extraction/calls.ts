import type { MiddlewareHandler } from "hono";
import { bearerToken, looksLikeApiKey, resolvePrincipal } from "../../accounts/accounts.ts";
import type { Context } from "../../context.ts";
import { sha256Hex } from "../../lib/hash.ts";
import { type CallVerdict, noteCall, windowSeconds } from "../../requests/requests.ts";
import { refusal, requireUser } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { type ErrorName, refuse } from "./dialect.ts";

/*
 * What every call of the extraction API goes through, whatever its path: https, key, rate limit, scope (contracts/extraction.md, "Order of
 * checks"), and the audit log around it. A route then finds its caller by `requireUser(http)`; the guest's cookie is not looked at.
 */

const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Writes each call down, with the last four characters of the key that was shown. */
export const audited: MiddlewareHandler<AppEnv> = async (http, next) => {
	const ctx = http.get("ctx");
	const at = ctx.now();
	await next();
	const token = bearerToken(http.req.header("Authorization"));
	const said = await saidBy(http);
	noteCall(ctx, {
		owner: http.get("principal")?.id ?? null,
		at,
		method: http.req.method,
		path: http.req.path,
		status: http.res.status,
		keyEnd: token !== undefined && looksLikeApiKey(token) ? token.slice(-4) : null,
		error: textOr(said.error),
		documentId: documentIn(http.req.path) ?? textOr(said.document_id),
		durationMs: ctx.now() - at,
	});
};

/** Refuses calls over plain http, but for those of the machine itself. */
export const secured: MiddlewareHandler<AppEnv> = async (http, next) => {
	const { protocol, hostname } = new URL(http.req.url);
	if (protocol === "http:" && !localHosts.has(hostname)) throw refuse("https_required", "Use https");
	await next();
};

/** Who is calling, and whether they may call again in this minute; every answer behind it says how often they still may. */
export const admitted: MiddlewareHandler<AppEnv> = async (http, next) => {
	const ctx = http.get("ctx");
	const authorization = http.req.header("Authorization");
	const resolution = await resolvePrincipal(ctx, { authorization, needsWrite: false });
	if (!resolution.ok) throw refusal(resolution.reason === "disabled" ? "invalid" : resolution.reason);
	const { principal } = resolution;
	http.set("principal", principal);
	const isKey = principal.credential === "key";
	// The name of an object is shown in places where a key may not be: it stands there as in the table of keys, by its hash.
	const caller = isKey ? `key/${sha256Hex(bearerToken(authorization) ?? "")}` : `user/${principal.id}`;
	const limit = ctx.config.EXTRACTION_RATE_LIMIT;
	const verdict = await takeCall(ctx, caller, limit);
	if (verdict.isAllowed) await next();
	else http.res = http.json(...tooMany(verdict));
	http.header("RateLimit-Policy", `"default";q=${limit};w=${windowSeconds}`);
	http.header("RateLimit", `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`);
};

/** A key that may only read changes nothing. */
export const scoped: MiddlewareHandler<AppEnv> = async (http, next) => {
	const isRead = http.req.method === "GET" || http.req.method === "HEAD";
	if (!isRead && !requireUser(http).canWrite) throw refuse("insufficient_scope", "API key lacks the write scope");
	await next();
};

/** An object that is just being moved does not answer; asked once more, it may count the call twice, never too little. */
async function takeCall(ctx: Context, caller: string, limit: number): Promise<CallVerdict> {
	try {
		return await ctx.takeCall(caller, limit);
	} catch {
		return await ctx.takeCall(caller, limit);
	}
}

function tooMany({ resetSeconds }: CallVerdict): [body: object, status: 429, headers: Record<string, string>] {
	const message = `Rate limit exceeded. Retry after ${resetSeconds} seconds`;
	const error: ErrorName = "rate_limit_exceeded";
	return [{ error, message, retry_after: resetSeconds }, 429, { "Retry-After": String(resetSeconds) }];
}

const documentPath = /\/documents\/([^/]+)/;

function documentIn(path: string): string | undefined {
	return documentPath.exec(path)?.[1];
}

/** The answers whose words the log repeats: refusals, and the one that gives a new document its id. All are small. */
async function saidBy(http: Http): Promise<Record<string, unknown>> {
	const { res, req } = http;
	const isNew = req.method === "POST" && /\/documents\/?$/.test(req.path);
	if (req.method === "HEAD" || (res.status < 400 && !isNew)) return {};
	try {
		return (await res.clone().json()) as Record<string, unknown>;
	} catch {
		return {};
	}
}

function textOr(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
