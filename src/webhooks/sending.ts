import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import { deleteOldDeliveries, dropOrphans, listOverdue } from "./store.ts";

/** The longest that a message may wait in the queue. */
const longestDelaySeconds = 12 * 3600;
const batchSize = 100;
/** As many as one call of R2 takes. */
const deletedAtOnce = 1000;
/** A message may take so long; what is due longer has none any more. */
const graceMs = 15_000;
const keptMs = 30 * 24 * 3_600_000;

/** Sends the deliveries on their way, after `delayMs` or as late as the queue can; what gets lost, or must wait longer, is found by the sweep. */
export async function sendDeliveries(ctx: Context, ids: readonly string[], delayMs = 0): Promise<void> {
	const delaySeconds = Math.min(longestDelaySeconds, Math.ceil(delayMs / 1000));
	try {
		for (let at = 0; at < ids.length; at += batchSize) {
			const messages = ids.slice(at, at + batchSize).map((delivery) => ({ body: { delivery } }));
			await ctx.steps.sendBatch(messages, { delaySeconds });
		}
	} catch (error) {
		logError("the queue refused deliveries of webhooks", error);
	}
}

/** Sends again what is due and has no message any more. */
export async function sweepDeliveries(ctx: Context): Promise<void> {
	await dropOrphans(ctx);
	await sendDeliveries(ctx, await listOverdue(ctx, ctx.now() - graceMs, batchSize));
}

/** Deliveries are kept for 30 days after their event, or until the night after their document is deleted. */
export async function removeOldDeliveries(ctx: Context): Promise<void> {
	const bodies = await deleteOldDeliveries(ctx, ctx.now() - keptMs);
	for (let at = 0; at < bodies.length; at += deletedAtOnce) {
		await ctx.files.delete(bodies.slice(at, at + deletedAtOnce));
	}
}
