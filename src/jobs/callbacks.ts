import { webhookSecret } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import { findDocumentOfJob } from "../documents/documents.ts";
import { runBatch } from "../platform/database.ts";
import { newCallback, sendDeliveries } from "../webhooks/webhooks.ts";
import { callbacksOwed, deleteOutbox, deletionOfOutbox, type OutboxRow } from "./store.ts";
import { toTask } from "./task.ts";
import type { JobView } from "./view.ts";

/** Tells the callback of the document, if the job that has just ended was its conversion. */
export async function tellCallbacks(
	ctx: Context,
	{ kind, documentId }: Pick<JobView, "kind" | "documentId">,
): Promise<void> {
	if (kind !== "conversion" || documentId === null) return;
	for (const row of await callbacksOwed(ctx, documentId)) await tellCallback(ctx, row);
}

/**
 * Makes a delivery of what the outbox owes, under the same id, so that it is one however often this runs. A task that is gone, or at work
 * again, is not told of.
 */
export async function tellCallback(ctx: Context, { id, subject }: Pick<OutboxRow, "id" | "subject">): Promise<void> {
	const document = await findDocumentOfJob(ctx, subject);
	const task = document && toTask(document);
	const isOver = task?.status === "DONE" || task?.status === "FAILED";
	if (document === undefined || document.webhookUrl === null || !isOver) {
		await deleteOutbox(ctx, id);
		return;
	}
	const { statement } = await newCallback(ctx, {
		id,
		owner: document.owner,
		documentId: document.id,
		url: document.webhookUrl,
		secret: await webhookSecret(ctx, document.owner),
		type: task.status === "DONE" ? "task.done" : "task.failed",
		data: task,
	});
	await runBatch(ctx.db, [statement, deletionOfOutbox(ctx, id)]);
	await sendDeliveries(ctx, [id]);
}
