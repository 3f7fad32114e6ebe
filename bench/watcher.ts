import { setTimeout as sleep } from "node:timers/promises";

const pauseMs = 50;

/** Asks the server for a sign of life again and again: what somebody else notices of the work that goes on in it. */
export class Watcher {
	/** Milliseconds. */
	slowest = 0;
	asked = 0;
	/** Without an answer, or with another than it should be. */
	failed = 0;
	readonly #url: string;
	readonly #end: Promise<void>;
	#isOver = false;

	constructor(url: string) {
		this.#url = url;
		this.#end = this.#watch();
	}

	async stop(): Promise<void> {
		this.#isOver = true;
		await this.#end;
	}

	async #watch(): Promise<void> {
		while (!this.#isOver) {
			const askedAt = performance.now();
			const isWell = await fetch(`${this.#url}/health`)
				.then(async (response) => (await response.text()) !== "" && response.ok)
				.catch(() => false);
			this.slowest = Math.max(this.slowest, performance.now() - askedAt);
			this.asked++;
			if (!isWell) this.failed++;
			await sleep(pauseMs);
		}
	}
}
