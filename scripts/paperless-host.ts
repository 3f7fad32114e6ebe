import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { FakePaperless } from "../test/fakes/paperless/paperless.ts";

/** A local caller waits longer for a small answer than for a large one. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };

/** Puts the fake on a port of this machine: the bytes on the wire are those of a real server. */
export class PaperlessHost {
	readonly #fake: FakePaperless;
	readonly #server: Server;
	#url = "";

	constructor(fake: FakePaperless) {
		this.#fake = fake;
		this.#server = createServer((request, response) => {
			// A fault that has no answer closes the connection, as a server that goes down does.
			this.#answer(request, response).catch(() => request.socket.destroy());
		});
	}

	/** Scheme, host and port. */
	get url(): string {
		return this.#url;
	}

	/** Listens; 0 takes any free port. */
	async open(port = 0): Promise<this> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(port, "127.0.0.1", resolve);
		});
		this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
		return this;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.on("error", () => undefined);
		const answer = await this.#fake.handle(await asRequest(request, this.#url));
		const headers = new Headers(answer.headers);
		if (headers.has("content-length") || answer.body === null) await stream(answer, headers, response);
		else sendWhole(Buffer.from(await answer.arrayBuffer()), answer.status, headers, request, response);
	}
}

/** Links are made from the `Host` header, so the request's address is. */
async function asRequest(request: IncomingMessage, ownUrl: string): Promise<Request> {
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headersDistinct)) {
		for (const one of value ?? []) headers.append(name, one);
	}
	const method = request.method ?? "GET";
	const base = request.headers.host === undefined ? ownUrl : `http://${request.headers.host}`;
	const hasBody = method !== "GET" && method !== "HEAD";
	const body = hasBody ? new Uint8Array(await buffer(request)) : undefined;
	return new Request(new URL(request.url ?? "/", base), { method, headers, ...(body !== undefined && { body }) });
}

/** Piece by piece: where the body breaks off, so does the connection. */
async function stream(answer: Response, headers: Headers, response: ServerResponse): Promise<void> {
	response.writeHead(answer.status, Object.fromEntries(headers));
	if (answer.body === null) {
		response.end();
		return;
	}
	response.flushHeaders();
	for await (const piece of answer.body) {
		await new Promise((resolve) => response.write(piece, resolve));
	}
	response.end();
}

/** Compressed where the caller takes it, as the servers do. */
function sendWhole(
	body: Buffer,
	status: number,
	headers: Headers,
	request: IncomingMessage,
	response: ServerResponse,
): void {
	const accepted = String(request.headers["accept-encoding"] ?? "");
	const encoding = /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
	const isWorthIt = body.byteLength > 200 && encoding !== undefined;
	const sent = !isWorthIt ? body : encoding === "br" ? brotliCompressSync(body, quick) : gzipSync(body, { level: 1 });
	if (isWorthIt) headers.set("Content-Encoding", encoding);
	headers.set("Content-Length", String(sent.byteLength));
	response.writeHead(status, Object.fromEntries(headers));
	response.end(sent);
}
