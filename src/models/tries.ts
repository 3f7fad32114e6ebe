import type { Clock } from "../lib/clock.ts";
import { judge, type ModelError, ProviderFailure } from "./failure.ts";
import { retryDelayMs } from "./retry.ts";

export interface TryRules {
	clock: Clock;
	/** Cut out of whatever the provider says. */
	secret: string | undefined;
	maxRetries: number;
	signal: AbortSignal;
}

/**
 * What `run` gives, tried again after failures that may pass, with growing waits. `isMended` may change what the next run sends: where it
 * says true, that one comes at once and does not count. Throws `ModelError` in the end, or the signal's reason.
 */
export async function inTries<T>(
	run: () => Promise<T>,
	{ clock, secret, maxRetries, signal }: TryRules,
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
			if (!isPassing || retry >= maxRetries) throw told;
			await clock.sleep(retryDelayMs(retry++, error.retryAfterSeconds, clock.random), signal);
		}
	}
}
