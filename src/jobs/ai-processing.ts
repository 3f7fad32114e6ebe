import { z } from "zod";
import type { Context } from "../context.ts";
import {
	askSlice,
	beginProcessing,
	callsAnInvocation,
	classifySlice,
	hostedSliceMs,
	joinLanes,
	type LanePlan,
	learnChanged,
	nextOf,
	type ProcessingJob,
	ProcessingRun,
	type RunSlice,
} from "../enrich/enrich.ts";
import { isAppError } from "../errors.ts";
import { afterTurns, autoApplyStep, turnsShare } from "./auto-applying.ts";
import type { StepSpec } from "./job-state.ts";
import { processingJob as jobOf } from "./processing-job.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";
import type { JobRow } from "./store.ts";

/*
 * Proposes metadata for documents (contracts/library.md 14): begin, learn… (the embedded classifier alone), then turn after turn. A turn
 * looks how the run stands and works on some documents itself, or shares them out to lanes that work side by side, or waits by the object's
 * alarm. All that is done is in the tables, so that any step may die and run again.
 */

/** After this long a slice leaves the rest to the next, so that a pause is not far. */
const sliceMs = 5_000;
/** What is said oftener is not worth its message. */
const reportMs = 400;

const LearnInput = z.object({ turn: z.int(), run: ProcessingRun });
const TurnInput = z.object({ turn: z.int(), run: ProcessingRun });
type TurnInput = z.infer<typeof TurnInput>;
const LaneInput = z.object({ lane: z.object({ number: z.int(), of: z.int() }), calls: z.int(), run: ProcessingRun });

/** What a run of proposals begins with. */
export function firstProcessingStep(_job: JobRow): StepSpec {
	return { id: "begin", isPassing: true };
}

/** The code of a step of it by its id. */
export function processingStep(id: string): StepCode | undefined {
	const name = id.split(":", 1)[0] ?? "";
	return { begin: beginStep, learn: learnStep, turn: turnStep, lane: laneStep, apply: autoApplyStep }[name];
}

const beginStep: StepCode = async (ctx, step) => {
	const job = jobOf(step);
	try {
		const run = await beginProcessing(ctx, job);
		const isEmbedded = job.config.settings.provider === "embedded";
		return { fraction: 0, followUps: [isEmbedded ? learnAt({ turn: 0, run }) : turnAt({ turn: 0, run })] };
	} catch (error) {
		// Its key was taken away since, or its price is not known.
		if (!isAppError(error, "model_not_configured") && !isAppError(error, "bad_request")) throw error;
		return { failure: error.message };
	}
};

/** The classifier's own preparation is not counted as progress: it is done but once. */
const learnStep: StepCode = async (ctx, step) => {
	const { turn, run } = LearnInput.parse(step.input);
	const report = paced(ctx, step, ({ fraction, message }) => ({ phaseFraction: fraction, message }));
	const slice = { until: ctx.now() + sliceMs, signal: step.signal, report };
	const { isDone } = await learnChanged(ctx, step.job.owner, slice);
	if (!isDone) return { followUps: [learnAt({ turn: turn + 1, run })] };
	return { phaseFraction: null, followUps: [turnAt({ turn: 0, run })] };
};

const turnStep: StepCode = async (ctx, step) => {
	const job = jobOf(step);
	const { turn, run: begun } = TurnInput.parse(step.input);
	const run = joined(begun, step.outputs);
	const { next, progress } = await nextOf(ctx, job, run);
	const told = turnsShare(job)(progress);
	switch (next.kind) {
		case "broken":
			return { failure: next.failure };
		case "over":
			return await afterTurns(ctx, job, { run, reason: next.reason });
		case "wait":
			return { ...told, ...waiting(ctx, { turn, run }, next) };
		case "share":
			return { ...told, followUps: shared({ turn, run }, next.plan) };
		case "slice":
			await step.report(told);
			return { followUps: [turnAt({ turn: turn + 1, run: await worked(ctx, step, job, run) })] };
	}
};

/** A lane's share of a turn, in an invocation of its own. */
const laneStep: StepCode = async (ctx, step) => {
	const { lane, calls, run } = LaneInput.parse(step.input);
	const found = await askSlice(ctx, jobOf(step), { lane, calls, run }, hostedSlice(ctx, step));
	return { output: { ...found } };
};

async function worked(ctx: Context, step: StepRun, job: ProcessingJob, run: ProcessingRun): Promise<ProcessingRun> {
	const { provider, batchSize } = job.config.settings;
	if (provider !== "embedded") {
		const lane = { number: 0, of: 1 };
		return await askSlice(
			ctx,
			job,
			{ lane, calls: Math.min(batchSize, callsAnInvocation), run },
			hostedSlice(ctx, step),
		);
	}
	const slice = { until: ctx.now() + sliceMs, signal: step.signal, report: paced(ctx, step, turnsShare(job)) };
	await classifySlice(ctx, job, slice);
	return run;
}

function hostedSlice(ctx: Context, step: StepRun): RunSlice {
	const report = paced(ctx, step, turnsShare(jobOf(step)));
	return { until: ctx.now() + hostedSliceMs, signal: step.signal, report };
}

type Told = Parameters<RunSlice["report"]>[0];

/** Throws where the job was cancelled. */
function paced(
	ctx: Context,
	step: StepRun,
	toProgress: (told: Told) => Parameters<StepRun["report"]>[0],
): RunSlice["report"] {
	let reportedAt = 0;
	return async (told) => {
		step.signal.throwIfAborted();
		if (ctx.now() - reportedAt < reportMs) return;
		reportedAt = ctx.now();
		await step.report(toProgress(told));
	};
}

/** With what the lanes of the turn before have found. */
function joined(run: ProcessingRun, outputs: StepRun["outputs"]): ProcessingRun {
	const lanes = Object.values(outputs).flatMap((output) => ProcessingRun.safeParse(output).data ?? []);
	return lanes.length === 0 ? run : joinLanes(run, lanes);
}

function shared({ turn, run }: TurnInput, { lanes, callsALane }: LanePlan): StepSpec[] {
	const steps = Array.from({ length: lanes }, (_, number): StepSpec => {
		const input = { lane: { number, of: lanes }, calls: callsALane, run };
		return { id: `lane:${turn}:${number}`, input, isPart: true };
	});
	return [...steps, { ...turnAt({ turn: turn + 1, run }), needs: steps.map(({ id }) => id) }];
}

function waiting(
	ctx: Context,
	{ turn, run }: TurnInput,
	{ untilMs, isPause }: { untilMs: number; isPause: boolean },
): StepResult {
	const delayMs = Math.max(0, untilMs - ctx.now());
	const next = { turn: turn + 1, run: { ...run, pauses: run.pauses + (isPause ? 1 : 0), nextLaunchAt: 0 } };
	const seconds = Math.ceil(delayMs / 1000);
	return {
		...(isPause && { message: `The provider asks for patience: going on in ${seconds} s` }),
		followUps: [{ ...turnAt(next), delayMs }],
	};
}

function learnAt(input: z.infer<typeof LearnInput>): StepSpec {
	return { id: `learn:${input.turn}`, input, isPassing: true };
}

function turnAt(input: TurnInput): StepSpec {
	return { id: `turn:${input.turn}`, input, isPassing: true };
}
