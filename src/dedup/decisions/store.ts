import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { withdrawFromGroups } from "../../platform/library-removal.ts";
import { duplicateGroups, duplicateMembers, libraries, libraryDocuments } from "../../platform/library-tables.ts";
import type { GroupStatus } from "../groups/filters.ts";

/* What a user decides about groups. Each decision is one transaction whose later statements depend on what the earlier ones found. */

const g = duplicateGroups;
const m = duplicateMembers;

/** A row for the owner, so that its counters can be moved. */
function ensureLibrary(db: Database, owner: string): Statement {
	return db.insert(libraries).values({ owner }).onConflictDoNothing();
}

/** Raises a counter of the library by what the query `by` counts. */
export function raiseCounter(
	db: Database,
	owner: string,
	counter: "cumulativeGroupsActioned" | "cumulativeDocumentsDeleted",
	by: SQL,
): Statement[] {
	const column = libraries[counter];
	return [
		ensureLibrary(db, owner),
		db
			.update(libraries)
			.set({ [counter]: sql`${column} + (${by})` })
			.where(eq(libraries.owner, owner)),
	];
}

/** Groups become `deleted`: their members are counted, the primary document's title is kept, the memberships go. */
export function archiveStatements(
	db: Database,
	{ which, now, memberCount }: { which: SQL | undefined; now: number; memberCount?: number },
): Statement[] {
	return [
		db
			.update(g)
			.set({
				status: "deleted",
				archivedMemberCount: memberCount ?? sql`(select count(*) from ${m} where ${m.groupId} = ${g.id})`,
				archivedPrimaryTitle: sql`(
					select ${libraryDocuments.title} from ${m} join ${libraryDocuments} on ${libraryDocuments.id} = ${m.documentId}
					where ${m.groupId} = ${g.id} and ${m.isPrimary})`,
				deletedAt: now,
				updatedAt: now,
			})
			.where(which),
	];
}

function removeMembersOfDeleted(db: Database, owner: string, groupIds: string): Statement {
	return db.delete(m).where(
		sql`${m.groupId} in (
			select ${g.id} from ${g} where ${g.owner} = ${owner} and ${g.status} = 'deleted'
			and ${g.id} in (select value from json_each(${groupIds})))`,
	);
}

/**
 * Gives groups a status and returns how many were written. Unknown and deleted groups are left alone; with `changingOnly` also those that
 * have the status already.
 */
export async function writeStatus(
	ctx: Context,
	owner: string,
	{ groupIds, status, changingOnly }: { groupIds: readonly string[]; status: GroupStatus; changingOnly: boolean },
): Promise<number> {
	const ids = JSON.stringify(groupIds);
	const which = and(
		eq(g.owner, owner),
		sql`${g.id} in (select value from json_each(${ids}))`,
		sql`${g.status} <> 'deleted'`,
		changingOnly ? sql`${g.status} <> ${status}` : undefined,
	);
	const now = ctx.now();
	const counted = ctx.db.select({ id: g.id }).from(g).where(which);
	const written =
		status === "deleted"
			? archiveStatements(ctx.db, { which, now })
			: [ctx.db.update(g).set({ status, updatedAt: now }).where(which)];
	const [rows] = await ctx.db.batch([
		counted,
		...raiseCounter(ctx.db, owner, "cumulativeGroupsActioned", sql`select count(*) from ${g} where ${which}`),
		...written,
		...(status === "deleted" ? [removeMembersOfDeleted(ctx.db, owner, ids)] : []),
	]);
	return rows.length;
}

/** Makes one member the primary one; false where the document is none of the group's. */
export async function writePrimary(
	ctx: Context,
	owner: string,
	{ groupId, documentId }: { groupId: string; documentId: string },
): Promise<boolean> {
	const isMember = sql`exists (
		select 1 from ${m} as chosen join ${g} as owned on owned.id = chosen.group_id
		where chosen.group_id = ${groupId} and chosen.document_id = ${documentId} and owned.owner = ${owner})`;
	const [, moved] = await ctx.db.batch([
		ctx.db
			.update(m)
			.set({ isPrimary: sql`${m.documentId} = ${documentId}` })
			.where(and(eq(m.groupId, groupId), isMember)),
		ctx.db
			.update(g)
			.set({ updatedAt: ctx.now() })
			.where(and(eq(g.id, groupId), eq(g.owner, owner), isMember))
			.returning({ id: g.id }),
	]);
	return moved.length > 0;
}

