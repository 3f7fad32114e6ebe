import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { schedules, users } from "../platform/tables.ts";

export type ScheduleRow = typeof schedules.$inferSelect;

export async function listScheduleRows(ctx: Context, owner: string): Promise<ScheduleRow[]> {
	return await ctx.db.select().from(schedules).where(eq(schedules.owner, owner));
}

export async function putScheduleRows(ctx: Context, rows: readonly ScheduleRow[]): Promise<void> {
	const [first, ...rest] = rows.map((row) => {
		const { owner: _owner, task: _task, ...set } = row;
		return ctx.db
			.insert(schedules)
			.values(row)
			.onConflictDoUpdate({ target: [schedules.owner, schedules.task], set });
	});
	if (first !== undefined) await ctx.db.batch([first, ...rest]);
}

/**
 * Takes the schedules that are due, the longest first, so that no other tick runs them before `leasedUntil`; of users who are there and
 * not disabled. One query.
 */
export async function claimDueRows(ctx: Context, leasedUntil: number, limit: number): Promise<ScheduleRow[]> {
	const now = ctx.now();
	const due = sql`(${schedules.owner}, ${schedules.task}) in (
		select s.owner, s.task from ${schedules} s join ${users} u on u.id = s.owner
		where s.next_run_at <= ${now} and s.is_enabled and u.is_active and coalesce(s.leased_until, 0) <= ${now}
		order by s.next_run_at limit ${limit})`;
	return await ctx.db.update(schedules).set({ leasedUntil }).where(due).returning();
}

/** Writes what became of a run, unless its lease was lost to another. */
export async function settleRow(ctx: Context, row: ScheduleRow, change: Partial<ScheduleRow>): Promise<void> {
	const isOurs = and(
		eq(schedules.owner, row.owner),
		eq(schedules.task, row.task),
		eq(schedules.leasedUntil, row.leasedUntil ?? 0),
	);
	await ctx.db
		.update(schedules)
		.set({ ...change, leasedUntil: null, updatedAt: ctx.now() })
		.where(isOurs);
}
