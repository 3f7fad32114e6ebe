import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Statement } from "../../platform/database.ts";
import { taggingSearch } from "../../platform/search-tables.ts";
import { documents, jobs, outbox, taggingRecords as records } from "../../platform/tables.ts";

/**
 * The entry of the outbox that has what is left of a job of tagging removed: of one that was deleted, or never started. What it removes is
 * bound to it, since a new job may come under the same id once it is carried out.
 */
export interface RemovalOrder {
	/** Of the entry. */
	id: string;
	jobId: string;
}

/** Deletes a job, with which its records are nobody's any more, and leaves the order to remove them: in one transaction. */
export function forgetTaggingJob(ctx: Context, { id, jobId }: RemovalOrder, dueAt: number): Statement[] {
	return [
		ctx.db.delete(outbox).where(eq(outbox.subject, jobId)),
		ctx.db.insert(outbox).values({ id, topic: "rows", subject: jobId, dueAt, createdAt: ctx.now() }),
		ctx.db.delete(jobs).where(eq(jobs.id, jobId)),
	];
}

export async function removalOrders(ctx: Context, jobId: string): Promise<RemovalOrder[]> {
	return await ctx.db
		.select({ id: outbox.id, jobId: outbox.subject })
		.from(outbox)
		.where(and(eq(outbox.subject, jobId), eq(outbox.topic, "rows")));
}

/** Some of the documents that came in through the job and are still there. */
export async function documentsToRemove(ctx: Context, order: RemovalOrder, limit: number): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: documents.id })
		.from(records)
		.innerJoin(documents, eq(documents.id, records.documentId))
		.where(and(eq(records.jobId, order.jobId), eq(records.broughtIn, true), stands(order)))
		.limit(limit);
	return rows.map(({ id }) => id);
}

/** Removes some of the job's records; gives how many. */
export async function removeSomeRecords(ctx: Context, order: RemovalOrder, limit: number): Promise<number> {
	const some = sql`select number from ${records} where job_id = ${order.jobId} and ${stands(order)} order by "row" limit ${limit}`;
	const [, { meta }] = await ctx.db.batch([
		ctx.db.delete(taggingSearch).where(sql`rowid in (${some})`),
		ctx.db.delete(records).where(sql`number in (${some})`),
	]);
	return meta.changes;
}

/** The order is there, and no job under its id. */
function stands({ id, jobId }: RemovalOrder): SQL {
	return sql`exists (select 1 from ${outbox} where ${outbox.id} = ${id})
		and not exists (select 1 from ${jobs} where ${jobs.id} = ${jobId})`;
}
