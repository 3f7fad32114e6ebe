import type { Context } from "../context.ts";
import { getDedupConfig } from "../dedup/dedup.ts";
import { firstAnalysisStep } from "./analysis.ts";
import { startUnlessRunning } from "./start-unless-running.ts";

/** Begins the analysis of the owner's library, unless the owner does not want that after a sync, or one is at work (contracts/library.md D13). */
export async function startAutoAnalysis(ctx: Context, owner: string): Promise<void> {
	const { autoAnalyze } = await getDedupConfig(ctx, owner);
	if (autoAnalyze) await startUnlessRunning(ctx, owner, { kind: "analysis", first: firstAnalysisStep });
}
