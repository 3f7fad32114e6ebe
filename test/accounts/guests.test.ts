import { describe, expect, it } from "vitest";
import {
	adoptGuest,
	findGuest,
	guestLifetimeMs,
	listExpiredGuests,
	openGuest,
	removeGuest,
	renewGuest,
} from "../../src/accounts/accounts.ts";
import { runBatch } from "../../src/platform/database.ts";
import { newContext, newSession, sql } from "./support.ts";

async function newGuest(ctx = newContext()) {
	const opened = openGuest(ctx);
	await runBatch(ctx.db, opened.statements);
	return opened;
}

const expire = (id: string) => sql("UPDATE guests SET expires_at = 1 WHERE id = ?", id);

describe("a guest", () => {
	it("leaves nothing behind until its statements run", async () => {
		const ctx = newContext();
		const opened = openGuest(ctx);
		expect(await findGuest(ctx, opened.token)).toBeUndefined();
		await runBatch(ctx.db, opened.statements);
		expect(await findGuest(ctx, opened.token)).toEqual({ kind: "guest", id: opened.id });
	});

	it("lives for 30 days and longer when it is renewed", async () => {
		const ctx = newContext();
		const { id, token } = await newGuest(ctx);
		const later = { ...ctx, now: () => Date.now() + guestLifetimeMs };
		expect(await findGuest(later, token)).toBeUndefined();
		await renewGuest({ ...ctx, now: () => Date.now() + 1000 }, id);
		expect(await findGuest(later, token)).toEqual({ kind: "guest", id });
	});

	it("is listed when its days are over, and removed only then", async () => {
		const ctx = newContext();
		const [over, alive] = [await newGuest(ctx), await newGuest(ctx)];
		await expire(over.id);
		const listed = await listExpiredGuests(ctx);
		expect(listed).toContain(over.id);
		expect(listed).not.toContain(alive.id);
		expect(await removeGuest(ctx, alive.id)).toBe(false);
		expect(await findGuest(ctx, alive.token)).toBeDefined();
		expect(await removeGuest(ctx, over.id)).toBe(true);
		expect(await removeGuest(ctx, over.id)).toBe(false);
		expect(await listExpiredGuests(ctx)).not.toContain(over.id);
	});

	it("that was renewed after it was listed stays", async () => {
		const ctx = newContext();
		const { id, token } = await newGuest(ctx);
		await expire(id);
		expect(await listExpiredGuests(ctx, { limit: 1 })).toHaveLength(1);
		await renewGuest(ctx, id);
		expect(await removeGuest(ctx, id)).toBe(false);
		expect(await findGuest(ctx, token)).toBeDefined();
	});
});

describe("handing a guest over", () => {
	it("moves idempotency keys, but for those the user has already", async () => {
		const ctx = newContext();
		const { id } = await newSession();
		const guest = await newGuest(ctx);
		const columns = await sql<{ name: string }>("SELECT name FROM pragma_table_info('idempotency_keys')");
		const insert = async (owner: string, key: string) => {
			const names = columns.map(({ name }) => name);
			const values = names.map((name) => (name === "owner" ? owner : name === "key" ? key : "1"));
			const places = names.map(() => "?").join(", ");
			await sql(`INSERT INTO idempotency_keys (${names.join(", ")}) VALUES (${places})`, ...values);
		};
		await insert(guest.id, "shared");
		await insert(guest.id, "guest's");
		await insert(id, "shared");
		await adoptGuest(ctx, guest.id, id);
		const rows = await sql("SELECT key FROM idempotency_keys WHERE owner = ? ORDER BY key", id);
		expect(rows).toEqual([{ key: "guest's" }, { key: "shared" }]);
		expect(await sql("SELECT key FROM idempotency_keys WHERE owner = ?", guest.id)).toEqual([]);
	});

	it("ends the guest at once and changes nothing when it is repeated", async () => {
		const ctx = newContext();
		const { id } = await newSession();
		const guest = await newGuest(ctx);
		expect(await findGuest(ctx, guest.token)).toBeDefined();
		await adoptGuest(ctx, guest.id, id);
		expect(await findGuest(ctx, guest.token)).toBeUndefined();
		await adoptGuest(ctx, guest.id, id);
	});
});
