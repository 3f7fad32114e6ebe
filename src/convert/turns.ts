/**
 * One conversion at a time in an isolate: wasm heaps are shared and the memory budget is the isolate's. First come, first served.
 *
 * A holder whose request was cut off never releases its turn; after `STALE_TURN_MS` without a sign the next one takes over.
 */
import { AppError } from "../errors.ts";
import { STALE_TURN_MS } from "./limits.ts";

export interface Turn {
	/** Shows that the holder is alive. Throws `unavailable` when the turn has been taken over. */
	touch(): void;
	release(): void;
}

interface Holder extends Turn {
	seenAt: number;
	over: boolean;
	done: Promise<void>;
}

export class Turns {
	private tail: Holder | undefined;

	/** Waits for its turn; `onTakeover` runs if the turn before had to be ended by force. */
	async take(onTakeover: () => void, staleMs = STALE_TURN_MS): Promise<Turn> {
		const before = this.tail;
		const mine = newHolder();
		this.tail = mine;
		if (before !== undefined && (await endOf(before, staleMs)) === "stale") onTakeover();
		mine.seenAt = Date.now();
		return mine;
	}
}

function newHolder(): Holder {
	const { promise, resolve } = Promise.withResolvers<void>();
	const holder: Holder = {
		seenAt: Number.POSITIVE_INFINITY,
		over: false,
		done: promise,
		touch() {
			if (holder.over) throw new AppError("unavailable", "The conversion was interrupted. Try again.");
			holder.seenAt = Date.now();
		},
		release() {
			holder.over = true;
			resolve();
		},
	};
	return holder;
}

/** A turn that has not begun has been seen "in the future" and is never stale: its own wait ends first. */
async function endOf(holder: Holder, staleMs: number): Promise<"released" | "stale"> {
	for (;;) {
		const { promise: timeout, resolve } = Promise.withResolvers<"waited">();
		const timer = setTimeout(() => resolve("waited"), staleMs);
		const outcome = await Promise.race([holder.done, timeout]);
		clearTimeout(timer);
		if (outcome !== "waited") return "released";
		if (Date.now() - holder.seenAt >= staleMs) {
			holder.release();
			return "stale";
		}
	}
}
