import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { libraryDocuments, libraryNames } from "../../platform/library-tables.ts";

/* What a Paperless server calls its tags, correspondents and document types, and how its documents come to these names. */

const d = libraryDocuments;

export type NameKind = (typeof libraryNames.$inferSelect)["kind"];

export async function storedNames(ctx: Context, library: number, kind: NameKind): Promise<Map<number, string>> {
	const rows = await ctx.db
		.select({ id: libraryNames.paperlessId, name: libraryNames.name })
		.from(libraryNames)
		.where(and(eq(libraryNames.library, library), eq(libraryNames.kind, kind)));
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names in one statement: a few thousand at most. */
export function upsertNames(
	db: Database,
	library: number,
	kind: NameKind,
	names: readonly [number, string][],
): Statement {
	return db
		.insert(libraryNames)
		.select(
			sql`select ${library}, ${kind}, value ->> 0, value ->> 1 from json_each(${JSON.stringify(names)}) where true`,
		)
		.onConflictDoUpdate({
			target: [libraryNames.library, libraryNames.kind, libraryNames.paperlessId],
			set: { name: sql`excluded.name` },
		});
}

export function deleteNames(db: Database, library: number, kind: NameKind, ids: readonly number[]): Statement {
	return db
		.delete(libraryNames)
		.where(
			and(
				eq(libraryNames.library, library),
				eq(libraryNames.kind, kind),
				sql`${libraryNames.paperlessId} in (select value from json_each(${JSON.stringify(ids)}))`,
			),
		);
}

/** Documents whose tag, correspondent or type is called otherwise now are shown so, though nobody has touched them. */
export function renameDocuments(
	db: Database,
	{ owner, number }: { owner: string; number: number },
	changed: Readonly<Record<NameKind, readonly number[]>>,
): Statement {
	const named = (kind: NameKind) => sql`select value from json_each(${JSON.stringify(changed[kind])})`;
	const concerned = sql`${d.owner} = ${owner} and (
		${d.correspondentId} in (${named("correspondents")}) or ${d.documentTypeId} in (${named("document_types")})
		or exists (select 1 from json_each(${d.tagIds}) as t where t.value in (${named("tags")})))`;
	return refreshNames(db, number, concerned);
}

/** Sets the names of documents by their numbers on the server: of those that it names. */
export function refreshNames(db: Database, library: number, which: SQL): Statement {
	const n = libraryNames;
	const nameOf = (kind: NameKind, column: typeof d.correspondentId | typeof d.documentTypeId) =>
		sql`(select ${n.name} from ${n} where ${n.library} = ${library} and ${n.kind} = ${kind} and ${n.paperlessId} = ${column})`;
	const tags = sql`(
		select json_group_array(name) from (
			select distinct ${n.name} as name from json_each(${d.tagIds}) as t
			join ${n} on ${n.library} = ${library} and ${n.kind} = 'tags' and ${n.paperlessId} = t.value
			order by 1))`;
	return db
		.update(d)
		.set({
			correspondent: nameOf("correspondents", d.correspondentId),
			documentType: nameOf("document_types", d.documentTypeId),
			tags,
		})
		.where(which);
}
