import type { Document } from "../documents/documents.ts";
import { toIsoSeconds } from "../lib/time.ts";
import type { JobStatus } from "./job-state.ts";

/** A job's states as the tasks API names them; without a job a document waits for somebody to ask for one. */
export type TaskStatus = "PENDING" | "QUEUED" | "PROCESSING" | "DONE" | "FAILED";

const taskStatuses: Record<JobStatus, TaskStatus> = {
	pending: "QUEUED",
	running: "PROCESSING",
	paused: "PROCESSING",
	completed: "DONE",
	failed: "FAILED",
	cancelled: "FAILED",
};

export function toTaskStatus(status: JobStatus | null): TaskStatus {
	return status === null ? "PENDING" : taskStatuses[status];
}

/** A document in the form of the tasks API. */
export interface Task {
	id: string;
	file_name: string;
	source_type: "DOCUMENT" | "URL";
	source_url: string | null;
	final_url: string | null;
	webhook_url: string | null;
	status: TaskStatus;
	input_path: string;
	output_path: string | null;
	error_message: string | null;
	created_at: string;
	updated_at: string;
	page_count: number | null;
	pages_done: number;
	progress: number;
	content_type: string | null;
	size_bytes: number | null;
}

export function toTask(document: Document): Task {
	const status = toTaskStatus(document.jobStatus);
	const pageCount = document.pageCount ?? document.pagesTotal;
	const pagesDone = document.pagesDone ?? 0;
	return {
		id: document.id,
		file_name: document.fileName,
		source_type: document.source === "url" ? "URL" : "DOCUMENT",
		source_url: document.sourceUrl,
		final_url: document.finalUrl,
		webhook_url: document.webhookUrl,
		status,
		input_path: `uploads/${document.id}/input${document.extension}`,
		output_path: status === "DONE" ? `outputs/${document.id}/result.md` : null,
		error_message: status === "FAILED" ? (document.jobError ?? "Processing failed.") : null,
		created_at: toIsoSeconds(document.createdAt),
		updated_at: toIsoSeconds(Math.max(document.updatedAt, document.jobUpdatedAt ?? 0)),
		page_count: pageCount,
		pages_done: pagesDone,
		progress: status === "DONE" ? 1 : pageCount ? Math.min(0.99, pagesDone / pageCount) : 0,
		content_type: document.contentType,
		size_bytes: document.sizeBytes,
	};
}
