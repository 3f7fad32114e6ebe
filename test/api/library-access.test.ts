import { createExecutionContext } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { bearer, bodyOf, env, newKey, newSession, send, sql } from "../accounts/support.ts";
import { allRoutes } from "./all-routes.ts";

interface Answer {
	data?: unknown;
	error?: { code: string; message: string };
}

/** One request to a deployment with other variables. */
async function ask(vars: Record<string, string>, url: string, init: RequestInit = {}): Promise<Response> {
	const request = new Request(url, init) as Parameters<typeof worker.fetch>[0];
	return await worker.fetch(request, { ...env, CORS_ALLOW_ORIGIN: "", ...vars }, createExecutionContext());
}

const json = { "Content-Type": "application/json" };
const local = "http://localhost:8787/api/v1";
const single = { SINGLE_USER: "true" };

describe("without a token", () => {
	it("nobody is let in, and a token of a disabled account is none", async () => {
		const refused = await send("/api/v1/config");
		expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
		const person = await newSession();
		await sql("update users set is_active = 0 where id = ?", person.id);
		const disabled = await send("/api/v1/config", { headers: bearer(person.accessToken) });
		expect(disabled.status).toBe(401);
		expect(await bodyOf<Answer>(disabled)).toMatchObject({ error: { code: "UNAUTHORIZED" } });
	});

	it("a token in the query opens the progress of a job and nothing else", async () => {
		const { accessToken, ...person } = await newSession();
		expect((await send(`/api/v1/config?token=${accessToken}`)).status).toBe(401);
		expect((await send(`/api/v1/jobs/x/progress?token=${accessToken}`)).status).toBe(404);
		const { token } = await newKey({ accessToken, ...person });
		expect((await send(`/api/v1/jobs/x/progress?token=${token}`)).status).toBe(401);
		expect((await send("/api/v1/jobs/x/progress?token=nonsense")).status).toBe(401);
	});
});

describe("a service with one user", () => {
	it("takes whoever shows nothing for its first administrator, made once", async () => {
		await sql("delete from users");
		const first = await Promise.all([1, 2, 3, 4].map(() => ask(single, `${local}/config`)));
		expect(first.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const users = await sql<{ id: string; is_admin: number; password_hash: string | null }>("select * from users");
		expect(users).toMatchObject([{ is_admin: 1, password_hash: null }]);
		await ask(single, `${local}/config`, { method: "PUT", headers: json, body: '{"key":"my.key","value":"x"}' });
		expect(await sql("select owner, key from settings")).toEqual([{ owner: users[0]?.id, key: "my.key" }]);
		// An administrator may name a server at home.
		const body = '{"key":"paperless.url","value":"http://192.168.1.5:8000"}';
		expect((await ask(single, `${local}/config`, { method: "PUT", headers: json, body })).status).toBe(200);
	});

	it("is off by default, and for every word but true", async () => {
		for (const vars of [{}, { SINGLE_USER: "1" }, { SINGLE_USER: "yes" }, { SINGLE_USER: "false" }]) {
			expect((await ask(vars, `${local}/config`)).status).toBe(401);
		}
	});

	it("answers under its own names only", async () => {
		for (const host of ["localhost:8787", "127.0.0.1", "[::1]:8787", "deckle.localhost"]) {
			expect((await ask(single, `http://${host}/api/v1/config`)).status).toBe(200);
		}
		for (const host of ["deckle.example.com", "192.168.1.5", "localhost.example.com", "127.0.0.1.example.com"]) {
			const refused = await ask(single, `http://${host}/api/v1/config`);
			expect([host, refused.status]).toEqual([host, 403]);
			expect(await bodyOf<Answer>(refused)).toMatchObject({ error: { code: "FORBIDDEN" } });
		}
		const named = { ...single, SINGLE_USER_I_KNOW: "nas.example.com" };
		expect((await ask(named, "http://nas.example.com/api/v1/config")).status).toBe(200);
		expect((await ask(named, "http://other.example.com/api/v1/config")).status).toBe(403);
		const any = { ...single, SINGLE_USER_I_KNOW: "true" };
		expect((await ask(any, "http://other.example.com/api/v1/config")).status).toBe(200);
	});

	it("takes nothing from a page of another origin", async () => {
		const write = (origin: string, vars = {}) =>
			ask({ ...single, ...vars }, `${local}/config`, {
				method: "PUT",
				headers: { ...json, Origin: origin },
				body: '{"key":"a.b","value":"c"}',
			});
		expect((await write("https://evil.example.com")).status).toBe(403);
		expect((await write("null")).status).toBe(403);
		expect((await write("http://localhost:3000", { CORS_ALLOW_ORIGIN: "*" })).status).toBe(403);
		expect((await write("http://localhost:8787")).status).toBe(200);
		const app = "https://app.example.com";
		expect((await write(app, { CORS_ALLOW_ORIGIN: app })).status).toBe(200);
	});

	const open = new Set(["/api/v1/meta", "/api/v1/health", "/api/v1/ready"]);
	const routes = allRoutes
		.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v1/") && !open.has(path))
		.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, "x")}`);

	it.each([...new Set(routes)])("keeps foreign names, and writes of foreign pages, from %s", async (route) => {
		const [method = "", path = ""] = route.split(" ");
		const vars = { ...single, OTEL_PROMETHEUS_ENABLED: "true" };
		expect((await ask(vars, `http://deckle.example.com${path}`, { method })).status).toBe(403);
		if (method === "GET") return;
		const headers = { Origin: "https://evil.example.com" };
		expect((await ask(vars, `http://localhost:8787${path}`, { method, headers })).status).toBe(403);
	});

	it("still refuses a bad token, and lets a good one be who it is", async () => {
		const person = await newSession();
		expect((await ask(single, `${local}/config`, { headers: bearer("nonsense") })).status).toBe(401);
		const own = await ask(single, `${local}/config`, { headers: bearer(person.accessToken) });
		expect(await bodyOf<Answer>(own)).toEqual({ data: {} });
	});

	it("opens the library alone", async () => {
		expect((await ask(single, "http://localhost:8787/api/history/jobs")).status).toBe(401);
		expect((await ask(single, "http://localhost:8787/api-keys")).status).toBe(401);
	});
});

