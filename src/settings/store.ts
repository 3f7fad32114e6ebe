import { and, asc, eq, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { settings } from "../platform/tables.ts";

export interface StoredSetting {
	key: string;
	/** Encrypted where the key is a secret's. */
	value: string;
}

/** Keys to remove; with `unlessStill` only where that setting (null: none) has changed since it was read. */
export interface Removal {
	keys: readonly string[];
	unlessStill?: { key: string; value: string | null };
}

/** The settings of one owner whose keys begin with `prefix`, by key. */
export async function listSettings(ctx: Context, owner: string, prefix: string): Promise<StoredSetting[]> {
	return await ctx.db
		.select({ key: settings.key, value: settings.value })
		.from(settings)
		.where(and(eq(settings.owner, owner), sql`substr(${settings.key}, 1, length(${prefix})) = ${prefix}`))
		.orderBy(asc(settings.key));
}

/** In one transaction: the removals, then the new values. */
export async function writeSettings(
	ctx: Context,
	owner: string,
	change: { removals: readonly Removal[]; values: readonly StoredSetting[] },
): Promise<void> {
	const statements = change.removals.map((removal) => remove(ctx, owner, removal));
	for (const values of portions(change.values)) statements.push(upsert(ctx, owner, values));
	await runBatch(ctx.db, statements);
}

function remove(ctx: Context, owner: string, { keys, unlessStill }: Removal): Statement {
	const isNamed = sql`${settings.key} in (select value from json_each(${JSON.stringify(keys)}))`;
	const hasChanged =
		unlessStill &&
		sql`(select value from ${settings} where owner = ${owner} and key = ${unlessStill.key}) is not ${unlessStill.value}`;
	return ctx.db.delete(settings).where(and(eq(settings.owner, owner), isNamed, hasChanged));
}

/** D1 binds 2 MB as one value at most; characters of JSON, of which one may be three bytes. */
const portionCharacters = 600_000;

/** The values in as few parts as D1 takes. */
function portions(values: readonly StoredSetting[]): StoredSetting[][] {
	const parts: StoredSetting[][] = [];
	let room = 0;
	for (const value of values) {
		const size = JSON.stringify(value).length;
		if (size > room) {
			parts.push([]);
			room = portionCharacters;
		}
		parts.at(-1)?.push(value);
		room -= size + 1;
	}
	return parts;
}

/** By JSON, since D1 binds at most 100 values; in the order of the table's columns. The parser wants the `where`. */
function upsert(ctx: Context, owner: string, values: readonly StoredSetting[]): Statement {
	const rows = sql`
		select ${owner}, value ->> 'key', value ->> 'value', ${ctx.now()} from json_each(${JSON.stringify(values)}) where true`;
	return ctx.db
		.insert(settings)
		.select(rows)
		.onConflictDoUpdate({
			target: [settings.owner, settings.key],
			set: { value: sql`excluded.value`, updatedAt: sql`excluded.updated_at` },
		});
}
