import { retryAfterSeconds } from "../lib/retry-after.ts";

/** Contracts/tagging.md 14.1. */
const firstDelayMs = 500;
const maxDelayMs = 8_000;
const maxRetryAfterSeconds = 60;
/** Share of a delay that chance takes off, so that callers refused together do not come back together. */
const jitter = 0.25;

/** Before retry `retry` (0-based): what the provider asked for, up to a minute; else doubling from half a second. */
export function retryDelayMs(retry: number, askedSeconds: number | undefined, random: () => number): number {
	if (askedSeconds !== undefined && askedSeconds >= 0 && askedSeconds <= maxRetryAfterSeconds) {
		return askedSeconds * 1000;
	}
	return Math.min(maxDelayMs, firstDelayMs * 2 ** retry) * (1 - jitter * random());
}

/** Seconds that `Retry-After` asks for, as a number or a date; OpenAI says it more exactly in `retry-after-ms`. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
	const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
	if (exact >= 0) return exact / 1000;
	return retryAfterSeconds(headers["retry-after"], nowMs);
}
