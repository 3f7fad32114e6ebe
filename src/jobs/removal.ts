import type { Context } from "../context.ts";
import { deleteDocuments } from "../documents/documents.ts";
import { newId } from "../lib/ids.ts";
import { runBatch } from "../platform/database.ts";
import {
	deleteTaggingFiles,
	documentsToRemove,
	forgetTaggingJob,
	type RemovalOrder,
	removalOrders,
	removeSomeRecords,
} from "../tagging/tagging.ts";
import { deleteOutbox, hastenOutbox } from "./store.ts";

/** What one invocation takes on; the rest is the sweeper's. */
const shiftMs = 20_000;
/** When the sweeper takes an order up that nobody has carried out: a shift is over by then. */
const orderMs = 30_000;
const documentsAtOnce = 50;
const recordsAtOnce = 1000;

/**
 * Deletes a job of tagging: its records, its live state, what it stored, and the documents that it brought in. A running one ends with
 * that. It is gone when this returns; its documents and records, of which there may be thousands, are removed behind it, by an order that
 * outlives the process. One that was interrupted before can be repeated.
 */
export async function deleteTaggingRun(ctx: Context, id: string): Promise<void> {
	await ctx.job(id).cancel();
	await deleteTaggingFiles(ctx, id);
	await ctx.job(id).erase();
	const order = { id: newId(), jobId: id };
	await runBatch(ctx.db, forgetTaggingJob(ctx, order, ctx.now() + orderMs));
	ctx.waitUntil(removeRows(ctx, order));
}

/**
 * Removes what is left of a job that is no more: its documents, then its records, slice by slice for as long as a shift lasts. False where
 * there is more to do, which the sweeper goes on with.
 */
export async function removeRows(ctx: Context, order: RemovalOrder): Promise<boolean> {
	const until = ctx.now() + shiftMs;
	while (ctx.now() < until) {
		const documents = await documentsToRemove(ctx, order, documentsAtOnce);
		await deleteDocuments(ctx, documents);
		if (documents.length > 0 || (await removeSomeRecords(ctx, order, recordsAtOnce)) > 0) continue;
		await deleteOutbox(ctx, order.id);
		return true;
	}
	await hastenOutbox(ctx, order.id);
	return false;
}

/** Clears the id of a job for another: nothing of an earlier one may be there, nor be removed from under the new one. */
export async function removeLeftovers(ctx: Context, jobId: string): Promise<boolean> {
	for (const order of await removalOrders(ctx, jobId)) {
		if (!(await removeRows(ctx, order))) return false;
	}
	return true;
}
