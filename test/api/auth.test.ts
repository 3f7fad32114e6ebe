import { hash } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { bearer, bodyOf, logIn, newEmail, newSession, password, post, send, sql } from "../accounts/support.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

describe("registering", () => {
	it("answers 201 with the user and no tokens", async () => {
		const response = await post("/api/auth/register", { email: "Jo@EXAMPLE.com", password, full_name: "Jo Doe" });
		expect(response.status).toBe(201);
		expect(await bodyOf(response)).toEqual({
			id: expect.stringMatching(uuid),
			email: "Jo@example.com",
			full_name: "Jo Doe",
			is_active: true,
			is_verified: false,
			created_at: expect.stringMatching(timestamp),
		});
	});

	it("refuses an e-mail that differs from a known one in case only", async () => {
		const email = newEmail();
		await post("/api/auth/register", { email, password });
		const response = await post("/api/auth/register", { email: email.toUpperCase(), password });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({ detail: "Email already registered" });
	});

	it("lets one of several racing registrations win", async () => {
		const email = newEmail();
		const responses = await Promise.all([1, 2, 3, 4].map(() => post("/api/auth/register", { email, password })));
		expect(responses.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
		expect(await sql("SELECT id FROM users WHERE email_key = ?", email)).toHaveLength(1);
	});

	it("keeps a scrypt hash and not the password", async () => {
		const email = newEmail();
		await post("/api/auth/register", { email, password });
		const [row] = await sql<{ password_hash: string }>("SELECT password_hash FROM users WHERE email_key = ?", email);
		expect(row?.password_hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
	});

	it.each([
		["jo@localhost"],
		["jo@mail.local"],
		["jo@mail.test"],
		["jo@site.invalid"],
		["jo"],
		["@example.com"],
		["jo@"],
		["jo@@example.com"],
		["jo doe@example.com"],
		["jo@exa\u0000mple.com"],
		["jo\ud800@example.com"],
		["jo@-example.com"],
		["jo@example"],
		["jo@127.0.0.1"],
		["jo@example.com/path"],
		[".jo@example.com"],
		["a".repeat(65).concat("@example.com")],
		["a".repeat(1024 * 1024).concat("@example.com")],
	])("refuses the e-mail %.30j", async (email) => {
		const response = await post("/api/auth/register", { email, password });
		expect(response.status).toBe(400);
		const body = await bodyOf<{ detail: string; errors: { loc: string[]; type: string; input: string }[] }>(response);
		expect(body.detail).toMatch(/^email: value is not a valid email address: /);
		expect(body.errors).toHaveLength(1);
		expect(body.errors[0]).toMatchObject({ loc: ["body", "email"], type: "value_error" });
		expect(body.errors[0]?.input.length).toBeLessThan(1000);
	});

	it.each(["jo+tag@example.org", "o'hara@sub.example.co.uk", "jörg@bücher.example.com"])(
		"takes the e-mail %s",
		async (email) => {
			expect((await post("/api/auth/register", { email, password })).status).toBe(201);
		},
	);

	it("refuses a short password and does not repeat it", async () => {
		const response = await post("/api/auth/register", { email: newEmail(), password: "1234567" });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({
			detail: "password: String should have at least 8 characters",
			errors: [
				{
					loc: ["body", "password"],
					msg: "String should have at least 8 characters",
					type: "string_too_short",
					input: "**********",
					ctx: { min_length: 8 },
				},
			],
		});
	});

	it("takes a password of 1024 characters and refuses one more", async () => {
		const longest = await post("/api/auth/register", { email: newEmail(), password: "p".repeat(1024) });
		const longer = await post("/api/auth/register", { email: newEmail(), password: "p".repeat(1025) });
		expect([longest.status, longer.status]).toEqual([201, 400]);
	});

	it("names every field that is missing or of another type", async () => {
		const response = await post("/api/auth/register", { email: 7, full_name: ["Jo"] });
		expect(response.status).toBe(400);
		const body = await bodyOf<{ detail: string; errors: { loc: string[]; type: string; msg: string }[] }>(response);
		expect(body.detail).toBe("email: Input should be a valid string");
		expect(body.errors.map(({ loc, type }) => [loc.join("."), type])).toEqual([
			["body.email", "string_type"],
			["body.password", "missing"],
			["body.full_name", "string_type"],
		]);
	});

	it.each([
		["not JSON", "{", "application/json"],
		["nothing", "", "application/json"],
		["a list", "[]", "application/json"],
		["a string", '"x"', "application/json"],
		["null", "null", "application/json"],
		["a form", "email=a@example.com", "application/x-www-form-urlencoded"],
		["text", '{"email":"a@example.com","password":"12345678"}', "text/plain"],
	])("answers 400 in its own form to a body that is %s", async (_, body, type) => {
		const response = await send("/api/auth/register", { method: "POST", headers: { "Content-Type": type }, body });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toMatchObject({
			detail: expect.stringMatching(/^body: /),
			errors: [{ loc: ["body"] }],
		});
	});

	it("reads a body without a content type as JSON", async () => {
		const body = new TextEncoder().encode(JSON.stringify({ email: newEmail(), password }));
		expect((await send("/api/auth/register", { method: "POST", body })).status).toBe(201);
	});

	it("refuses a body beyond reason", async () => {
		const response = await post("/api/auth/register", { email: "x".repeat(5 * 1024 * 1024), password });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({ detail: "Request body too large" });
	});

	it("takes any JSON nesting without breaking", async () => {
		const body = `{"email":${"[".repeat(20_000)}${"]".repeat(20_000)},"password":"12345678"}`;
		const headers = { "Content-Type": "application/json" };
		const response = await send("/api/auth/register", { method: "POST", headers, body });
		expect(response.status).toBe(400);
	});

	it("keeps odd but possible names as they are", async () => {
		for (const name of ["Zoë 👩‍🚀", "", "a\u0000b", "'; DROP TABLE users; --"]) {
			const response = await post("/api/auth/register", { email: newEmail(), password, full_name: name });
			expect(await bodyOf(response)).toMatchObject({ full_name: name });
		}
	});

	it("refuses a name that is half a surrogate pair", async () => {
		const response = await post("/api/auth/register", { email: newEmail(), password, full_name: "a\ud800" });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toMatchObject({ errors: [{ type: "string_unicode" }] });
	});
});

describe("logging in", () => {
	it("answers with the user and both tokens", async () => {
		const email = newEmail();
		await post("/api/auth/register", { email, password });
		const response = await post("/api/auth/login", { email: email.toUpperCase(), password });
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toEqual({
			user: {
				id: expect.stringMatching(uuid),
				email,
				full_name: null,
				is_active: true,
				is_verified: false,
				created_at: expect.stringMatching(timestamp),
			},
			tokens: {
				access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
				refresh_token: expect.stringMatching(/^[\w-]{43}$/),
				token_type: "bearer",
				expires_in: 1800,
			},
		});
	});

	it("puts exactly the named claims into the access token", async () => {
		const session = await newSession();
		const [head, claims] = session.accessToken.split(".").map((part) => part.replace(/-/g, "+").replace(/_/g, "/"));
		expect(JSON.parse(atob(head ?? ""))).toEqual({ alg: "HS256", typ: "JWT" });
		const { iat, exp, ...rest } = JSON.parse(atob(claims ?? ""));
		expect(rest).toEqual({ sub: session.id, email: session.email, type: "access" });
		expect(exp - iat).toBe(1800);
	});

	it.each([
		["a wrong password", async () => ({ email: (await newSession()).email, password: "wrong password" })],
		["an unknown e-mail", async () => ({ email: newEmail(), password })],
		["what is no e-mail", async () => ({ email: "jo", password })],
		["an e-mail of a megabyte", async () => ({ email: "x".repeat(1024 * 1024), password })],
		[
			"a password of a megabyte",
			async () => ({ email: (await newSession()).email, password: "x".repeat(1024 * 1024) }),
		],
		["an empty password", async () => ({ email: (await newSession()).email, password: "" })],
		["half a surrogate pair", async () => ({ email: "a\ud800@example.com", password: "\udc00" })],
	])("says the same to %s", async (_, credentials) => {
		const response = await post("/api/auth/login", await credentials());
		expect(response.status).toBe(401);
		expect(await bodyOf(response)).toEqual({ detail: "Invalid email or password" });
	});

	it("needs both fields", async () => {
		const response = await post("/api/auth/login", { email: newEmail() });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toMatchObject({
			detail: "password: Field required",
			errors: [{ loc: ["body", "password"], type: "missing", msg: "Field required" }],
		});
	});

	it("tells of a disabled account only after the right password", async () => {
		const { email } = await newSession();
		await sql("UPDATE users SET is_active = 0 WHERE email_key = ?", email);
		const right = await post("/api/auth/login", { email, password });
		const wrong = await post("/api/auth/login", { email, password: "wrong password" });
		expect([right.status, await bodyOf(right)]).toEqual([403, { detail: "User account is disabled" }]);
		expect(wrong.status).toBe(401);
	});

	it("takes a bcrypt hash that was brought along and replaces it", async () => {
		const { email } = await newSession();
		await sql("UPDATE users SET password_hash = ? WHERE email_key = ?", await hash(password, 4), email);
		expect((await post("/api/auth/login", { email, password: "wrong password" })).status).toBe(401);
		expect((await post("/api/auth/login", { email, password })).status).toBe(200);
		const [row] = await sql<{ password_hash: string }>("SELECT password_hash FROM users WHERE email_key = ?", email);
		expect(row?.password_hash).toMatch(/^scrypt\$/);
		expect((await post("/api/auth/login", { email, password })).status).toBe(200);
	});

	it("notes device and address, cut to what fits", async () => {
		const { email } = await newSession();
		const session = await logIn(email, {
			"User-Agent": "x".repeat(400),
			"CF-Connecting-IP": "2001:db8::7",
			"X-Forwarded-For": "203.0.113.9, 10.0.0.1",
		});
		const forwarded = await logIn(email, { "X-Forwarded-For": `203.0.113.9 , 10.0.0.1` });
		const rows = await sql(
			"SELECT device_info, ip_address FROM refresh_tokens WHERE user_id = ? ORDER BY id",
			session.id,
		);
		expect(forwarded.id).toBe(session.id);
		expect(rows.slice(1)).toEqual([
			{ device_info: "x".repeat(255), ip_address: "2001:db8::7" },
			expect.objectContaining({ ip_address: "203.0.113.9" }),
		]);
	});

	it("leaves earlier sessions alone", async () => {
		const first = await newSession();
		await logIn(first.email);
		expect((await post("/api/auth/refresh", { refresh_token: first.refreshToken })).status).toBe(200);
	});
});

describe("refreshing", () => {
	it("gives a new pair without a wrapper and ends the old token", async () => {
		const { refreshToken } = await newSession();
		const response = await post("/api/auth/refresh", { refresh_token: refreshToken });
		expect(response.status).toBe(200);
		const body = await bodyOf<{ access_token: string; refresh_token: string }>(response);
		expect(Object.keys(body).sort()).toEqual(["access_token", "expires_in", "refresh_token", "token_type"]);
		expect(body.refresh_token).not.toBe(refreshToken);
		expect((await send("/api/auth/me", { headers: bearer(body.access_token) })).status).toBe(200);
		const again = await post("/api/auth/refresh", { refresh_token: refreshToken });
		expect([again.status, await bodyOf(again)]).toEqual([401, { detail: "Invalid or expired refresh token" }]);
		expect((await post("/api/auth/refresh", { refresh_token: body.refresh_token })).status).toBe(200);
	});

	it("lets one of several parallel refreshes win", async () => {
		const { refreshToken, id } = await newSession();
		const tries = [1, 2, 3, 4, 5].map(() => post("/api/auth/refresh", { refresh_token: refreshToken }));
		const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
		expect(statuses).toEqual([200, 401, 401, 401, 401]);
		const live = await sql("SELECT id FROM refresh_tokens WHERE user_id = ? AND revoked_at IS NULL", id);
		expect(live).toHaveLength(1);
	});

	it("ignores an Authorization header, even a bad one", async () => {
		const { refreshToken } = await newSession();
		const response = await post("/api/auth/refresh", { refresh_token: refreshToken }, bearer("expired"));
		expect(response.status).toBe(200);
	});

	it.each([
		["unknown", async () => "a".repeat(43)],
		["empty", async () => ""],
		["odd", async () => "\u0000' OR 1=1"],
		[
			"expired",
			async () => {
				const { refreshToken, id } = await newSession();
				await sql("UPDATE refresh_tokens SET expires_at = ? WHERE user_id = ?", Date.now() - 1, id);
				return refreshToken;
			},
		],
		[
			"of a disabled user's",
			async () => {
				const { refreshToken, id } = await newSession();
				await sql("UPDATE users SET is_active = 0 WHERE id = ?", id);
				return refreshToken;
			},
		],
		[
			"of a missing user's",
			async () => {
				const { refreshToken, id } = await newSession();
				await sql("DELETE FROM users WHERE id = ?", id);
				return refreshToken;
			},
		],
	])("refuses a token that is %s", async (_, token) => {
		const response = await post("/api/auth/refresh", { refresh_token: await token() });
		expect(response.status).toBe(401);
		expect(await bodyOf(response)).toEqual({ detail: "Invalid or expired refresh token" });
	});

	it("answers 400 to a token of another type", async () => {
		expect((await post("/api/auth/refresh", { refresh_token: 5 })).status).toBe(400);
		expect((await post("/api/auth/refresh", {})).status).toBe(400);
	});

	it("stores only the hash of a token", async () => {
		const { refreshToken, id } = await newSession();
		const rows = await sql<{ token_hash: string }>("SELECT * FROM refresh_tokens WHERE user_id = ?", id);
		expect(JSON.stringify(rows)).not.toContain(refreshToken);
		expect(rows[0]?.token_hash).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe("logging out", () => {
	it("ends that session, says so, and is 200 again", async () => {
		const session = await newSession();
		const input = { refresh_token: session.refreshToken };
		const first = await post("/api/auth/logout", input);
		const second = await post("/api/auth/logout", input);
		expect([first.status, await bodyOf(first)]).toEqual([200, { message: "Successfully logged out", success: true }]);
		expect([second.status, await bodyOf(second)]).toEqual([
			200,
			{ message: "Token already revoked or invalid", success: true },
		]);
		expect((await post("/api/auth/refresh", input)).status).toBe(401);
	});

	it("leaves the access token valid until it expires", async () => {
		const session = await newSession();
		await post("/api/auth/logout", { refresh_token: session.refreshToken });
		expect((await send("/api/auth/me", { headers: bearer(session.accessToken) })).status).toBe(200);
	});
});

describe("the surface", () => {
	it("shows the user behind a token", async () => {
		const session = await newSession();
		const response = await send("/api/auth/me", { headers: bearer(session.accessToken) });
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toMatchObject({ id: session.id, email: session.email, full_name: null });
	});

	it("is healthy without a token", async () => {
		expect(await bodyOf(await send("/api/health"))).toEqual({
			status: "healthy",
			version: "2.0.0",
			message: "Document Meta-Tagging API is running",
		});
		expect(await bodyOf(await send("/api/status"))).toEqual({ status: "ok", service: "document-meta-tagging-api" });
	});

	it("accepts a trailing slash", async () => {
		expect((await send("/api/health/")).status).toBe(200);
	});

	it("tells an unknown path from a wrong method", async () => {
		const unknown = await send("/api/nothing");
		const wrong = await send("/api/auth/login/");
		expect([unknown.status, await bodyOf(unknown)]).toEqual([404, { detail: "Not Found" }]);
		expect([wrong.status, await bodyOf(wrong)]).toEqual([405, { detail: "Method Not Allowed" }]);
		expect(wrong.headers.get("Allow")).toBe("POST");
	});

	it("mirrors a preflight from any origin", async () => {
		const response = await send("/api/auth/login", {
			method: "OPTIONS",
			headers: {
				Origin: "https://app.example.org",
				"Access-Control-Request-Method": "POST",
				"Access-Control-Request-Headers": "authorization, x-odd",
			},
		});
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"access-control-allow-origin": "https://app.example.org",
			"access-control-allow-credentials": "true",
			"access-control-allow-headers": "authorization, x-odd",
			"access-control-allow-methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
			"access-control-max-age": "600",
			vary: expect.stringContaining("Origin"),
		});
	});

	it("echoes the origin on answers and on errors", async () => {
		for (const path of ["/api/health", "/api/auth/me", "/api/nothing"]) {
			const { headers } = await send(path, { headers: { Origin: "https://app.example.org" } });
			expect(headers.get("Access-Control-Allow-Origin")).toBe("https://app.example.org");
			expect(headers.get("Access-Control-Allow-Credentials")).toBe("true");
			expect(headers.get("Vary")).toContain("Origin");
		}
		expect((await send("/api/health")).headers.get("Access-Control-Allow-Origin")).toBe("*");
	});
});
