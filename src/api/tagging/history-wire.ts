import { z } from "@hono/zod-openapi";
import { toBatchStatus } from "../../jobs/jobs.ts";
import type { RecordSummary, TaggingJob, TaggingRecord } from "../../tagging/tagging.ts";

/* The JSON of jobs and their documents in the tagging API's spelling. */

const time = z.string().openapi({ format: "date-time" });

export const JobSummaryView = z
	.object({
		id: z.string().openapi({ format: "uuid" }),
		job_type: z.enum(["single", "batch", "webhook"]),
		status: z.enum(["pending", "processing", "paused", "completed", "failed", "cancelled"]),
		total_documents: z.int(),
		processed_count: z.int().openapi({ description: "Successes only" }),
		failed_count: z.int(),
		started_at: time.nullable(),
		completed_at: time.nullable(),
		created_at: time,
	})
	.openapi("TaggingJobSummary");

export const DocumentSummaryView = z
	.object({
		id: z.string().openapi({ format: "uuid" }),
		title: z.string(),
		file_path: z.string(),
		file_source_type: z.enum(["url", "s3", "local", "upload"]),
		status: z.enum(["pending", "processing", "success", "failed"]),
		tags: z.array(z.string()),
		error_message: z.string().nullable(),
		processed_at: time.nullable(),
		created_at: time,
	})
	.openapi("TaggingDocumentSummary");

export const JobDetailView = JobSummaryView.extend({
	config: z.record(z.string(), z.any()).nullable(),
	error_message: z.string().nullable(),
	documents: z.array(DocumentSummaryView),
}).openapi("TaggingJobDetail");

export const DocumentView = DocumentSummaryView.extend({
	job_id: z.string().openapi({ format: "uuid" }),
	document_id: z.string().nullable().openapi({ format: "uuid", description: "The document on the other APIs" }),
	file_size: z.int().nullable(),
	mime_type: z.string().nullable(),
	extracted_text: z.string().nullable(),
	processing_metadata: z.record(z.string(), z.any()).nullable(),
}).openapi("TaggingDocument");

export type JobSummary = z.infer<typeof JobSummaryView>;
export type DocumentSummary = z.infer<typeof DocumentSummaryView>;

export function toJobSummary(job: TaggingJob): JobSummary {
	return {
		id: job.id,
		job_type: job.kind === "single" ? "single" : "batch",
		status: toBatchStatus(job.status) as JobSummary["status"],
		total_documents: job.total ?? 0,
		processed_count: job.done - job.failed,
		failed_count: job.failed,
		started_at: toTime(job.startedAt),
		completed_at: toTime(job.finishedAt),
		created_at: toTime(job.createdAt) ?? "",
	};
}

/** A job without its documents. */
export function toJobHead(job: TaggingJob): Omit<z.infer<typeof JobDetailView>, "documents"> {
	const config = job.config === null ? null : (JSON.parse(job.config) as Record<string, unknown>);
	return {
		...toJobSummary(job),
		config: config && {
			model_name: config.modelName,
			num_pages: config.numPages,
			num_tags: config.numTags,
			...(job.kind === "batch" && { exclusion_words: config.exclusionWords }),
		},
		error_message: job.error,
	};
}

export function toDocumentSummary(record: RecordSummary): DocumentSummary {
	return {
		id: record.id,
		title: record.title,
		file_path: record.filePath,
		file_source_type: toSourceType(record.sourceType),
		status: record.status,
		tags: JSON.parse(record.tags) as string[],
		error_message: record.error,
		processed_at: toTime(record.processedAt),
		created_at: toTime(record.createdAt) ?? "",
	};
}

export function toDocumentView(record: TaggingRecord): z.infer<typeof DocumentView> {
	return {
		...toDocumentSummary(record),
		job_id: record.jobId,
		document_id: record.documentId,
		file_size: record.sizeBytes,
		mime_type: record.sizeBytes === null ? null : "application/pdf",
		extracted_text: record.documentId === null ? null : record.extractedText,
		processing_metadata: record.metadata === null ? null : (JSON.parse(record.metadata) as Record<string, unknown>),
	};
}

/** A row of a sheet may have failed for having named another type, or none. */
function toSourceType(type: string): DocumentSummary["file_source_type"] {
	return type === "s3" || type === "local" || type === "upload" ? type : "url";
}

function toTime(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
