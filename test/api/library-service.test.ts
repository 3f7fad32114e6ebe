import { describe, expect, it } from "vitest";
import { bodyOf, send } from "../accounts/support.ts";

describe("the library API", () => {
	it("says that it is there, to anybody", async () => {
		const response = await send("/api/v1/health");
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
		expect(await bodyOf(response)).toEqual({
			data: { status: "ok", timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) },
		});
	});

	it("answers an unknown path in its envelope", async () => {
		for (const path of ["/api/v1/nothing", "/api/v1", "/api/v1/documents/x/y/z"]) {
			const response = await send(path);
			expect(response.status).toBe(404);
			expect(await bodyOf(response)).toEqual({ error: { code: "NOT_FOUND", message: expect.any(String) } });
		}
	});

	it("answers a wrong method with those that are allowed", async () => {
		const response = await send("/api/v1/health", { method: "DELETE" });
		expect(response.status).toBe(405);
		expect(response.headers.get("allow")).toBe("GET, HEAD");
		expect(await bodyOf(response)).toEqual({ error: { code: "BAD_REQUEST", message: expect.any(String) } });
	});

	it("leaves the tasks API's /api/v1/meta alone", async () => {
		const response = await send("/api/v1/meta");
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toMatchObject({ app_name: "Deckle" });
	});
});
