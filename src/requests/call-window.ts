/*
 * How many calls one caller has made in the last minute: exact, and never more than the limit in any span of that length, wherever it
 * begins. Calls within half a second of each other are kept as one entry that leaves with its last call, so that a caller costs 120 numbers
 * at most however high the limit is.
 */

export const windowSeconds = 60;
const windowMs = windowSeconds * 1000;
const entryMs = 500;

/** Calls that came together: the first and the last of them in Unix milliseconds, and how many. */
export type CallEntry = [from: number, last: number, count: number];

export interface CallVerdict {
	isAllowed: boolean;
	/** Calls that are still open after this one. */
	remaining: number;
	/** Whole seconds until more are open than now; of a refused call, until one is. At least 1. */
	resetSeconds: number;
}

export class CallWindow {
	#entries: CallEntry[];

	constructor(entries: CallEntry[] = []) {
		this.#entries = entries;
	}

	get entries(): readonly CallEntry[] {
		return this.#entries;
	}

	/** Counts a call at `now`, unless that were one too many. */
	take(limit: number, now: number): CallVerdict {
		this.forget(now);
		const used = this.#entries.reduce((sum, [, , count]) => sum + count, 0);
		if (used >= limit)
			return { isAllowed: false, remaining: 0, resetSeconds: this.#secondsUntil(used - limit + 1, now) };
		this.#count(now);
		return { isAllowed: true, remaining: limit - used - 1, resetSeconds: this.#secondsUntil(1, now) };
	}

	/** Drops what is older than the window. */
	forget(now: number): void {
		this.#entries = this.#entries.filter(([, last]) => last + windowMs > now);
	}

	#count(now: number): void {
		const newest = this.#entries.at(-1);
		if (newest !== undefined && now - newest[0] < entryMs) {
			newest[1] = Math.max(newest[1], now);
			newest[2] += 1;
		} else {
			this.#entries.push([now, now, 1]);
		}
	}

	/** Until `calls` of those counted have left the window. */
	#secondsUntil(calls: number, now: number): number {
		let left = calls;
		let until = now;
		for (const [, last, count] of this.#entries) {
			until = last + windowMs;
			left -= count;
			if (left <= 0) break;
		}
		return Math.max(1, Math.ceil((until - now) / 1000));
	}
}