/** Removes a group with its memberships; false for an unknown one. */
export async function deleteGroup(ctx: Context, owner: string, groupId: string): Promise<boolean> {
	const [, gone] = await ctx.db.batch([
		ctx.db
			.delete(m)
			.where(
				and(
					eq(m.groupId, groupId),
					sql`exists (select 1 from ${g} where ${g.id} = ${groupId} and ${g.owner} = ${owner})`,
				),
			),
		ctx.db
			.delete(g)
			.where(and(eq(g.id, groupId), eq(g.owner, owner)))
			.returning({ id: g.id }),
	]);
	return gone.length > 0;
}

/** Removes the groups with status `deleted`; they have no members. Returns how many there were. */
export async function purgeDeletedGroups(ctx: Context, owner: string): Promise<number> {
	const result = await ctx.db.delete(g).where(and(eq(g.owner, owner), eq(g.status, "deleted")));
	return result.meta.changes;
}

/** A member that is not the primary one leaves its group; fewer than two left are no duplicates. */
export async function removeMember(
	ctx: Context,
	owner: string,
	{ groupId, memberId }: { groupId: string; memberId: string },
): Promise<"removed" | "primary" | "unknown"> {
	const own = sql`exists (select 1 from ${g} where ${g.id} = ${groupId} and ${g.owner} = ${owner})`;
	const which = and(eq(m.groupId, groupId), eq(m.id, memberId), own);
	const isLeaving = sql`exists (
		select 1 from ${m} as leaving where leaving.group_id = ${groupId} and leaving.id = ${memberId} and not leaving.is_primary)`;
	const [found, , gone] = await ctx.db.batch([
		ctx.db.select({ isPrimary: m.isPrimary }).from(m).where(which),
		ctx.db
			.update(g)
			.set({
				updatedAt: ctx.now(),
				status: sql`case when ${g.status} <> 'deleted' and (select count(*) from ${m} where ${m.groupId} = ${g.id}) < 3
					then 'false_positive' else ${g.status} end`,
			})
			.where(and(eq(g.id, groupId), eq(g.owner, owner), isLeaving)),
		ctx.db
			.delete(m)
			.where(and(which, eq(m.isPrimary, false)))
			.returning({ id: m.id }),
	]);
	return gone.length > 0 ? "removed" : found.length > 0 ? "primary" : "unknown";
}

/** Takes a document that stays out of all its groups. */
export async function withdrawDocument(
	ctx: Context,
	owner: string,
	documentId: string,
): Promise<{ groupsAffected: number; groupsAutoResolved: number }> {
	const own = sql`
		select ${libraryDocuments.id} from ${libraryDocuments} where ${libraryDocuments.id} = ${documentId} and ${libraryDocuments.owner} = ${owner}`;
	const members = (id: SQL) => sql`(select count(*) from ${m} where ${m.groupId} = ${id})`;
	const [affected] = await ctx.db.batch([
		ctx.db
			.select({ status: g.status, members: members(sql`${g.id}`).mapWith(Number) })
			.from(g)
			.innerJoin(m, eq(m.groupId, g.id))
			.where(and(eq(g.owner, owner), eq(m.documentId, documentId))),
		...withdrawFromGroups(ctx.db, own, ctx.now()),
	]);
	const resolved = affected.filter(({ status, members }) => members < 3 && status !== "deleted");
	return { groupsAffected: affected.length, groupsAutoResolved: resolved.length };
}

/** How scores are combined (contracts/library.md 13.5), in whole percents. */
export interface Weights {
	confidenceWeightJaccard: number;
	confidenceWeightFuzzy: number;
	discriminativePenaltyStrength: number;
}

/** Scores all groups of an owner again from what is stored of them. Returns how many there were. */
export async function rescoreGroups(ctx: Context, owner: string, weights: Weights): Promise<number> {
	const { confidenceWeightJaccard, confidenceWeightFuzzy, discriminativePenaltyStrength } = weights;
	const parts = [
		{ score: g.jaccardSimilarity, weight: confidenceWeightJaccard },
		{ score: g.fuzzyTextRatio, weight: confidenceWeightFuzzy },
	];
	const sum = (of: (part: (typeof parts)[number]) => SQL) => sql.join(parts.map(of), sql` + `);
	const scores = sum(({ score, weight }) => sql`coalesce(${score}, 0) * ${weight}`);
	const total = sum(({ score, weight }) => sql`case when ${score} is null then 0 else ${weight} end`);
	const penalty = sql`coalesce(1 - ${discriminativePenaltyStrength / 100} * (1 - ${g.discriminativeScore}), 1)`;
	const result = await ctx.db
		.update(g)
		.set({
			confidenceScore: sql`coalesce(1.0 * (${scores}) / nullif(${total}, 0), 0) * ${penalty}`,
			updatedAt: ctx.now(),
		})
		.where(eq(g.owner, owner));
	return result.meta.changes;
}
