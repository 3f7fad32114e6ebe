import type { Context } from "../context.ts";
import type { JsonValue, StepSpec } from "./state.ts";

/** What a step's code is given: what to do, and how to say how far it is. */
export interface StepRun {
	job: string;
	documentId: string;
	step: string;
	input: JsonValue;
	/** What the steps that this one needed have left. */
	outputs: { [step: string]: JsonValue };
	/** Aborted when another run took the step over or the job ended. */
	signal: AbortSignal;
	/** Renews the lease; throws `Superseded` when the work is no longer wanted. */
	report(progress: { units?: number; total?: number; phase?: string; peakBytes?: number }): Promise<void>;
}

export interface StepResult {
	units?: number;
	output?: JsonValue;
	followUps?: StepSpec[];
	peakBytes?: number;
}

/** Idempotent: it may run again after any part of it has happened. */
export type StepCode = (ctx: Context, run: StepRun) => Promise<StepResult>;

/** The step belongs to another run by now, or to none: stop without a word. */
export class Superseded extends Error {
	constructor() {
		super("another run has taken this step over");
		this.name = "Superseded";
	}
}
