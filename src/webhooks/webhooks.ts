/**
 * Door of webhooks: subscriptions, and what is told to them and to the callbacks of tasks (contracts/extraction.md).
 *
 * An event is a row for each target, written with what it is about. A message of the queue makes one attempt, which the schedule follows
 * with another; rows whose message was lost are found by the sweep. A row's id is the `webhook-id` of all its attempts.
 */
export { attemptDelivery } from "./attempt.ts";
export { DeliveryObject } from "./delivery-object.ts";
export { newCallback, type Telling, tellSubscribers, testWebhook, type WebhookNews } from "./events.ts";
export { removeOldDeliveries, sendDeliveries, sweepDeliveries } from "./sending.ts";
export type { DeliveryReport as Delivery } from "./store.ts";
export {
	createWebhook,
	deleteWebhook,
	getWebhook,
	listDeliveries,
	listWebhooks,
	type NewSecret,
	redeliver,
	rotateWebhookSecret,
	updateWebhook,
	type Webhook,
	type WebhookEvent,
	webhookEvents,
} from "./subscriptions.ts";
