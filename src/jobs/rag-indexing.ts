import { z } from "zod";
import type { Context } from "../context.ts";
import { advanceIndexRun, beginIndexRun, IndexRun, indexProgress, indexResult } from "../retrieval/retrieval.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult } from "./step.ts";
import type { JobRow } from "./store.ts";

/* Indexes a library for questions. A step is a slice of the run; where that is then is the next one's input. */

/** After this long a slice leaves the rest of its group to the next, so that a pause is not far. */
const sliceMs = 5_000;
/** What is said oftener is not worth its message. */
const reportMs = 400;

const JobConfig = z.object({ rebuild: z.boolean().default(false) });
const Input = z.object({
	/** How many steps there were before. */
	turn: z.int(),
	/** Null: not begun. */
	run: IndexRun.nullable(),
});

/** The code of a step of the indexing by its id. */
export function indexingStep(id: string): StepCode | undefined {
	return id.startsWith("index:") ? sliceStep : undefined;
}

/** What indexing begins with. */
export function firstIndexingStep(_job: JobRow): StepSpec {
	return spec({ turn: 0, run: null });
}

function spec(input: z.infer<typeof Input>): StepSpec {
	return { id: `index:${input.turn}`, input, isPassing: true };
}

const sliceStep: StepCode = async (ctx, step) => {
	const { turn, run } = Input.parse(step.input);
	const { rebuild } = JobConfig.parse(JSON.parse(step.job.config ?? "{}"));
	// Beginning is a step of its own: a rebuild forgets what there is, which must not happen again later.
	if (run === null) {
		return next(ctx, turn, await beginIndexRun(ctx, step.job.owner, { isRebuild: rebuild }));
	}
	let reportedAt = 0;
	const slice = {
		until: ctx.now() + sliceMs,
		signal: step.signal,
		report: async (progress: { fraction: number; message: string }) => {
			if (ctx.now() - reportedAt < reportMs) return;
			reportedAt = ctx.now();
			// Throws where the job was cancelled.
			await step.report(progress);
		},
	};
	return next(ctx, turn, await advanceIndexRun(ctx, run, slice));
};

function next(ctx: Context, turn: number, run: IndexRun): StepResult {
	const progress = indexProgress(run);
	if (run.stage === "done") return { ...progress, phaseFraction: null, result: { ...indexResult(ctx, run) } };
	return { ...progress, followUps: [spec({ turn: turn + 1, run })] };
}
