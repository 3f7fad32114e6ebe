import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
	createWebhook,
	deleteWebhook,
	listDeliveries,
	listWebhooks,
	type NewSecret,
	redeliver,
	rotateWebhookSecret,
	testWebhook,
	updateWebhook,
} from "../../webhooks/webhooks.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { CursorQuery, cursorPage, listOf, positionOf } from "./lists.ts";
import { answerPost } from "./repeat.ts";
import {
	DeliveryView,
	toDeliveryView,
	toWebhookView,
	WebhookBody,
	WebhookChange,
	WebhookView,
	WebhookWithSecret,
} from "./webhook-wire.ts";
import { body, errors, idParam, json, jsonBody, RepeatHeaders, security } from "./wire.ts";

const tags = ["Extraction: webhooks"];
const one = idParam("id");

const create = createRoute({
	method: "post",
	path: "/webhooks",
	tags,
	security,
	summary: "Subscribe to events",
	middleware: jsonBody(),
	request: { headers: RepeatHeaders, body: body(WebhookBody) },
	responses: { 200: json(WebhookWithSecret, "The webhook, and the secret that signs its deliveries"), ...errors(409) },
});

const list = createRoute({
	method: "get",
	path: "/webhooks",
	tags,
	security,
	summary: "The caller's webhooks, newest first",
	request: { query: CursorQuery },
	responses: { 200: json(listOf("webhooks", WebhookView), "A page of them"), ...errors() },
});

const change = createRoute({
	method: "patch",
	path: "/webhooks/{id}",
	tags,
	security,
	summary: "Change a webhook; what is left out stays",
	description: "One that is switched off is told nothing more, also not what still waits for it.",
	middleware: jsonBody(),
	request: { params: one, body: body(WebhookChange) },
	responses: { 200: json(WebhookView, "The webhook as it is then"), ...errors(404) },
});

const remove = createRoute({
	method: "delete",
	path: "/webhooks/{id}",
	tags,
	security,
	summary: "Delete a webhook with its deliveries",
	request: { params: one },
	responses: { 200: json(z.object({ id: z.string(), deleted: z.literal(true) }), "It is deleted"), ...errors(404) },
});

const test = createRoute({
	method: "post",
	path: "/webhooks/{id}/test",
	tags,
	security,
	summary: "Send one `webhook.test` event",
	request: { params: one, headers: RepeatHeaders },
	responses: { 200: json(DeliveryView, "Its delivery, on its way"), ...errors(404, 409) },
});

const rotate = createRoute({
	method: "post",
	path: "/webhooks/{id}/rotate-secret",
	tags,
	security,
	summary: "Have another secret; the old one signs too for 24 hours",
	request: { params: one, headers: RepeatHeaders },
	responses: { 200: json(WebhookWithSecret, "The webhook with its new secret"), ...errors(404, 409) },
});

const deliveries = createRoute({
	method: "get",
	path: "/webhooks/{id}/deliveries",
	tags,
	security,
	summary: "What was sent to a webhook within 30 days, newest first, and how it went",
	request: { params: one, query: CursorQuery },
	responses: { 200: json(listOf("deliveries", DeliveryView), "A page of them"), ...errors(404) },
});

const again = createRoute({
	method: "post",
	path: "/webhooks/{id}/deliveries/{delivery_id}/redeliver",
	tags,
	security,
	summary: "Send a delivery again: the same id and body, the schedule from its beginning",
	request: { params: one.extend(idParam("delivery_id").shape), headers: RepeatHeaders },
	responses: { 200: json(DeliveryView, "The delivery, on its way"), ...errors(404, 409) },
});

export function registerWebhookRoutes(surface: OpenAPIHono<AppEnv>): void {
	registerSubscriptionRoutes(surface);
	registerDeliveryRoutes(surface);
}

function registerSubscriptionRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(create, async (http) => {
		const asked = http.req.valid("json");
		return await answerPost(http, asked, async (keep) =>
			withSecret(await createWebhook(http.get("ctx"), requireUser(http).id, asked, (made) => keep(withSecret(made)))),
		);
	});

	surface.openapi(list, async (http) => {
		const owner = requireUser(http).id;
		const { rows, pagination } = await cursorPage(http, http.req.valid("query"), {
			name: "webhooks",
			positionOf,
			read: async (part) => {
				const { webhooks, total } = await listWebhooks(http.get("ctx"), owner, part);
				return { rows: webhooks, total };
			},
		});
		return http.json({ webhooks: rows.map(toWebhookView), pagination }, 200);
	});

	surface.openapi(change, async (http) => {
		const { enabled, url, events } = http.req.valid("json");
		const { id } = http.req.valid("param");
		const webhook = await updateWebhook(http.get("ctx"), requireUser(http).id, id, { url, events, isEnabled: enabled });
		return http.json(toWebhookView(webhook), 200);
	});

	surface.openapi(remove, async (http) => {
		const { id } = http.req.valid("param");
		await deleteWebhook(http.get("ctx"), requireUser(http).id, id);
		return http.json({ id, deleted: true as const }, 200);
	});

	surface.openapi(rotate, async (http) => {
		const { id } = http.req.valid("param");
		return await answerPost(http, null, async (keep) =>
			withSecret(
				await rotateWebhookSecret(http.get("ctx"), requireUser(http).id, id, (made) => keep(withSecret(made))),
			),
		);
	});
}

function registerDeliveryRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(test, async (http) => {
		const webhookId = http.req.valid("param").id;
		const owner = requireUser(http).id;
		return await answerPost(http, null, async (keep) =>
			toDeliveryView(
				webhookId,
				await testWebhook(http.get("ctx"), { owner, webhookId }, (made) => keep(toDeliveryView(webhookId, made))),
			),
		);
	});

	surface.openapi(deliveries, async (http) => {
		const webhookId = http.req.valid("param").id;
		const owner = requireUser(http).id;
		const { rows, pagination } = await cursorPage(http, http.req.valid("query"), {
			name: "deliveries",
			filters: [webhookId],
			positionOf,
			read: async (part) => {
				const { deliveries, total } = await listDeliveries(http.get("ctx"), { owner, webhookId }, part);
				return { rows: deliveries, total };
			},
		});
		return http.json({ deliveries: rows.map((row) => toDeliveryView(webhookId, row)), pagination }, 200);
	});

	surface.openapi(again, async (http) => {
		const { id: webhookId, delivery_id: id } = http.req.valid("param");
		const delivery = { owner: requireUser(http).id, webhookId, id };
		return await answerPost(http, null, async (keep) =>
			toDeliveryView(
				webhookId,
				await redeliver(http.get("ctx"), delivery, (made) => keep(toDeliveryView(webhookId, made))),
			),
		);
	});
}

function withSecret({ webhook, secret }: NewSecret): z.infer<typeof WebhookWithSecret> {
	return { ...toWebhookView(webhook), secret };
}
