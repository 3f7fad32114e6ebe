import { and, count, eq, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { runBatch } from "../platform/database.ts";
import { removeFromLibrary } from "../platform/library-removal.ts";
import { libraries, libraryDocuments } from "../platform/library-tables.ts";

/** A user's library: what its last runs have done. */
export type Library = typeof libraries.$inferSelect;

/** Undefined before anything has happened in it. */
export async function findLibrary(ctx: Context, owner: string): Promise<Library | undefined> {
	return await ctx.db.select().from(libraries).where(eq(libraries.owner, owner)).get();
}

/** The owner's library, made when it is first asked for. */
export async function openLibrary(ctx: Context, owner: string): Promise<Library> {
	const found = await findLibrary(ctx, owner);
	if (found !== undefined) return found;
	await ctx.db.insert(libraries).values({ owner }).onConflictDoNothing();
	const made = await findLibrary(ctx, owner);
	if (made === undefined) throw new Error("the library was not written");
	return made;
}

/** Documents in the library, from wherever they came. */
export async function countLibraryDocuments(ctx: Context, owner: string): Promise<number> {
	const row = await ctx.db
		.select({ total: count() })
		.from(libraryDocuments)
		.where(eq(libraryDocuments.owner, owner))
		.get();
	return row?.total ?? 0;
}

/** Removes documents of the owner's with all that was made of them in the library (contracts/library.md 7.12); again: changes nothing. */
export async function removeLibraryDocuments(ctx: Context, owner: string, ids: readonly string[]): Promise<void> {
	const d = libraryDocuments;
	const owned = sql`select ${d.id} from ${d} where ${d.owner} = ${owner} and ${d.id} in (select value from json_each(${JSON.stringify(ids)}))`;
	await runBatch(ctx.db, removeFromLibrary(ctx.db, owned, ctx.now()));
}

/** Some documents of the owner's that came from Paperless, for removing all of them slice by slice. */
export async function someSyncedIds(ctx: Context, owner: string, limit: number): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: libraryDocuments.id })
		.from(libraryDocuments)
		.where(and(eq(libraryDocuments.owner, owner), eq(libraryDocuments.source, "paperless")))
		.limit(limit);
	return rows.map(({ id }) => id);
}
