import { type Addition, observation } from "../platform/counters.ts";
import { isLibraryKind, type JsonValue } from "./job-state.ts";
import type { JobView } from "./view.ts";

const ends = ["completed", "failed", "cancelled"];

/** What the end of a job on a library adds to the metrics of the instance; nothing while it is not over. */
export function countsOf(view: JobView): Addition[] {
	if (!isLibraryKind(view.kind) || !ends.includes(view.status)) return [];
	const counts: Addition[] = [{ name: "jobs_total", labels: { type: view.kind, outcome: view.status }, by: 1 }];
	if (view.status === "cancelled") return counts;
	if (view.kind === "sync") counts.push(...syncCounts(view));
	if (view.kind === "analysis") {
		const outcome = view.status === "completed" ? "success" : "failure";
		counts.push({ name: "analysis_runs_total", labels: { outcome }, by: 1 });
		counts.push(...observation("analysis_duration_seconds", secondsOf(view)));
	}
	if (view.kind === "ai_processing") {
		const hasFailed = numberIn(view.result, "failed") > 0 && numberIn(view.result, "succeeded") === 0;
		const outcome = view.status === "failed" || hasFailed ? "failure" : "success";
		counts.push({ name: "ai_runs_total", labels: { outcome }, by: 1 });
		counts.push(...observation("ai_batch_duration_seconds", secondsOf(view)));
	}
	return counts;
}

/** A run is a failure where it did, or some document failed and none was inserted. */
function syncCounts(view: JobView): Addition[] {
	const counted = ["inserted", "updated", "skipped", "failed"].map((status) => ({
		name: "sync_documents_total",
		labels: { status },
		by: numberIn(view.result, status),
	}));
	const hasFailed = numberIn(view.result, "failed") > 0 && numberIn(view.result, "inserted") === 0;
	const outcome = view.status === "failed" || hasFailed ? "failure" : "success";
	return [
		...counted,
		{ name: "sync_runs_total", labels: { outcome }, by: 1 },
		...observation("sync_duration_seconds", secondsOf(view)),
	];
}

function secondsOf(view: JobView): number {
	const measured = numberIn(view.result, "durationMs");
	const between = (view.finishedAt ?? 0) - (view.startedAt ?? view.finishedAt ?? 0);
	return (measured || between) / 1000;
}

function numberIn(result: JsonValue, key: string): number {
	if (typeof result !== "object" || result === null || Array.isArray(result)) return 0;
	const value = result[key];
	return typeof value === "number" ? value : 0;
}
