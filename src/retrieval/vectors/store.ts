import { and, asc, eq, gt, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { chunks, chunkVectors, vectorRemovals } from "../../platform/retrieval-tables.ts";
import { spaceName, type VectorSpace } from "./vector-store.ts";

const v = chunkVectors;

/** Whether any chunk has a vector in this space, wherever that is. */
export async function hasVectors(ctx: Context, space: VectorSpace): Promise<boolean> {
	const row = await ctx.db.select({ number: v.number }).from(v).where(isIn(space)).limit(1).get();
	return row !== undefined;
}

/** A page of the vectors that D1 holds, by number. */
export async function vectorPage(
	ctx: Context,
	space: VectorSpace,
	{ after, limit }: { after: number; limit: number },
): Promise<{ number: number; vector: string | null }[]> {
	return await ctx.db
		.select({ number: v.number, vector: v.vector })
		.from(v)
		.where(and(isIn(space), isNotNull(v.vector), gt(v.number, after)))
		.orderBy(asc(v.number))
		.limit(limit);
}

function isIn(space: VectorSpace) {
	return and(eq(v.owner, space.owner), eq(v.space, spaceName(space)));
}

/** What chunks have: `vector` null where Vectorize holds it. Chunks that are gone are left out. */
export async function recordVectors(
	ctx: Context,
	space: VectorSpace,
	vectors: readonly { number: number; vector: string | null }[],
): Promise<void> {
	const json = JSON.stringify(vectors);
	const name = spaceName(space);
	const statements: Statement[] = [
		// In the order of the table's columns.
		ctx.db
			.insert(v)
			.select(
				sql`select value ->> 'number', ${space.owner}, ${name}, value ->> 'vector' from json_each(${json})
					where exists (select 1 from ${chunks} where ${chunks.number} = value ->> 'number' and ${chunks.owner} = ${space.owner})`,
			)
			.onConflictDoUpdate({
				target: v.number,
				set: { owner: space.owner, space: name, vector: sql`excluded.vector` },
			}),
		ctx.db
			.update(chunks)
			.set({ embeddingModel: space.model, createdAt: ctx.now() })
			.where(
				sql`${chunks.number} in (select value ->> 'number' from json_each(${json})) and ${chunks.owner} = ${space.owner}`,
			),
		// Those without a row stay owed.
		ctx.db.delete(vectorRemovals).where(
			sql`(${vectorRemovals.number}, ${vectorRemovals.space}) in (
					select ${v.number}, ${v.space} from json_each(${json}) cross join ${v} on ${v.number} = value ->> 'number')`,
		),
	];
	await runBatch(ctx.db, statements);
}

/** Writes down that vectors are to go at `dueAt`, unless their chunks have them by then. */
export async function oweRemoval(
	ctx: Context,
	space: VectorSpace,
	numbers: readonly number[],
	dueAt: number,
): Promise<void> {
	const name = spaceName(space);
	await ctx.db
		.insert(vectorRemovals)
		// In the order of the table's columns.
		.select(sql`select value, ${name}, ${dueAt} from json_each(${JSON.stringify(numbers)}) where true`)
		.onConflictDoUpdate({
			target: [vectorRemovals.number, vectorRemovals.space],
			set: { dueAt: sql`excluded.due_at` },
		});
}

export type OwedRemoval = typeof vectorRemovals.$inferSelect;

export async function owedRemovals(ctx: Context, limit: number): Promise<OwedRemoval[]> {
	return await ctx.db
		.select()
		.from(vectorRemovals)
		.where(lte(vectorRemovals.dueAt, ctx.now()))
		.orderBy(vectorRemovals.dueAt)
		.limit(limit);
}

/** Forgets these, but for those that somebody has put off meanwhile. */
export async function settleRemovals(ctx: Context, removals: readonly OwedRemoval[]): Promise<void> {
	await ctx.db.delete(vectorRemovals).where(isAnyOf(removals));
}

export async function postponeRemovals(ctx: Context, removals: readonly OwedRemoval[], dueAt: number): Promise<void> {
	await ctx.db.update(vectorRemovals).set({ dueAt }).where(isAnyOf(removals));
}

function isAnyOf(removals: readonly OwedRemoval[]): SQL {
	const r = vectorRemovals;
	return sql`(${r.number}, ${r.space}, ${r.dueAt}) in (
		select value ->> 'number', value ->> 'space', value ->> 'dueAt' from json_each(${JSON.stringify(removals)}))`;
}

/** Of these numbers, those that the owner has chunks for. */
export async function existingChunks(ctx: Context, owner: string, numbers: readonly number[]): Promise<Set<number>> {
	const rows = await ctx.db.select({ number: chunks.number }).from(chunks).where(isOneOf(owner, numbers));
	return new Set(rows.map(({ number }) => number));
}

/** Of the owner's chunks by number; one that is gone is left out. */
export async function contentsOf(
	ctx: Context,
	owner: string,
	numbers: readonly number[],
): Promise<Map<number, string>> {
	const { number, content } = chunks;
	const rows = await ctx.db.select({ number, content }).from(chunks).where(isOneOf(owner, numbers));
	return new Map(rows.map((row) => [row.number, row.content]));
}

function isOneOf(owner: string, numbers: readonly number[]): SQL {
	const json = JSON.stringify(numbers);
	return sql`${chunks.number} in (select value from json_each(${json})) and ${chunks.owner} = ${owner}`;
}
