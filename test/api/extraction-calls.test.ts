import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/lib/hash.ts";
import { newId } from "../../src/lib/ids.ts";
import { removeOldCalls } from "../../src/requests/requests.ts";
import { bearer, bodyOf, env, newContext, newKey, newSession, post, send, sql } from "../accounts/support.ts";
import { fileForm, type Headers } from "./documents.ts";

const base = "/extract/api/v1";

async function newCaller(input: object = {}): Promise<{ headers: Headers; token: string; owner: string }> {
	const session = await newSession();
	const { token } = await newKey(session, input);
	return { headers: bearer(token), token, owner: session.id };
}

/** Status and name of the error, of an answer that has one. */
async function said(answer: Promise<Response>): Promise<[number, unknown]> {
	const response = await answer;
	return [response.status, (await bodyOf(response)).error];
}

describe("a call of the extraction API", () => {
	it("needs a key or a token, whatever its path", async () => {
		for (const path of ["/audit", "/nowhere"]) {
			const answer = await send(base + path, { headers: { Cookie: "guest_session=x" } });
			expect(answer.status).toBe(401);
			expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
			expect(answer.headers.has("RateLimit")).toBe(false);
			expect(await bodyOf(answer)).toEqual({
				error: "invalid_api_key",
				message: "The provided API key is invalid or has been revoked",
			});
		}
	});

	it("of a disabled account or with a revoked key is as one with none", async () => {
		const [disabled, revoked] = [await newCaller(), await newCaller()];
		await sql("UPDATE users SET is_active = 0 WHERE id = ?", disabled.owner);
		await sql("UPDATE api_keys SET revoked_at = 1 WHERE token_hash = ?", sha256Hex(revoked.token));
		for (const { headers } of [disabled, revoked]) {
			expect(await said(send(`${base}/audit`, { headers }))).toEqual([401, "invalid_api_key"]);
		}
	});

	it("comes over https, but for the machine's own", async () => {
		const { headers } = await newCaller();
		const worker = (exports as unknown as { default: { fetch(url: string, init: object): Promise<Response> } }).default;
		const at = (origin: string) => said(worker.fetch(`${origin}${base}/audit`, { headers }));
		expect(await at("http://deckle.example.com")).toEqual([403, "https_required"]);
		expect(await at("http://localhost.example.com")).toEqual([403, "https_required"]);
		for (const host of ["localhost:8787", "127.0.0.1", "[::1]:80"])
			expect(await at(`http://${host}`)).toEqual([200, undefined]);
		const stranger = worker.fetch(`http://deckle.example.com${base}/audit`, {});
		expect(await said(stranger)).toEqual([403, "https_required"]);
	});

	it("says with every answer how many more may follow", async () => {
		const { headers } = await newCaller();
		const statuses: number[] = [];
		for (const [at, call] of ["GET /audit", "GET /nowhere", "DELETE /audit", "GET /audit?limit=0"].entries()) {
			const [method = "", path = ""] = call.split(" ");
			const answer = await send(base + path, { method, headers });
			statuses.push(answer.status);
			expect(answer.headers.get("RateLimit-Policy")).toBe('"default";q=600;w=60');
			expect(answer.headers.get("RateLimit")).toMatch(new RegExp(`^"default";r=${599 - at};t=(5[5-9]|60)$`));
			expect(answer.headers.has("Access-Control-Allow-Origin")).toBe(false);
		}
		expect(statuses).toEqual([200, 404, 405, 400]);
	});

	it("is refused once a minute's calls are used up, before its scope and its path are looked at", async () => {
		const { headers, token, owner } = await newCaller({ scopes: ["read"] });
		const limiter = env.LIMITS.getByName(`key/${sha256Hex(token)}`);
		await Promise.all(Array.from({ length: 600 }, () => limiter.take(600)));
		const refused = await send(`${base}/nowhere`, { method: "POST", headers });
		expect(refused.status).toBe(429);
		const seconds = Number(refused.headers.get("Retry-After"));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(60);
		expect(refused.headers.get("RateLimit")).toBe(`"default";r=0;t=${seconds}`);
		expect(await bodyOf(refused)).toEqual({
			...{ error: "rate_limit_exceeded", retry_after: seconds },
			message: `Rate limit exceeded. Retry after ${seconds} seconds`,
		});
		const other = await newKey(await newSession());
		expect((await send(`${base}/audit`, { headers: bearer(other.token) })).status).toBe(200);
		expect(await sql("SELECT status FROM audit_entries WHERE owner = ?", owner)).toEqual([{ status: 429 }]);
	});

	it("is one of exactly as many as the limit, of 500 at once", async () => {
		const limiter = env.LIMITS.getByName("key/of 500");
		const verdicts = await Promise.all(Array.from({ length: 500 }, () => limiter.take(120)));
		const allowed = verdicts.filter(({ isAllowed }) => isAllowed);
		expect(allowed).toHaveLength(120);
		expect(new Set(allowed.map(({ remaining }) => remaining)).size).toBe(120);
	});

	it("changes nothing with a key that may only read", async () => {
		const { headers } = await newCaller({ scopes: ["read"] });
		const answer = await send(`${base}/folders`, { method: "POST", headers, body: "no JSON" });
		expect(answer.headers.get("RateLimit")).toMatch(/r=599/);
		expect(await said(Promise.resolve(answer))).toEqual([403, "insufficient_scope"]);
		expect(await said(send(`${base}/nowhere`, { method: "DELETE", headers }))).toEqual([403, "insufficient_scope"]);
		expect((await send(`${base}/folders`, { headers })).status).toBe(200);
		expect((await send(`${base}/folders`, { method: "HEAD", headers })).status).toBe(200);
	});

	it("is written down with the key's last four characters", async () => {
		const { headers, token } = await newCaller();
		await send(`${base}/nowhere?secret=1`, { headers });
		const created = await send(`${base}/documents`, { method: "POST", body: fileForm("# A", "a.md"), headers });
		const { document_id: id } = await bodyOf(created);
		const log = await bodyOf(await send(`${base}/audit`, { headers }));
		expect(log.pagination).toEqual({ next_cursor: null, has_more: false, total_count: 2 });
		const key = `…${token.slice(-4)}`;
		expect(log.entries).toEqual([
			expect.objectContaining({ method: "POST", path: `${base}/documents`, status: 200, document_id: id, key }),
			expect.objectContaining({
				...{ method: "GET", path: `${base}/nowhere`, status: 404, error: "not_found" },
				...{ key, document_id: null },
			}),
		]);
		expect(JSON.stringify(log)).not.toContain(token.slice(0, -4));
	});

	it("is kept for 90 days, and for a week where nobody knows the caller", async () => {
		const insert =
			"insert into audit_entries (id, owner, at, method, path, status, duration_ms) values (?, ?, ?, 'GET', '/', 200, 1)";
		const owner = newId();
		const daysAgo = (days: number) => Date.now() - days * 86_400_000;
		for (const days of [6, 8, 89, 91]) {
			await sql(insert, `${owner}/${days}`, owner, daysAgo(days));
			await sql(insert, `${owner}/stranger/${days}`, null, daysAgo(days));
		}
		await removeOldCalls(newContext());
		const left = await sql<{ id: string }>(
			"select id from audit_entries where id like ? order by number",
			`${owner}/%`,
		);
		expect(left.map(({ id }) => id.replace(`${owner}/`, ""))).toEqual(["6", "stranger/6", "8", "89"]);
	});

	it("leads to the reference from /extract/docs and to nothing else beside the API", async () => {
		const docs = await send("/extract/docs", { redirect: "manual" });
		expect([docs.status, docs.headers.get("Location")]).toEqual([302, "/docs"]);
		expect(await said(send("/extract/nowhere"))).toEqual([404, "not_found"]);
	});
});

