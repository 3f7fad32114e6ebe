import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resolvePrincipal } from "../../src/accounts/accounts.ts";
import type { Config } from "../../src/env.ts";
import {
	bearer,
	bodyOf,
	env,
	newContext,
	newKey,
	newSession,
	post,
	type Session,
	send,
	sql,
} from "../accounts/support.ts";

const now = () => Math.floor(Date.now() / 1000);

/** Claims of any kind; undefined leaves one out. */
type Claims = Record<string, unknown>;

/** A token under our own secret, with whatever claims. */
function forge(claims: Claims, secret = env.JWT_SECRET_KEY ?? "", algorithm = "HS256"): Promise<string> {
	return new SignJWT(claims).setProtectedHeader({ alg: algorithm }).sign(new TextEncoder().encode(secret));
}

function claimsOf({ id, email }: Session): Claims {
	return { sub: id, email, type: "access", iat: now(), exp: now() + 60 };
}

async function me(headers: Record<string, string>) {
	const response = await send("/api/auth/me", { headers });
	return { status: response.status, challenge: response.headers.get("WWW-Authenticate"), body: await bodyOf(response) };
}

const notAuthenticated = { status: 401, challenge: "Bearer", body: { detail: "Not authenticated" } };
const invalid = { status: 401, challenge: "Bearer", body: { detail: "Invalid or expired token" } };

afterEach(() => {
	vi.restoreAllMocks();
});

describe("a Bearer header", () => {
	it("is needed", async () => {
		expect(await me({})).toEqual(notAuthenticated);
	});

	it.each(["", "Bearer", "Bearer ", "Basic abc", "Token abc", "abc"])(
		"that says %j counts as no token",
		async (header) => {
			expect(await me({ Authorization: header })).toEqual(notAuthenticated);
		},
	);

	it("may be written in any case", async () => {
		const { accessToken } = await newSession();
		for (const scheme of ["bearer", "BEARER", "BeArEr"]) {
			expect((await me({ Authorization: `${scheme}  ${accessToken}` })).status).toBe(200);
		}
	});

	it.each(["x", "a.b.c", "..", `${"x".repeat(9000)}`, "pmk_", "null", "eyJhbGciOiJIUzI1NiJ9.e30."])(
		"with the token %.20j is refused",
		async (token) => {
			expect(await me(bearer(token))).toEqual(invalid);
		},
	);

	it("with two tokens is refused", async () => {
		const { accessToken } = await newSession();
		expect(await me(bearer(`${accessToken}, Bearer ${accessToken}`))).toEqual(invalid);
	});
});

