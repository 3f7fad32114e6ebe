import { histogramBounds } from "../platform/counters.ts";
import type { Family, Sample } from "./exposition.ts";
import type { CounterRow } from "./store.ts";

const prefix = "paperless_ngx_dedupe_";

interface Described {
	name: string;
	type: Family["type"];
	help: string;
}

/** The metrics of contracts/library.md 4.3 that are kept as sums, in its order. */
const summed: readonly Described[] = [
	{ name: "sync_documents_total", type: "counter", help: "Documents seen by syncs, by what became of them." },
	{ name: "sync_runs_total", type: "counter", help: "Syncs that ended." },
	{ name: "analysis_runs_total", type: "counter", help: "Analyses that ended." },
	{ name: "jobs_total", type: "counter", help: "Jobs that ended." },
	{ name: "paperless_requests_total", type: "counter", help: "Requests of jobs that Paperless-ngx answered." },
	{ name: "sync_duration_seconds", type: "histogram", help: "How long syncs took." },
	{ name: "analysis_duration_seconds", type: "histogram", help: "How long analyses took." },
	{ name: "analysis_stage_duration_seconds", type: "histogram", help: "How long stages of analyses took." },
	{ name: "ai_documents_total", type: "counter", help: "Documents that metadata was proposed for." },
	{ name: "ai_tokens_total", type: "counter", help: "Tokens used by models." },
	{ name: "ai_runs_total", type: "counter", help: "Runs that propose metadata." },
	{ name: "ai_apply_total", type: "counter", help: "Proposals by what became of them." },
	{ name: "ai_document_duration_seconds", type: "histogram", help: "How long proposals for one document took." },
	{ name: "ai_batch_duration_seconds", type: "histogram", help: "How long runs that propose metadata took." },
];

/** Label values that always have a sample, so that a rate over the first event is right. */
const known: Record<string, readonly Record<string, string>[]> = {
	sync_documents_total: ["inserted", "updated", "skipped", "failed"].map((status) => ({ status })),
	sync_runs_total: ["success", "failure"].map((outcome) => ({ outcome })),
	ai_runs_total: ["success", "failure"].map((outcome) => ({ outcome })),
	ai_apply_total: ["applied", "rejected", "reverted", "failed"].map((status) => ({ status })),
	ai_batch_duration_seconds: [{}],
	analysis_runs_total: ["success", "failure"].map((outcome) => ({ outcome })),
	sync_duration_seconds: [{}],
	analysis_duration_seconds: [{}],
};

/** The instance's own metrics from its sums. */
export function summedFamilies(rows: readonly CounterRow[]): Family[] {
	const byName = new Map<string, CounterRow[]>();
	for (const row of rows) byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
	return summed.map((described) => {
		const samples =
			described.type === "histogram"
				? histogramSamples(described.name, byName)
				: counterSamples(described.name, byName);
		return { ...described, name: prefix + described.name, samples };
	});
}

export function gauge(name: string, help: string, value: number): Family {
	return { name: prefix + name, type: "gauge", help, samples: [{ value }] };
}

function counterSamples(name: string, byName: ReadonlyMap<string, readonly CounterRow[]>): Sample[] {
	const rows = (byName.get(name) ?? []).map(({ labels, value }) => ({ labels, value }));
	const missing = (known[name] ?? []).filter((labels) => !rows.some((row) => isSame(row.labels, labels)));
	return [...rows, ...missing.map((labels) => ({ labels, value: 0 }))];
}

/** Every bucket of every series, also those that nothing fell into. */
function histogramSamples(name: string, byName: ReadonlyMap<string, readonly CounterRow[]>): Sample[] {
	const counts = byName.get(`${name}_count`) ?? [];
	const missing = (known[name] ?? []).filter((labels) => !counts.some((row) => isSame(row.labels, labels)));
	const series = [...counts.map(({ labels }) => labels), ...missing];
	const sumOf = (suffix: string, labels: Record<string, string>) =>
		byName.get(name + suffix)?.find((row) => isSame(row.labels, labels))?.value ?? 0;
	return series.flatMap((labels) => [
		...[...histogramBounds.map(String), "+Inf"].map((le) => {
			const withBound = { ...labels, le };
			return { suffix: "_bucket", labels: withBound, value: sumOf("_bucket", withBound) };
		}),
		{ suffix: "_sum", labels, value: sumOf("_sum", labels) },
		{ suffix: "_count", labels, value: sumOf("_count", labels) },
	]);
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
