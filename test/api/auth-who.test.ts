import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { createRoute, z } from "@hono/zod-openapi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openGuest } from "../../src/accounts/accounts.ts";
import { type Audience, requirePrincipal, requireUser, setGuestCookie, who } from "../../src/api/auth.ts";
import { close, createSurface, type Dialect } from "../../src/api/http.ts";
import type { Config } from "../../src/env.ts";
import { AppError } from "../../src/errors.ts";
import { runBatch } from "../../src/platform/database.ts";
import { bearer, bodyOf, env, newContext, newKey, newSession, sql } from "../accounts/support.ts";

const dayMs = 24 * 60 * 60 * 1000;

const dialect: Dialect = {
	statuses: {
		invalid_request: 422,
		bad_request: 400,
		missing_file_name: 400,
		unauthenticated: 401,
		forbidden: 403,
		not_found: 404,
		conflict: 409,
		not_ready: 409,
		too_large: 413,
		unsupported_format: 415,
		document_encrypted: 422,
		document_damaged: 422,
		document_refused: 422,
		fetch_failed: 422,
		model_not_configured: 400,
		model_failed: 502,
		unavailable: 503,
		internal: 500,
	},
	body: (error) => ({ detail: error.message }),
	invalid: () => new AppError("invalid_request", "Invalid input"),
	notFound: "Not Found",
	methodNotAllowed: "Method Not Allowed",
};

/** What a test changes of the configuration. */
let config: Partial<Config> = {};

/** A surface with a route per audience that says who is asking. */
const surface = createSurface(dialect);
surface.use("*", async (http, next) => {
	http.set("ctx", newContext(config));
	http.set("requestId", "request-of-a-test");
	await next();
});
const audiences: Audience[] = ["user", "guest", "cookie", "public"];
for (const audience of audiences) {
	for (const method of ["get", "post"] as const) {
		surface.on(method, `/${audience}`, who(audience, { tokenInQuery: true }), (http) => {
			const principal = http.get("principal");
			return http.json({ kind: principal?.kind ?? null, id: principal?.id ?? null });
		});
	}
}
const Input = z.object({ name: z.string() });
const validated = createRoute({
	method: "post",
	path: "/validated",
	middleware: who("user"),
	request: { body: { required: true, content: { "application/json": { schema: Input } } } },
	responses: { 200: { description: "" } },
});
surface.openapi(validated, (http) => http.json({ id: requireUser(http).id }));
surface.get("/needed", who("guest"), (http) => http.json({ id: requirePrincipal(http).id }));
surface.get("/users-only", who("guest"), (http) => http.json({ id: requireUser(http).id }));
surface.get("/raw", who("user", { tokenInQuery: true }), () => new Response("raw", { headers: { ETag: '"1"' } }));
surface.get("/kept", who("user", { tokenInQuery: true }), (http) =>
	http.text("kept", 200, { "Cache-Control": "private, max-age=60" }),
);
surface.post("/opened", who("guest"), async (http) => {
	const opened = openGuest(http.get("ctx"));
	await runBatch(http.get("ctx").db, opened.statements);
	setGuestCookie(http, opened.token);
	return http.json({ id: opened.id }, 201);
});
close(surface, dialect);

async function send(path: string, init: RequestInit = {}, origin = "https://deckle.example.com"): Promise<Response> {
	const execution = createExecutionContext();
	const response = await surface.fetch(new Request(origin + path, init), env, execution);
	await waitOnExecutionContext(execution);
	return response;
}

async function newGuest(): Promise<{ id: string; token: string; cookie: { Cookie: string } }> {
	const ctx = newContext();
	const { id, token, statements } = openGuest(ctx);
	await runBatch(ctx.db, statements);
	return { id, token, cookie: { Cookie: `guest_session=${token}` } };
}

const nobody = { kind: null, id: null };

afterEach(() => {
	config = {};
	vi.restoreAllMocks();
});

