import type { Clock } from "../lib/clock.ts";
import { judge, type ModelError, ProviderFailure } from "./failure.ts";
import { retryDelayMs } from "./retry.ts";

export interface TryRules {
	clock: Clock;
	/** Cut out of whatever the provider says. */
	secret: string | undefined;
	maxRetries: number;
	signal: AbortSignal;
	/** Whoever paces many calls waits for all of them at once: a refusal as one too many is told at once. */
	tellsRateLimits?: boolean | undefined;
}

/**
 * What `run` gives, tried again after failures that may pass, with growing waits. `isMended` may change what the next run sends: where it
 * says true, that one comes at once and does not count. Throws `ModelError` in the end, or the signal's reason.
 */
export async function inTries<T>(
	run: () => Promise<T>,
	{ clock, secret, maxRetries, signal, tellsRateLimits = false }: TryRules,
	isMended: (failure: ProviderFailure, told: ModelError) => boolean = () => false,
): Promise<T> {
	for (let retry = 0; ; ) {
		signal.throwIfAborted();
		try {
			return await run();
		} catch (error) {
			if (!(error instanceof ProviderFailure)) throw error;
			const { error: told, isPassing } = judge(error, secret);
			if (isMended(error, told)) continue;
			const isTold = tellsRateLimits && told.reason === "rate_limited";
			if (!isPassing || isTold || retry >= maxRetries) throw told;
			await clock.sleep(retryDelayMs(retry++, error.retryAfterSeconds, clock.random), signal);
		}
	}
}
