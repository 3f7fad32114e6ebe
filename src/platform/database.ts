import type { SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/** A prepared write, to be run in one atomic batch with others; made by the query builder, since D1's batch takes no raw `run`. */
export type Statement = BatchItem<"sqlite">;

/** Something that must hold for a statement to write; made in a `store.ts`, and handed on by those that know no SQL. */
export type Condition = SQL;

/** Without the schema, which only relational queries need and which costs 60 µs a request. */
export function openDatabase(d1: D1Database): Database {
	return drizzle(d1, { casing: "snake_case" });
}

/** Runs the statements as one transaction, in order; none is written if one fails. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
	const [first, ...rest] = statements;
	if (first !== undefined) await db.batch([first, ...rest]);
}

/** The same with a last statement whose rows are wanted. */
export async function runWithLast<Rows>(
	db: Database,
	statements: readonly Statement[],
	last: BatchItem<"sqlite"> & PromiseLike<Rows>,
): Promise<Rows> {
	const [first, ...rest] = statements;
	if (first === undefined) return await last;
	// A batch answers in the order of its statements.
	const results: readonly unknown[] = await db.batch([first, ...rest, last]);
	return results.at(-1) as Rows;
}

/** True if a write failed because a unique key exists already. */
export function isUniqueViolation(error: unknown): boolean {
	return says(error, "UNIQUE constraint failed");
}

/** True if a write failed because a column (`table.column`) that must have a value was given none. */
export function isMissingValue(error: unknown, column: string): boolean {
	return says(error, `NOT NULL constraint failed: ${column}`);
}

function says(error: unknown, words: string): boolean {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause.message.includes(words)) return true;
	}
	return false;
}
