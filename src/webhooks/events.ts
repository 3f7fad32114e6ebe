import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import type { Statement } from "../platform/database.ts";
import { seal } from "./secret-store.ts";
import { sendDeliveries } from "./sending.ts";
import { addDelivery, listSubscribers } from "./store.ts";
import { getWebhook, type WebhookEvent } from "./subscriptions.ts";

/** Something happened that subscribers want to know. */
export interface WebhookNews {
	/** Of the event: the same event told twice is delivered once. */
	id: string;
	owner: string;
	type: WebhookEvent;
	documentId: string;
	/** JSON. */
	data: object;
}

/**
 * The rows that tell every subscriber of the event, to be written with what it is about; then `sendDeliveries` with the ids. If that is
 * never called, the sweep does it.
 */
export async function tellSubscribers(
	ctx: Context,
	news: WebhookNews,
): Promise<{ statements: Statement[]; deliveries: string[] }> {
	const { id, owner, type, documentId, data } = news;
	const subscribers = await listSubscribers(ctx, owner, type);
	const body = bodyOf(ctx, type, data);
	const rows = subscribers.map((webhook) => ({ id: `${id}_${webhook.id}`, webhookId: webhook.id }));
	return {
		statements: rows.map((row) => addDelivery(ctx, { ...row, owner, type, documentId, body })),
		deliveries: rows.map((row) => row.id),
	};
}

/** The row of a task's own callback, with the address and the secret that were given to the task. */
export async function newCallback(
	ctx: Context,
	callback: {
		id: string;
		owner: string;
		documentId: string;
		url: string;
		secret: string;
		type: "task.done" | "task.failed";
		data: object;
	},
): Promise<{ statement: Statement }> {
	const { data, secret, ...row } = callback;
	const sealed = await seal(ctx, row.id, secret);
	// In an object: a statement that a promise gives back would run at once.
	return { statement: addDelivery(ctx, { ...row, secret: sealed, body: bodyOf(ctx, row.type, data) }) };
}

/** One `webhook.test` event on its way; gives the id of its delivery. Throws `not_found`. */
export async function testWebhook(ctx: Context, owner: string, webhookId: string): Promise<string> {
	const webhook = await getWebhook(ctx, owner, webhookId);
	const type = "webhook.test";
	const id = newId();
	const body = bodyOf(ctx, type, { webhook_id: webhook.id });
	await addDelivery(ctx, { id, owner, webhookId: webhook.id, type, documentId: null, body });
	await sendDeliveries(ctx, [id]);
	return id;
}

function bodyOf(ctx: Context, type: string, data: object): string {
	return JSON.stringify({ type, timestamp: new Date(ctx.now()).toISOString(), data });
}
