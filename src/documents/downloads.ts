import type { Context } from "../context.ts";
import { type ChunkReader, chunksOf } from "../lib/chunks.ts";
import { type GuardedInit, guardedFetch, type UrlFault, UrlRefused } from "../lib/url-guard.ts";
import { InputReceiver, type ReceivedInput } from "./objects.ts";

/** Time for a document to arrive in, with all redirects. */
export const downloadMs = 60_000;

/** Some hosts, of public bodies above all, answer nobody but browsers. */
const browserName =
	"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

/** Why a download did not come: the guard refused its URL, its time was over, or the network failed. */
export type DownloadFault = UrlFault | "timeout" | "network";

/** Its message is one of ours. */
export class DownloadFailed extends Error {
	readonly fault: DownloadFault;

	constructor(fault: DownloadFault, message: string, cause?: unknown) {
		super(message, { cause });
		this.name = "DownloadFailed";
		this.fault = fault;
	}
}

/** The time that a download has, from now on. It also ends when its caller gives up. */
export class Deadline {
	readonly signal: AbortSignal;
	readonly #over: AbortSignal;
	readonly #caller: AbortSignal | undefined;

	constructor(timeoutMs: number, caller?: AbortSignal) {
		this.#over = AbortSignal.timeout(timeoutMs);
		this.#caller = caller;
		this.signal = caller === undefined ? this.#over : AbortSignal.any([caller, this.#over]);
	}

	/** What `work` gives. Throws a `DownloadFailed`, or the caller's own reason where it has given up. */
	async within<Value>(work: Promise<Value>, failure: string): Promise<Value> {
		let stop: (() => void) | undefined;
		// A stream does not always end with the signal of the request that it came from.
		const stopped = new Promise<never>((_, reject) => {
			stop = () => reject(this.signal.reason);
			if (this.signal.aborted) stop();
			else this.signal.addEventListener("abort", stop, { once: true });
		});
		try {
			return await Promise.race([work, stopped]);
		} catch (error) {
			if (this.#caller?.aborted) throw this.#caller.reason;
			if (error instanceof UrlRefused) throw new DownloadFailed(error.fault, error.message, error);
			if (this.#over.aborted) throw new DownloadFailed("timeout", "The server took too long to answer.", error);
			throw new DownloadFailed("network", failure, error);
		} finally {
			if (stop !== undefined) this.signal.removeEventListener("abort", stop);
		}
	}
}

/**
 * Asks for what a user names, as a browser would; every hop passes the guard. The answer may have any status. Throws a
 * `DownloadFailed`.
 */
export async function requestDownload(
	ctx: Context,
	url: string,
	deadline: Deadline,
	init: Pick<GuardedInit, "method" | "headers" | "maxRedirects"> = {},
): Promise<{ response: Response; finalUrl: string }> {
	const headers = new Headers(init.headers);
	headers.set("User-Agent", browserName);
	const policy = { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS };
	const fetcher = (input: string, request: RequestInit) => ctx.fetch(input, request);
	const asked = guardedFetch(fetcher, url, policy, { ...init, headers, signal: deadline.signal });
	return await deadline.within(asked, "The server could not be reached.");
}

/** The bytes of an answer as they arrive, each piece valid until the next is asked for. Throws a `DownloadFailed`. */
export async function* downloadedChunks(response: Response, deadline: Deadline): AsyncGenerator<Uint8Array> {
	if (response.body === null) return;
	const reader: ChunkReader = chunksOf(response.body);
	try {
		for (;;) {
			const chunk = await deadline.within(reader.read(), "The connection was lost.");
			if (chunk === undefined) return;
			yield chunk;
		}
	} finally {
		// Not awaited: a server that stands still would hold up the end.
		void reader.cancel().catch(() => undefined);
	}
}

/** Stores bytes as the input of a document while they arrive; what fails leaves no object. Throws `too_large`. */
export async function receiveInput(
	ctx: Context,
	documentId: string,
	fileName: string,
	chunks: AsyncIterable<Uint8Array>,
): Promise<ReceivedInput> {
	const receiver = new InputReceiver(ctx, documentId, fileName);
	try {
		for await (const chunk of chunks) await receiver.write(chunk);
	} catch (error) {
		await receiver.abort();
		throw error;
	}
	return await receiver.finish();
}
