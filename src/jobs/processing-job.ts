import { ProcessingConfig, type ProcessingJob } from "../enrich/enrich.ts";
import type { StepRun } from "./step.ts";

/** The job of a step as the run of proposals knows it. */
export function processingJob({ job }: Pick<StepRun, "job">): ProcessingJob {
	return { id: job.id, owner: job.owner, config: ProcessingConfig.parse(JSON.parse(job.config ?? "{}")) };
}