describe("pages of other origins", () => {
	const preflight = { method: "OPTIONS", headers: { Origin: "https://a.example.com" } };

	it("may not call by default", async () => {
		const answer = await ask({}, `${local}/health`, { headers: { Origin: "https://a.example.com" } });
		expect(answer.headers.get("access-control-allow-origin")).toBeNull();
		const options = await ask({}, `${local}/config`, preflight);
		expect([options.status, options.headers.get("access-control-allow-origin")]).toEqual([204, null]);
	});

	it("may where the deployment names them", async () => {
		for (const origin of ["*", "https://a.example.com"]) {
			const options = await ask({ CORS_ALLOW_ORIGIN: origin }, `${local}/config`, preflight);
			expect(options.status).toBe(204);
			expect(Object.fromEntries(options.headers)).toMatchObject({
				"access-control-allow-origin": origin,
				"access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS",
				"access-control-allow-headers": "Content-Type, Authorization, Idempotency-Key, traceparent, tracestate",
				"access-control-max-age": "86400",
			});
			expect(options.headers.get("vary")).toBe(origin === "*" ? null : "Origin");
			const refused = await ask({ CORS_ALLOW_ORIGIN: origin }, `${local}/config`);
			expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, origin]);
		}
	});
});

describe("a service that is configured wrongly", () => {
	it("says so with an id to everybody, and that it is alive", async () => {
		const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const wrong = { PAPERLESS_URL: "not an address", METRICS_TOKEN: "hidden" };
		const broken = await ask(wrong, `${local}/config`);
		expect(broken.status).toBe(500);
		const id = broken.headers.get("x-request-id");
		expect(await bodyOf<Answer>(broken)).toEqual({
			error: { code: "INTERNAL_ERROR", message: expect.stringContaining(String(id)) },
		});
		const log = errors.mock.calls.join("\n");
		expect(log).toContain("PAPERLESS_URL");
		expect(log).not.toMatch(/not an address|hidden/);
		expect((await ask(wrong, "http://localhost:8787/tasks")).status).toBe(500);
		expect((await ask({ PAPERLESS_URL: "https://p.example.com" }, `${local}/config`)).status).toBe(500);
		for (const path of ["/api/v1/health", "/health"]) {
			expect((await ask(wrong, `http://localhost:8787${path}`)).status).toBe(200);
		}
		errors.mockRestore();
	});
});
