import { beforeAll, describe, expect, it } from "vitest";
import { bearer, bodyOf, newKey, newSession, send, sql } from "../accounts/support.ts";
import { allRoutes } from "./all-routes.ts";

/** Open to all, as `design.md` 9 lists it: nobody is asked who they are. */
const open = new Set([
	"GET /",
	"GET /openapi.json",
	// Leads to the reference.
	"GET /extract/docs",
	"GET /health",
	"GET /api/v1/meta",
	"GET /api/health",
	"GET /api/v1/health",
	"GET /api/v1/ready",
	// 404 while it is off.
	"GET /api/v1/metrics",
	"GET /api/status",
	"POST /api/auth/register",
	"POST /api/auth/login",
	"POST /api/auth/refresh",
	"POST /api/auth/logout",
]);
/** Open to whoever holds a signed link. */
const signed = new Set(["GET /figures/:id/:n", "GET /api/batch/results/:file"]);
/** A guest may come here; a bad token may not. */
const guest = /^(GET|POST|DELETE) \/(tasks|chat)(\/|$)/;
/** Looks at the cookie alone. */
const cookieOnly = new Set(["GET /public/tasks"]);

const routes = [
	...new Set(
		allRoutes
			.filter((route) => route.method !== "ALL" && !route.path.includes("*"))
			.map((route) => `${route.method} ${route.path}`),
	),
];

/** How the API of the route says 401. */
function refusalOn(route: string): object {
	const message = expect.any(String);
	if (route.includes(" /extract/")) return { error: "invalid_api_key", message };
	return route.includes(" /api/v1/") ? { error: { code: "UNAUTHORIZED", message } } : { detail: message };
}

function call(route: string, headers: Record<string, string>): Promise<Response> {
	const [method = "", path = ""] = route.split(" ");
	const url = path
		.replace(":id", "01900000-0000-7000-8000-000000000000")
		.replace(":n", "1")
		.replace(":file", "1.png")
		.replace(/:\w+/g, "x");
	return send(url, { method, headers });
}

describe("every registered route", () => {
	let reader: string;
	let disabled: string;

	beforeAll(async () => {
		reader = (await newKey(await newSession(), { scopes: ["read"] })).token;
		const gone = await newSession();
		disabled = (await newKey(gone)).token;
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", gone.id);
	});

	it.each(routes.filter((route) => !route.startsWith("GET ")))(
		"%s changes nothing with a key that may only read",
		async (route) => {
			const response = await call(route, bearer(reader));
			if (open.has(route)) expect(response.status).not.toBe(403);
			else expect(response.status).toBe(403);
		},
	);

	it.each(routes)("%s is closed to a disabled account, unless it is open", async (route) => {
		const { status } = await call(route, bearer(disabled));
		if (open.has(route) || cookieOnly.has(route)) expect([401, 403]).not.toContain(status);
		else expect([401, 403]).toContain(status);
	});

	it("is known to this test", () => {
		expect(routes.length).toBeGreaterThan(20);
	});

	it.each(routes)("%s refuses a bad token, unless it is open", async (route) => {
		const response = await call(route, { Authorization: "Bearer not-a-token" });
		if (open.has(route) || cookieOnly.has(route)) {
			expect(response.status).not.toBe(401);
		} else if (signed.has(route)) {
			expect(response.status).toBe(403);
		} else {
			expect(response.status).toBe(401);
			expect(response.headers.get("www-authenticate")).toBe("Bearer");
			expect(await bodyOf(response)).toEqual(refusalOn(route));
		}
	});

	it.each(routes)("%s shows nothing to who shows nothing", async (route) => {
		const response = await call(route, {});
		if (open.has(route)) {
			expect(response.status).not.toBe(401);
		} else if (signed.has(route)) {
			expect(response.status).toBe(403);
		} else if (route === "GET /tasks" || cookieOnly.has(route)) {
			expect(await bodyOf(response)).toMatchObject({ items: [], total: 0 });
		} else if (route === "POST /tasks") {
			expect(response.status).toBe(422);
		} else if (guest.test(route)) {
			expect([404, 422]).toContain(response.status);
		} else {
			expect(response.status).toBe(401);
		}
	});
});
