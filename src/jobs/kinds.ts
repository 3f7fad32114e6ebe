import type { Context } from "../context.ts";
import { findDocumentOfJob } from "../documents/documents.ts";
import { applyStep, firstApplyStep } from "./ai-apply.ts";
import { firstProcessingStep, processingStep } from "./ai-processing.ts";
import { analysisStep, firstAnalysisStep } from "./analysis.ts";
import { batchOperationStep, firstBatchOperationStep } from "./batch-operation.ts";
import { conversionStep, firstSteps } from "./conversion.ts";
import { extractionStep, firstExtractionStep } from "./extraction.ts";
import type { StepSpec } from "./job-state.ts";
import { firstIndexingStep, indexingStep } from "./rag-indexing.ts";
import type { StepCode } from "./step.ts";
import type { JobRow } from "./store.ts";
import { firstSyncStep, syncStep } from "./sync.ts";
import { firstRow, taggingStep } from "./tagging.ts";

/** What the machinery needs to know of a kind of job. */
export interface JobKind {
	/** The code of a step by its id. */
	step(id: string): StepCode | undefined;
	/** What a job begins with; undefined where there is nothing to begin with any more. */
	first(ctx: Context, job: JobRow): StepSpec[] | undefined | Promise<StepSpec[] | undefined>;
}

const tagging: JobKind = { step: taggingStep, first: () => [firstRow()] };

/** Tests put work of their own in. */
export const kinds: Partial<Record<JobRow["kind"], JobKind>> = {
	conversion: { step: conversionStep, first: conversionStart },
	single: tagging,
	batch: tagging,
	sync: { step: syncStep, first: (_ctx, job) => [firstSyncStep(job)] },
	analysis: { step: analysisStep, first: (_ctx, job) => [firstAnalysisStep(job)] },
	batch_operation: { step: batchOperationStep, first: (_ctx, job) => [firstBatchOperationStep(job)] },
	ai_processing: { step: processingStep, first: (_ctx, job) => [firstProcessingStep(job)] },
	ai_apply: { step: applyStep, first: (_ctx, job) => [firstApplyStep(job)] },
	extraction: { step: extractionStep, first: () => [firstExtractionStep()] },
	rag_indexing: { step: indexingStep, first: (_ctx, job) => [firstIndexingStep(job)] },
};

/** The code of a job's step by its id. */
export function stepCode(kind: JobRow["kind"], step: string): StepCode | undefined {
	return kinds[kind]?.step(step);
}

/** What a job begins with; undefined where there is nothing to begin with any more. */
export async function firstStepsOf(ctx: Context, job: JobRow): Promise<StepSpec[] | undefined> {
	return await kinds[job.kind]?.first(ctx, job);
}

async function conversionStart(ctx: Context, job: JobRow): Promise<StepSpec[] | undefined> {
	const document = job.documentId === null ? undefined : await findDocumentOfJob(ctx, job.documentId);
	return document && firstSteps(document);
}
