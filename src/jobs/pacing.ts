import { z } from "zod";

/*
 * How long the rows of a batch wait for each other where a hosted model is asked (contracts/tagging.md 14.1 and 14.2). The state travels in
 * the input of the next row's step; the waiting itself is done by the object's alarm.
 */
export const Pacing = z.object({
	/** Between two rows, in milliseconds. */
	rowWaitMs: z.number(),
	/** Before the next call of the model; 0 until one was refused for good. */
	modelWaitMs: z.number(),
	/** Rows in a row that succeeded. */
	streak: z.int(),
});
export type Pacing = z.infer<typeof Pacing>;

const [leastRowMs, mostRowMs] = [500, 60_000];
const [leastModelMs, mostModelMs] = [1_000, 120_000];
const shrinksAfter = 3;
const shrinksBy = 0.8;

/** Tries of one row that the provider puts off, and the waits between them. */
export const rowAttempts = 3;
const [firstRetryMs, mostRetryMs] = [3_000, 120_000];

export const startPacing: Pacing = { rowWaitMs: leastRowMs, modelWaitMs: 0, streak: 0 };

/** After a row that the provider answered to the end. */
export function afterSuccess({ rowWaitMs, modelWaitMs, streak }: Pacing): Pacing {
	if (streak + 1 < shrinksAfter) return { rowWaitMs, modelWaitMs, streak: streak + 1 };
	return {
		rowWaitMs: Math.max(leastRowMs, rowWaitMs * shrinksBy),
		modelWaitMs: modelWaitMs === 0 ? 0 : Math.max(leastModelMs, modelWaitMs * shrinksBy),
		streak: 0,
	};
}

/** After a call that was refused as one too many, whatever its own retries. */
export function afterRateLimit({ rowWaitMs, modelWaitMs }: Pacing, retryAfterMs: number | undefined): Pacing {
	return {
		rowWaitMs: Math.min(mostRowMs, Math.max(leastRowMs, retryAfterMs ?? rowWaitMs * 2)),
		modelWaitMs: Math.min(mostModelMs, Math.max(leastModelMs, modelWaitMs * 2)),
		streak: 0,
	};
}

/** Before a row is tried again; `attempt` counts from 1. */
export function retryWaitMs(attempt: number, retryAfterMs: number | undefined): number {
	return Math.min(mostRetryMs, Math.max(firstRetryMs * 2 ** (attempt - 1), retryAfterMs ?? 0));
}

/** Before the next row. */
export function rowWaitMs(pacing: Pacing): number {
	return Math.max(pacing.rowWaitMs, pacing.modelWaitMs);
}
