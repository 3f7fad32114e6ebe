import { describe, expect, it } from "vitest";
import { countsOf } from "../../src/jobs/job-counts.ts";
import { startJob } from "../../src/jobs/state.ts";
import { viewOf } from "../../src/jobs/view.ts";
import { toExposition } from "../../src/operations/exposition.ts";
import { observation } from "../../src/platform/counters.ts";

describe("the text for Prometheus", () => {
	it("names each family once and escapes what labels and help hold", () => {
		const samples = [{ labels: { name: 'a "b" \\ c\nd', id: "1" }, value: 1 }, { value: Number.POSITIVE_INFINITY }];
		expect(toExposition([{ name: "tag_info", type: "gauge", help: "One\nline", samples }])).toBe(
			'# HELP tag_info One\\nline\n# TYPE tag_info gauge\ntag_info{name="a \\"b\\" \\\\ c\\nd",id="1"} 1\ntag_info +Inf\n',
		);
	});
});

describe("an observation", () => {
	it("counts in each bucket that it fits into, its sum and its number", () => {
		const additions = observation("x_seconds", 60, { stage: "scoring" });
		const bounds = additions.filter(({ name }) => name === "x_seconds_bucket").map(({ labels }) => labels?.le);
		expect(bounds).toEqual(["75", "100", "250", "500", "750", "1000", "2500", "5000", "7500", "10000", "+Inf"]);
		expect(additions.slice(-2)).toEqual([
			{ name: "x_seconds_count", labels: { stage: "scoring" }, by: 1 },
			{ name: "x_seconds_sum", labels: { stage: "scoring" }, by: 60 },
		]);
	});
});

describe("the end of a job", () => {
	const { state } = startJob({ id: "j", kind: "sync", owner: "o", documentId: null, steps: [{ id: "a" }] }, 0);
	const view = (change: object) => ({ ...viewOf(state, 0), startedAt: 0, finishedAt: 90_000, ...change });
	const named = (change: object, name: string) => countsOf(view(change)).filter((addition) => addition.name === name);

	it("counts a sync's documents and how it went", () => {
		const result = { inserted: 2, updated: 1, skipped: 0, failed: 1, durationMs: 7_000 };
		const ended = { status: "completed", result };
		expect(named(ended, "sync_documents_total").map(({ labels, by }) => [labels?.status, by])).toEqual([
			["inserted", 2],
			["updated", 1],
			["skipped", 0],
			["failed", 1],
		]);
		expect(named(ended, "sync_runs_total")).toMatchObject([{ labels: { outcome: "success" } }]);
		expect(named(ended, "sync_duration_seconds_sum")).toMatchObject([{ by: 7 }]);
		expect(named({ status: "completed", result: { inserted: 0, failed: 1 } }, "sync_runs_total")).toMatchObject([
			{ labels: { outcome: "failure" } },
		]);
		expect(named({ status: "failed" }, "sync_duration_seconds_sum")).toMatchObject([{ by: 90 }]);
	});

	it("counts each job once it is over, and no job of another kind", () => {
		expect(countsOf(view({ status: "running" }))).toEqual([]);
		expect(countsOf(view({ status: "cancelled" }))).toEqual([
			{ name: "jobs_total", labels: { type: "sync", outcome: "cancelled" }, by: 1 },
		]);
		expect(countsOf(view({ kind: "conversion", status: "completed" }))).toEqual([]);
	});
});
