import type { Context } from "../context.ts";
import { getDedupConfig } from "../dedup/dedup.ts";
import { newId } from "../lib/ids.ts";
import { isUniqueViolation, runBatch } from "../platform/database.ts";
import { firstAnalysisStep } from "./analysis.ts";
import { toStart, tryToStart } from "./start.ts";
import { findJob, newJobStatements } from "./store.ts";

/** Begins the analysis of the owner's library, unless the owner does not want that after a sync, or one is at work (contracts/library.md D13). */
export async function startAutoAnalysis(ctx: Context, owner: string): Promise<void> {
	const { autoAnalyze } = await getDedupConfig(ctx, owner);
	if (!autoAnalyze) return;
	const row = { id: newId(), owner, kind: "analysis" as const, documentId: null };
	try {
		await runBatch(ctx.db, newJobStatements(ctx.db, { ...row, now: ctx.now() }));
	} catch (error) {
		if (isUniqueViolation(error)) return;
		throw error;
	}
	const job = await findJob(ctx, row.id);
	// Where the queue refuses, the outbox starts it later.
	if (job !== undefined) await tryToStart(ctx, toStart(job, [firstAnalysisStep(job)]));
}
