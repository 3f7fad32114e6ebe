import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { type Condition, isMissingValue, runBatch, type Statement } from "../../platform/database.ts";
import { extractions } from "../../platform/extraction-tables.ts";
import { documents } from "../../platform/tables.ts";

export type ExtractionRow = typeof extractions.$inferSelect;
type Status = NonNullable<ExtractionRow["status"]>;

/** An extraction that is asked for. */
export type NewRun = Pick<ExtractionRow, "documentId" | "flowId" | "flow" | "model" | "isOurs"> & { token: string };

/** A run, and how it must still stand for a change to be made. */
export interface Held {
	documentId: string;
	token: string;
	status: readonly Status[];
}

const open: readonly Status[] = ["waiting", "running"];

export async function findExtraction(ctx: Context, documentId: string): Promise<ExtractionRow | undefined> {
	return await ctx.db.select().from(extractions).where(eq(extractions.documentId, documentId)).get();
}

/**
 * Writes the extraction that is asked for, in place of what was extracted before, together with `alongside`; all or nothing. False where one is
 * under way already, or the document is gone. `before` is written first: a new document's own row.
 */
export async function writeNewRun(
	ctx: Context,
	run: NewRun,
	{ before = [], alongside }: { before?: readonly Statement[]; alongside: readonly Statement[] },
): Promise<boolean> {
	try {
		await runBatch(ctx.db, [...before, newRun(ctx, run), ...alongside]);
		return true;
	} catch (error) {
		if (isMissingValue(error, "extractions.owner")) return false;
		throw error;
	}
}

function newRun(ctx: Context, { documentId, ...run }: NewRun): Statement {
	const asked = {
		...run,
		...{ status: "waiting" as const, jobId: null, confidence: null, fieldScores: null, resultToken: null },
		...{ provider: null, providerModel: null, error: null, review: null, reviewReason: null, updatedAt: ctx.now() },
	};
	// No owner where it may not be written: the transaction fails.
	const owner = sql`(
		select ${documents.owner} from ${documents} where ${documents.id} = ${documentId} and not exists (
			select 1 from ${extractions} as other where other.document_id = ${documentId} and other.status in ('waiting', 'running')))`;
	return ctx.db
		.insert(extractions)
		.values({ documentId, owner, ...asked })
		.onConflictDoUpdate({ target: extractions.documentId, set: asked });
}

/** Whether the run is still the one that was asked for last, and stands as it must. */
export function isHeld({ documentId, token, status }: Held): Condition {
	return sql`exists (
		select 1 from extractions as run where run.document_id = ${documentId} and run.token = ${token}
			and run.status in (select value from json_each(${JSON.stringify(status)})))`;
}

/** Nothing where the run does not stand as it must. */
export function changeRun(ctx: Context, held: Held, change: Partial<ExtractionRow>): Statement {
	const { documentId, token, status } = held;
	return ctx.db
		.update(extractions)
		.set({ ...change, updatedAt: ctx.now() })
		.where(
			and(
				eq(extractions.documentId, documentId),
				eq(extractions.token, token),
				inArray(extractions.status, [...status]),
			),
		);
}

export function isOpenRun(row: ExtractionRow | undefined): row is ExtractionRow & { token: string } {
	return row?.token != null && row.status !== null && open.includes(row.status);
}
