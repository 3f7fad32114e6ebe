/*
 * A client of the extraction API as its users wrote one from the documentation of the original: only 200 is success, 429 waits for
 * `retry_after`, 5xx backs off from one second up to 60, other refusals are final. It reads the fields that the documentation names.
 */

/** One request to the API's base URL, with the path after it. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

export interface UploadChoice {
	folder_id?: string;
	flow_id?: string;
}

export interface ResultBody {
	markdown: string;
	extracted_data: Record<string, unknown>;
	confidence_score: number;
	field_scores: Record<string, number>;
}

export interface ListedDocuments {
	documents: { document_id: string }[];
	pagination: { next_cursor: string | null; has_more: boolean; total_count: number };
}

/** A refusal that is not to be tried again; the message is the `error` of the answer. */
export class ClientError extends Error {
	readonly status: number;
	/** The `message` of the answer. */
	readonly explanation: string;

	constructor(status: number, error: string, explanation: string) {
		super(error);
		this.status = status;
		this.explanation = explanation;
	}
}

export class MaxRetriesExceeded extends Error {}

const maxRetries = 5;
const longestDelaySeconds = 60;

export class ExtractionClient {
	readonly #send: Send;
	readonly #key: string;
	/** Waits so many seconds. */
	readonly #wait: (seconds: number) => Promise<void>;

	constructor(send: Send, key: string, wait: (seconds: number) => Promise<void>) {
		this.#send = send;
		this.#key = key;
		this.#wait = wait;
	}

	/** Uploads a file, as the documentation's `processDocument` does; gives the document's id. */
	async processDocument(bytes: Uint8Array, fileName: string, choice: UploadChoice = {}): Promise<string> {
		const id = crypto.randomUUID();
		const { document_id } = await this.#ask<{ document_id: string }>("POST", "/api/v1/documents", () => {
			const form = new FormData();
			form.append("file", new Blob([new Uint8Array(bytes)]), fileName);
			for (const [name, value] of Object.entries(choice)) form.append(name, value);
			return { body: form, headers: { "Idempotency-Key": id } };
		});
		return document_id;
	}

	async convert(id: string, choice: { model?: "standard" | "premium"; flow_id?: string } = {}): Promise<void> {
		await this.#ask("POST", `/api/v1/documents/${id}/convert`, () => ({ body: JSON.stringify(choice) }));
	}

	async status(id: string): Promise<string> {
		return (await this.#ask<{ status: string }>("GET", `/api/v1/documents/${id}/status`)).status;
	}

	/** Polls until the document is over. */
	async finished(id: string): Promise<string> {
		for (let tries = 0; tries < 300; tries++) {
			const status = await this.status(id);
			if (status === "completed" || status === "failed") return status;
			if (status !== "pending" && status !== "processing") throw new Error(`unknown status ${status}`);
			await this.#wait(1);
		}
		throw new Error(`${id} did not finish`);
	}

	result(id: string): Promise<ResultBody> {
		return this.#ask("GET", `/api/v1/documents/${id}/result`);
	}

	async approve(id: string): Promise<void> {
		await this.#ask("POST", `/api/v1/documents/${id}/approve`);
	}

	async reject(id: string): Promise<void> {
		await this.#ask("POST", `/api/v1/documents/${id}/reject`);
	}

	createWebhook(url: string, events: string[]): Promise<{ id: string; secret: string }> {
		return this.#ask("POST", "/api/v1/webhooks", () => ({ body: JSON.stringify({ url, events }) }));
	}

	/** Every document of a folder, each page handed on as it arrives. */
	async *pages(folderId: string, limit: number): AsyncGenerator<ListedDocuments> {
		let cursor = "";
		for (;;) {
			const path = `/api/v1/documents?folder_id=${folderId}&limit=${limit}${cursor}`;
			const page = await this.#ask<ListedDocuments>("GET", path);
			yield page;
			if (!page.pagination.has_more) return;
			cursor = `&cursor=${page.pagination.next_cursor}`;
		}
	}

	/** For what the documentation leaves to `/docs`: flows and folders. */
	create<Body>(path: string, body: object): Promise<Body> {
		return this.#ask("POST", `/api/v1${path}`, () => ({ body: JSON.stringify(body) }));
	}

	async #ask<Body>(method: string, path: string, content: () => RequestInit = () => ({})): Promise<Body> {
		let delay = 1;
		for (let retries = 0; retries < maxRetries; retries++) {
			const { headers, ...init } = content();
			const authorization = { Authorization: `Bearer ${this.#key}` };
			const response = await this.#send(path, { method, ...init, headers: { ...authorization, ...headers } });
			const body: unknown = await response.json();
			if (response.status === 200) return body as Body;
			const { error, message, retry_after } = body as { error: string; message: string; retry_after?: number };
			if (response.status === 429) {
				await this.#wait(retry_after ?? Number.NaN);
			} else if (response.status >= 500) {
				await this.#wait(delay);
				delay = Math.min(delay * 2, longestDelaySeconds);
			} else {
				throw new ClientError(response.status, error, message);
			}
		}
		throw new MaxRetriesExceeded();
	}
}
