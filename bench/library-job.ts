import { setTimeout as sleep } from "node:timers/promises";

/* The library API as benches ask it, also of a server that is killed meanwhile. */

export type Headers = Record<string, string>;

/** As `/api/v1/jobs/{id}` shows it. */
export interface Job {
	status: string;
	/** 0…1. */
	progress: number;
	errorMessage: string | null;
	resultJson: string | null;
}

/** The `data` of an answer; throws what else is answered. */
export async function ask<Data>(url: string, path: string, headers: Headers, init: RequestInit): Promise<Data> {
	const response = await fetch(`${url}${path}`, {
		...init,
		headers: { ...headers, "Content-Type": "application/json" },
	});
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return ((await response.json()) as { data: Data }).data;
}

/** Starts what `path` starts; gives the job's id. */
export async function startJob(url: string, headers: Headers, path: string, body: object = {}): Promise<string> {
	const { jobId } = await ask<{ jobId: string }>(url, path, headers, { method: "POST", body: JSON.stringify(body) });
	return jobId;
}

/** The job once it is completed; `look` is told how it stands. A server that is down is asked again. Throws where it failed. */
export async function jobEnd(
	url: string,
	headers: Headers,
	id: string,
	look: (job: Job) => Promise<void> = async () => undefined,
	timeoutMs = 900_000,
): Promise<Job> {
	const deadline = performance.now() + timeoutMs;
	while (performance.now() < deadline) {
		const job = await ask<Job>(url, `/api/v1/jobs/${id}`, headers, {}).catch(() => undefined);
		if (job !== undefined) {
			if (job.status === "failed") throw new Error(`the job failed: ${job.errorMessage}`);
			if (job.status === "completed") return job;
			await look(job);
		}
		await sleep(100);
	}
	throw new Error("the job did not end in time");
}
