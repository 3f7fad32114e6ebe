/** Time and chance, which tests replace. */
export interface Clock {
	/** Rejects with the signal's reason when it is aborted. */
	sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
	/** 0 … 1, as `Math.random`. */
	random(): number;
	/** Milliseconds since 1970. */
	now(): number;
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

export interface TimeLimit {
	ms: number;
	/** Of the caller, who may give up earlier. */
	signal: AbortSignal | undefined;
	/** What to throw when the time is over. */
	error(): Error;
	/** Stops the work itself then. */
	stop?(): void;
}

/** What `work` gives. Throws the limit's error when its time is over, the signal's reason when it is aborted. */
export async function withinTime<T>(work: Promise<T>, limit: TimeLimit): Promise<T> {
	const { signal } = limit;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let onAbort: (() => void) | undefined;
	const ending = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			// First: stopping the work makes it fail with a reason of its own.
			reject(limit.error());
			limit.stop?.();
		}, limit.ms);
		onAbort = () => reject(signal?.reason);
		signal?.addEventListener("abort", onAbort, { once: true });
	});
	try {
		signal?.throwIfAborted();
		return await Promise.race([work, ending]);
	} catch (error) {
		if (signal?.aborted) throw signal.reason;
		throw error;
	} finally {
		clearTimeout(timer);
		if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
		// What loses the race has nobody else to hear of its failure.
		work.catch(() => undefined);
	}
}