describe("a route for users", () => {
	it("knows the user and nobody else", async () => {
		const session = await newSession();
		const guest = await newGuest();
		expect(await bodyOf(await send("/user", { headers: bearer(session.accessToken) }))).toEqual({
			kind: "user",
			id: session.id,
		});
		expect((await send("/user", { headers: guest.cookie })).status).toBe(401);
		expect((await send("/user")).headers.get("WWW-Authenticate")).toBe("Bearer");
	});

	it("is checked before the body is read or judged", async () => {
		const body = () =>
			new ReadableStream({
				pull() {
					throw new Error("The body was read");
				},
			});
		const headers = { "Content-Type": "application/json" };
		expect((await send("/validated", { method: "POST", headers, body: body() })).status).toBe(401);
		expect((await send("/validated", { method: "POST", headers, body: "{" })).status).toBe(401);
		const session = await newSession();
		const broken = { method: "POST", headers: { ...headers, ...bearer(session.accessToken) }, body: "{" };
		expect((await send("/validated", broken)).status).toBe(422);
	});
});

describe("a route for guests", () => {
	it("prefers the token to the cookie", async () => {
		const session = await newSession();
		const guest = await newGuest();
		const headers = { ...guest.cookie, ...bearer(session.accessToken) };
		expect(await bodyOf(await send("/guest", { headers }))).toEqual({ kind: "user", id: session.id });
	});

	it("never falls back from a bad token to the cookie", async () => {
		const guest = await newGuest();
		const response = await send("/guest", { headers: { ...guest.cookie, ...bearer("bad") } });
		expect([response.status, await bodyOf(response)]).toEqual([401, { detail: "Authentication required" }]);
		expect((await send("/guest?token=bad", { headers: guest.cookie })).status).toBe(401);
	});

	it("takes another scheme for no token", async () => {
		const guest = await newGuest();
		const headers = { ...guest.cookie, Authorization: "Basic YTpi" };
		expect(await bodyOf(await send("/guest", { headers }))).toEqual({ kind: "guest", id: guest.id });
	});

	it("knows nobody without a cookie or with an unknown, malformed or expired one, and sets none", async () => {
		const expired = await newGuest();
		await sql("UPDATE guests SET expires_at = ? WHERE id = ?", Date.now() - 1, expired.id);
		for (const cookie of [
			"",
			"guest_session=",
			`guest_session=${"a".repeat(43)}`,
			"guest_session=%00",
			expired.cookie.Cookie,
		]) {
			for (const method of ["GET", "POST"]) {
				const response = await send("/guest", { method, headers: { Cookie: cookie } });
				expect(await bodyOf(response)).toEqual(nobody);
				expect(response.headers.has("Set-Cookie")).toBe(false);
			}
		}
	});

	it("can demand a principal, or a user", async () => {
		const guest = await newGuest();
		expect((await send("/needed")).status).toBe(401);
		expect((await send("/needed", { headers: guest.cookie })).status).toBe(200);
		expect((await send("/users-only", { headers: guest.cookie })).status).toBe(401);
	});

	it("starts the 30 days again with a POST, not with a GET", async () => {
		const guest = await newGuest();
		const soon = Date.now() + dayMs;
		await sql("UPDATE guests SET expires_at = ? WHERE id = ?", soon, guest.id);
		const expiry = async () =>
			(await sql<{ expires_at: number }>("SELECT expires_at FROM guests WHERE id = ?", guest.id))[0]?.expires_at ?? 0;

		const read = await send("/guest", { headers: guest.cookie });
		expect(read.headers.has("Set-Cookie")).toBe(false);
		expect(await expiry()).toBe(soon);

		const written = await send("/guest", { method: "POST", headers: guest.cookie });
		expect(await bodyOf(written)).toEqual({ kind: "guest", id: guest.id });
		expect(written.headers.get("Set-Cookie")).toContain(`guest_session=${guest.token}; Max-Age=2592000`);
		expect(await expiry()).toBeGreaterThan(Date.now() + 29 * dayMs);
	});

	it("refuses a key that may only read on anything but GET and HEAD", async () => {
		const { token } = await newKey(await newSession(), { scopes: ["read"] });
		expect((await send("/guest", { headers: bearer(token) })).status).toBe(200);
		expect((await send("/guest", { method: "HEAD", headers: bearer(token) })).status).toBe(200);
		const response = await send("/guest", { method: "POST", headers: bearer(token) });
		expect([response.status, await bodyOf(response)]).toEqual([403, { detail: "API key lacks the write scope" }]);
	});

	it("works without JWT_SECRET_KEY as long as there is no token", async () => {
		const guest = await newGuest();
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		config = { JWT_SECRET_KEY: "" };
		expect(await bodyOf(await send("/guest", { headers: guest.cookie }))).toMatchObject({ kind: "guest" });
		expect(log).not.toHaveBeenCalled();
		expect((await send("/guest", { headers: bearer("x") })).status).toBe(500);
		expect((await send("/user")).status).toBe(500);
		expect(log.mock.calls.map(([line]) => String(line).split(" ")[0])).toEqual(["JWT_SECRET_KEY", "JWT_SECRET_KEY"]);
	});
});

