import { and, count, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { aiResults } from "../../platform/enrich-tables.ts";
import { duplicateGroups, duplicateMembers, libraryDocuments, libraryTexts } from "../../platform/library-tables.ts";
import { hasIssue } from "../quality/store.ts";
import type { DocumentFilter, DocumentOrder, DocumentPosition, DocumentWalk, LibraryDocument } from "./filters.ts";

/* The documents of one owner's library, as they are listed, walked and shown. Another's are as good as none. */

const d = libraryDocuments;

/** Numbers of Paperless begin with 1: uploads have the last places, by age. */
const placeKeys = [sql`coalesce(${d.paperlessId}, 0)`, sql`coalesce(${d.addedDate}, '')`, sql`${d.id}`];
/** The same order, which is that of an index. */
const placeColumns = [sql`${d.paperlessId}`, sql`coalesce(${d.addedDate}, '')`, sql`${d.id}`];

/** What a list is sorted by. Each ends with the id, so that every document has one place. */
const sortKeys: Record<DocumentOrder, readonly SQL[]> = {
	paperlessId: placeKeys,
	title: [sql`lower(${d.title})`, sql`${d.id}`],
	createdDate: [sql`coalesce(${d.createdDate}, '')`, sql`${d.id}`],
	addedDate: [sql`coalesce(${d.addedDate}, '')`, sql`${d.id}`],
	wordCount: [sql`${d.wordCount}`, sql`${d.id}`],
};

/** A page by its number, and how many there are in all: those of Paperless by number, then uploads, the newest first. */
export async function listLibraryDocuments(
	ctx: Context,
	owner: string,
	filter: DocumentFilter,
	page: { limit: number; offset: number },
): Promise<{ items: LibraryDocument[]; total: number }> {
	const where = matching(owner, filter);
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select()
			.from(d)
			.where(where)
			.orderBy(...placeColumns.map((column) => sql`${column} desc`))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(d).where(where),
	]);
	return { items, total: counted?.total ?? 0 };
}

/** The documents after a position, and where each of them stands. */
export async function walkLibraryDocuments(
	ctx: Context,
	owner: string,
	filter: DocumentFilter,
	{ sortBy, sortOrder, limit, after }: DocumentWalk,
): Promise<{ document: LibraryDocument; position: DocumentPosition }[]> {
	const keys = sortKeys[sortBy];
	const [direction, beyond] = sortOrder === "asc" ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
	const order = sortBy === "paperlessId" ? placeColumns : keys;
	const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
	const next = after && sql`(${list(keys)}) ${beyond} (${list(after.map((value) => sql`${value}`))})`;
	const rows = await ctx.db
		.select({ ...getTableColumns(d), position: sql<string>`json_array(${list(keys)})` })
		.from(d)
		.where(and(matching(owner, filter), next))
		.orderBy(...order.map((key) => sql`${key} ${direction}`))
		.limit(limit);
	return rows.map(({ position, ...document }) => ({ document, position: JSON.parse(position) as DocumentPosition }));
}

export async function countMatchingDocuments(ctx: Context, owner: string, filter: DocumentFilter): Promise<number> {
	const row = await ctx.db.select({ total: count() }).from(d).where(matching(owner, filter)).get();
	return row?.total ?? 0;
}

/** A group that a document is in. */
export interface GroupMembership {
	groupId: string;
	confidenceScore: number;
	isPrimary: boolean;
	status: (typeof duplicateGroups.$inferSelect)["status"];
}

/** A document whole: `fullText` null where it has none. */
export interface WholeDocument extends LibraryDocument {
	fullText: string | null;
	memberships: GroupMembership[];
}

export async function findWholeDocument(ctx: Context, owner: string, id: string): Promise<WholeDocument | undefined> {
	const own = and(eq(d.id, id), eq(d.owner, owner));
	const [[document], memberships] = await ctx.db.batch([
		ctx.db
			.select({ ...getTableColumns(d), fullText: libraryTexts.fullText })
			.from(d)
			.leftJoin(libraryTexts, eq(libraryTexts.documentId, d.id))
			.where(own),
		ctx.db
			.select({
				groupId: duplicateMembers.groupId,
				confidenceScore: duplicateGroups.confidenceScore,
				isPrimary: duplicateMembers.isPrimary,
				status: duplicateGroups.status,
			})
			.from(duplicateMembers)
			.innerJoin(duplicateGroups, eq(duplicateGroups.id, duplicateMembers.groupId))
			.where(and(eq(duplicateMembers.documentId, id), eq(duplicateGroups.owner, owner)))
			.orderBy(sql`${duplicateGroups.confidenceScore} desc`, duplicateGroups.id),
	]);
	return document && { ...document, memberships };
}

export async function findLibraryDocument(
	ctx: Context,
	owner: string,
	id: string,
): Promise<LibraryDocument | undefined> {
	return await ctx.db
		.select()
		.from(d)
		.where(and(eq(d.id, id), eq(d.owner, owner)))
		.get();
}

function matching(owner: string, filter: DocumentFilter): SQL | undefined {
	const { correspondent, documentType, tag, search, words = [], processingStatus, source, noAiResult, issue } = filter;
	return and(
		eq(d.owner, owner),
		correspondent ? eq(d.correspondent, correspondent) : undefined,
		documentType ? eq(d.documentType, documentType) : undefined,
		tag ? hasTag(tag) : undefined,
		search ? contains(sql`${d.title}`, search) : undefined,
		...words.map(
			(word) =>
				sql`(${contains(sql`${d.title}`, word)} or ${contains(sql`coalesce(${d.correspondent}, '')`, word)}
					or ${contains(sql`coalesce(${d.documentType}, '')`, word)} or ${hasTag(word)})`,
		),
		processingStatus && eq(d.processingStatus, processingStatus),
		source && eq(d.source, source),
		noAiResult ? sql`not exists (select 1 from ${aiResults} where ${aiResults.documentId} = ${d.id})` : undefined,
		issue && hasIssue(issue, owner),
	);
}

/** By `instr`, which knows no wildcards. SQLite's `lower` is ASCII's. */
function contains(text: SQL, part: string): SQL {
	return sql`instr(lower(${text}), lower(${part})) > 0`;
}

function hasTag(part: string): SQL {
	// The list's own text tells most of those that have none like it; what matches over a border of two tags is sorted out.
	const inJson = JSON.stringify(part).slice(1, -1);
	return sql`(${contains(sql`${d.tags}`, inJson)} and exists (
		select 1 from json_each(${d.tags}) as tag where ${contains(sql`tag.value`, part)}))`;
}
