import { claimDueRuns, type DueRun, failRun, settleRun } from "../automation/automation.ts";
import type { Context } from "../context.ts";
import { isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { getConnection } from "../library/library.ts";
import { startLibraryJob } from "./library-jobs.ts";
import { startScheduledProcessing } from "./start-processing.ts";

/** Starts what users have scheduled and is due; called every minute. */
export async function runDueSchedules(ctx: Context): Promise<void> {
	for (const run of await claimDueRuns(ctx)) {
		try {
			await begin(ctx, run);
		} catch (error) {
			// Its lease runs out, and another tick tries again.
			logError(`the schedule ${run.task} of ${run.owner}`, error);
		}
	}
}

async function begin(ctx: Context, run: DueRun): Promise<void> {
	const { owner, task } = run;
	try {
		await settleRun(ctx, run, await start(ctx, run));
	} catch (error) {
		if (isAppError(error, "conflict")) return await settleRun(ctx, run, null);
		if (!isAppError(error)) logError(`the schedule ${task} of ${owner}`, error);
		await failRun(ctx, run, isAppError(error) ? error.message : "It could not be started.");
	}
}

async function start(ctx: Context, { owner, task }: DueRun): Promise<string> {
	if (task === "ai") return await startScheduledProcessing(ctx, owner);
	if (task === "sync") await getConnection(ctx, owner);
	return await startLibraryJob(ctx, { owner, kind: task, config: {} });
}
