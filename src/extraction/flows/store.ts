import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Statement } from "../../platform/database.ts";
import { extractions, flows } from "../../platform/extraction-tables.ts";

export type FlowRow = typeof flows.$inferSelect;

/** A part of a list, newest first: what comes after the row that `after` names. */
export interface Part {
	limit: number;
	after?: { createdAt: number; id: string } | undefined;
}

export function insertFlow(ctx: Context, row: FlowRow): Statement {
	return ctx.db.insert(flows).values(row);
}

export async function findFlow(ctx: Context, owner: string, id: string): Promise<FlowRow | undefined> {
	return await ctx.db.select().from(flows).where(isTheirs(owner, id)).get();
}

export async function listFlows(
	ctx: Context,
	owner: string,
	{ limit, after }: Part,
): Promise<{ rows: FlowRow[]; total: number }> {
	const matches = eq(flows.owner, owner);
	const page = after && sql`(${flows.createdAt}, ${flows.id}) < (${after.createdAt}, ${after.id})`;
	const [rows, counted] = await ctx.db.batch([
		ctx.db.select().from(flows).where(and(matches, page)).orderBy(desc(flows.createdAt), desc(flows.id)).limit(limit),
		ctx.db.select({ total: count() }).from(flows).where(matches),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** Undefined where there is none. Of `settings` the keys that are named are put in place of those before; null removes one. */
export async function changeFlow(
	ctx: Context,
	{ owner, id }: { owner: string; id: string },
	{ settings, ...change }: Partial<Pick<FlowRow, "name" | "fields" | "settings">>,
): Promise<FlowRow | undefined> {
	const patched = settings === undefined ? {} : { settings: sql`json_patch(${flows.settings}, ${settings})` };
	const changed = await ctx.db
		.update(flows)
		.set({ ...change, ...patched, updatedAt: ctx.now() })
		.where(isTheirs(owner, id))
		.returning();
	return changed[0];
}

/** False where there is none. Its documents stay, with what was extracted. */
export async function removeFlow(ctx: Context, owner: string, id: string): Promise<boolean> {
	const [gone] = await ctx.db.batch([
		ctx.db.delete(flows).where(isTheirs(owner, id)).returning({ id: flows.id }),
		ctx.db
			.update(extractions)
			.set({ flowId: null })
			.where(and(eq(extractions.owner, owner), eq(extractions.flowId, id))),
	]);
	return gone.length > 0;
}

function isTheirs(owner: string, id: string) {
	return and(eq(flows.id, id), eq(flows.owner, owner));
}
