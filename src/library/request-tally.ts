import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import type { Method } from "../paperless/paperless.ts";
import { addCounters } from "../platform/counters.ts";
import { runBatch } from "../platform/database.ts";

/** Counts the requests of some work that a Paperless server has answered, for the metrics of the instance. */
export class RequestTally {
	readonly #counts = new Map<string, { method: Method; status: number; by: number }>();

	/** To be given to the way to the server as its `onSuccess`. */
	readonly add = (method: Method, status: number): void => {
		const key = `${method} ${status}`;
		this.#counts.set(key, { method, status, by: (this.#counts.get(key)?.by ?? 0) + 1 });
	};

	/** Once, when the work is done or has failed: a count that can't be written is lost. */
	async write(ctx: Context): Promise<void> {
		const additions = [...this.#counts.values()].map(({ method, status, by }) => ({
			name: "paperless_requests_total",
			labels: { method, status_code: String(status) },
			by,
		}));
		this.#counts.clear();
		try {
			await runBatch(ctx.db, addCounters(ctx.db, additions));
		} catch (error) {
			logError("requests to Paperless could not be counted", error);
		}
	}
}
