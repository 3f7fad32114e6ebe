import { afterEach, describe, expect, it, vi } from "vitest";
import { webhookSecret } from "../../src/accounts/accounts.ts";
import { newContext, newSession, sql } from "./support.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

describe("a user's webhook secret", () => {
	it("is made on first use, stays the same and is stored encrypted", async () => {
		const { id } = await newSession();
		const secret = await webhookSecret(newContext(), id);
		expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		expect(await webhookSecret(newContext(), id)).toBe(secret);
		const [row] = await sql<{ webhook_secret: string }>("SELECT webhook_secret FROM users WHERE id = ?", id);
		expect(row?.webhook_secret).toMatch(/^v1\./);
		expect(await webhookSecret(newContext(), (await newSession()).id)).not.toBe(secret);
	});

	it("is one when first uses race", async () => {
		const { id } = await newSession();
		const secrets = await Promise.all([1, 2, 3, 4, 5].map(() => webhookSecret(newContext(), id)));
		expect(new Set(secrets).size).toBe(1);
	});

	it("of nobody is not found", async () => {
		await expect(webhookSecret(newContext(), crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
	});

	it.each(["", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "short"])(
		"needs a DATA_KEY, and %j is none: the log says so",
		async (dataKey) => {
			const { id } = await newSession();
			const log = vi.spyOn(console, "error").mockImplementation(() => {});
			const attempt = webhookSecret(newContext({ DATA_KEY: dataKey }), id);
			await expect(attempt).rejects.toMatchObject({ code: "internal", message: "Internal Server Error" });
			expect(log).toHaveBeenCalledTimes(1);
			expect(log.mock.calls[0]?.[0]).toMatch(/^DATA_KEY /);
		},
	);
});
