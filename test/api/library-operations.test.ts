import { createExecutionContext } from "cloudflare:test";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { bearer, bodyOf, env, newKey, newSession, type Session, sql } from "../accounts/support.ts";

const base = "http://localhost:8787/api/v1";
const paperless = {
	PAPERLESS_URL: "https://paperless.example.com",
	PAPERLESS_API_TOKEN: "0123456789abcdef0123456789abcdef01234567",
};
const metrics = { OTEL_PROMETHEUS_ENABLED: "true", METRICS_TOKEN: "scraper-token" };

/** Requests to one deployment; its variables are checked once. */
function deployment(vars: Record<string, string>) {
	const bindings = { ...env, ...vars };
	return async (path: string, headers: Record<string, string> = {}): Promise<Response> => {
		const request = new Request(`${base}${path}`, { headers }) as Parameters<typeof worker.fetch>[0];
		return await worker.fetch(request, bindings, createExecutionContext());
	};
}

afterEach(() => void vi.restoreAllMocks());

describe("readiness", () => {
	it("needs no Paperless-ngx", async () => {
		const response = await deployment({})("/ready");
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toEqual({
			data: { status: "ready", checks: { database: { status: "ok" }, paperless: { status: "not_configured" } } },
		});
	});

	it("takes any answer of the server for one, and asks once in ten seconds", async () => {
		const ask = vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 500 }));
		const get = deployment(paperless);
		for (let at = 0; at < 3; at++) expect((await get("/ready")).status).toBe(200);
		expect(ask).toHaveBeenCalledTimes(1);
		expect(ask.mock.calls[0]).toMatchObject([paperless.PAPERLESS_URL, { method: "HEAD" }]);
	});

	it("says what does not answer, without its address", async () => {
		vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("connect to paperless.example.com failed"));
		const response = await deployment(paperless)("/ready");
		expect(response.status).toBe(503);
		const text = await response.text();
		expect(JSON.parse(text)).toEqual({
			error: {
				code: "NOT_READY",
				message: expect.any(String),
				details: [{ database: { status: "ok" }, paperless: { status: "error", error: "unreachable" } }],
			},
		});
		expect(text).not.toContain("example.com");
	});
});

describe("metrics", () => {
	let admin: Session;
	let user: Session;
	beforeAll(async () => {
		admin = await newSession();
		user = await newSession();
		await sql("update users set is_admin = (id = ?)", admin.id);
	});

	it("are unknown while they are off", async () => {
		const response = await deployment({})("/metrics", bearer(admin.accessToken));
		expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/plain; charset=UTF-8"]);
		expect(await response.text()).toContain("OTEL_PROMETHEUS_ENABLED");
	});

	it("are for administrators, the scraper and the single user", async () => {
		const get = deployment(metrics);
		const { token } = await newKey(admin, { scopes: ["read"] });
		for (const shown of [admin.accessToken, token, metrics.METRICS_TOKEN]) {
			const response = await get("/metrics", bearer(shown));
			expect(response.status).toBe(200);
			expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
		}
		for (const headers of [{}, bearer("scraper"), bearer(user.accessToken), bearer("scraper-token ,")]) {
			const response = await get("/metrics", headers as Record<string, string>);
			expect(response.status).toBe(401);
			expect(await response.text()).not.toContain("{");
		}
		const single = deployment({ ...metrics, SINGLE_USER: "true" });
		expect((await single("/metrics")).status).toBe(200);
	});

	it("show sums, gauges and whole histograms, and nobody's name", async () => {
		await sql("insert or replace into counters values ('jobs_total', ?, 4)", '{"outcome":"failed","type":"sync"}');
		const text = await (await deployment(metrics)("/metrics", bearer(metrics.METRICS_TOKEN))).text();
		expect(text).toContain('paperless_ngx_dedupe_jobs_total{outcome="failed",type="sync"} 4\n');
		expect(text).toContain('paperless_ngx_dedupe_sync_documents_total{status="inserted"} 0\n');
		expect(text).toContain("# TYPE paperless_ngx_dedupe_sync_duration_seconds histogram\n");
		expect(text.match(/paperless_ngx_dedupe_sync_duration_seconds_bucket/g)).toHaveLength(16);
		for (const gauge of ["documents_count", "duplicates_unresolved_count", "jobs_active_count", "ai_pending_count"]) {
			expect(text).toMatch(new RegExp(`^paperless_ngx_dedupe_${gauge} \\d+$`, "m"));
		}
		expect(text).toContain('target_info{service_name="paperless-dedupe"');
		expect(text).not.toContain(user.id);
	});

	it("of Paperless-ngx are asked once a minute, by collectors, and keep their last values", async () => {
		const statistics = { documents_total: 12, documents_inbox: null, tag_count: 3, correspondent_count: 0 };
		const rest = { document_type_count: 0, storage_path_count: 0, character_count: 5 };
		let works = true;
		const asked = vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
			const { pathname } = new URL(String(input));
			if (!works) return new Response("down", { status: 503 });
			if (pathname === "/api/statistics/") return Response.json({ ...statistics, ...rest });
			if (pathname === "/api/tags/") {
				const tag = { id: 7, name: 'a "b"', slug: "a-b", document_count: 2, is_inbox_tag: true };
				return Response.json({ count: 1, next: null, previous: null, results: [tag] });
			}
			return new Response("no", { status: 403 });
		});
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const vars = {
			...metrics,
			...paperless,
			PAPERLESS_METRICS_ENABLED: "true",
			PAPERLESS_METRICS_COLLECTORS: "document, tag, group, nonsense",
		};
		const get = deployment(vars);
		const scrape = async () => await (await get("/metrics", bearer(metrics.METRICS_TOKEN))).text();
		const first = await scrape();
		expect(first).toContain("paperless_documents 12\n");
		expect(first).toContain('paperless_tag_info{id="7",name="a \\"b\\"",slug="a-b"} 1\n');
		expect(first).toContain('paperless_tag_inbox{id="7"} 1\n');
		expect(first).toContain('paperless_collector_errors_total{collector="group"} 1\n');
		const calls = asked.mock.calls.length;
		works = false;
		const second = await scrape();
		expect(second).toContain("paperless_documents 12\n");
		// Only the collector that has nothing yet asked again.
		expect(asked.mock.calls.length).toBe(calls + 1);
	});
});
