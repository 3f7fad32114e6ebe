import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Received {
	path: string;
	id: string;
	body: string;
	headers: Record<string, string>;
	/** Milliseconds of `performance.now()`. */
	at: number;
}

/**
 * A server that is told things. The first segment of a path says how it takes them: `ok`, `flaky` (the second attempt), `hung` (never
 * answers), `away` (redirects to `/redirected/1`), `gone` (410), `broken` (500).
 */
export class Target {
	readonly received: Received[] = [];
	readonly #server: Server;

	constructor() {
		this.#server = createServer(async (request: IncomingMessage, response) => {
			let body = "";
			for await (const piece of request) body += String(piece);
			const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
			const path = request.url ?? "";
			this.received.push({ path, id: headers["webhook-id"] ?? "", body, headers, at: performance.now() });
			this.#answer(path, headers["webhook-id"] ?? "", response);
		});
	}

	/** Gives the port; 0 takes a free one. */
	async listen(port = 0): Promise<number> {
		await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
		return (this.#server.address() as AddressInfo).port;
	}

	close(): void {
		this.#server.closeAllConnections();
		this.#server.close();
	}

	of(path: string): Received[] {
		return this.received.filter((one) => one.path === path);
	}

	/** A flaky one takes the second attempt. */
	#answer(path: string, id: string, response: ServerResponse): void {
		const [, behaviour = ""] = path.split("/");
		const attempts = this.received.filter((one) => one.path === path && one.id === id).length;
		if (behaviour === "hung") return;
		if (behaviour === "away") response.writeHead(302, { Location: "/redirected/1" }).end();
		else if (behaviour === "gone") response.writeHead(410).end();
		else if (behaviour === "broken") response.writeHead(500).end();
		else response.writeHead(behaviour === "flaky" && attempts < 2 ? 503 : 200).end();
	}
}

/** Whether `what` holds within that time. */
export async function until(what: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
	for (const end = performance.now() + withinMs; performance.now() < end; await sleep(50))
		if (await what()) return true;
	return await what();
}
