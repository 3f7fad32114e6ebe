import type { Context } from "../context.ts";
import type { StepProgress } from "./handle.ts";
import type { JsonValue, StepOutcome } from "./job-state.ts";
import type { ItemNote } from "./memory.ts";
import type { JobRow } from "./store.ts";

/** What a step's code is given: what to do, and how to say how far it is. */
export interface StepRun {
	job: JobRow;
	step: string;
	input: JsonValue;
	/** What the steps that this one needed have left. */
	outputs: { [step: string]: JsonValue };
	/** What the job keeps for its work alone, sealed. */
	secret: string | undefined;
	/** Aborted when another run took the step over or the job ended. */
	signal: AbortSignal;
	/** Renews the lease; throws `Superseded` when the work is no longer wanted. */
	report(progress: StepProgress): Promise<void>;
}

export interface StepResult extends StepOutcome {
	item?: ItemNote;
	/** Runs once the result is taken and told. It may not happen, so it only hastens what happens anyway. */
	afterwards?: () => Promise<void>;
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
