import { and, asc, count, desc, eq, gte, inArray, lte, ne, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { duplicateGroups, duplicateMembers, libraryDocuments, libraryTexts } from "../../platform/library-tables.ts";
import type { GroupFilter, GroupMember, GroupPage, GroupRow, GroupStatus, GroupSummary } from "./filters.ts";

/* Reading groups. A group's owner is asked for in each query: another's is as good as none. */

const g = duplicateGroups;
const m = duplicateMembers;
const d = libraryDocuments;

// In plain SQL: the query builder drops the names of tables from a selection of one table, and with them the correlation.
const memberCount = sql<number>`(select count(*) from duplicate_members where group_id = duplicate_groups.id)`;
const primary = (column: "title" | "paperless_id") => sql<never>`(
	select d.${sql.raw(column)} from duplicate_members as m join library_documents as d on d.id = m.document_id
	where m.group_id = duplicate_groups.id and m.is_primary limit 1)`;

const summary = {
	id: g.id,
	owner: g.owner,
	confidenceScore: g.confidenceScore,
	jaccardSimilarity: g.jaccardSimilarity,
	fuzzyTextRatio: g.fuzzyTextRatio,
	discriminativeScore: g.discriminativeScore,
	algorithmVersion: g.algorithmVersion,
	explanation: g.explanation,
	status: g.status,
	archivedMemberCount: g.archivedMemberCount,
	archivedPrimaryTitle: g.archivedPrimaryTitle,
	deletedAt: g.deletedAt,
	createdAt: g.createdAt,
	updatedAt: g.updatedAt,
	memberCount: memberCount.as("member_count"),
	primaryTitle: primary("title").as("primary_title"),
	primaryPaperlessId: primary("paperless_id").as("primary_paperless_id"),
};

const member = {
	groupId: m.groupId,
	memberId: m.id,
	documentId: m.documentId,
	isPrimary: m.isPrimary,
	source: d.source,
	paperlessId: d.paperlessId,
	title: d.title,
	correspondent: d.correspondent,
	documentType: d.documentType,
	tags: d.tags,
	createdDate: d.createdDate,
	wordCount: d.wordCount,
	hasText:
		sql<boolean>`exists (select 1 from ${libraryTexts} where ${libraryTexts.documentId} = ${m.documentId})`.mapWith(
			Boolean,
		),
};

/** The primary document first, then those of Paperless by number, then uploads by age. */
const memberOrder = [desc(m.isPrimary), sql`${d.paperlessId} is null`, asc(d.paperlessId), asc(d.number)];

function matching(owner: string, filter: GroupFilter): SQL | undefined {
	const { minConfidence, maxConfidence, statuses, includeDeleted } = filter;
	return and(
		eq(g.owner, owner),
		minConfidence === undefined ? undefined : gte(g.confidenceScore, minConfidence),
		maxConfidence === undefined ? undefined : lte(g.confidenceScore, maxConfidence),
		statuses !== undefined ? inArray(g.status, [...statuses]) : includeDeleted ? undefined : ne(g.status, "deleted"),
	);
}

const orders = {
	confidence: g.confidenceScore,
	created_at: g.createdAt,
	updated_at: g.updatedAt,
	member_count: sql`member_count`,
	status: g.status,
} as const;

/** One page of groups, how many match, and how many members those have. */
export async function listGroups(
	ctx: Context,
	owner: string,
	page: GroupPage,
): Promise<{ items: GroupSummary[]; total: number; totalMembers: number }> {
	const where = matching(owner, page);
	const direction = page.sortOrder === "asc" ? asc : desc;
	const [items, [groups], [members]] = await ctx.db.batch([
		ctx.db
			.select(summary)
			.from(g)
			.where(where)
			.orderBy(direction(orders[page.sortBy]), direction(g.id))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(g).where(where),
		ctx.db.select({ total: count() }).from(m).innerJoin(g, eq(g.id, m.groupId)).where(where),
	]);
	return { items: items as GroupSummary[], total: groups?.total ?? 0, totalMembers: members?.total ?? 0 };
}

export async function findGroup(ctx: Context, owner: string, id: string): Promise<GroupRow | undefined> {
	return await ctx.db
		.select()
		.from(g)
		.where(and(eq(g.id, id), eq(g.owner, owner)))
		.get();
}

export async function membersOf(ctx: Context, owner: string, groupIds: readonly string[]): Promise<GroupMember[]> {
	return await ctx.db
		.select(member)
		.from(m)
		.innerJoin(g, eq(g.id, m.groupId))
		.innerJoin(d, eq(d.id, m.documentId))
		.where(and(eq(g.owner, owner), sql`${m.groupId} in (select value from json_each(${JSON.stringify(groupIds)}))`))
		.orderBy(m.groupId, ...memberOrder);
}

/** A member's text; undefined where the document has none. */
export async function textOf(ctx: Context, owner: string, documentId: string): Promise<string | undefined> {
	const row = await ctx.db
		.select({ text: libraryTexts.fullText })
		.from(libraryTexts)
		.innerJoin(d, eq(d.id, libraryTexts.documentId))
		.where(and(eq(libraryTexts.documentId, documentId), eq(d.owner, owner)))
		.get();
	return row?.text;
}

/** The texts of some documents by id; one without a text is left out. */
export async function textsOf(
	ctx: Context,
	owner: string,
	documentIds: readonly string[],
): Promise<Map<string, string>> {
	const rows = await ctx.db
		.select({ id: d.id, text: libraryTexts.fullText })
		.from(libraryTexts)
		.innerJoin(d, eq(d.id, libraryTexts.documentId))
		.where(and(eq(d.owner, owner), sql`${d.id} in (select value from json_each(${JSON.stringify(documentIds)}))`));
	return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Groups from the surest on, slice by slice: those after `after`. */
export async function groupsAfter(
	ctx: Context,
	owner: string,
	filter: GroupFilter,
	{ after, limit }: { after: Pick<GroupRow, "confidenceScore" | "id"> | undefined; limit: number },
): Promise<GroupRow[]> {
	const next =
		after &&
		sql`(${g.confidenceScore} < ${after.confidenceScore} or (${g.confidenceScore} = ${after.confidenceScore} and ${g.id} > ${after.id}))`;
	return await ctx.db
		.select()
		.from(g)
		.where(and(matching(owner, filter), next))
		.orderBy(desc(g.confidenceScore), asc(g.id))
		.limit(limit);
}

export async function countGroups(ctx: Context, owner: string, filter: GroupFilter): Promise<number> {
	const row = await ctx.db.select({ total: count() }).from(g).where(matching(owner, filter)).get();
	return row?.total ?? 0;
}

/** Number of groups by status and, of all of them, how sure they are. */
export async function groupCounts(
	ctx: Context,
	owner: string,
	bounds: readonly number[],
): Promise<{
	byStatus: { status: GroupStatus; groups: number }[];
	byConfidence: { bucket: number; groups: number }[];
}> {
	// The number of bounds that a group has reached: 0 is the first bucket.
	const bucket = sql<number>`(${sql.join(
		bounds.map((bound) => sql`(${g.confidenceScore} >= ${bound})`),
		sql` + `,
	)})`;
	const [byStatus, byConfidence] = await ctx.db.batch([
		ctx.db.select({ status: g.status, groups: count() }).from(g).where(eq(g.owner, owner)).groupBy(g.status),
		ctx.db
			.select({ bucket: bucket.as("bucket"), groups: count() })
			.from(g)
			.where(eq(g.owner, owner))
			.groupBy(sql`bucket`),
	]);
	return { byStatus, byConfidence };
}

/** Who wrote the documents of the most pending groups. */
export async function topCorrespondents(
	ctx: Context,
	owner: string,
	limit: number,
): Promise<{ correspondent: string; groupCount: number }[]> {
	const groupCount = sql<number>`count(distinct ${g.id})`;
	return (await ctx.db
		.select({ correspondent: d.correspondent, groupCount: groupCount.as("group_count") })
		.from(g)
		.innerJoin(m, eq(m.groupId, g.id))
		.innerJoin(d, eq(d.id, m.documentId))
		.where(and(eq(g.owner, owner), eq(g.status, "pending"), sql`${d.correspondent} is not null`))
		.groupBy(d.correspondent)
		.orderBy(sql`group_count desc`, d.correspondent)
		.limit(limit)) as { correspondent: string; groupCount: number }[];
}

/** A document of a group as it stands now. */
export interface LiveMember {
	documentId: string;
	isPrimary: boolean;
	fingerprint: string;
	processingStatus: "pending" | "completed";
}

/** The group as it stands now; undefined where it is gone. */
export async function liveGroup(
	ctx: Context,
	owner: string,
	groupId: string,
): Promise<{ status: string; members: LiveMember[] } | undefined> {
	const [groups, members] = await ctx.db.batch([
		ctx.db
			.select({ status: g.status })
			.from(g)
			.where(and(eq(g.id, groupId), eq(g.owner, owner))),
		ctx.db
			.select({
				documentId: m.documentId,
				isPrimary: m.isPrimary,
				fingerprint: d.fingerprint,
				processingStatus: d.processingStatus,
			})
			.from(m)
			.innerJoin(d, eq(d.id, m.documentId))
			.where(and(eq(m.groupId, groupId), eq(d.owner, owner))),
	]);
	const [group] = groups;
	return group && { status: group.status, members };
}

/**
 * Where a document that is to be deleted stands in its group now: still `doomed`; `spared`, as somebody has chosen it for the primary one, has
 * taken it out or has settled the group; or `gone` from the library.
 */
export async function placeOf(
	ctx: Context,
	owner: string,
	{ groupId, documentId }: { groupId: string; documentId: string },
): Promise<"doomed" | "spared" | "gone"> {
	const row = await ctx.db
		.select({ isPrimary: m.isPrimary, status: g.status })
		.from(d)
		.leftJoin(m, and(eq(m.documentId, d.id), eq(m.groupId, groupId)))
		.leftJoin(g, and(eq(g.id, m.groupId), eq(g.owner, owner)))
		.where(and(eq(d.id, documentId), eq(d.owner, owner)))
		.get();
	if (row === undefined) return "gone";
	return row.status === "pending" && row.isPrimary === false ? "doomed" : "spared";
}