describe("a POST under an Idempotency-Key", () => {
	const keyed = (headers: Headers, key: string, body: unknown, path = "/folders") =>
		post(base + path, body, { ...headers, "Idempotency-Key": key });

	it("is done once, and answered the same again", async () => {
		const { headers } = await newCaller();
		const first = await keyed(headers, "a", { name: "Letters" });
		const again = await keyed(headers, "a", { name: "Letters", unknown: 1 });
		expect([first.headers.get("Idempotent-Replayed"), again.headers.get("Idempotent-Replayed")]).toEqual([
			null,
			"true",
		]);
		expect(await again.text()).toBe(await first.text());
		expect(await said(keyed(headers, "a", { name: "Bills" }))).toEqual([409, "idempotency_conflict"]);
		expect((await keyed(headers, "a", { name: "x", fields: [] }, "/flows")).status).toBe(400);
		const list = await bodyOf<{ folders: unknown[] }>(await send(`${base}/folders`, { headers }));
		expect(list.folders).toHaveLength(1);
		expect((await keyed((await newCaller()).headers, "a", { name: "Bills" })).status).toBe(200);
	});

	it("gives a refusal again that its state had, and belongs to one path", async () => {
		const { headers } = await newCaller();
		const upload = async () => {
			const created = await send(`${base}/documents`, { method: "POST", body: fileForm("# A", "a.md"), headers });
			return (await bodyOf<{ document_id: string }>(created)).document_id;
		};
		const [one, other] = [await upload(), await upload()];
		const refused = await keyed(headers, "b", {}, `/documents/${one}/approve`);
		expect([refused.status, refused.headers.get("Idempotent-Replayed")]).toEqual([409, null]);
		const again = await keyed(headers, "b", {}, `/documents/${one}/approve`);
		expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([409, "true"]);
		expect(await again.text()).toBe(await refused.text());
		const elsewhere = await keyed(headers, "b", {}, `/documents/${other}/approve`);
		expect(elsewhere.headers.get("Idempotent-Replayed")).toBe(null);
	});

	it("takes keys of 1 to 255 characters", async () => {
		const { headers } = await newCaller();
		expect((await keyed(headers, "k".repeat(255), { name: "A" })).status).toBe(200);
		for (const key of ["", "k".repeat(256)]) {
			expect(await said(keyed(headers, key, { name: "A" }))).toEqual([400, "invalid_request"]);
		}
	});

	it("makes one document of 20 at once, however its bytes are packed", async () => {
		const { headers } = await newCaller();
		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				send(`${base}/documents`, {
					method: "POST",
					body: fileForm("# The same", "same.md"),
					headers: { ...headers, "Idempotency-Key": "c" },
				}),
			),
		);
		const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
		expect(bodies.size).toBe(1);
		expect(answers.filter((answer) => !answer.headers.has("Idempotent-Replayed"))).toHaveLength(1);
		const list = await bodyOf<{ pagination: { total_count: number } }>(await send(`${base}/documents`, { headers }));
		expect(list.pagination.total_count).toBe(1);
		const other = fileForm("# Another", "same.md");
		const changed = send(`${base}/documents`, {
			method: "POST",
			body: other,
			headers: { ...headers, "Idempotency-Key": "c" },
		});
		expect(await said(changed)).toEqual([409, "idempotency_conflict"]);
	});
});

