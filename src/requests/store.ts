import { and, eq, gt, lt, lte } from "drizzle-orm";
import type { Context } from "../context.ts";
import { idempotencyKeys } from "../platform/tables.ts";

type Row = typeof idempotencyKeys.$inferSelect;
type RequestKey = Pick<Row, "owner" | "route" | "key">;

const same = (request: RequestKey) =>
	and(
		eq(idempotencyKeys.owner, request.owner),
		eq(idempotencyKeys.route, request.route),
		eq(idempotencyKeys.key, request.key),
	);

export async function findRequest(ctx: Context, request: RequestKey, after: number): Promise<Row | undefined> {
	return await ctx.db
		.select()
		.from(idempotencyKeys)
		.where(and(same(request), gt(idempotencyKeys.createdAt, after)))
		.get();
}

export function insertRequest(ctx: Context, row: Row) {
	return ctx.db.insert(idempotencyKeys).values({
		owner: row.owner,
		route: row.route,
		key: row.key,
		fingerprint: row.fingerprint,
		status: row.status,
		body: row.body,
		createdAt: row.createdAt,
	});
}

/** Removes the request if it is not newer than `until`. */
export function removeRequest(ctx: Context, request: RequestKey, until: number) {
	return ctx.db.delete(idempotencyKeys).where(and(same(request), lte(idempotencyKeys.createdAt, until)));
}

export async function removeRequestsBefore(ctx: Context, time: number): Promise<void> {
	await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, time));
}
