import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import type { StartInput, StepSpec } from "./job-state.ts";
import { abandonJob, type JobRow } from "./store.ts";

const enqueueFailure = "Failed to enqueue task";

/** What the object is told of a job whose row is there. */
export function toStart(job: JobRow, steps: StepSpec[]): StartInput {
	const { id, kind, owner, name, documentId, total } = job;
	// A conversion counts its pages itself.
	return { id, kind, owner, name, documentId, steps, ...(kind !== "conversion" && total !== null && { total }) };
}

/** Gives the job to its object. Throws `internal` if the queue refuses it; its row then says that it failed. */
export async function startOrAbandon(ctx: Context, input: StartInput): Promise<void> {
	if (await tryToStart(ctx, input)) return;
	await abandonJob(ctx, input.id, enqueueFailure);
	throw new AppError("internal", enqueueFailure);
}

/** False if the queue refused the job's first message. */
export async function tryToStart(ctx: Context, input: StartInput): Promise<boolean> {
	try {
		return await ctx.job(input.id).start(input);
	} catch (error) {
		// It may have begun all the same; if not, the outbox begins it.
		logError(`job ${input.id} could not be reached`, error);
		return true;
	}
}
