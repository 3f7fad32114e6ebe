import type { Clock } from "../../src/lib/clock.ts";

/** A clock on which waiting takes no time, and which remembers for how long it was asked to wait. */
export class TestClock implements Clock {
	readonly waits: number[] = [];
	chance = 0;

	readonly random = () => this.chance;
	readonly now = () => Date.parse("2026-11-20T12:00:00Z");

	async sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
		signal?.throwIfAborted();
		this.waits.push(ms);
	}
}
