import type { Context } from "../context.ts";
import { findDocumentOfJob } from "../documents/documents.ts";
import { conversionStep, firstSteps } from "./conversion.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode } from "./step.ts";
import type { JobRow } from "./store.ts";
import { firstRow, taggingStep } from "./tagging.ts";

/** The code of a job's step by its id. */
export function stepCode(kind: JobRow["kind"], step: string): StepCode | undefined {
	return kind === "conversion" ? conversionStep(step) : taggingStep(step);
}

/** What a job begins with; undefined where there is nothing to begin with any more. */
export async function firstStepsOf(ctx: Context, job: JobRow): Promise<StepSpec[] | undefined> {
	if (job.kind !== "conversion") return [firstRow()];
	const document = job.documentId === null ? undefined : await findDocumentOfJob(ctx, job.documentId);
	return document && firstSteps(document);
}
