import { z } from "zod";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import {
	beginReading,
	completeRun,
	finalFailure,
	findRun,
	joinWindows,
	type Maker,
	patienceMs,
	type Run,
	readWindow,
} from "../extraction/extraction.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";

/* Takes a flow's fields out of a converted document: at once by rules, or window by window, each the work of a message of its own. */

/** Times that a window is read again because the model's provider asked for patience. */
const mostWaits = 8;

const WindowInput = z.object({ window: z.int().positive(), attempt: z.int().positive() });
const JoinInput = z.object({ windows: z.int().positive() });
const MadeBy = z.object({ provider: z.string(), model: z.string() });

export function firstExtractionStep(): StepSpec {
	return { id: "extract" };
}

/** The code of a step of the extraction by its id. */
export function extractionStep(id: string): StepCode | undefined {
	if (id === "extract") return extractStep;
	if (id.startsWith("window:")) return windowStep;
	if (id === "join") return joinStep;
	return undefined;
}

const extractStep: StepCode = async (ctx, step) =>
	inRun(ctx, step, async (run) => {
		await step.report({ phase: "extracting" });
		const begun = await beginReading(ctx, run, () => step.report({}));
		if (!("windows" in begun)) {
			await completeRun(ctx, run, begun.results, begun.maker);
			return {};
		}
		const { windows } = begun;
		await step.report({ total: windows });
		const reading = Array.from({ length: windows }, (_, at) => windowSpec({ window: at + 1, attempt: 1 }));
		return { followUps: [...reading, { id: "join", needs: reading.map(({ id }) => id), input: { windows } }] };
	});

function windowSpec(input: z.infer<typeof WindowInput>): StepSpec {
	return { id: `window:${input.window}:${input.attempt}`, input };
}

const windowStep: StepCode = async (ctx, step) =>
	inRun(ctx, step, async (run) => {
		const { window, attempt } = WindowInput.parse(step.input);
		try {
			const maker = await readWindow(ctx, run, window, step.signal);
			return { units: 1, output: { ...maker } };
		} catch (error) {
			const delayMs = patienceMs(error, attempt);
			if (delayMs === undefined || attempt > mostWaits) throw error;
			return { followUps: [{ ...windowSpec({ window, attempt: attempt + 1 }), delayMs, blocks: ["join"] }] };
		}
	});

const joinStep: StepCode = async (ctx, step) =>
	inRun(ctx, step, async (run) => {
		const { windows } = JoinInput.parse(step.input);
		await completeRun(ctx, run, await joinWindows(ctx, run, windows), makerOf(step));
		return {};
	});

/** A window that had to wait has left nothing under its first step. */
function makerOf({ outputs }: StepRun): Maker | null {
	return Object.values(outputs).flatMap((output) => MadeBy.safeParse(output).data ?? [])[0] ?? null;
}

/**
 * A run that is over, or is not the latest any more, has nothing left to do.
 */
async function inRun(
	ctx: Context,
	{ job, signal }: StepRun,
	work: (run: Run) => Promise<StepResult>,
): Promise<StepResult> {
	if (job.documentId === null) throw new AppError("not_found", "The document was deleted.");
	const run = await findRun(ctx, job.documentId, job.id);
	if (run === undefined) return {};
	try {
		return await work(run);
	} catch (error) {
		signal.throwIfAborted();
		const failure = finalFailure(error);
		if (failure === undefined) throw error;
		return { failure };
	}
}
