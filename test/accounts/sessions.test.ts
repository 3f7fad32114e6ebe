import { describe, expect, it } from "vitest";
import { removeDeadRefreshTokens } from "../../src/accounts/accounts.ts";
import { logIn, newContext, newSession, sql } from "./support.ts";

describe("clearing sessions away", () => {
	it("removes the expired and the long revoked and keeps the rest", async () => {
		const { email, id } = await newSession();
		for (let n = 0; n < 3; n++) await logIn(email);
		const rows = await sql<{ id: string }>("SELECT id FROM refresh_tokens WHERE user_id = ? ORDER BY id", id);
		const [expired, longRevoked, justRevoked, live] = rows.map((row) => row.id);
		await sql("UPDATE refresh_tokens SET expires_at = ? WHERE id = ?", Date.now() - 1, expired);
		await sql("UPDATE refresh_tokens SET revoked_at = ? WHERE id = ?", Date.now() - 25 * 3_600_000, longRevoked);
		await sql("UPDATE refresh_tokens SET revoked_at = ? WHERE id = ?", Date.now() - 1000, justRevoked);
		expect(await removeDeadRefreshTokens(newContext())).toBe(2);
		const left = await sql<{ id: string }>("SELECT id FROM refresh_tokens WHERE user_id = ? ORDER BY id", id);
		expect(left.map((row) => row.id)).toEqual([justRevoked, live]);
	});
});
