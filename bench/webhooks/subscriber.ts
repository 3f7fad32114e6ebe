import { setTimeout as sleep } from "node:timers/promises";
import { Client, RequestFailed, signUpWithKey } from "../../scripts/client.ts";

const api = "/extract/api/v1";

export interface Hook {
	id: string;
	secret: string;
	/** Of its URL. */
	path: string;
}

export interface Delivery {
	id: string;
	type: string;
	document_id: string | null;
	status: string;
	attempt: number;
	status_code: number | null;
	latency_ms: number | null;
	next_attempt_at: string | null;
	error: string | null;
}

/** A user of the extraction API with a key. */
export class Subscriber {
	#client: Client;

	private constructor(client: Client) {
		this.#client = client;
	}

	static async signUp(url: string): Promise<Subscriber> {
		return new Subscriber(await signUpWithKey(url));
	}

	/** After a restart of the Worker at another port. */
	moveTo(url: string): void {
		this.#client = new Client(url, this.#client.headers);
	}

	ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
		const sent = body === undefined ? {} : { body: JSON.stringify(body) };
		return this.#client.json(api + path, { method, headers: { "content-type": "application/json" }, ...sent });
	}

	/** The status of a refusal; 200 where there was none. */
	async statusOf(method: string, path: string, body?: unknown): Promise<number> {
		try {
			await this.ask(method, path, body);
			return 200;
		} catch (error) {
			if (error instanceof RequestFailed) return error.status;
			throw error;
		}
	}

	async subscribe(url: string): Promise<Hook> {
		const events = ["document.completed", "document.failed", "document.approved", "document.rejected"];
		const { id, secret } = await this.ask<Hook>("POST", "/webhooks", { url, events });
		return { id, secret, path: url.replace(/^https?:\/\/[^/]*/, "") };
	}

	async upload(text: string, fileName: string, flowId: string): Promise<string> {
		const form = new FormData();
		form.append("file", new Blob([text]), fileName);
		form.append("flow_id", flowId);
		const answer = await this.#client.json<{ document_id: string }>(`${api}/documents`, { method: "POST", body: form });
		return answer.document_id;
	}

	/** How many documents there are of each status, once none is at work any more. */
	async ended(): Promise<Record<string, number>> {
		for (const end = performance.now() + 240_000; ; await sleep(1000)) {
			const page = await this.ask<{ documents: { status: string }[] }>("GET", "/documents?limit=100");
			const counts: Record<string, number> = {};
			for (const { status } of page.documents) counts[status] = (counts[status] ?? 0) + 1;
			if (counts.processing === undefined || performance.now() > end) return counts;
		}
	}

	async deliveries(hook: Hook): Promise<Delivery[]> {
		const page = await this.ask<{ deliveries: Delivery[] }>("GET", `/webhooks/${hook.id}/deliveries?limit=100`);
		return page.deliveries;
	}
}
