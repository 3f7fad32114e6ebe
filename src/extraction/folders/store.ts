import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Statement } from "../../platform/database.ts";
import { extractions, folders } from "../../platform/extraction-tables.ts";
import type { Part } from "../flows/store.ts";

export type FolderRow = typeof folders.$inferSelect;

export function insertFolder(ctx: Context, row: FolderRow): Statement {
	return ctx.db.insert(folders).values(row);
}

export async function findFolder(ctx: Context, owner: string, id: string): Promise<FolderRow | undefined> {
	return await ctx.db.select().from(folders).where(isTheirs(owner, id)).get();
}

export async function listFolders(
	ctx: Context,
	owner: string,
	{ limit, after }: Part,
): Promise<{ rows: FolderRow[]; total: number }> {
	const matches = eq(folders.owner, owner);
	const page = after && sql`(${folders.createdAt}, ${folders.id}) < (${after.createdAt}, ${after.id})`;
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select()
			.from(folders)
			.where(and(matches, page))
			.orderBy(desc(folders.createdAt), desc(folders.id))
			.limit(limit),
		ctx.db.select({ total: count() }).from(folders).where(matches),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** Undefined where there is none. */
export async function changeFolder(
	ctx: Context,
	{ owner, id }: { owner: string; id: string },
	{ name }: { name?: string | undefined },
): Promise<FolderRow | undefined> {
	const changed = await ctx.db
		.update(folders)
		.set({ ...(name === undefined ? {} : { name }), updatedAt: ctx.now() })
		.where(isTheirs(owner, id))
		.returning();
	return changed[0];
}

/** False where there is none. Its documents stay. */
export async function removeFolder(ctx: Context, owner: string, id: string): Promise<boolean> {
	const [gone] = await ctx.db.batch([
		ctx.db.delete(folders).where(isTheirs(owner, id)).returning({ id: folders.id }),
		ctx.db
			.update(extractions)
			.set({ folderId: null })
			.where(and(eq(extractions.owner, owner), eq(extractions.folderId, id))),
	]);
	return gone.length > 0;
}

function isTheirs(owner: string, id: string) {
	return and(eq(folders.id, id), eq(folders.owner, owner));
}
