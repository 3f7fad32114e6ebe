import { z } from "zod";
import { isFinal, type JobStatus, type JsonValue } from "./job-state.ts";
import type { JobEvent } from "./memory.ts";
import type { JobView } from "./view.ts";

/*
 * What watchers of a batch are told, in the tagging API's spelling. Rows are matched by their number; there are no sequence
 * numbers: who comes back gets everything that is final in one `catchup`.
 */

/** Whatever is JSON: the memory holds nothing else. */
const Json = z.custom<JsonValue>();

/** A row as its last word keeps it; `error_type` and the retry fields belong to failures and to waits between tries. */
const RowNote = z.object({
	title: z.string(),
	status: z.enum(["processing", "success", "failed"]),
	tags: z.exactOptional(z.array(z.string())),
	error: z.exactOptional(z.string().nullable()),
	error_type: z.exactOptional(z.enum(["rate-limit", "model-error", "network", "unknown"]).nullable()),
	retry_after_ms: z.exactOptional(z.number().nullable()),
	retry_count: z.exactOptional(z.number().nullable()),
	model_name: z.exactOptional(z.string()),
	metadata: z.exactOptional(z.record(z.string(), Json)),
});
export type RowNote = z.infer<typeof RowNote>;

type Frame = Record<string, unknown>;

/** A job's states as the tagging API names them. */
export function toBatchStatus(status: JobStatus): string {
	return status === "running" ? "processing" : status;
}

/** First word to a watcher: all rows that are final, then how the job ended if it has. `view` undefined: no such job yet. */
export function* catchUpFrames(
	name: string,
	view: JobView | undefined,
	rows: Iterable<{ index: number; value: JsonValue }>,
): Generator<string> {
	const results = [];
	for (const { index, value } of rows) {
		const { title, status, tags, error, metadata } = RowNote.parse(value);
		results.push({
			row_id: index,
			row_number: index + 1,
			title,
			success: status === "success",
			status,
			tags: tags ?? [],
			error: error ?? null,
			metadata: metadata ?? {},
		});
	}
	yield JSON.stringify({ type: "catchup", job_id: name, state: view === undefined ? {} : stateOf(view), results });
	if (view === undefined || !isFinal(view.status)) return;
	yield JSON.stringify({
		type: toBatchStatus(view.status),
		job_id: name,
		processed_count: view.done - view.failed,
		failed_count: view.failed,
		message: "Job already completed",
	});
}

/** What an event says: of a row, of the end, or, for a pause and its end, the new status. */
export function batchFrames(name: string, event: JobEvent): Frame[] {
	const { view, item } = event;
	const frames: Frame[] = [];
	if (item !== undefined) frames.push(rowFrame(name, view, item.index, RowNote.parse(item.value)));
	if (isFinal(view.status)) frames.push(lastFrame(name, view));
	else if (event.isTurn) frames.push(keepAliveFrame(name, view.status));
	return frames;
}

/** `status` null: there is no such job. */
export function keepAliveFrame(name: string, status: JobStatus | null): Frame {
	return { type: "keepalive", job_id: name, status: status === null ? null : toBatchStatus(status) };
}

/** For who waited for a job that turned out to be another's. */
export function strangerFrame(name: string): Frame {
	return { error: "Not authorized to access this job", job_id: name };
}

function stateOf(view: JobView): Frame {
	return {
		status: toBatchStatus(view.status),
		progress: progressOf(view),
		processed_count: view.done - view.failed,
		failed_count: view.failed,
		total: view.total ?? 0,
		start_time: view.startedAt === null ? null : view.startedAt / 1000,
		db_job_id: view.id,
		user_id: view.owner,
	};
}

function rowFrame(name: string, view: JobView, index: number, note: RowNote): Frame {
	const { title, status, tags, error, model_name, metadata } = note;
	const frame = {
		type: "progress",
		job_id: name,
		row_id: index,
		row_number: index + 1,
		title,
		status,
		progress: progressOf(view),
	};
	if (status === "processing" && error == null) return frame;
	const failure = error != null && {
		error_type: note.error_type ?? null,
		retry_after_ms: note.retry_after_ms ?? null,
		retry_count: note.retry_count ?? null,
	};
	return { ...frame, tags: tags ?? [], error: error ?? null, ...failure, model_name, metadata: metadata ?? {} };
}

function lastFrame(name: string, view: JobView): Frame {
	const [failed, succeeded] = [view.failed, view.done - view.failed];
	const counts = { processed_count: succeeded, failed_count: failed };
	if (view.status === "completed") {
		return {
			type: "completed",
			job_id: name,
			total_documents: view.total ?? view.done,
			...counts,
			processing_time: secondsOf(view),
			message: `Completed: ${succeeded} succeeded, ${failed} failed`,
		};
	}
	if (view.status === "cancelled") {
		const message = `Cancelled: ${succeeded} processed before cancellation`;
		return { type: "cancelled", job_id: name, ...counts, message };
	}
	const reason = view.error ?? "The batch could not be processed.";
	return { type: "error", job_id: name, error: reason, ...counts, message: reason };
}

function secondsOf({ startedAt, finishedAt }: JobView): number {
	return startedAt === null || finishedAt === null ? 0 : Math.round((finishedAt - startedAt) / 10) / 100;
}

/** Finished rows of all; never falls, since rows that are finished stay so. */
export function progressOf(view: { done: number; total: number | null }): number {
	return view.total ? Math.min(1, view.done / view.total) : 0;
}
