import { and, asc, eq, gt, notInArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { idsIn } from "../../lib/ids.ts";
import { addCounters } from "../../platform/counters.ts";
import { runBatch, runWithLast, type Statement } from "../../platform/database.ts";
import { aiFeedback, aiResults } from "../../platform/enrich-tables.ts";
import type { Feedback } from "../feedback.ts";
import { resultFilter } from "../results/store.ts";
import { writtenStatuses } from "../status.ts";

const r = aiResults;

/** What was written is taken back by a revert, not by a rejection. */
const mayBeRejected = notInArray(r.status, [...writtenStatuses]);

/** Appends `entry` to what was said of a result; nothing where there is no such result. */
export function appendFeedback(
	ctx: Context,
	{ owner, id, entry, only }: { owner: string; id: string; entry: Feedback; only?: SQL },
): Statement {
	const suggestion = sql`json_object('title', ${r.suggestedTitle}, 'correspondent', ${r.suggestedCorrespondent},
		'documentType', ${r.suggestedDocumentType}, 'tags', json(${r.suggestedTags}))`;
	// In the order of the table's columns; the number is the table's own.
	return ctx.db.insert(aiFeedback).select(sql`
		select null, ${r.owner}, ${r.id}, ${r.documentId}, ${suggestion}, ${JSON.stringify(entry)}, ${ctx.now()}
		from ${r} where ${and(eq(r.id, id), eq(r.owner, owner), only)}`);
}

/** False, and nothing said, where the result is another's or was written to its document. */
export async function reject(
	ctx: Context,
	{ owner, id, reason }: { owner: string; id: string; reason: string | undefined },
): Promise<boolean> {
	const entry: Feedback = { action: "rejected", ...(reason !== undefined && { reason }) };
	const isIt = and(eq(r.id, id), eq(r.owner, owner), mayBeRejected);
	const rows = await runWithLast<{ id: string }[]>(
		ctx.db,
		[
			appendFeedback(ctx, { owner, id, entry, only: mayBeRejected }),
			...countRejected(ctx, 1, sql`exists (select 1 from ${r} where ${isIt})`),
		],
		ctx.db.update(r).set(rejected(ctx)).where(isIt).returning({ id: r.id }),
	);
	return rows.length > 0;
}

/** Ids in one parameter: D1 binds 2 MB as one value at most. */
const portionIds = 10_000;

/** Those of `ids` that are the owner's and not rejected or written yet; gives how many. */
export async function rejectMany(ctx: Context, owner: string, ids: readonly string[]): Promise<number> {
	let changed = 0;
	const known = idsIn(ids);
	for (let from = 0; from < known.length; from += portionIds) {
		const portion = JSON.stringify(known.slice(from, from + portionIds));
		const isIt = sql`${r.id} in (select value from json_each(${portion}))`;
		changed += await rejectWhere(
			ctx,
			and(eq(r.owner, owner), isIt, notInArray(r.status, [...writtenStatuses, "rejected"])),
		);
	}
	return changed;
}

export async function rejectPending(ctx: Context, owner: string): Promise<number> {
	return await rejectWhere(ctx, resultFilter(owner, { status: "pending" }));
}

async function rejectWhere(ctx: Context, where: SQL | undefined): Promise<number> {
	const { meta } = await ctx.db.update(r).set(rejected(ctx)).where(where);
	await runBatch(ctx.db, countRejected(ctx, meta.changes));
	return meta.changes;
}

function rejected(ctx: Context) {
	return { status: "rejected" as const, appliedAt: ctx.now(), updatedAt: ctx.now() };
}

function countRejected(ctx: Context, by: number, only?: SQL): Statement[] {
	return addCounters(ctx.db, [{ name: "ai_apply_total", labels: { status: "rejected" }, by }], only);
}

export async function removeResults(ctx: Context, owner: string): Promise<number> {
	const { meta } = await ctx.db.delete(r).where(eq(r.owner, owner));
	return meta.changes;
}

/** Entries read at once. */
const sliceEntries = 1000;

/** All that an owner has said, in the order in which it was said. */
export async function listFeedback(ctx: Context, owner: string): Promise<Feedback[]> {
	const f = aiFeedback;
	const entries: Feedback[] = [];
	let last = 0;
	for (;;) {
		const slice = await ctx.db
			.select({ number: f.number, entry: f.entry })
			.from(f)
			.where(and(eq(f.owner, owner), gt(f.number, last)))
			.orderBy(asc(f.number))
			.limit(sliceEntries);
		entries.push(...slice.map(({ entry }) => JSON.parse(entry) as Feedback));
		last = slice.at(-1)?.number ?? last;
		if (slice.length < sliceEntries) return entries;
	}
}
