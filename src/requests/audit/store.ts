import { and, count, desc, eq, getTableColumns, inArray, isNull, lt } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { auditEntries } from "../../platform/extraction-tables.ts";

export type AuditEntry = typeof auditEntries.$inferSelect;
export type NewAuditEntry = typeof auditEntries.$inferInsert;

export async function insertEntry(ctx: Context, entry: NewAuditEntry): Promise<void> {
	await ctx.db.insert(auditEntries).values(entry);
}

/** Newest first, and how many there are in all; `before` is the number of the entry that the part follows. */
export async function listEntries(
	ctx: Context,
	owner: string,
	part: { limit: number; before: number | undefined },
): Promise<{ rows: AuditEntry[]; total: number }> {
	const theirs = eq(auditEntries.owner, owner);
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select(getTableColumns(auditEntries))
			.from(auditEntries)
			.where(and(theirs, part.before === undefined ? undefined : lt(auditEntries.number, part.before)))
			.orderBy(desc(auditEntries.number))
			.limit(part.limit),
		ctx.db.select({ total: count() }).from(auditEntries).where(theirs),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** Removes at most `limit` entries from before `time`, or, with `isStrangers`, of those whose caller is not known; gives how many. */
export async function deleteSomeEntries(
	ctx: Context,
	{ time, limit, isStrangers }: { time: number; limit: number; isStrangers: boolean },
): Promise<number> {
	const old = and(lt(auditEntries.at, time), isStrangers ? isNull(auditEntries.owner) : undefined);
	const some = ctx.db.select({ number: auditEntries.number }).from(auditEntries).where(old).limit(limit);
	const { meta } = await ctx.db.delete(auditEntries).where(inArray(auditEntries.number, some));
	return meta.changes;
}