describe("a route for the cookie alone", () => {
	it("does not look at a token, not even a bad one", async () => {
		const session = await newSession();
		const guest = await newGuest();
		for (const token of [session.accessToken, "bad"]) {
			expect(await bodyOf(await send("/cookie", { headers: bearer(token) }))).toEqual(nobody);
			const headers = { ...guest.cookie, ...bearer(token) };
			expect(await bodyOf(await send("/cookie", { headers }))).toEqual({ kind: "guest", id: guest.id });
		}
	});
});

describe("a public route", () => {
	it("asks nobody", async () => {
		const guest = await newGuest();
		const headers = { ...guest.cookie, ...bearer("bad") };
		expect(await bodyOf(await send("/public", { method: "POST", headers }))).toEqual(nobody);
	});
});

describe("the guest's cookie", () => {
	it("is out of scripts' reach, and Secure on https only", async () => {
		const safe = await send("/opened", { method: "POST" });
		const local = await send("/opened", { method: "POST" }, "http://localhost:8787");
		const attributes = (response: Response) => response.headers.get("Set-Cookie")?.split("; ").slice(1).sort();
		expect(safe.headers.get("Set-Cookie")).toMatch(/^guest_session=[\w-]{43};/);
		expect(attributes(safe)).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);
		expect(attributes(local)).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
	});

	it("is not stored as it is", async () => {
		const guest = await newGuest();
		const [row] = await sql<{ token_hash: string }>("SELECT * FROM guests WHERE id = ?", guest.id);
		expect(row?.token_hash).toMatch(/^[0-9a-f]{64}$/);
		expect(JSON.stringify(row)).not.toContain(guest.token);
	});
});

describe("a token in the query", () => {
	it("is taken for GET only, and the answer stays private", async () => {
		const session = await newSession();
		for (const path of ["/user", "/guest", "/raw"]) {
			const response = await send(`${path}?token=${session.accessToken}`);
			expect(response.status).toBe(200);
			expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
			expect(response.headers.get("Cache-Control")).toBe("private");
		}
		const kept = await send(`/kept?token=${session.accessToken}`);
		expect(kept.headers.get("Cache-Control")).toBe("private, max-age=60");
		expect((await send(`/user?token=${session.accessToken}`, { method: "POST" })).status).toBe(401);
	});

	it("is never a key", async () => {
		const { token } = await newKey(await newSession());
		expect((await send(`/user?token=${token}`)).status).toBe(401);
		expect((await send(`/guest?token=${token}`)).status).toBe(401);
	});

	it("that is empty is none", async () => {
		const guest = await newGuest();
		expect(await bodyOf(await send("/guest?token=", { headers: guest.cookie }))).toMatchObject({ kind: "guest" });
	});
});
