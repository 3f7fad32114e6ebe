import { json, notFound } from "./answers.ts";
import { type Call, idOf, param, type Route } from "./call.ts";
import { integer, listOfEach, readFields } from "./fields.ts";
import { booleanOf } from "./filters.ts";
import { paged } from "./paging.ts";
import type { TaskRecord } from "./records.ts";
import { type Micros, toIso } from "./times.ts";

export const taskRoutes: Route[] = [
	{ path: "/api/tasks/", model: "paperlesstask", methods: { GET: list } },
	{ path: "/api/tasks/acknowledge/", methods: { POST: acknowledge } },
	{ path: "/api/acknowledge_tasks/", methods: { POST: acknowledge } },
	{ path: "/api/tasks/{id}/", model: "paperlesstask", methods: { GET: detail } },
];

/** A bare array up to API 9, a paged list after it; the newest first. */
function list(call: Call): Response {
	const { searchParams } = call.url;
	const taskId = param(call, "task_id");
	const status = param(call, "status")?.toLowerCase();
	const acknowledged = booleanOf(param(call, "acknowledged") ?? "");
	const items = visible(call)
		.filter((task) => !searchParams.has("task_id") || task.taskId === taskId)
		.filter((task) => status === undefined || task.status.toLowerCase() === status)
		.filter((task) => acknowledged === undefined || task.acknowledged === acknowledged)
		.reverse();
	if (call.api >= 10) return paged(call, { items, toWire: (task) => taskToWire(call, task) });
	return json(items.map((task) => taskToWire(call, task)));
}

function visible({ store, user }: Call): TaskRecord[] {
	return store.tasks.filter(({ owner }) => user.isSuperuser || owner === user.id);
}

function detail(call: Call): Response {
	const task = visible(call).find(({ id }) => id === idOf(call));
	if (task === undefined) throw notFound(Number.isNaN(idOf(call)) ? undefined : "PaperlessTask");
	return json(taskToWire(call, task));
}

async function acknowledge(call: Call): Promise<Response> {
	const { data } = await call.body();
	const { tasks: ids = [] } = readFields(data, { tasks: listOfEach(integer()) }, { required: ["tasks"] });
	const found = visible(call).filter(({ id }) => ids.includes(id));
	for (const task of found) task.acknowledged = true;
	return json({ result: found.length });
}

function taskToWire(call: Call, task: TaskRecord): Record<string, unknown> {
	return call.api >= 10 ? newTask(call, task) : oldTask(call, task);
}

function oldTask(call: Call, task: TaskRecord): Record<string, unknown> {
	const { zoneMinutes, profile } = call.store;
	const related = task.relatedDocument;
	return {
		id: task.id,
		task_id: task.taskId,
		task_name: "consume_file",
		task_file_name: task.fileName,
		date_created: toIso(task.created, zoneMinutes),
		date_done: momentOrNull(task.done, zoneMinutes),
		type: "file",
		status: task.status,
		result: task.result,
		acknowledged: task.acknowledged,
		related_document: related !== null && profile.relatesByText ? String(related) : related,
		owner: task.owner,
	};
}

function newTask(call: Call, task: TaskRecord): Record<string, unknown> {
	const { zoneMinutes } = call.store;
	const { created, started, done } = task;
	const status = task.status.toLowerCase();
	return {
		id: task.id,
		task_id: task.taskId,
		task_type: "consume_file",
		task_type_display: "Consume File",
		trigger_source: "api_upload",
		trigger_source_display: "API Upload",
		status,
		status_display: `${status.charAt(0).toUpperCase()}${status.slice(1)}`,
		date_created: toIso(created, zoneMinutes),
		date_started: momentOrNull(started, zoneMinutes),
		date_done: momentOrNull(done, zoneMinutes),
		duration_seconds: started === null || done === null ? null : (done - started) / 1_000_000,
		wait_time_seconds: started === null ? null : (started - created) / 1_000_000,
		input_data: { filename: task.fileName, mime_type: task.mimeType, overrides: {} },
		result_data: task.resultData,
		related_document_ids: task.relatedDocument === null ? [] : [task.relatedDocument],
		acknowledged: task.acknowledged,
		owner: task.owner,
	};
}

function momentOrNull(at: Micros | null, zoneMinutes: number): string | null {
	return at === null ? null : toIso(at, zoneMinutes);
}
