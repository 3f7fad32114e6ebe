import { z } from "zod";
import type { Context } from "../context.ts";
import { AnalysisState, advanceAnalysis, analysisProgress, analysisResult, beginAnalysis } from "../dedup/dedup.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult } from "./step.ts";
import type { JobRow } from "./store.ts";

/* Looks for duplicates. A step does slices until its time is up; where the analysis is then is the next one's input. */

/** After this long a step ends, so that a pause is not far; a slice takes a second at most. */
const stepMs = 2_000;
/** A slice may be a matter of milliseconds; what is said of it is not worth more than that. */
const reportMs = 400;

const JobConfig = z.object({ force: z.boolean().default(false) });
const Input = z.object({
	/** How many steps there were before. */
	turn: z.int(),
	/** Null: not begun. */
	state: AnalysisState.nullable(),
});

/** The code of a step of an analysis by its id. */
export function analysisStep(id: string): StepCode | undefined {
	return id.startsWith("analysis:") ? slicesStep : undefined;
}

/** What an analysis begins with. */
export function firstAnalysisStep(_job: JobRow): StepSpec {
	return spec({ turn: 0, state: null });
}

function spec(input: z.infer<typeof Input>): StepSpec {
	return { id: `analysis:${input.turn}`, input, isPassing: true };
}

const slicesStep: StepCode = async (ctx, run) => {
	const { turn, state: before } = Input.parse(run.input);
	const { force } = JobConfig.parse(JSON.parse(run.job.config ?? "{}"));
	const until = ctx.now() + stepMs;
	let state = before ?? (await beginAnalysis(ctx, run.job.owner, { force }));
	if (state === undefined) return ending(ctx, undefined);
	let reportedAt = ctx.now();
	do {
		if (ctx.now() - reportedAt >= reportMs) {
			// Throws where the job was cancelled.
			await run.report(analysisProgress(state));
			reportedAt = ctx.now();
		}
		state = await advanceAnalysis(ctx, state);
	} while (state.phase !== "done" && ctx.now() < until);
	if (state.phase === "done") return ending(ctx, state);
	return { ...analysisProgress(state), followUps: [spec({ turn: turn + 1, state })] };
};

function ending(ctx: Context, state: AnalysisState | undefined): StepResult {
	const message = state === undefined ? "There are no documents" : analysisProgress(state).message;
	return { fraction: 1, phaseFraction: null, message, result: analysisResult(ctx, state) };
}
