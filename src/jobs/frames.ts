import type { Context } from "../context.ts";
import { type Document, findDocumentOfJob } from "../documents/documents.ts";
import { batchFrames } from "./batch-frames.ts";
import { isFinal } from "./job-state.ts";
import type { JobEvent } from "./memory.ts";
import { type Task, type TaskStatus, toTask, toTaskStatus } from "./task.ts";
import type { JobView } from "./view.ts";

/** How a watcher wants to be told; each of the four surfaces has its own. */
export type Dialect = "tasks" | "tagging" | "library";

/** One message to a watcher: of a WebSocket as it is, of an event stream as `id`, `event` and `data`. */
export interface Frame {
	id: number;
	type: string;
	data: unknown;
}

/** What the tasks API tells of a job on its way. */
export interface TaskProgress {
	task_id: string | null;
	status: TaskStatus;
	phase: string;
	progress: number;
	pages_done: number;
	page_count: number | null;
	eta_seconds: number | null;
}

/** The frames of one event for a watcher, in the order they are sent. */
export async function eventFrames(
	ctx: Context,
	watcher: { dialect: Dialect; name: string },
	event: JobEvent,
): Promise<string[]> {
	if (watcher.dialect === "tagging") return batchFrames(watcher.name, event).map((frame) => JSON.stringify(frame));
	// The library's watcher is the Worker itself, which has its own words for a view.
	if (watcher.dialect === "library") return [JSON.stringify(event.view)];
	const document = isFinal(event.view.status) ? await documentOf(ctx, event.view) : undefined;
	return taskFrames(event, document).map((frame) => JSON.stringify(frame));
}

/** Progress, and after the last of it the task itself. */
export function taskFrames(event: JobEvent, document: Document | undefined): Frame[] {
	const { view, seq: id } = event;
	const frames: Frame[] = [{ id, type: "progress", data: toTaskProgress(view) }];
	if (!isFinal(view.status)) return frames;
	const task: Task | undefined = document && toTask(document);
	const type = view.status === "completed" ? "done" : "failed";
	return [...frames, { id, type, data: task ?? { id: view.documentId, status: toTaskStatus(view.status) } }];
}

/** What is told of a job that its object has forgotten, or of a document that has none: how it stands, and how it ended. */
export function finalFrames(document: Document): Frame[] {
	const task = toTask(document);
	const data: TaskProgress = {
		task_id: task.id,
		status: task.status,
		phase: document.jobStatus ?? "waiting",
		progress: task.progress,
		pages_done: task.pages_done,
		page_count: task.page_count,
		eta_seconds: null,
	};
	const frames: Frame[] = [{ id: 0, type: "progress", data }];
	if (task.status === "DONE") frames.push({ id: 0, type: "done", data: task });
	if (task.status === "FAILED") frames.push({ id: 0, type: "failed", data: task });
	return frames;
}

function toTaskProgress(view: JobView): TaskProgress {
	return {
		task_id: view.documentId,
		status: toTaskStatus(view.status),
		phase: view.phase,
		progress: view.progress,
		pages_done: view.done,
		page_count: view.total,
		eta_seconds: view.etaSeconds,
	};
}

async function documentOf(ctx: Context, view: JobView): Promise<Document | undefined> {
	return view.documentId === null ? undefined : await findDocumentOfJob(ctx, view.documentId);
}
