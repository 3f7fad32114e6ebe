import type { StepSpec } from "./job-state.ts";
import type { StepCode } from "./step.ts";
import type { JobRow } from "./store.ts";

/** The code of a step of an analysis by its id. */
export function analysisStep(_id: string): StepCode | undefined {
	return undefined;
}

/** What an analysis begins with. */
export function firstAnalysisStep(_job: JobRow): StepSpec {
	return { id: "analysis", isPassing: true };
}