describe("a list of the extraction API", () => {
	const insert = (owner: string, from: number, count: number) =>
		sql(
			`INSERT INTO documents (id, owner, source, file_name, extension, created_at, updated_at)
			 SELECT printf('%s-%05d', ?1, value), ?1, 'upload', 'a.md', '.md', value / 7, value / 7 FROM json_each(?2)`,
			owner,
			JSON.stringify(Array.from({ length: count }, (_, at) => from + at)),
		);

	it("shows each that stays once, while others come and go", async () => {
		const { headers, owner } = await newCaller();
		await insert(owner, 10_000, 500);
		const seen: string[] = [];
		let cursor: string | null = null;
		for (let page = 0; page === 0 || cursor !== null; page += 1) {
			const query: string = cursor === null ? "" : `&cursor=${cursor}`;
			const listed: Listed = await bodyOf(await send(`${base}/documents?limit=40${query}`, { headers }));
			seen.push(...listed.documents.map(({ document_id }) => document_id));
			cursor = listed.pagination.next_cursor;
			expect(listed.pagination.has_more).toBe(cursor !== null);
			await sql("DELETE FROM documents WHERE id = ?", `${owner}-${10_000 + page * 30}`);
			await sql("DELETE FROM documents WHERE id = ?", `${owner}-${10_499 - page * 30}`);
			await insert(owner, 20_000 + page * 10, 10);
		}
		const stayed = await sql<{ id: string }>("SELECT id FROM documents WHERE owner = ? AND created_at < 2000", owner);
		expect(stayed.length).toBeGreaterThan(450);
		for (const { id } of stayed) expect(seen.filter((one) => one === id)).toEqual([id]);
	});

	it("takes a cursor for the owner, the list and the filters that it was given for", async () => {
		const { headers, owner } = await newCaller();
		await insert(owner, 0, 5);
		const at = (query: string, as = headers, path = "/documents") => send(`${base}${path}?${query}`, { headers: as });
		const { pagination } = await bodyOf<Listed>(await at("limit=2&status=pending"));
		expect(pagination).toMatchObject({ has_more: true, total_count: 5 });
		const cursor = `cursor=${pagination.next_cursor}`;
		const next = await bodyOf<Listed>(await at(`limit=500&status=pending&${cursor}`));
		expect(next.documents).toHaveLength(3);
		expect(next.pagination).toEqual({ next_cursor: null, has_more: false, total_count: 5 });
		const other = (await newCaller()).headers;
		for (const wrong of [
			at(cursor),
			at(`status=failed&${cursor}`),
			at(`status=pending&folder_id=x&${cursor}`),
			at(`status=pending&${cursor}`, other),
			at(cursor, headers, "/flows"),
			at(`status=pending&${cursor}A`),
			at(`status=pending&${cursor}.A`),
			at(`status=pending&cursor=x${pagination.next_cursor}`),
			at("cursor=eyJpZCI6MTAwfQ=="),
		]) {
			expect(await said(wrong)).toEqual([400, "invalid_cursor"]);
		}
		expect((await bodyOf<Listed>(await at("folder_id=unknown"))).documents).toEqual([]);
	});
});

interface Listed {
	documents: { document_id: string }[];
	pagination: { next_cursor: string | null; has_more: boolean; total_count: number };
}
