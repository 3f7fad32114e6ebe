import { describe, expect, it } from "vitest";
import { bearer, bodyOf, newKey, newSession, send } from "../accounts/support.ts";

const base = "/extract/api/v1";

describe("a call of the extraction API", () => {
	it("needs a key or a token, whatever its path", async () => {
		for (const path of ["/audit", "/nowhere"]) {
			const answer = await send(base + path);
			expect(answer.status).toBe(401);
			expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
			expect(await bodyOf(answer)).toEqual({
				error: "invalid_api_key",
				message: "The provided API key is invalid or has been revoked",
			});
		}
	});

	it("says with every answer how many more may follow", async () => {
		const { token } = await newKey(await newSession());
		const statuses: number[] = [];
		for (const [at, call] of ["GET /audit", "GET /nowhere", "DELETE /audit", "GET /audit?limit=0"].entries()) {
			const [method = "", path = ""] = call.split(" ");
			const answer = await send(base + path, { method, headers: bearer(token) });
			statuses.push(answer.status);
			expect(answer.headers.get("RateLimit-Policy")).toBe('"default";q=600;w=60');
			expect(answer.headers.get("RateLimit")).toBe(`"default";r=${599 - at};t=60`);
		}
		expect(statuses).toEqual([200, 404, 405, 400]);
	});

	it("is written down with the key's last four characters", async () => {
		const { token } = await newKey(await newSession());
		await send(`${base}/nowhere?secret=1`, { headers: bearer(token) });
		const log = await bodyOf(await send(`${base}/audit`, { headers: bearer(token) }));
		expect(log.pagination).toEqual({ next_cursor: null, has_more: false, total_count: 1 });
		expect(log.entries).toEqual([
			expect.objectContaining({
				...{ method: "GET", path: `${base}/nowhere`, status: 404, error: "not_found" },
				...{ key: `…${token.slice(-4)}`, document_id: null },
			}),
		]);
		expect(JSON.stringify(log)).not.toContain(token.slice(0, -4));
	});
});
