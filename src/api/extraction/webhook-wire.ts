import { z } from "@hono/zod-openapi";
import { type Delivery, type Webhook, webhookEvents } from "../../webhooks/webhooks.ts";
import { isoTime, toIsoTime } from "./wire.ts";

/* Webhooks and their deliveries in the words of the extraction API. */

const Events = z
	.array(z.enum(webhookEvents))
	.min(1)
	.openapi({ example: ["document.completed", "document.failed"] });
const address = z.string().min(1).openapi({ format: "uri", example: "https://example.com/webhooks/deckle" });

export const WebhookBody = z.object({ url: address, events: Events });
export const WebhookChange = z.object({
	url: address.optional(),
	events: Events.optional(),
	enabled: z.boolean().optional(),
});

const shape = {
	id: z.string(),
	url: z.string(),
	events: Events,
	enabled: z
		.boolean()
		.openapi({ description: "False once it was switched off, by its owner or by a target that answered 410" }),
	created_at: isoTime,
	updated_at: isoTime,
};
export const WebhookView = z.object(shape).openapi("ExtractionWebhook");
export const WebhookWithSecret = z
	.object({ ...shape, secret: z.string().openapi({ description: "Shown this once", example: "whsec_…" }) })
	.openapi("ExtractionWebhookWithSecret");

export const DeliveryView = z
	.object({
		id: z.string().openapi({ description: "The `webhook-id` of all its attempts" }),
		webhook_id: z.string(),
		type: z.enum([...webhookEvents, "webhook.test"]),
		document_id: z.string().nullable(),
		status: z.enum(["pending", "delivered", "exhausted"]),
		attempt: z.int().openapi({ description: "How often it was tried" }),
		status_code: z.int().nullable().openapi({ description: "Of the last attempt; null without an answer" }),
		latency_ms: z.int().nullable(),
		error: z.string().nullable(),
		last_attempt_at: isoTime.nullable(),
		next_attempt_at: isoTime.nullable(),
		created_at: isoTime,
	})
	.openapi("ExtractionDelivery");

export function toWebhookView({
	id,
	url,
	events,
	isEnabled,
	createdAt,
	updatedAt,
}: Webhook): z.infer<typeof WebhookView> {
	return { id, url, events, enabled: isEnabled, created_at: toIsoTime(createdAt), updated_at: toIsoTime(updatedAt) };
}

export function toDeliveryView(webhookId: string, delivery: Delivery): z.infer<typeof DeliveryView> {
	const { id, documentId, status, attempts, lastStatusCode, lastLatencyMs, lastError, lastAttemptAt } = delivery;
	return {
		...{ id, webhook_id: webhookId, document_id: documentId, status },
		// The rows of a webhook's deliveries hold no other types.
		type: delivery.type as z.infer<typeof DeliveryView>["type"],
		attempt: attempts,
		status_code: lastStatusCode,
		latency_ms: lastLatencyMs,
		error: lastError,
		last_attempt_at: timeOrNull(lastAttemptAt),
		next_attempt_at: timeOrNull(delivery.nextAttemptAt),
		created_at: toIsoTime(delivery.createdAt),
	};
}

function timeOrNull(ms: number | null): string | null {
	return ms === null ? null : toIsoTime(ms);
}
