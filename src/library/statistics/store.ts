import { and, count, countDistinct, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { duplicateGroups, duplicateMembers, libraries, libraryDocuments } from "../../platform/library-tables.ts";

const d = libraryDocuments;

/** Word counts that are told apart (contracts/library.md 6.4): each from its bound to the next one's. */
export const wordBuckets = [
	{ from: 0, name: "0 - 100" },
	{ from: 100, name: "100 - 500" },
	{ from: 500, name: "500 - 1K" },
	{ from: 1000, name: "1K - 5K" },
	{ from: 5000, name: "5K - 10K" },
	{ from: 10_000, name: "10K+" },
] as const;

const hasContent = sql`(${d.contentHash} is not null)`;
const isPending = sql`(${d.processingStatus} = 'pending')`;

const totals = {
	totalDocuments: count(),
	withContent: numberOf(hasContent),
	pending: numberOf(isPending),
	averageWordCount: sql<number | null>`avg(case when ${hasContent} then ${d.wordCount} end)`,
	noCorrespondent: numberOf(sql`(${d.correspondent} is null)`),
	noDocumentType: numberOf(sql`(${d.documentType} is null)`),
	noTags: numberOf(sql`(${d.tags} = '[]')`),
	byWordCount: sql<string>`json_array(${sql.join(
		wordBuckets.map(({ from }, at) => {
			const to = wordBuckets[at + 1]?.from;
			const isBelow = to === undefined ? sql`` : sql` and ${d.wordCount} < ${to}`;
			return numberOf(sql`(${hasContent} and ${d.wordCount} >= ${from}${isBelow})`);
		}),
		sql`, `,
	)})`,
};

/** How many rows are so. */
function numberOf(condition: SQL) {
	return sql<number>`coalesce(sum(${condition}), 0)`;
}

export interface Share {
	name: string;
	count: number;
}

export interface LibraryStatistics {
	totalDocuments: number;
	/** With a text row, if only an empty one. */
	withContent: number;
	pending: number;
	/** Over those with content. */
	averageWordCount: number | null;
	noCorrespondent: number;
	noDocumentType: number;
	noTags: number;
	/** Documents with content in each of `wordBuckets`. */
	byWordCount: number[];
	correspondents: Share[];
	documentTypes: Share[];
	tags: Share[];
	/** `YYYY-MM` of the day when it was added. */
	months: { month: string; count: number }[];
	documentsInGroups: number;
	cumulativeGroupsActioned: number;
	cumulativeDocumentsDeleted: number;
}

/** All in one transaction, so that the numbers agree. */
export async function libraryStatistics(ctx: Context, owner: string): Promise<LibraryStatistics> {
	const own = eq(d.owner, owner);
	const [[sums], correspondents, documentTypes, tags, months, [grouped], [library]] = await ctx.db.batch([
		ctx.db.select(totals).from(d).where(own),
		mostFrequent(ctx, owner, d.correspondent),
		mostFrequent(ctx, owner, d.documentType),
		ctx.db
			.select({ name: sql<string>`tag.value`.as("name"), count: count() })
			.from(sql`${d}, json_each(${d.tags}) as tag`)
			.where(own)
			.groupBy(sql`tag.value`)
			.orderBy(sql`count(*) desc`, sql`tag.value`)
			.limit(30),
		ctx.db
			.select({ month: sql<string>`substr(${d.addedDate}, 1, 7)`.as("month"), count: count() })
			.from(d)
			.where(and(own, sql`${d.addedDate} is not null`))
			.groupBy(sql`month`)
			.orderBy(sql`month`),
		ctx.db
			.select({ documents: countDistinct(duplicateMembers.documentId) })
			.from(duplicateGroups)
			.innerJoin(duplicateMembers, eq(duplicateMembers.groupId, duplicateGroups.id))
			.where(eq(duplicateGroups.owner, owner)),
		ctx.db.select().from(libraries).where(eq(libraries.owner, owner)),
	]);
	if (sums === undefined) throw new Error("an aggregate gave no row");
	return {
		...sums,
		byWordCount: JSON.parse(sums.byWordCount) as number[],
		correspondents,
		documentTypes,
		tags,
		months,
		documentsInGroups: grouped?.documents ?? 0,
		cumulativeGroupsActioned: library?.cumulativeGroupsActioned ?? 0,
		cumulativeDocumentsDeleted: library?.cumulativeDocumentsDeleted ?? 0,
	};
}

/** The twenty names that most documents have. */
function mostFrequent(ctx: Context, owner: string, column: typeof d.correspondent | typeof d.documentType) {
	return ctx.db
		.select({ name: sql<string>`${column}`.as("name"), count: count() })
		.from(d)
		.where(and(eq(d.owner, owner), isNotNull(column)))
		.groupBy(column)
		.orderBy(sql`count(*) desc`, column)
		.limit(20);
}

/** What a library is now, and what its last runs have left to be told. */
export interface LibraryOverview {
	totalDocuments: number;
	pendingGroups: number;
	pendingAnalysis: number;
	lastSyncAt: number | null;
	lastSyncDocumentCount: number | null;
	lastAnalysisAt: number | null;
	/** As the last analysis counted them. */
	totalDuplicateGroups: number;
}

export async function libraryOverview(ctx: Context, owner: string): Promise<LibraryOverview> {
	const [[documents], [groups], [library]] = await ctx.db.batch([
		ctx.db
			.select({ totalDocuments: count(), pendingAnalysis: numberOf(isPending) })
			.from(d)
			.where(eq(d.owner, owner)),
		ctx.db
			.select({ pendingGroups: count() })
			.from(duplicateGroups)
			.where(and(eq(duplicateGroups.owner, owner), eq(duplicateGroups.status, "pending"))),
		ctx.db.select().from(libraries).where(eq(libraries.owner, owner)),
	]);
	return {
		totalDocuments: documents?.totalDocuments ?? 0,
		pendingGroups: groups?.pendingGroups ?? 0,
		pendingAnalysis: documents?.pendingAnalysis ?? 0,
		lastSyncAt: library?.lastSyncAt ?? null,
		lastSyncDocumentCount: library?.lastSyncDocumentCount ?? null,
		lastAnalysisAt: library?.lastAnalysisAt ?? null,
		totalDuplicateGroups: library?.totalDuplicateGroups ?? 0,
	};
}
