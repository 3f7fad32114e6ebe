import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import { type Condition, runBatch, type Statement } from "../platform/database.ts";
import { putBody } from "./bodies.ts";
import { seal } from "./secret-store.ts";
import { sendDeliveries } from "./sending.ts";
import { addDeliveries, addDelivery, type DeliveryReport, listSubscribers, unsent } from "./store.ts";
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

/** What has to be written with what an event is about, and the deliveries to be sent then. */
export interface Telling {
	statements: Statement[];
	deliveries: string[];
}

/**
 * The rows that tell every subscriber of the event, to be written with what it is about (with `onlyIf`, if that holds when they are); then
 * `sendDeliveries` with the ids. If that is never called, or somebody subscribed meanwhile, the sweep does it.
 */
export async function tellSubscribers(ctx: Context, news: WebhookNews, onlyIf?: Condition): Promise<Telling> {
	const { id, owner, type, documentId, data } = news;
	const subscribers = await listSubscribers(ctx, owner, type);
	if (subscribers.length === 0) return { statements: [], deliveries: [] };
	const body = await putBody(ctx, documentId, textOf(ctx, type, data));
	return {
		statements: [addDeliveries(ctx, { id, owner, type, documentId, ...body }, onlyIf)],
		deliveries: subscribers.map((webhook) => `${id}_${webhook}`),
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
	return { statement: addDelivery(ctx, { ...row, secret: sealed, body: textOf(ctx, row.type, data) }) };
}

/**
 * One `webhook.test` event on its way, also to a webhook that is switched off. What `alongside` gives is written in the same transaction.
 * Throws `not_found`.
 */
export async function testWebhook(
	ctx: Context,
	{ owner, webhookId }: { owner: string; webhookId: string },
	alongside: (delivery: DeliveryReport) => Promise<readonly Statement[]> = async () => [],
): Promise<DeliveryReport> {
	const webhook = await getWebhook(ctx, owner, webhookId);
	const type = "webhook.test";
	const body = textOf(ctx, type, { webhook_id: webhook.id });
	const row = { id: newId(), owner, webhookId: webhook.id, type, documentId: null };
	const report = unsent(row, ctx.now());
	await runBatch(ctx.db, [addDelivery(ctx, { ...row, body }), ...(await alongside(report))]);
	await sendDeliveries(ctx, [row.id]);
	return report;
}

function textOf(ctx: Context, type: string, data: object): string {
	return JSON.stringify({ type, timestamp: new Date(ctx.now()).toISOString(), data });
}
