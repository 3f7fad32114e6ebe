import { and, asc, between, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { removeFromLibrary } from "../../platform/library-removal.ts";
import {
	deletionGroups,
	deletionItems,
	deletionPlans,
	duplicateGroups,
	duplicateMembers,
	libraryDocuments,
} from "../../platform/library-tables.ts";
import { archiveStatements, raiseCounter } from "../decisions/store.ts";

export type DeletionPlan = typeof deletionPlans.$inferSelect;
export type DeletionGroup = typeof deletionGroups.$inferSelect;
export type DeletionItem = typeof deletionItems.$inferSelect;

const dg = deletionGroups;
const di = deletionItems;

/** Which plan, and which group of it. */
export interface PlanPlace {
	planId: string;
	position: number;
}

/** How many of these groups exist and are not pending. */
export async function countNotPending(ctx: Context, owner: string, groupIds: readonly string[]): Promise<number> {
	const rows = await ctx.db
		.select({ id: duplicateGroups.id })
		.from(duplicateGroups)
		.where(
			and(
				eq(duplicateGroups.owner, owner),
				sql`${duplicateGroups.status} <> 'pending'`,
				sql`${duplicateGroups.id} in (select value from json_each(${JSON.stringify(groupIds)}))`,
			),
		);
	return rows.length;
}

/** Freezes what the groups hold now. Plans of the owner that ran out unused go with it. */
export async function insertPlan(
	ctx: Context,
	owner: string,
	plan: { groupIds: readonly string[]; tokenHash: string | null; expiresAt: number },
): Promise<string> {
	const id = newId();
	const now = ctx.now();
	const ids = JSON.stringify([...new Set(plan.groupIds)]);
	const g = sql`duplicate_groups`;
	// What can be told already; the rest turns out when the group's turn comes.
	const objection = sql`case when g.id is null then 'No such group' when exists (
		select 1 from duplicate_members as m join library_documents as d on d.id = m.document_id
		where m.group_id = g.id and d.processing_status <> 'completed')
		then 'A document of the group has changed since it was compared; run the analysis again' end`;
	const stale = sql`select id from ${deletionPlans} where owner = ${owner} and used_at is null and expires_at < ${now}`;
	await runBatch(ctx.db, [
		ctx.db.delete(dg).where(sql`${dg.planId} in (${stale})`),
		ctx.db.delete(di).where(sql`${di.planId} in (${stale})`),
		ctx.db
			.delete(deletionPlans)
			.where(and(eq(deletionPlans.owner, owner), isNull(deletionPlans.usedAt), lt(deletionPlans.expiresAt, now))),
		ctx.db
			.insert(deletionPlans)
			.values({ id, owner, tokenHash: plan.tokenHash, createdAt: now, expiresAt: plan.expiresAt }),
		// Both in the order of the tables' columns.
		ctx.db.insert(dg).select(sql`
			select ${id}, wanted.key, wanted.value,
				(select document_id from duplicate_members where group_id = g.id and is_primary),
				(select count(*) from duplicate_members where group_id = g.id),
				case when ${objection} is null then 'planned' else 'kept' end, ${objection}
			from json_each(${ids}) as wanted left join ${g} as g on g.id = wanted.value and g.owner = ${owner}`),
		ctx.db.insert(di).select(sql`
			select ${id}, planned.position, m.document_id, m.is_primary, d.source, d.paperless_id, d.title, d.fingerprint, d.modified_date,
				'planned', null, null
			from deletion_groups as planned
			join duplicate_members as m on m.group_id = planned.group_id
			join library_documents as d on d.id = m.document_id
			where planned.plan_id = ${id} and planned.status = 'planned'`),
	]);
	return id;
}

/** Takes an unused plan that has not run out, once; undefined where there is none. */
export async function claimPlan(
	ctx: Context,
	owner: string,
	which: { id: string } | { tokenHash: string },
): Promise<DeletionPlan | undefined> {
	const now = ctx.now();
	const [plan] = await ctx.db
		.update(deletionPlans)
		.set({ usedAt: now })
		.where(
			and(
				"id" in which ? eq(deletionPlans.id, which.id) : eq(deletionPlans.tokenHash, which.tokenHash),
				eq(deletionPlans.owner, owner),
				isNull(deletionPlans.usedAt),
				gt(deletionPlans.expiresAt, now),
			),
		)
		.returning();
	return plan;
}

/** The job that was to carry the plan out could not be started. */
export async function releasePlan(ctx: Context, planId: string): Promise<void> {
	await ctx.db.update(deletionPlans).set({ usedAt: null }).where(eq(deletionPlans.id, planId));
}

export async function deletePlan(ctx: Context, planId: string): Promise<void> {
	await runBatch(ctx.db, [
		ctx.db.delete(di).where(eq(di.planId, planId)),
		ctx.db.delete(dg).where(eq(dg.planId, planId)),
		ctx.db.delete(deletionPlans).where(eq(deletionPlans.id, planId)),
	]);
}

/** The groups of a plan from `from` on, in order. */
export async function planGroupsOf(
	ctx: Context,
	planId: string,
	{ from, limit }: { from: number; limit: number },
): Promise<DeletionGroup[]> {
	return await ctx.db
		.select()
		.from(dg)
		.where(and(eq(dg.planId, planId), sql`${dg.position} >= ${from}`))
		.orderBy(asc(dg.position))
		.limit(limit);
}

export async function countPlanGroups(ctx: Context, planId: string): Promise<number> {
	const row = await ctx.db.select({ total: sql<number>`count(*)` }).from(dg).where(eq(dg.planId, planId)).get();
	return row?.total ?? 0;
}

/** The documents of one group of a plan: the one that stays first. */
export async function planItemsOf(ctx: Context, { planId, position }: PlanPlace): Promise<DeletionItem[]> {
	return await planItemsBetween(ctx, planId, position, position);
}

/** The same of several groups, by their positions from `first` to `last`. */
export async function planItemsBetween(
	ctx: Context,
	planId: string,
	first: number,
	last: number,
): Promise<DeletionItem[]> {
	return await ctx.db
		.select()
		.from(di)
		.where(and(eq(di.planId, planId), between(di.position, first, last)))
		.orderBy(
			asc(di.position),
			sql`${di.isKept} desc`,
			sql`${di.paperlessId} is null`,
			asc(di.paperlessId),
			asc(di.documentId),
		);
}

export async function setGroupOutcome(
	ctx: Context,
	{ planId, position }: PlanPlace,
	change: { status: DeletionGroup["status"]; error?: string },
): Promise<void> {
	await ctx.db
		.update(dg)
		.set({ status: change.status, error: change.error ?? null })
		.where(and(eq(dg.planId, planId), eq(dg.position, position)));
}

function itemIs(item: DeletionItem) {
	return and(eq(di.planId, item.planId), eq(di.position, item.position), eq(di.documentId, item.documentId));
}

/** Records that the document is gone where it came from; counts it once. */
export async function recordDeleted(ctx: Context, owner: string, item: DeletionItem): Promise<void> {
	const isNew = and(itemIs(item), sql`${di.status} <> 'deleted'`);
	await runBatch(ctx.db, [
		...raiseCounter(ctx.db, owner, "cumulativeDocumentsDeleted", sql`select count(*) from ${di} where ${isNew}`),
		ctx.db.update(di).set({ status: "deleted", error: null, deletedAt: ctx.now() }).where(isNew),
	]);
}

export async function recordFailure(ctx: Context, item: DeletionItem, error: string): Promise<void> {
	await ctx.db.update(di).set({ status: "failed", error }).where(itemIs(item));
}

/**
 * Ends a group of a plan. Deleted as a whole, it is archived as it was when the plan was carried out; in any case those of its documents that
 * are gone leave the library.
 */
export async function finishGroup(
	ctx: Context,
	owner: string,
	group: DeletionGroup,
	{ isWhole, gone }: { isWhole: boolean; gone: readonly string[] },
): Promise<void> {
	const now = ctx.now();
	const { id, status } = duplicateGroups;
	const which = and(eq(id, group.groupId), eq(duplicateGroups.owner, owner), sql`${status} <> 'deleted'`);
	const archived: Statement[] = isWhole
		? [
				...raiseCounter(
					ctx.db,
					owner,
					"cumulativeGroupsActioned",
					sql`select count(*) from ${duplicateGroups} where ${which}`,
				),
				...archiveStatements(ctx.db, { which, now, memberCount: group.memberCount }),
				ctx.db.delete(duplicateMembers).where(eq(duplicateMembers.groupId, group.groupId)),
			]
		: [];
	await runBatch(ctx.db, [
		...archived,
		...removeFromLibrary(ctx.db, gone, now),
		ctx.db
			.update(dg)
			.set({ status: isWhole ? "deleted" : "kept" })
			.where(and(eq(dg.planId, group.planId), eq(dg.position, group.position))),
	]);
}

/** What a plan came to, for the job's result: at most `limit` errors. */
export async function planOutcome(ctx: Context, planId: string, limit: number) {
	const [[documents], [groups], groupErrors, itemErrors] = await ctx.db.batch([
		ctx.db
			.select({ total: sql<number>`count(distinct ${di.documentId})` })
			.from(di)
			.where(and(eq(di.planId, planId), eq(di.status, "deleted"))),
		ctx.db
			.select({ total: sql<number>`count(*)` })
			.from(dg)
			.where(and(eq(dg.planId, planId), eq(dg.status, "deleted"))),
		ctx.db
			.select({ groupId: dg.groupId, error: dg.error })
			.from(dg)
			.where(and(eq(dg.planId, planId), sql`${dg.error} is not null`))
			.orderBy(asc(dg.position))
			.limit(limit),
		ctx.db
			.select({ groupId: dg.groupId, documentId: di.documentId, paperlessId: di.paperlessId, error: di.error })
			.from(di)
			.innerJoin(dg, and(eq(dg.planId, di.planId), eq(dg.position, di.position)))
			.where(and(eq(di.planId, planId), eq(di.status, "failed")))
			.orderBy(asc(di.position), asc(di.documentId))
			.limit(limit),
	]);
	return {
		deletedDocuments: documents?.total ?? 0,
		deletedGroups: groups?.total ?? 0,
		errors: [...groupErrors, ...itemErrors],
	};
}

/**
 * A plan, taken over at once, of one document of Paperless that is in some group; undefined where there is none. `isCompared`: it is in its
 * groups as it is now.
 */
export async function planMember(
	ctx: Context,
	owner: string,
	paperlessId: number,
): Promise<{ item: DeletionItem; isCompared: boolean } | undefined> {
	const d = libraryDocuments;
	const member = await ctx.db
		.select({ document: d, groupId: duplicateMembers.groupId })
		.from(d)
		.innerJoin(duplicateMembers, eq(duplicateMembers.documentId, d.id))
		.innerJoin(duplicateGroups, and(eq(duplicateGroups.id, duplicateMembers.groupId), eq(duplicateGroups.owner, owner)))
		.where(and(eq(d.owner, owner), eq(d.paperlessId, paperlessId)))
		.orderBy(sql`${duplicateGroups.status} <> 'pending'`, asc(duplicateMembers.groupId))
		.limit(1)
		.get();
	if (member === undefined) return undefined;
	const { document, groupId } = member;
	const planId = newId();
	const now = ctx.now();
	const item: DeletionItem = {
		planId,
		position: 0,
		documentId: document.id,
		isKept: false,
		source: document.source,
		paperlessId: document.paperlessId,
		title: document.title,
		fingerprint: document.fingerprint,
		modifiedDate: document.modifiedDate,
		status: "planned",
		error: null,
		deletedAt: null,
	};
	await runBatch(ctx.db, [
		ctx.db.insert(deletionPlans).values({ id: planId, owner, createdAt: now, expiresAt: now, usedAt: now }),
		ctx.db.insert(dg).values({ planId, position: 0, groupId, memberCount: 1, status: "kept" }),
		ctx.db.insert(di).values(item),
	]);
	return { item, isCompared: document.processingStatus === "completed" };
}

/** The document is gone where it came from: it leaves the library and its groups. */
export async function removeDeleted(ctx: Context, { documentId }: DeletionItem): Promise<void> {
	await runBatch(ctx.db, removeFromLibrary(ctx.db, [documentId], ctx.now()));
}
