import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import { readBody } from "./bodies.ts";
import { post } from "./post.ts";
import { judge, type Outcome } from "./schedule.ts";
import { unseal } from "./secret-store.ts";
import { sendDeliveries } from "./sending.ts";
import { signedHeaders } from "./signing.ts";
import { claimDelivery, type DeliveryRow, findWebhook, recordAttempt } from "./store.ts";

/** How long a target has to answer. */
export const attemptLimitMs = 15_000;
/** Longer than an attempt with its reads and writes; whoever died in one is taken up again afterwards. */
const leaseMs = 60_000;

interface Target {
	url: string;
	/** The newest first. */
	secrets: [string, ...string[]];
}

/**
 * One attempt of the delivery `id`, if it is due and nobody else makes it; what follows is decided by the schedule. Never throws for what the
 * target does.
 */
export async function attemptDelivery(
	ctx: Context,
	id: string,
	{ limitMs = attemptLimitMs }: { limitMs?: number } = {},
): Promise<void> {
	const delivery = await claimDelivery(ctx, id, ctx.now() + leaseMs);
	if (delivery === undefined) return;
	const startedAt = ctx.now();
	const outcome = await tryTarget(ctx, delivery, limitMs);
	const now = ctx.now();
	const verdict = judge(outcome, { attempt: delivery.attempts + 1, now, chance: Math.random() });
	const statusCode = outcome.kind === "answered" ? outcome.status : null;
	await recordAttempt(ctx, delivery, verdict, { statusCode, latencyMs: now - startedAt });
	if (verdict.nextAttemptAt !== null) await sendDeliveries(ctx, [id], verdict.nextAttemptAt - now);
}

async function tryTarget(ctx: Context, delivery: DeliveryRow, limitMs: number): Promise<Outcome> {
	try {
		const target = await targetOf(ctx, delivery);
		if (target === undefined) return { kind: "refused", reason: "The webhook was deleted." };
		const body = await readBody(ctx, delivery);
		if (body === undefined) return { kind: "refused", reason: "The document was deleted." };
		const { id } = delivery;
		const headers = signedHeaders(target.secrets, { id, nowMs: ctx.now(), body });
		const policy = { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS };
		return await post(ctx.fetch, policy, { url: target.url, headers, body }, limitMs);
	} catch (error) {
		logError(`delivery ${delivery.id} could not be made`, error);
		return { kind: "failed", reason: "The delivery could not be made because of an unexpected error." };
	}
}

async function targetOf(ctx: Context, delivery: DeliveryRow): Promise<Target | undefined> {
	const { id, owner, webhookId, url, secret } = delivery;
	if (webhookId === null) {
		if (url === null || secret === null) return undefined;
		return { url, secrets: [await unseal(ctx, id, secret)] };
	}
	const webhook = await findWebhook(ctx, owner, webhookId);
	if (webhook === undefined) return undefined;
	const secrets: Target["secrets"] = [await unseal(ctx, webhookId, webhook.secret)];
	if (webhook.previousSecret !== null && (webhook.previousUntil ?? 0) > ctx.now()) {
		secrets.push(await unseal(ctx, webhookId, webhook.previousSecret));
	}
	return { url: webhook.url, secrets };
}
