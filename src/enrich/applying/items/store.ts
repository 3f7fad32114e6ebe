import { and, asc, eq, getTableColumns, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../../context.ts";
import type { Database, Statement } from "../../../platform/database.ts";
import { aiResults, aiRunItems } from "../../../platform/enrich-tables.ts";
import { libraryDocuments } from "../../../platform/library-tables.ts";
import { isOpen } from "../../run-items/store.ts";
import { type Applicable, ofDocument, ofResult, toApplicable } from "../store.ts";

/* The items of a run that applies results: what it is to apply, and what it has applied. How they end is written as for any run. */

const r = aiResults;
const d = libraryDocuments;
const item = aiRunItems;

/** Freezes which results a run is to apply, in one statement; again: changes nothing. */
export function insertItems(db: Database, run: string, condition: SQL): Statement {
	const values: Partial<Record<keyof typeof item.$inferSelect, SQL>> = {
		jobId: sql`${run}`,
		position: sql`row_number() over (order by ${r.createdAt}, ${r.id}) - 1`,
		subject: sql`${r.id}`,
		passes: sql`0`,
		promptTokens: sql`0`,
		completionTokens: sql`0`,
	};
	const row = Object.keys(getTableColumns(item)).map((name) => values[name as keyof typeof values] ?? sql`null`);
	// The parser wants the `where`.
	return db
		.insert(item)
		.select(sql`select ${sql.join(row, sql`, `)} from ${r} where ${condition}`)
		.onConflictDoNothing();
}

export interface RunItem {
	position: number;
	subject: string;
	passes: number;
	/** Undefined where it is gone. */
	applicable: Applicable | undefined;
}

/** What a run has still to do behind a position. */
export async function openItems(ctx: Context, run: string, after: number, limit: number): Promise<RunItem[]> {
	const rows = await ctx.db
		.select({
			position: item.position,
			subject: item.subject,
			passes: item.passes,
			result: ofResult,
			document: ofDocument,
		})
		.from(item)
		.leftJoin(r, eq(r.id, item.subject))
		.leftJoin(d, eq(d.id, r.documentId))
		.where(and(eq(item.jobId, run), isNull(item.outcome), gt(item.position, after)))
		.orderBy(asc(item.position))
		.limit(limit);
	return rows.map(({ position, subject, passes, result, document }) => ({
		position,
		subject,
		passes,
		applicable: result === null || document === null ? undefined : toApplicable(result, document),
	}));
}

export async function listItemErrors(
	ctx: Context,
	run: string,
	limit: number,
): Promise<{ resultId: string; error: string }[]> {
	const rows = await ctx.db
		.select({ resultId: item.subject, error: item.error })
		.from(item)
		.where(and(eq(item.jobId, run), eq(item.outcome, "failed")))
		.orderBy(asc(item.position))
		.limit(limit);
	return rows.map(({ resultId, error }) => ({ resultId, error: error ?? "" }));
}

/** Documents on the server that a run has written to, behind a position: for the tag that all of them get. */
export async function writtenItems(
	ctx: Context,
	run: string,
	after: number,
	limit: number,
): Promise<{ position: number; paperlessId: number }[]> {
	const rows = await ctx.db
		.select({ position: item.position, paperlessId: d.paperlessId })
		.from(item)
		.innerJoin(r, eq(r.id, item.subject))
		.innerJoin(d, eq(d.id, r.documentId))
		.where(
			and(
				eq(item.jobId, run),
				eq(item.outcome, "succeeded"),
				gt(item.position, after),
				sql`${d.paperlessId} is not null`,
			),
		)
		.orderBy(asc(item.position))
		.limit(limit);
	return rows.map(({ position, paperlessId }) => ({ position, paperlessId: paperlessId ?? 0 }));
}

/** True while the item has not ended: what is said with its end is said once however often the run dies. */
export function isItemOpen(run: string, result: string): SQL {
	return isOpen(run, sql`${result}`);
}
