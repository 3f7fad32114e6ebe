import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { documentAt, type ServedDocument } from "../test/clients/documents.ts";

/** One request to the host and what became of it; times in milliseconds since 1970. */
export interface HostRequest {
	path: string;
	method: string;
	at: number;
	/** When the last byte went out; null while it has not. */
	sentAt: number | null;
}

/** A real HTTP server with the documents of the played client, and a log of who fetched what. */
export class DocumentHost {
	readonly log: HostRequest[] = [];
	readonly #server: Server;
	readonly #made = new Map<string, ServedDocument>();
	#url = "";

	constructor() {
		this.#server = createServer((request, response) => void this.#answer(request, response));
	}

	get url(): string {
		return this.#url;
	}

	async open(): Promise<this> {
		await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
		this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
		return this;
	}

	/** Makes the documents of these rows now, so that a measurement does not count it. */
	async prepare(paths: readonly string[]): Promise<void> {
		for (const path of paths) this.#made.set(path, await documentAt(path, "GET", this.#url));
	}

	/** How often each path was fetched to its end. */
	fetched(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const { path, sentAt } of this.log) if (sentAt !== null) counts.set(path, (counts.get(path) ?? 0) + 1);
		return counts;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = new URL(request.url ?? "/", this.#url).pathname;
		const entry: HostRequest = { path, method: request.method ?? "GET", at: Date.now(), sentAt: null };
		this.log.push(entry);
		response.on("error", () => undefined);
		const { status, headers, body, hangs } = this.#made.get(path) ?? (await documentAt(path, entry.method, this.#url));
		response.writeHead(status, headers);
		if (hangs) {
			response.flushHeaders();
			response.write(body.subarray(0, Math.floor(body.byteLength / 2)));
			return;
		}
		response.end(entry.method === "HEAD" ? undefined : body, () => {
			entry.sentAt = Date.now();
		});
	}
}
