import { and, eq, gte, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { aiSpending } from "../../platform/enrich-tables.ts";
import { isOpen } from "../run-items/store.ts";

/* What calls of models have cost, by day: a call is counted when it was made, whatever becomes of its answer. */

const s = aiSpending;

export interface Spending {
	owner: string;
	provider: string;
	model: string;
	promptTokens: number;
	completionTokens: number;
	/** US dollars; null where no price is known. */
	cost: number | null;
}

/** Adds one call to its day; with `openIn`, while the document's item in that job has no outcome. */
export function addSpending(
	db: Database,
	{ owner, provider, model, promptTokens, completionTokens, cost }: Spending,
	{ now, openIn, documentId }: { now: number; openIn?: string | undefined; documentId: string },
): Statement {
	const only = openIn === undefined ? sql`true` : isOpen(openIn, sql`${documentId}`);
	// In the order of the table's columns.
	const row = sql`select ${owner}, ${dayOf(now)}, ${provider}, ${model}, 1, ${promptTokens}, ${completionTokens}, ${cost ?? 0} where ${only}`;
	return db
		.insert(s)
		.select(row)
		.onConflictDoUpdate({
			target: [s.owner, s.day, s.provider, s.model],
			set: {
				documents: sql`${s.documents} + 1`,
				promptTokens: sql`${s.promptTokens} + excluded.prompt_tokens`,
				completionTokens: sql`${s.completionTokens} + excluded.completion_tokens`,
				cost: sql`${s.cost} + excluded.cost`,
			},
		});
}

/** US dollars of the calendar month (UTC) so far. */
export async function spentThisMonth(ctx: Context, owner: string): Promise<number> {
	const firstDay = `${dayOf(ctx.now()).slice(0, 7)}-01`;
	const row = await ctx.db
		.select({ cost: sql<number>`coalesce(sum(${s.cost}), 0)` })
		.from(s)
		.where(and(eq(s.owner, owner), gte(s.day, firstDay)))
		.get();
	return row?.cost ?? 0;
}

function dayOf(ms: number): string {
	return new Date(ms).toISOString().slice(0, 10);
}
