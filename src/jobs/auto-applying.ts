import { z } from "zod";
import type { Context } from "../context.ts";
import {
	ApplyRun,
	type ApplyRunResult,
	advanceApply,
	applyRunResult,
	applyStart,
	freezeScope,
	type ProcessingJob,
	ProcessingRun,
	processingResult,
	type RunSlice,
} from "../enrich/enrich.ts";
import { isPaperlessError, type PaperlessError } from "../library/library.ts";
import { runBatch } from "../platform/database.ts";
import type { StepSpec } from "./job-state.ts";
import { processingJob } from "./processing-job.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";

/*
 * The end of a run of proposals: where its owner wants that, all that is pending and passes the gates is applied (contracts/library.md 14.5,
 * 14.10). What is not applied stays pending, to be looked at.
 */

const sliceMs = 5_000;
/** Times that a server which does not answer is asked again; the waits grow to a minute. */
const maxAttempts = 8;
const [firstWaitMs, maxWaitMs] = [5_000, 60_000];
/** Of the whole: what proposing takes where something is applied afterwards. */
const proposingShare = 0.9;

const Input = z.object({
	turn: z.int(),
	run: ProcessingRun,
	/** Why documents were left. */
	reason: z.string().nullable(),
	/** Null: what is pending is not frozen yet. */
	apply: ApplyRun.nullable(),
	/** From 1: how often the server has been asked for this. */
	attempt: z.int(),
});
type Input = z.output<typeof Input>;

/** What stands at the end of the last turn. */
export async function afterTurns(
	ctx: Context,
	job: ProcessingJob,
	{ run, reason }: { run: ProcessingRun; reason: string | undefined },
): Promise<StepResult> {
	const { result } = await processingResult(ctx, job.id, run, reason);
	if (!job.config.settings.autoApplyEnabled || result.succeeded === 0) return await ending(ctx, job, { run, reason });
	return { followUps: [spec({ turn: 0, run, reason: reason ?? null, apply: null, attempt: 1 })] };
}

/** How far the job is while it proposes. */
export function turnsShare({ config }: ProcessingJob): (told: Parameters<RunSlice["report"]>[0]) => {
	fraction: number;
	message: string;
} {
	const share = config.settings.autoApplyEnabled ? proposingShare : 1;
	return ({ fraction, message }) => ({ fraction: fraction * share, message });
}

function spec(input: Input, delayMs = 0): StepSpec {
	return { id: `apply:${input.turn}`, input, isPassing: true, delayMs };
}

export const autoApplyStep: StepCode = async (ctx, step) => {
	const input = Input.parse(step.input);
	const job = processingJob(step);
	const key = `${job.id}:apply`;
	const next = { ...input, turn: input.turn + 1, attempt: 1 };
	if (input.apply === null) {
		await runBatch(ctx.db, [freezeScope(ctx, job.owner, key, { type: "all_pending" })]);
		return { fraction: proposingShare, followUps: [spec({ ...next, apply: applyStart })] };
	}
	try {
		const { run, settled, total, delayMs } = await advanceApply(ctx, {
			owner: job.owner,
			key,
			run: input.apply,
			how: "gates",
			until: ctx.now() + sliceMs,
			signal: step.signal,
			report: async (done) => await report(step, done),
		});
		if (run.stage === "done") return await ending(ctx, job, input, await applyRunResult(ctx, key));
		return { ...progress({ settled, total }), followUps: [spec({ ...next, apply: run }, delayMs)] };
	} catch (error) {
		step.signal.throwIfAborted();
		if (!isPaperlessError(error)) throw error;
		return await askedLater(ctx, job, input, error);
	}
};

async function report(step: StepRun, done: { settled: number; total: number }): Promise<void> {
	await step.report(progress(done));
}

function progress({ settled, total }: { settled: number; total: number }): { fraction: number; message: string } {
	const fraction = proposingShare + (1 - proposingShare) * (settled / Math.max(1, total));
	return { fraction, message: `Applying proposals: ${settled} of ${total}` };
}

/** The proposals are made: a server that is away leaves them pending, and is no failure of theirs. */
async function askedLater(ctx: Context, job: ProcessingJob, input: Input, error: PaperlessError): Promise<StepResult> {
	if (!error.isPassing || input.attempt >= maxAttempts) {
		const applied = await applyRunResult(ctx, `${job.id}:apply`);
		const end = await ending(ctx, job, input, applied);
		return { ...end, message: `${end.message ?? ""}; not all were applied: ${error.message}` };
	}
	const waitMs = Math.min(maxWaitMs, Math.max(error.retryAfterMs ?? 0, firstWaitMs * 2 ** (input.attempt - 1)));
	return {
		message: `${error.message} It is asked again in ${Math.round(waitMs / 1000)} s.`,
		followUps: [spec({ ...input, turn: input.turn + 1, attempt: input.attempt + 1 }, waitMs)],
	};
}

async function ending(
	ctx: Context,
	job: ProcessingJob,
	{ run, reason }: { run: ProcessingRun; reason?: string | null | undefined },
	applied?: ApplyRunResult,
): Promise<StepResult> {
	const { result, message } = await processingResult(ctx, job.id, run, reason ?? undefined);
	const counts = applied && { autoApplied: applied.applied, autoApplySkipped: applied.total - applied.applied };
	const told = applied === undefined ? message : `${message}, applied ${applied.applied} of ${applied.total} pending`;
	return { fraction: 1, phaseFraction: null, message: told, result: { ...result, ...counts } };
}
