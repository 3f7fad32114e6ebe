import type { StepSpec } from "./job-state.ts";
import type { StepCode } from "./step.ts";
import type { JobRow } from "./store.ts";

/** The code of a step of a sync by its id. */
export function syncStep(_id: string): StepCode | undefined {
	return undefined;
}

/** What a sync begins with. */
export function firstSyncStep(_job: JobRow): StepSpec {
	return { id: "sync", isPassing: true };
}
