import { z } from "@hono/zod-openapi";
import type { LibraryJob } from "../../jobs/jobs.ts";
import { isoTime, toIsoTime } from "./wire.ts";

export const JobView = z
	.object({
		id: z.string(),
		type: z.enum(["sync", "analysis", "batch_operation", "ai_processing", "ai_apply", "rag_indexing"]),
		status: z.enum(["pending", "running", "paused", "completed", "failed", "cancelled"]),
		progress: z.number().openapi({ description: "0 to 1" }),
		phaseProgress: z.number().nullable(),
		progressMessage: z.string().nullable(),
		startedAt: isoTime.nullable(),
		completedAt: isoTime.nullable(),
		errorMessage: z.string().nullable(),
		resultJson: z.string().nullable().openapi({ description: "The result, as JSON in a string" }),
		createdAt: isoTime,
	})
	.openapi("LibraryJob");
export type JobView = z.infer<typeof JobView>;

export function toJobView(job: LibraryJob): JobView {
	return {
		id: job.id,
		// The verbs of jobs on a library give no other kinds.
		type: job.kind as JobView["type"],
		status: job.status,
		progress: job.progress,
		phaseProgress: job.phaseProgress,
		progressMessage: job.message,
		startedAt: toIsoTime(job.startedAt),
		completedAt: toIsoTime(job.finishedAt),
		errorMessage: job.error,
		resultJson: job.result === null ? null : JSON.stringify(job.result),
		createdAt: toIsoTime(job.createdAt),
	};
}

/** `data` of a `progress` event. */
export function toProgress({ progress, phaseProgress, message, status }: LibraryJob) {
	return { progress, phaseProgress, message, status };
}

/** `data` of the `complete` event: beside the progress what the job came to, its keys side by side. */
export function toCompletion(job: LibraryJob) {
	const { result } = job;
	const isObject = typeof result === "object" && result !== null && !Array.isArray(result);
	return { ...toProgress(job), errorMessage: job.error, ...(isObject && result) };
}

/** `data` of the `complete` event of a job that vanished under its watcher. */
export const vanished = { progress: 0, message: "Job not found", status: "failed" };
