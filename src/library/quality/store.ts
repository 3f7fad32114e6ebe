import { and, count, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { type DocumentIssue, descriptionIssues, documentIssues, type NameKind, type UsedName } from "./issues.ts";

const d = libraryDocuments;
/** As the comparison for duplicates has it by default (contracts/library.md 5.5). */
const fewWords = 20;
/** Distinct names of a kind that are looked at. */
const maxNames = 10_000;

/** What scanners, cameras and phones call their files; case does not count. Numbers and dates alone say nothing either. */
const madeUpTitles = [
	"scan",
	"scan[0-9_ -]*",
	"scan*[0-9]",
	"scanned*[0-9]",
	"img[0-9_ -]*",
	"image[0-9_ -]*",
	"dsc[0-9_n-]*",
	"pxl_[0-9]*",
	"doc[0-9_-]*[0-9]",
	"document[0-9_ -]*[0-9]",
	"document",
	"untitled*",
];

/** The first letters, which most titles are told by at less cost than by twelve patterns. */
const madeUpBeginnings = JSON.stringify([...new Set(madeUpTitles.map((pattern) => pattern.slice(0, 3)))]);

const isMadeUp = sql`(lower(substr(ltrim(${d.title}), 1, 3)) in (select value from json_each(${madeUpBeginnings})) and (${sql.join(
	madeUpTitles.map((pattern) => sql`lower(trim(${d.title})) glob ${pattern}`),
	sql` or `,
)}))`;

/** Whether a document of `owner` has the issue: 1 or 0. */
export function hasIssue(issue: DocumentIssue, owner: string): SQL {
	switch (issue) {
		case "no_text":
			return sql`(${d.contentHash} is null or ${d.wordCount} = 0)`;
		case "little_text":
			return sql`(${d.wordCount} > 0 and ${d.wordCount} < ${fewWords})`;
		case "no_correspondent":
			return sql`(${d.correspondent} is null)`;
		case "no_document_type":
			return sql`(${d.documentType} is null)`;
		case "no_tags":
			return sql`(${d.tags} = '[]')`;
		case "no_date":
			return sql`(${d.createdDate} is null)`;
		case "implausible_date":
			// A day ahead somewhere on earth.
			return sql`(coalesce(${d.createdDate} < '1900' or substr(${d.createdDate}, 1, 10) > date('now', '+1 day'), 0))`;
		case "untitled":
			return sql`(trim(${d.title}) = '' or ${d.title} not glob '*[^0-9 ._:-]*' or ${isMadeUp})`;
		case "identical_text":
			return sql`(${d.contentHash} in (
				select content_hash from library_documents where owner = ${owner} and word_count > 0
				group by content_hash having count(*) > 1))`;
		case "not_compared":
			return sql`(${d.processingStatus} = 'pending')`;
	}
}

export interface IssueCounts {
	totalDocuments: number;
	/** Documents that have none of the issues of description. */
	complete: number;
	counts: ReadonlyMap<DocumentIssue, number>;
}

export interface IssueExample {
	id: string;
	paperlessId: number | null;
	title: string;
}

/** How many documents have each issue. */
export async function countIssues(ctx: Context, owner: string): Promise<IssueCounts> {
	const sums = documentIssues.map((issue) => sql`coalesce(sum(${hasIssue(issue, owner)}), 0)`);
	const anyOf = sql.join(
		descriptionIssues.map((issue) => hasIssue(issue, owner)),
		sql` or `,
	);
	const totals = await ctx.db
		.select({
			totalDocuments: count(),
			complete: sql<number>`coalesce(sum(not (${anyOf})), 0)`,
			sums: sql<string>`json_array(${sql.join(sums, sql`, `)})`,
		})
		.from(d)
		.where(eq(d.owner, owner))
		.get();
	const numbers = JSON.parse(totals?.sums ?? "[]") as number[];
	return {
		totalDocuments: totals?.totalDocuments ?? 0,
		complete: totals?.complete ?? 0,
		counts: new Map(documentIssues.map((issue, at) => [issue, numbers[at] ?? 0])),
	};
}

/** Some documents with each of these issues. */
export async function issueExamples(
	ctx: Context,
	owner: string,
	issues: readonly DocumentIssue[],
	limit: number,
): Promise<Map<DocumentIssue, IssueExample[]>> {
	const query = (issue: DocumentIssue) =>
		ctx.db
			.select({ id: d.id, paperlessId: d.paperlessId, title: d.title })
			.from(d)
			.where(and(eq(d.owner, owner), hasIssue(issue, owner)))
			.orderBy(sql`${d.paperlessId} desc`)
			.limit(limit);
	const [first, ...rest] = issues.map(query);
	if (first === undefined) return new Map();
	const found = await ctx.db.batch([first, ...rest]);
	return new Map(issues.map((issue, at) => [issue, found[at] ?? []]));
}

/** The names that the library's documents have, and how many have each. */
export async function usedNames(ctx: Context, owner: string): Promise<UsedName[]> {
	const own = eq(d.owner, owner);
	const ofColumn = (column: typeof d.correspondent | typeof d.documentType) =>
		ctx.db
			.select({ name: sql<string>`${column}`.as("name"), count: count() })
			.from(d)
			.where(and(own, sql`${column} is not null`))
			.groupBy(column)
			.limit(maxNames);
	const [correspondents, documentTypes, tags] = await ctx.db.batch([
		ofColumn(d.correspondent),
		ofColumn(d.documentType),
		ctx.db
			.select({ name: sql<string>`tag.value`.as("name"), count: count() })
			.from(sql`${d}, json_each(${d.tags}) as tag`)
			.where(own)
			.groupBy(sql`tag.value`)
			.limit(maxNames),
	]);
	const of = (kind: NameKind, names: { name: string; count: number }[]) => names.map((name) => ({ kind, ...name }));
	return [...of("correspondent", correspondents), ...of("documentType", documentTypes), ...of("tag", tags)];
}
