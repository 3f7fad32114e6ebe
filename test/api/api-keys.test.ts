import { afterEach, describe, expect, it, vi } from "vitest";
import { bearer, bodyOf, newKey, newSession, post, type Session, send, sql } from "../accounts/support.ts";

const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const unknownId = "018f0000-0000-7000-8000-000000000000";

interface Listed {
	items: { id: string; name: string; last_used_at: string | null; revoked_at: string | null }[];
	total: number;
	limit: number;
	offset: number;
	has_more: boolean;
}

async function list(session: Session, query = ""): Promise<Listed> {
	return bodyOf<Listed>(await send(`/api-keys${query}`, { headers: bearer(session.accessToken) }));
}

const revoke = (session: Session, id: string) =>
	send(`/api-keys/${id}`, { method: "DELETE", headers: bearer(session.accessToken) });

afterEach(() => {
	vi.restoreAllMocks();
});

describe("creating a key", () => {
	it("shows its token once", async () => {
		const session = await newSession();
		const response = await post("/api-keys", { name: "  build server " }, bearer(session.accessToken));
		expect(response.status).toBe(201);
		const key = await bodyOf<{ token: string; key_prefix: string }>(response);
		expect(key).toEqual({
			id: expect.any(String),
			name: "build server",
			key_prefix: key.token.slice(0, 15),
			scopes: ["read", "write"],
			created_at: expect.stringMatching(wholeSeconds),
			last_used_at: null,
			revoked_at: null,
			token: expect.stringMatching(/^pmk_[0-9a-f]{32}_[\w-]{43}$/),
		});
		const stored = await sql("SELECT * FROM api_keys WHERE owner = ?", session.id);
		expect(JSON.stringify(stored)).not.toContain(key.token.slice(20));
		expect(JSON.stringify(await list(session))).not.toContain(key.token.slice(20));
	});

	it.each(["", "   ", "\t\n\u00a0"])("refuses the blank name %j with a sentence", async (name) => {
		const response = await post("/api-keys", { name }, bearer((await newSession()).accessToken));
		expect(response.status).toBe(422);
		expect(await bodyOf(response)).toEqual({ detail: "API key name must not be empty" });
	});

	it.each([
		["no name", {}, "missing", "name"],
		["null", { name: null }, "string_type", "name"],
		["a number", { name: 5 }, "string_type", "name"],
		["256 characters", { name: "x".repeat(256) }, "string_too_long", "name"],
		["half a surrogate pair", { name: "\ud800" }, "string_unicode", "name"],
		["an unknown scope", { name: "x", scopes: ["admin"] }, "literal_error", "scopes.0"],
		["scopes that are no list", { name: "x", scopes: "read" }, "list_type", "scopes"],
	])("refuses %s with a list", async (_, input, type, field) => {
		const response = await post("/api-keys", input, bearer((await newSession()).accessToken));
		expect(response.status).toBe(422);
		const { detail } = await bodyOf<{ detail: { loc: unknown[]; type: string; msg: string; input: unknown }[] }>(
			response,
		);
		expect(detail).toHaveLength(1);
		expect(detail[0]?.loc.join(".")).toBe(`body.${field}`);
		expect(detail[0]?.type).toBe(type);
		expect(detail[0]).toHaveProperty("input");
	});

	it("counts a name in characters", async () => {
		const { accessToken } = await newSession();
		expect((await post("/api-keys", { name: "💌".repeat(255) }, bearer(accessToken))).status).toBe(201);
		expect((await post("/api-keys", { name: "💌".repeat(256) }, bearer(accessToken))).status).toBe(422);
	});

	it("answers 422 to broken JSON", async () => {
		const { accessToken } = await newSession();
		const headers = { ...bearer(accessToken), "Content-Type": "application/json" };
		const response = await send("/api-keys", { method: "POST", headers, body: "{" });
		expect(response.status).toBe(422);
		expect(await bodyOf(response)).toMatchObject({ detail: [{ loc: ["body"], type: "json_invalid" }] });
	});

	it("asks for a token before it looks at the body", async () => {
		for (const body of ["{", "{}", "x".repeat(100_000)]) {
			const response = await send("/api-keys", {
				method: "POST",
				headers: { "Content-Type": "application/json" },
				body,
			});
			expect(response.status).toBe(401);
			expect(response.headers.get("WWW-Authenticate")).toBe("Bearer");
			expect(await bodyOf(response)).toEqual({ detail: "Authentication required" });
		}
	});
});

describe("a key that may only read", () => {
	it("lists and does nothing else", async () => {
		const session = await newSession();
		const { id, token } = await newKey(session, { scopes: ["read"] });
		expect((await send("/api-keys", { headers: bearer(token) })).status).toBe(200);
		expect((await send("/api-keys", { method: "HEAD", headers: bearer(token) })).status).toBe(200);
		const refused = [
			await post("/api-keys", { name: "x" }, bearer(token)),
			await post("/api-keys", {}, bearer(token)),
			await send(`/api-keys/${id}`, { method: "DELETE", headers: bearer(token) }),
		];
		for (const response of refused) {
			expect(response.status).toBe(403);
			expect(await bodyOf(response)).toEqual({ detail: "API key lacks the write scope" });
		}
	});

	it("comes from scopes without write; write includes read", async () => {
		const session = await newSession();
		await newKey(session, { scopes: ["write"] });
		await newKey(session, { scopes: ["read", "read"] });
		const rows = await sql("SELECT scopes FROM api_keys WHERE owner = ? ORDER BY id", session.id);
		expect(rows).toEqual([{ scopes: "read write" }, { scopes: "read" }]);
	});
});

