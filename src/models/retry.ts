/** Time and chance, which tests replace. */
export interface Clock {
	/** Rejects with the signal's reason when it is aborted. */
	sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
	/** 0 … 1, as `Math.random`. */
	random(): number;
	/** Milliseconds since 1970. */
	now(): number;
}

/** Contracts/tagging.md 14.1. */
const firstDelayMs = 500;
const maxDelayMs = 8_000;
const maxRetryAfterSeconds = 60;
/** Share of a delay that chance takes off, so that callers refused together do not come back together. */
const jitter = 0.25;

/** Before retry `retry` (0-based): what the provider asked for, up to a minute; else doubling from half a second. */
export function retryDelayMs(retry: number, retryAfterSeconds: number | undefined, random: () => number): number {
	if (retryAfterSeconds !== undefined && retryAfterSeconds >= 0 && retryAfterSeconds <= maxRetryAfterSeconds) {
		return retryAfterSeconds * 1000;
	}
	return Math.min(maxDelayMs, firstDelayMs * 2 ** retry) * (1 - jitter * random());
}

/** Seconds that `Retry-After` asks for, as a number or a date; OpenAI says it more exactly in `retry-after-ms`. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
	const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
	if (exact >= 0) return exact / 1000;
	const said = headers["retry-after"]?.trim();
	if (!said) return undefined;
	const seconds = Number(said);
	if (Number.isFinite(seconds)) return seconds >= 0 ? seconds : undefined;
	const at = Date.parse(said);
	return Number.isNaN(at) ? undefined : Math.max(0, (at - nowMs) / 1000);
}

export function systemClock(): Clock {
	return { sleep, random: () => Math.random(), now: () => Date.now() };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}
		const stop = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener("abort", stop);
			resolve();
		}, ms);
		signal?.addEventListener("abort", stop, { once: true });
	});
}
