import { withinTime } from "../lib/clock.ts";
import type { FetchFunction } from "../lib/url-guard.ts";
import { brokenOff, ProviderFailure, unreachable } from "./failure.ts";

/**
 * How long a provider may be silent. Contracts/tagging.md 14.1 allows 30 s to connect and 90 s to read; `fetch` does not tell the one
 * from the other before the headers, so the first byte has the sum of both.
 */
export interface TimeLimits {
	firstByteMs: number;
	betweenBytesMs: number;
}

/** However slowly an answer comes in: a queue's consumer ends after 15 minutes. */
export const wholeAnswerMs = 600_000;

/** No answer of a language model is as long; an endpoint that a user names may send anything. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** `send` within the limits; throws `ProviderFailure` where there is no answer, or the signal's reason. */
export async function fetchInTime(
	send: FetchFunction,
	url: string,
	init: RequestInit,
	limits: TimeLimits,
): Promise<Response> {
	const stop = new AbortController();
	const signal = init.signal ? AbortSignal.any([init.signal, stop.signal]) : stop.signal;
	const sent = send(url, { ...init, signal }).catch((error) => {
		throw error instanceof ProviderFailure ? error : unreachable();
	});
	const response = await inTime(sent, limits.firstByteMs, init.signal ?? undefined, () => stop.abort());
	if (response.body === null) return response;
	const headers = new Headers(response.headers);
	// They describe the body as it travelled.
	for (const name of ["content-encoding", "content-length"]) headers.delete(name);
	return new Response(
		bodyInTime(response.body, limits.betweenBytesMs, () => stop.abort()),
		{
			status: response.status,
			statusText: response.statusText,
			headers,
		},
	);
}

/** What `work` gives, unless it takes longer than `ms`. `onTimeout` stops the work itself. */
export async function inTime<T>(
	work: Promise<T>,
	ms: number,
	signal: AbortSignal | undefined,
	onTimeout: () => void = () => undefined,
): Promise<T> {
	const error = () => new ProviderFailure("The model did not answer in time.", { kind: "timeout" });
	return await withinTime(work, { ms, signal, error, stop: onTimeout });
}

function bodyInTime(body: ReadableStream<Uint8Array>, ms: number, stop: () => void): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	let sizeBytes = 0;
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const { done, value } = await inTime(reader.read(), ms, undefined, stop);
				if (done) {
					controller.close();
					return;
				}
				sizeBytes += value.length;
				if (sizeBytes > maxAnswerBytes) throw new ProviderFailure("The answer is too long.");
				controller.enqueue(value);
			} catch (error) {
				controller.error(error instanceof ProviderFailure ? error : brokenOff());
				await reader.cancel().catch(() => undefined);
			}
		},
		async cancel(reason) {
			await reader.cancel(reason).catch(() => undefined);
			stop();
		},
	});
}