describe("an access token", () => {
	it("is taken when its claims are right", async () => {
		const session = await newSession();
		expect((await me(bearer(await forge(claimsOf(session))))).status).toBe(200);
	});

	it.each([
		["has expired", { exp: now() - 1 }],
		["never expires", { exp: undefined }],
		["is not valid yet", { nbf: now() + 60 }],
		["is a refresh token", { type: "refresh" }],
		["has no type", { type: undefined }],
		["names an issuer", { iss: "https://issuer.example.com" }],
		["has no subject", { sub: undefined }],
		["has a malformed subject", { sub: "1" }],
		["has a subject that is no string", { sub: 7 }],
		["has an expiry that is no number", { exp: "soon" }],
	])("is refused when it %s", async (_, change) => {
		const session = await newSession();
		expect(await me(bearer(await forge({ ...claimsOf(session), ...change })))).toEqual(invalid);
	});

	it("is refused under another secret, another algorithm and none", async () => {
		const session = await newSession();
		const claims = claimsOf(session);
		const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims)).replace(/=+$/, "")}.`;
		expect(await me(bearer(await forge(claims, "another secret of enough length, 40 chars")))).toEqual(invalid);
		expect(await me(bearer(await forge(claims, `${env.JWT_SECRET_KEY}${"x".repeat(32)}`, "HS512")))).toEqual(invalid);
		expect(await me(bearer(unsigned))).toEqual(invalid);
	});

	it("is refused when one character of it is changed", async () => {
		const { accessToken } = await newSession();
		for (const at of [5, 60, accessToken.length - 20]) {
			const other = accessToken[at] === "A" ? "B" : "A";
			expect((await me(bearer(accessToken.slice(0, at) + other + accessToken.slice(at + 1)))).status).toBe(401);
		}
	});

	it("of a user who is gone says so", async () => {
		const session = await newSession();
		await sql("DELETE FROM users WHERE id = ?", session.id);
		expect(await me(bearer(session.accessToken))).toEqual({
			...invalid,
			body: { detail: "User not found" },
		});
	});

	it("of a user who was deleted a moment after its last use says so too", async () => {
		const session = await newSession();
		expect((await me(bearer(session.accessToken))).status).toBe(200);
		await sql("DELETE FROM users WHERE id = ?", session.id);
		expect(await me(bearer(session.accessToken))).toEqual({ ...invalid, body: { detail: "User not found" } });
	});

	it("of a disabled user is 403", async () => {
		const session = await newSession();
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", session.id);
		const answer = await me(bearer(session.accessToken));
		expect(answer).toEqual({ status: 403, challenge: null, body: { detail: "User account is disabled" } });
	});

	it("shows a user disabled meanwhile within a second", async () => {
		const session = await newSession();
		expect((await me(bearer(session.accessToken))).status).toBe(200);
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", session.id);
		vi.spyOn(Date, "now").mockReturnValue(Date.now() + 1001);
		expect((await me(bearer(session.accessToken))).status).toBe(403);
	});

	it("ends on time although it was just used", async () => {
		const session = await newSession();
		const start = now() * 1000 + 1000;
		const clock = vi.spyOn(Date, "now").mockReturnValue(start - 100);
		const token = await forge({ ...claimsOf(session), exp: start / 1000 });
		expect((await me(bearer(token))).status).toBe(200);
		clock.mockReturnValue(start);
		expect((await me(bearer(token))).status).toBe(401);
	});
});

describe("without a usable JWT_SECRET_KEY", () => {
	it.each([
		["missing", undefined],
		["short", "0123456789abcdefghijklmnopqrstu"],
		["published", "your-secret-key-change-this-in-production"],
		["repeated", "a".repeat(64)],
	])("(%s) nobody is told apart, and the log names the variable", async (_, secret) => {
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		const { JWT_SECRET_KEY: _secret, ...config } = newContext().config;
		const ctx = { ...newContext(), config: (secret ? { ...config, JWT_SECRET_KEY: secret } : config) as Config };
		for (const authorization of [undefined, "Bearer x", `Bearer ${await forge({ sub: "x" }, secret ?? "none")}`]) {
			const attempt = resolvePrincipal(ctx, { authorization, needsWrite: false });
			await expect(attempt).rejects.toMatchObject({ code: "internal", message: "Internal Server Error" });
		}
		expect(log).toHaveBeenCalledTimes(3);
		expect(log.mock.calls[0]?.join(" ")).toMatch(/^JWT_SECRET_KEY /);
		expect(JSON.stringify(log.mock.calls)).not.toContain(secret ?? "undefined:");
	});
});

describe("an API key", () => {
	it("is taken where a Bearer token is", async () => {
		const session = await newSession();
		const { token } = await newKey(session);
		expect((await me(bearer(token))).body).toMatchObject({ id: session.id });
	});

	it("is refused at once after its revocation", async () => {
		const session = await newSession();
		const { id, token } = await newKey(session);
		expect((await me(bearer(token))).status).toBe(200);
		await send(`/api-keys/${id}`, { method: "DELETE", headers: bearer(session.accessToken) });
		expect(await me(bearer(token))).toEqual(invalid);
	});

	it("falls with its user", async () => {
		const session = await newSession();
		const { token } = await newKey(session);
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", session.id);
		expect((await me(bearer(token))).body).toEqual({ detail: "User account is disabled" });
		await sql("DELETE FROM users WHERE id = ?", session.id);
		expect((await me(bearer(token))).body).toEqual({ detail: "User not found" });
	});
});

describe("who is the administrator", () => {
	async function isAdmin(session: Session, config: Partial<Config> = {}): Promise<boolean> {
		// A token of its own for each question: the answer is kept for a second.
		const token = await forge({ ...claimsOf(session), nonce: crypto.randomUUID() });
		const resolution = await resolvePrincipal(newContext(config), {
			authorization: `Bearer ${token}`,
			needsWrite: false,
		});
		return resolution.ok && resolution.principal.isAdmin;
	}

	it("is decided by who registered first, once, also in a race", async () => {
		await sql("DELETE FROM users");
		await sql("INSERT INTO users (id, issuer, subject, created_at, updated_at) VALUES ('x', 'i', 's', 1, 1)");
		const sessions = await Promise.all([newSession(), newSession(), newSession()]);
		const admins = await Promise.all(sessions.map((session) => isAdmin(session)));
		expect(admins.filter(Boolean)).toHaveLength(1);
		expect(await sql("SELECT id FROM users WHERE is_admin = 1")).toHaveLength(1);
	});

	it("is decided by ADMIN_EMAIL alone where it is set", async () => {
		await sql("DELETE FROM users");
		const [first, second] = [await newSession(), await newSession()];
		const config = { ADMIN_EMAIL: second.email.toUpperCase() };
		expect([await isAdmin(first), await isAdmin(second)]).toEqual([true, false]);
		expect([await isAdmin(first, config), await isAdmin(second, config)]).toEqual([false, true]);
	});
});

describe("an outside identity provider's token", async () => {
	const issuer = "https://clerk.example.com";
	const keys = await generateKeyPair("RS256", { extractable: true });
	const curve = await generateKeyPair("ES256", { extractable: true });
	const edwards = await generateKeyPair("EdDSA", { extractable: true });
	const jwks = {
		keys: [
			{ ...(await exportJWK(keys.publicKey)), kid: "rsa", alg: "RS256" },
			{ ...(await exportJWK(curve.publicKey)), kid: "ec", alg: "ES256" },
			{ ...(await exportJWK(edwards.publicKey)), kid: "ed", alg: "EdDSA" },
		],
	};
	let subjects = 0;

	function claims(change: Claims = {}): Claims {
		subjects++;
		return { iss: issuer, sub: `user_${subjects}`, iat: now(), nbf: now() - 10, exp: now() + 60, ...change };
	}
	function sign(payload: Claims, header = { alg: "RS256", kid: "rsa" }, key = keys.privateKey): Promise<string> {
		return new SignJWT(payload).setProtectedHeader(header).sign(key);
	}
	function serveKeys(answer: () => Response | Promise<Response> = () => Response.json(jwks)) {
		return vi.spyOn(globalThis, "fetch").mockImplementation(async () => answer());
	}
	const configured = { OUTSIDE_JWT_ISSUER: issuer };
	async function resolve(token: string, config: Partial<Config> = configured) {
		return resolvePrincipal(newContext(config), { authorization: `Bearer ${token}`, needsWrite: true });
	}
	const refused = { ok: false, reason: "invalid" };

	it("is refused where no issuer is configured, without a fetch", async () => {
		const fetched = serveKeys();
		expect(await resolve(await sign(claims()), {})).toEqual(refused);
		expect(fetched).not.toHaveBeenCalled();
	});

	it("makes a user of its own at first sight and finds it again", async () => {
		serveKeys();
		const payload = claims({ email: "Someone@Example.com", name: "Some One" });
		const first = await resolve(await sign(payload));
		const second = await resolve(await sign({ ...payload, exp: now() + 120 }));
		expect(first).toMatchObject({ ok: true, principal: { kind: "user", isAdmin: false, credential: "outside" } });
		expect(second).toEqual(first);
		const rows = await sql("SELECT * FROM users WHERE issuer = ? AND subject = ?", issuer, payload.sub);
		expect(rows).toEqual([
			expect.objectContaining({ email: "Someone@example.com", email_key: null, full_name: "Some One", is_admin: 0 }),
		]);
	});

	it("makes one user when its first requests race", async () => {
		serveKeys();
		const payload = claims();
		const tokens = await Promise.all([1, 2, 3, 4].map((n) => sign({ ...payload, exp: now() + 60 + n })));
		const found = await Promise.all(tokens.map((token) => resolve(token)));
		expect(new Set(found.map((resolution) => resolution.ok && resolution.principal.id)).size).toBe(1);
		expect(await sql("SELECT id FROM users WHERE subject = ?", payload.sub)).toHaveLength(1);
	});

	it("is never joined to an account by e-mail and never administrator", async () => {
		serveKeys();
		const session = await newSession();
		const config = { ...configured, ADMIN_EMAIL: session.email };
		const resolution = await resolve(await sign(claims({ email: session.email })), config);
		expect(resolution).toMatchObject({ ok: true, principal: { isAdmin: false } });
		expect(resolution.ok && resolution.principal.id).not.toBe(session.id);
	});

	it("is taken under ES256 and EdDSA too", async () => {
		serveKeys();
		expect((await resolve(await sign(claims(), { alg: "ES256", kid: "ec" }, curve.privateKey))).ok).toBe(true);
		expect((await resolve(await sign(claims(), { alg: "EdDSA", kid: "ed" }, edwards.privateKey))).ok).toBe(true);
	});

	it.each([
		["has another issuer", { iss: "https://evil.example.com" }],
		["has no issuer", { iss: undefined }],
		["has expired", { exp: now() - 1 }],
		["never expires", { exp: undefined }],
		["is not valid yet", { nbf: now() + 60 }],
		["has no subject", { sub: undefined }],
		["has an empty subject", { sub: "" }],
	])("is refused when it %s", async (_, change) => {
		serveKeys();
		expect(await resolve(await sign(claims(change)))).toEqual(refused);
	});

	it("is refused when it is signed by somebody else", async () => {
		serveKeys();
		const stranger = await generateKeyPair("RS256");
		expect(await resolve(await sign(claims(), { alg: "RS256", kid: "rsa" }, stranger.privateKey))).toEqual(refused);
		expect(await resolve(await sign(claims(), { alg: "RS256", kid: "unknown" }))).toEqual(refused);
	});

	it("is never checked with our secret, nor ours with its keys", async () => {
		serveKeys();
		const session = await newSession();
		expect(await resolve(await forge(claims({ ...claimsOf(session), iss: issuer })))).toEqual(refused);
		expect(await resolve(await sign({ ...claimsOf(session) }))).toEqual(refused);
		const publicKey = JSON.stringify(jwks.keys[0]);
		expect(await resolve(await forge(claims(), publicKey))).toEqual(refused);
	});

	it("is refused under another asymmetric algorithm", async () => {
		serveKeys();
		const { privateKey } = await generateKeyPair("PS256");
		expect(await resolve(await sign(claims(), { alg: "PS256", kid: "rsa" }, privateKey))).toEqual(refused);
	});

	it("is checked for audience and party only where these are configured", async () => {
		serveKeys();
		const audience = { ...configured, OUTSIDE_JWT_AUDIENCE: "deckle" };
		const parties = { ...configured, OUTSIDE_JWT_AUTHORIZED_PARTIES: ["https://app.example.com"] };
		expect(await resolve(await sign(claims()), audience)).toEqual(refused);
		expect((await resolve(await sign(claims({ aud: ["other", "deckle"] })), audience)).ok).toBe(true);
		expect(await resolve(await sign(claims({ azp: "https://evil.example.com" })), parties)).toEqual(refused);
		expect(await resolve(await sign(claims()), parties)).toEqual(refused);
		expect((await resolve(await sign(claims({ azp: "https://app.example.com" })), parties)).ok).toBe(true);
	});

	it("costs one fetch of the keys for many tokens, and none for a made-up one of another issuer", async () => {
		const config = { OUTSIDE_JWT_ISSUER: issuer, OUTSIDE_JWT_JWKS_URL: "https://keys.example.com/one.json" };
		const fetched = serveKeys();
		for (let n = 0; n < 3; n++) expect((await resolve(await sign(claims()), config)).ok).toBe(true);
		expect(await resolve(await sign(claims(), { alg: "RS256", kid: "unknown" }), config)).toEqual(refused);
		expect(await resolve(await sign(claims({ iss: "https://other.example.com" })), config)).toEqual(refused);
		expect(fetched).toHaveBeenCalledTimes(1);
		expect(String(fetched.mock.calls[0]?.[0])).toBe("https://keys.example.com/one.json");
	});

	it("is neither taken nor condemned while the keys cannot be had", async () => {
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		const config = { OUTSIDE_JWT_ISSUER: issuer, OUTSIDE_JWT_JWKS_URL: "https://keys.example.com/down.json" };
		const fetched = serveKeys(() => new Response("no", { status: 503 }));
		await expect(resolve(await sign(claims()), config)).rejects.toMatchObject({ code: "unavailable" });
		await expect(resolve(await sign(claims()), config)).rejects.toMatchObject({ code: "unavailable" });
		expect(fetched).toHaveBeenCalledTimes(1);
		expect(log).toHaveBeenCalledTimes(1);
	});

	it("of a disabled user is refused as such", async () => {
		serveKeys();
		const payload = claims();
		const first = await resolve(await sign(payload));
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", first.ok && first.principal.id);
		expect(await resolve(await sign({ ...payload, exp: now() + 90 }))).toEqual({ ok: false, reason: "disabled" });
	});
});

describe("a token in the query", () => {
	const inQuery = (queryToken: string, authorization?: string) =>
		resolvePrincipal(newContext(), { queryToken, authorization, needsWrite: false });

	it("is an access token and never a key", async () => {
		const session = await newSession();
		const { token } = await newKey(session);
		expect((await inQuery(session.accessToken)).ok).toBe(true);
		expect(await inQuery(token)).toEqual({ ok: false, reason: "invalid" });
	});

	it("is no key either when the key was used a moment ago", async () => {
		const { token } = await newKey(await newSession());
		expect((await me(bearer(token))).status).toBe(200);
		expect(await inQuery(token)).toEqual({ ok: false, reason: "invalid" });
	});

	it("gives way to the header", async () => {
		const session = await newSession();
		expect(await inQuery(session.accessToken, "Bearer bad")).toEqual({ ok: false, reason: "invalid" });
		expect((await inQuery("bad", `Bearer ${session.accessToken}`)).ok).toBe(true);
	});

	it("is not looked at on other routes", async () => {
		const session = await newSession();
		const response = await send(`/api/auth/me?token=${session.accessToken}`);
		expect(response.status).toBe(401);
		expect((await post(`/api/auth/me?token=${session.accessToken}`, {})).status).toBe(405);
	});
});