describe("listing keys", () => {
	it("pages through the caller's own, newest first", async () => {
		const [session, other] = [await newSession(), await newSession()];
		await newKey(other, { name: "not mine" });
		for (const name of ["one", "two", "three"]) await newKey(session, { name });
		const first = await list(session, "?limit=2");
		expect(first).toMatchObject({ total: 3, limit: 2, offset: 0, has_more: true });
		expect(first.items.map(({ name }) => name)).toEqual(["three", "two"]);
		const second = await list(session, "?limit=2&offset=2");
		expect(second).toMatchObject({ total: 3, limit: 2, offset: 2, has_more: false });
		expect(second.items.map(({ name }) => name)).toEqual(["one"]);
		expect(await list(session, "?offset=900000000000000")).toMatchObject({ items: [], total: 3, has_more: false });
		expect(await list(session, "?limit=7&limit=1&unknown=x")).toMatchObject({ limit: 1 });
	});

	it("is empty at first, with the default page", async () => {
		expect(await list(await newSession())).toEqual({ items: [], total: 0, limit: 50, offset: 0, has_more: false });
	});

	it.each([
		["limit=0", "limit", "greater_than_equal", "Input should be greater than or equal to 1"],
		["limit=1001", "limit", "less_than_equal", "Input should be less than or equal to 1000"],
		["limit=abc", "limit", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"],
		["limit=", "limit", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"],
		["limit=1.5", "limit", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"],
		["limit=1e3", "limit", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"],
		["offset=-1", "offset", "greater_than_equal", "Input should be greater than or equal to 0"],
		[
			"offset=99999999999999999999",
			"offset",
			"less_than_equal",
			"Input should be less than or equal to 9007199254740991",
		],
	])("refuses ?%s", async (query, field, type, msg) => {
		const { accessToken } = await newSession();
		const response = await send(`/api-keys?${query}`, { headers: bearer(accessToken) });
		expect(response.status).toBe(422);
		expect(await bodyOf(response)).toMatchObject({
			detail: [{ loc: ["query", field], type, msg, input: query.slice(field.length + 1) }],
		});
	});
});

describe("revoking a key", () => {
	it("is idempotent and keeps the first date", async () => {
		const session = await newSession();
		const { id } = await newKey(session);
		expect(await bodyOf(await revoke(session, id))).toEqual({ revoked: true });
		const [before] = (await list(session)).items;
		expect(before?.revoked_at).toMatch(wholeSeconds);
		await sql("UPDATE api_keys SET revoked_at = 1000 WHERE id = ?", id);
		const again = await revoke(session, id.toUpperCase());
		expect([again.status, await bodyOf(again)]).toEqual([200, { revoked: true }]);
		expect((await list(session)).items[0]?.revoked_at).toBe("1970-01-01T00:00:01Z");
	});

	it("answers 404 for another's key and an unknown one", async () => {
		const [session, other] = [await newSession(), await newSession()];
		const { id, token } = await newKey(other);
		for (const target of [id, unknownId]) {
			const response = await revoke(session, target);
			expect([response.status, await bodyOf(response)]).toEqual([404, { detail: "API key not found" }]);
		}
		expect((await send("/api-keys", { headers: bearer(token) })).status).toBe(200);
	});

	it("answers 422 for an id that is no UUID", async () => {
		const response = await revoke(await newSession(), "42");
		expect(response.status).toBe(422);
		expect(await bodyOf(response)).toMatchObject({
			detail: [{ loc: ["path", "id"], type: "uuid_parsing", input: "42" }],
		});
	});

	it("is open to the key itself", async () => {
		const { id, token } = await newKey(await newSession());
		const response = await send(`/api-keys/${id}`, { method: "DELETE", headers: bearer(token) });
		expect(response.status).toBe(200);
		expect((await send("/api-keys", { headers: bearer(token) })).status).toBe(401);
	});
});

describe("a key's last use", () => {
	it("is written at most once a minute", async () => {
		const session = await newSession();
		const { id, token } = await newKey(session);
		const lastUse = async () => {
			const [row] = await sql<{ last_used_at: number | null }>("SELECT last_used_at FROM api_keys WHERE id = ?", id);
			return row?.last_used_at ?? null;
		};
		const start = Date.now();
		const clock = vi.spyOn(Date, "now").mockReturnValue(start);
		const useAt = async (ms: number) => {
			clock.mockReturnValue(start + ms);
			await send("/api-keys", { headers: bearer(token) });
		};
		await useAt(0);
		await vi.waitFor(async () => expect(await lastUse()).toBe(start));
		await useAt(59_000);
		expect(await lastUse()).toBe(start);
		await useAt(60_000);
		await vi.waitFor(async () => expect(await lastUse()).toBe(start + 60_000));
	});
});
