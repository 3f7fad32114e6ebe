import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { type Addition, addCounters } from "../platform/counters.ts";
import { runBatch } from "../platform/database.ts";
import { aiResults } from "../platform/enrich-tables.ts";
import { duplicateGroups, libraryDocuments } from "../platform/library-tables.ts";
import { counters, jobs } from "../platform/tables.ts";

export interface CounterRow {
	name: string;
	labels: Record<string, string>;
	value: number;
}

const libraryKinds = ["sync", "analysis", "batch_operation", "ai_processing", "ai_apply", "rag_indexing"] as const;
const activeStatuses = ["pending", "running", "paused"] as const;

export async function listCounters(ctx: Context): Promise<CounterRow[]> {
	const rows = await ctx.db.select().from(counters).orderBy(asc(counters.name), asc(counters.labels));
	return rows.map((row) => ({ ...row, labels: JSON.parse(row.labels) as Record<string, string> }));
}

/** What there is now, over all users. */
export async function countAll(
	ctx: Context,
): Promise<{ documents: number; pendingGroups: number; activeJobs: number; pendingResults: number }> {
	const isActive = and(inArray(jobs.kind, [...libraryKinds]), inArray(jobs.status, [...activeStatuses]));
	const [documents, groups, active, results] = await ctx.db.batch([
		ctx.db.select({ total: count() }).from(libraryDocuments),
		ctx.db.select({ total: count() }).from(duplicateGroups).where(eq(duplicateGroups.status, "pending")),
		ctx.db.select({ total: count() }).from(jobs).where(isActive),
		ctx.db.select({ total: count() }).from(aiResults).where(eq(aiResults.status, "pending")),
	]);
	return {
		documents: documents[0]?.total ?? 0,
		pendingGroups: groups[0]?.total ?? 0,
		activeJobs: active[0]?.total ?? 0,
		pendingResults: results[0]?.total ?? 0,
	};
}

export async function raise(ctx: Context, additions: readonly Addition[]): Promise<void> {
	await runBatch(ctx.db, addCounters(ctx.db, additions));
}

/** Throws where the database does not answer. */
export async function askDatabase(ctx: Context): Promise<void> {
	await ctx.db.get(sql`select 1`);
}
