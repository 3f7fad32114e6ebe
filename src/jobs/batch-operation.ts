import type { StepSpec } from "./job-state.ts";
import type { StepCode } from "./step.ts";
import type { JobRow } from "./store.ts";

/** The code of a step of an operation on many groups by its id. */
export function batchOperationStep(_id: string): StepCode | undefined {
	return undefined;
}

/** What an operation on many groups begins with. */
export function firstBatchOperationStep(_job: JobRow): StepSpec {
	return { id: "batch", isPassing: true };
}
