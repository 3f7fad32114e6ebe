import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { idsIn } from "../../lib/ids.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { aiResults, aiRunItems } from "../../platform/enrich-tables.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { jobs } from "../../platform/tables.ts";
import type { KeptScope } from "../processing/scope.ts";
import { resultFilter } from "../results/store.ts";

/*
 * What a run has to do and has done, item by item: a step that runs again finds what the one before it has come to, wherever that died.
 */

const i = aiRunItems;
const d = libraryDocuments;
const r = aiResults;

/** Of one statement: D1 takes 2 MB as one value. */
const idsAStatement = 20_000;
/** What a finished job has done stays for so long. */
const keptMs = 24 * 3_600_000;

/** Documents of the owner's as the items of a job that is written with them; others and repeated ones are left out. */
export function selectedItems(
	db: Database,
	{ jobId, owner }: { jobId: string; owner: string },
	documentIds: readonly string[],
): Statement[] {
	const unique = idsIn(documentIds);
	const statements: Statement[] = [];
	for (let from = 0; from < unique.length; from += idsAStatement) {
		const ids = JSON.stringify(unique.slice(from, from + idsAStatement));
		statements.push(
			db.insert(i).select(
				newItems(
					jobId,
					sql`select ${from} + asked.key as position, ${d.id} as subject from json_each(${ids}) as asked
						cross join ${d} where ${d.id} = asked.value and ${d.owner} = ${owner}`,
				),
			),
		);
	}
	return statements;
}

/** Fills in a job's items by its scope, unless it has some; again: changes nothing. */
export async function fillItems(
	ctx: Context,
	{ jobId, owner, scope, limit }: { jobId: string; owner: string; scope: KeptScope; limit: number | null },
): Promise<void> {
	if (scope.type === "selected") return await limitItems(ctx, jobId, limit);
	const chosen = sql`select ${d.id} as id, ${d.number} as number from ${d} where ${d.owner} = ${owner} and ${inScope(owner, scope)}
		order by ${d.number} limit ${limit ?? -1}`;
	const numbered = sql`select row_number() over (order by number) - 1 as position, id as subject from (${chosen})`;
	const isEmpty = sql`not exists (select 1 from ${i} where ${i.jobId} = ${jobId})`;
	await ctx.db.insert(i).select(newItems(jobId, numbered, isEmpty));
}

/** In the order of the table's columns. */
function newItems(jobId: string, chosen: SQL, only: SQL = sql`true`): SQL {
	return sql`select ${jobId}, position, subject, null, null, 0, null, null, 0, 0 from (${chosen}) where ${only}`;
}

async function limitItems(ctx: Context, jobId: string, limit: number | null): Promise<void> {
	if (limit === null) return;
	const kept = sql`select ${i.position} from ${i} where ${i.jobId} = ${jobId} order by ${i.position} limit ${limit}`;
	await ctx.db.delete(i).where(and(eq(i.jobId, jobId), sql`${i.position} not in (${kept})`));
}

function inScope(owner: string, scope: Exclude<KeptScope, { type: "selected" }>): SQL {
	const result = (condition: SQL) =>
		sql`exists (select 1 from ${r} where ${r.documentId} = ${d.id} and ${r.owner} = ${owner} and ${condition})`;
	switch (scope.type) {
		case "full_reprocess":
			return sql`true`;
		case "new_only":
			// One that was passed over for want of a text, and has one now, is new.
			return sql`(not ${result(sql`true`)} or (${d.wordCount} > 0 and ${result(sql`${r.status} = 'skipped'`)}))`;
		case "failed_only":
			return result(sql`${r.status} = 'failed' and ${r.failureType} is not 'no_suggestions'`);
		case "current_filter":
			return result(resultFilter(owner, scope.filters));
	}
}

export interface OpenItem {
	subject: string;
	position: number;
	passes: number;
}

/** A lane is a share of a job's items that one invocation works on. */
export interface Lane {
	number: number;
	of: number;
}

/** The next items without an outcome: those that were put off come after all others. */
export async function openItems(
	ctx: Context,
	jobId: string,
	{ lane, limit }: { lane: Lane; limit: number },
): Promise<OpenItem[]> {
	return await ctx.db
		.select({ subject: i.subject, position: i.position, passes: i.passes })
		.from(i)
		.where(and(eq(i.jobId, jobId), isNull(i.outcome), sql`${i.position} % ${lane.of} = ${lane.number}`))
		.orderBy(asc(i.passes), asc(i.position))
		.limit(limit);
}

