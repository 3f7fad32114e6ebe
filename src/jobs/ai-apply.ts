import { z } from "zod";
import type { Context } from "../context.ts";
import { ApplyRun, type ApplySlice, advanceApply, applyRunResult, applyStart, fields } from "../enrich/enrich.ts";
import { isPaperlessError, type PaperlessError } from "../library/library.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult } from "./step.ts";
import type { JobRow } from "./store.ts";

/* Applies many results (contracts/library.md 8.10, 14.6). A step is a slice of the run; where that is then is the next one's input. */

/** After this long a slice leaves the rest to the next, so that a pause is not far. */
const sliceMs = 5_000;
/** Times that a server which does not answer at all is asked again; the waits grow to a minute. */
const maxAttempts = 8;
const [firstWaitMs, maxWaitMs] = [5_000, 60_000];

const Options = z.object({
	fields: z.array(z.enum(fields)),
	allowClearing: z.boolean(),
	createMissingEntities: z.boolean(),
});
export type ApplyJobOptions = z.output<typeof Options>;

const Input = z.object({
	/** How many steps there were before. */
	turn: z.int(),
	run: ApplyRun,
	/** From 1: how often the server has been asked for this. */
	attempt: z.int(),
});
type Input = z.output<typeof Input>;

/** The code of a step of applying by its id. */
export function applyStep(id: string): StepCode | undefined {
	return id.startsWith("apply:") ? sliceStep : undefined;
}

/** What applying begins with. */
export function firstApplyStep(_job: JobRow): StepSpec {
	return spec({ turn: 0, run: applyStart, attempt: 1 });
}

function spec(input: Input, delayMs = 0): StepSpec {
	return { id: `apply:${input.turn}`, input, isPassing: true, delayMs };
}

const sliceStep: StepCode = async (ctx, run) => {
	const input = Input.parse(run.input);
	const slice: ApplySlice = {
		owner: run.job.owner,
		key: run.job.id,
		run: input.run,
		how: Options.parse(JSON.parse(run.job.config ?? "{}")),
		until: ctx.now() + sliceMs,
		signal: run.signal,
		// Throws where the job was cancelled.
		report: async ({ settled, total }) => await run.report(progress(settled, total)),
	};
	try {
		const { run: next, settled, total, delayMs } = await advanceApply(ctx, slice);
		if (next.stage === "done") return await ending(ctx, run.job.id);
		return { ...progress(settled, total), followUps: [spec({ turn: input.turn + 1, run: next, attempt: 1 }, delayMs)] };
	} catch (error) {
		run.signal.throwIfAborted();
		if (!isPaperlessError(error)) throw error;
		return askedLater(input, error);
	}
};

/** What was not applied stays as it is: nobody has looked at it. */
function askedLater(input: Input, error: PaperlessError): StepResult {
	if (!error.isPassing || input.attempt >= maxAttempts) return { failure: error.message };
	const waitMs = Math.min(maxWaitMs, Math.max(error.retryAfterMs ?? 0, firstWaitMs * 2 ** (input.attempt - 1)));
	return {
		message: `${error.message} It is asked again in ${Math.round(waitMs / 1000)} s.`,
		followUps: [spec({ ...input, turn: input.turn + 1, attempt: input.attempt + 1 }, waitMs)],
	};
}

function progress(settled: number, total: number): { fraction: number; message: string } {
	return { fraction: settled / Math.max(1, total), message: `Applying proposals: ${settled} of ${total}` };
}

async function ending(ctx: Context, run: string): Promise<StepResult> {
	const { applied, failed, total, errors } = await applyRunResult(ctx, run);
	const message = `Applied ${applied} of ${total} proposals${failed === 0 ? "" : `, ${failed} failed`}`;
	return { fraction: 1, phaseFraction: null, message, result: { applied, failed, total, errors } };
}
