import type { MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import {
	findGuest,
	guestLifetimeMs,
	type Principal,
	type Refusal,
	renewGuest,
	resolvePrincipal,
	type UserPrincipal,
} from "../accounts/accounts.ts";
import type { Config } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import type { AppEnv, Http } from "./http.ts";

/**
 * Who a route is for.
 *
 * - `user`: a Bearer token is needed.
 * - `guest`: a Bearer token, else the guest cookie, else nobody (`principal` undefined). A bad token never falls back.
 * - `cookie`: the guest cookie only; a Bearer token, even a bad one, is not looked at.
 * - `public`: nobody is asked.
 */
export type Audience = "user" | "guest" | "cookie" | "public";

export interface WhoOptions {
	/** Takes an access JWT from `?token=` as well, for what a browser fetches without headers. GET and HEAD only. `first`: it beats the header. */
	tokenInQuery?: boolean | "first";
	/** Where the deployment says so, nobody is asked; whoever shows a token still has to show a good one. */
	publicIf?: (config: Config) => boolean;
}

/**
 * The one way a request gets its `principal`. Stands in a route's `middleware`, which runs before its validators, so a
 * body is never read for somebody who may not send it.
 *
 * Refuses with `unauthenticated` or `forbidden` in the words of the tasks API; `refusalOf` tells a dialect the reason so
 * that it can use its own.
 */
export function who(
	audience: Audience,
	{ tokenInQuery = false, publicIf }: WhoOptions = {},
): MiddlewareHandler<AppEnv> {
	if (audience === "public") {
		return async (http, next) => {
			http.set("principal", undefined);
			await next();
		};
	}
	if (audience === "cookie") return asGuest;
	return async (http, next) => {
		const { method } = http.req;
		const isRead = method === "GET" || method === "HEAD";
		const queryToken = tokenInQuery !== false && isRead ? http.req.query("token") : undefined;
		const isQueryFirst = tokenInQuery === "first" && queryToken;
		const authorization = isQueryFirst ? undefined : http.req.header("Authorization");
		const isBare = authorization === undefined && !queryToken;
		if (audience === "guest" && isBare) return asGuest(http, next);
		if (isBare && publicIf?.(http.get("ctx").config)) return await next();

		const resolution = await resolvePrincipal(http.get("ctx"), { authorization, queryToken, needsWrite: !isRead });
		if (!resolution.ok) {
			if (audience === "guest" && resolution.reason === "not_authenticated") return asGuest(http, next);
			throw refusal(resolution.reason);
		}
		http.set("principal", resolution.principal);
		await next();
		if (queryToken !== undefined) keepPrivate(http);
	};
}

async function asGuest(http: Http, next: () => Promise<void>): Promise<void> {
	const token = getCookie(http, guestCookie);
	const guest = token === undefined ? undefined : await findGuest(http.get("ctx"), token);
	http.set("principal", guest);
	const renews = guest !== undefined && http.req.method === "POST";
	if (renews) await renewGuest(http.get("ctx"), guest.id);
	await next();
	if (renews && token !== undefined && !setsGuestCookie(http)) setGuestCookie(http, token);
}

const messages: Record<Refusal, string> = {
	not_authenticated: "Authentication required",
	invalid: "Authentication required",
	user_not_found: "Authentication required",
	disabled: "User account is disabled",
	read_only: "API key lacks the write scope",
};

/** The error `who` refuses with, for a handler that finds the same out later. */
export function refusal(reason: Refusal): AppError {
	const code = reason === "disabled" || reason === "read_only" ? "forbidden" : "unauthenticated";
	return new AppError(code, messages[reason], { details: { reason } satisfies RefusalDetails });
}

interface RefusalDetails {
	reason: Refusal;
}

/** Why `who` refused; undefined for every other error. */
export function refusalOf(error: unknown): Refusal | undefined {
	if (!isAppError(error) || typeof error.details !== "object" || error.details === null) return undefined;
	const reason = "reason" in error.details ? error.details.reason : undefined;
	return typeof reason === "string" && Object.hasOwn(messages, reason) ? (reason as Refusal) : undefined;
}

/** The principal of a route that somebody has to be there for: a user, or a guest with a live cookie. */
export function requirePrincipal(http: Http): Principal {
	const principal = http.get("principal");
	if (principal === undefined) throw refusal("not_authenticated");
	return principal;
}

/** The user of a `who("user")` route. */
export function requireUser(http: Http): UserPrincipal {
	const principal = http.get("principal");
	if (principal?.kind !== "user") throw refusal("not_authenticated");
	return principal;
}

// --- the guest's cookie ---

const guestCookie = "guest_session";

export function guestToken(http: Http): string | undefined {
	return getCookie(http, guestCookie);
}

/** Gives the browser the guest's token for another 30 days. */
export function setGuestCookie(http: Http, token: string): void {
	setCookie(http, guestCookie, token, { ...cookieOptions(http), maxAge: guestLifetimeMs / 1000 });
}

export function clearGuestCookie(http: Http): void {
	deleteCookie(http, guestCookie, cookieOptions(http));
}

function cookieOptions(http: Http) {
	const secure = new URL(http.req.url).protocol === "https:";
	return { httpOnly: true, sameSite: "Lax", path: "/", secure } as const;
}

function setsGuestCookie(http: Http): boolean {
	return http.res.headers.getSetCookie().some((cookie) => cookie.startsWith(`${guestCookie}=`));
}

/** Whether a browser's request comes from our own pages: `Origin` is absent (not a cross-site one) or ours. */
export function isSameOrigin(http: Http): boolean {
	const origin = http.req.header("Origin");
	return origin === undefined || origin === new URL(http.req.url).origin;
}

/** An address that carries a token must not travel on, nor its answer be kept by a shared cache. */
function keepPrivate(http: Http): void {
	if (http.res.status === 101) return;
	http.header("Referrer-Policy", "no-referrer");
	const caching = http.res.headers.get("Cache-Control") ?? "";
	if (/\b(private|no-store)\b/i.test(caching)) return;
	http.header("Cache-Control", /\bno-cache\b/i.test(caching) ? "private, no-cache" : "private");
}