/** True of the items of the job that have no outcome: for statements that write one, and what comes of it. */
export function isOpen(jobId: string, subject: SQL): SQL {
	return sql`exists (select 1 from ${i} where ${i.jobId} = ${jobId} and ${i.subject} = ${subject} and ${i.outcome} is null)`;
}

export interface ItemEnd {
	subject: string;
	outcome: "succeeded" | "failed" | "skipped" | "limited";
	error: string | null;
	promptTokens: number;
	completionTokens: number;
}

/** Writes outcomes; an item that has one keeps it. */
export function endItems(db: Database, jobId: string, ends: readonly ItemEnd[], now: number): Statement {
	const list = JSON.stringify(ends);
	const told = (name: keyof ItemEnd) =>
		sql`(select value ->> ${sql.raw(`'${name}'`)} from json_each(${list}) where value ->> 'subject' = ${i.subject})`;
	return db
		.update(i)
		.set({
			outcome: sql`${told("outcome")}`,
			error: sql`${told("error")}`,
			promptTokens: sql`${told("promptTokens")}`,
			completionTokens: sql`${told("completionTokens")}`,
			endedAt: now,
		})
		.where(
			and(
				eq(i.jobId, jobId),
				isNull(i.outcome),
				sql`${i.subject} in (select value ->> 'subject' from json_each(${list}))`,
			),
		);
}

/** Puts an item off until all others have had their turn. */
export function putOffItem(db: Database, jobId: string, { subject, passes }: OpenItem, until: number): Statement {
	return db
		.update(i)
		.set({ passes: passes + 1, limitedUntil: until })
		.where(and(eq(i.jobId, jobId), eq(i.subject, subject), isNull(i.outcome), eq(i.passes, passes)));
}

export interface ItemCounts {
	total: number;
	open: number;
	succeeded: number;
	failed: number;
	skipped: number;
	promptTokens: number;
	completionTokens: number;
	/** Tries that were put off and made again. */
	retries: number;
}

export async function countItems(ctx: Context, jobId: string, maxPasses: number): Promise<ItemCounts> {
	const sum = (value: SQL) => sql<number>`coalesce(sum(${value}), 0)`;
	const [counts] = await ctx.db
		.select({
			total: sql<number>`count(*)`,
			open: sum(sql`${i.outcome} is null`),
			succeeded: sum(sql`${i.outcome} = 'succeeded'`),
			failed: sum(sql`${i.outcome} in ('failed', 'limited')`),
			skipped: sum(sql`${i.outcome} = 'skipped'`),
			promptTokens: sum(sql`${i.promptTokens}`),
			completionTokens: sum(sql`${i.completionTokens}`),
			retries: sum(sql`min(${i.passes}, ${maxPasses})`),
		})
		.from(i)
		.where(eq(i.jobId, jobId));
	const none = { total: 0, open: 0, succeeded: 0, failed: 0, skipped: 0 };
	return counts ?? { ...none, promptTokens: 0, completionTokens: 0, retries: 0 };
}

/** The last outcomes of calls of a model, the newest first, and until when the provider has put everything off. */
export function lastEnds(db: Database, jobId: string, { limit, now }: { limit: number; now: number }) {
	const ends = sql`select ${i.outcome} as outcome, ${i.error} as error from ${i}
		where ${i.jobId} = ${jobId} and ${i.endedAt} is not null and ${i.outcome} in ('succeeded', 'failed')
		order by ${i.endedAt} desc, ${i.position} desc limit ${limit}`;
	const pause = sql`select max(${i.limitedUntil}) from ${i} where ${i.jobId} = ${jobId} and ${i.limitedUntil} > ${now}`;
	return db
		.select({
			ends: sql<string>`(select json_group_array(json_array(outcome, error)) from (${ends}))`,
			pausedUntil: sql<number | null>`(${pause})`,
		})
		.from(sql`(select 1)`);
}

/** Forgets what jobs had to do that are over for a day, or deleted. */
export async function removeOldItems(ctx: Context): Promise<void> {
	// A run within a job is named after it: its id, and a word behind a colon.
	const job = sql`substr(${i.jobId}, 1, instr(${i.jobId} || ':', ':') - 1)`;
	const kept = sql`select 1 from ${jobs} where ${jobs.id} = ${job}
		and (${jobs.finishedAt} is null or ${jobs.finishedAt} > ${ctx.now() - keptMs})`;
	await ctx.db.delete(i).where(sql`not exists (${kept})`);
}
