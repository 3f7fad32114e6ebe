import { setTimeout as sleep } from "node:timers/promises";

const PAGE = 100;
const timeoutMs = 1_200_000;

interface Job {
	status: string;
	errorMessage: string | null;
	resultJson: string | null;
}

/** The library API as one user asks it. */
export class LibraryApi {
	private readonly url: string;
	private readonly headers: Record<string, string>;

	constructor(url: string, headers: Record<string, string>) {
		this.url = url;
		this.headers = { ...headers, "Content-Type": "application/json" };
	}

	async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await fetch(`${this.url}/api/v1${path}`, {
			method,
			headers: this.headers,
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as Answer;
	}

	/** Starts a job and waits for its end; what it has come to, as JSON. */
	async job(path: string, body: unknown): Promise<string> {
		const { data } = await this.ask<{ data: { jobId: string } }>("POST", path, body);
		const deadline = performance.now() + timeoutMs;
		while (performance.now() < deadline) {
			// A server that is busy may lose a connection.
			const asked = await this.ask<{ data: Job }>("GET", `/jobs/${data.jobId}`).catch(() => undefined);
			const { status, resultJson, errorMessage } = asked?.data ?? {
				status: "unknown",
				resultJson: null,
				errorMessage: null,
			};
			if (status === "completed") return resultJson ?? "";
			if (status === "failed") throw new Error(`${path} failed: ${errorMessage}`);
			await sleep(300);
		}
		throw new Error(`${path} did not end in time`);
	}

	async pages<Item>(path: string): Promise<Item[]> {
		const items: Item[] = [];
		for (;;) {
			const { data } = await this.ask<{ data: Item[] }>("GET", `${path}?limit=${PAGE}&offset=${items.length}`);
			items.push(...data);
			if (data.length < PAGE) return items;
		}
	}
}
