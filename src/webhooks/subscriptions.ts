import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { checkUrl } from "../lib/url-guard.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { seal } from "./secret-store.ts";
import { sendDeliveries } from "./sending.ts";
import { newSecret } from "./signing.ts";
import {
	changeWebhook,
	type DeliveryReport,
	findDelivery,
	findWebhook,
	insertWebhook,
	listDeliveryRows,
	listWebhookRows,
	type Part,
	removeWebhook,
	renewDelivery,
	renewed,
	replaceSecret,
	type WebhookRow,
} from "./store.ts";

/** What a subscription may ask for. */
export const webhookEvents = [
	"document.completed",
	"document.failed",
	"document.approved",
	"document.rejected",
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** A subscription; its secrets are never read back. */
export interface Webhook {
	id: string;
	url: string;
	events: WebhookEvent[];
	isEnabled: boolean;
	createdAt: number;
	updatedAt: number;
}

/** How long the old secret signs too after a rotation. */
const rotationMs = 24 * 3_600_000;
const missing = "Webhook not found";
/** Of one owner: each event is a row for each of them. */
const mostWebhooks = 1000;

/** A subscription and its newest secret, which is given this once. */
export interface NewSecret {
	webhook: Webhook;
	secret: string;
}

/** What is to be written in the same transaction as what a verb answers with. */
type Alongside<Answer> = (answer: Answer) => Promise<readonly Statement[]>;
const nothing = async (): Promise<readonly Statement[]> => [];

/** Throws `invalid_request` for an address that is not public, with the field in `details`, and for one webhook too many. */
export async function createWebhook(
	ctx: Context,
	owner: string,
	{ url, events }: { url: string; events: readonly WebhookEvent[] },
	alongside: Alongside<NewSecret> = nothing,
): Promise<NewSecret> {
	assertPublic(ctx, url);
	if ((await listWebhookRows(ctx, owner, { limit: 0 })).total >= mostWebhooks) {
		throw new AppError(
			"invalid_request",
			`There are ${mostWebhooks} webhooks, which is the most that one account may have.`,
		);
	}
	const [id, secret, now] = [newId(), newSecret(), ctx.now()];
	const named = [...new Set(events)];
	const row = { id, owner, url, events: JSON.stringify(named), createdAt: now, updatedAt: now };
	const made = { webhook: { id, url, events: named, isEnabled: true, createdAt: now, updatedAt: now }, secret };
	const insert = insertWebhook(ctx, { ...row, secret: await seal(ctx, id, secret) });
	await runBatch(ctx.db, [insert, ...(await alongside(made))]);
	return made;
}

/** Throws `not_found`, as all verbs below do for what is another's. */
export async function getWebhook(ctx: Context, owner: string, id: string): Promise<Webhook> {
	return toWebhook(found(await findWebhook(ctx, owner, id)));
}

export async function listWebhooks(
	ctx: Context,
	owner: string,
	part: Part,
): Promise<{ webhooks: Webhook[]; total: number }> {
	const { rows, total } = await listWebhookRows(ctx, owner, part);
	return { webhooks: rows.map(toWebhook), total };
}

export interface WebhookChange {
	url?: string | undefined;
	events?: readonly WebhookEvent[] | undefined;
	isEnabled?: boolean | undefined;
}

/** One that is switched off is told nothing more, also not what still waits. */
export async function updateWebhook(
	ctx: Context,
	owner: string,
	id: string,
	{ url, events, isEnabled }: WebhookChange,
): Promise<Webhook> {
	if (url !== undefined) assertPublic(ctx, url);
	const row = await changeWebhook(ctx, owner, id, {
		...(url === undefined ? {} : { url }),
		...(events === undefined ? {} : { events: JSON.stringify([...new Set(events)]) }),
		...(isEnabled === undefined ? {} : { isEnabled }),
	});
	return toWebhook(found(row));
}

export async function deleteWebhook(ctx: Context, owner: string, id: string): Promise<void> {
	if (!(await removeWebhook(ctx, owner, id))) throw new AppError("not_found", missing);
}

/** The new secret, given this once; the old one signs too for 24 hours, and one before it no more. */
export async function rotateWebhookSecret(
	ctx: Context,
	owner: string,
	id: string,
	alongside: Alongside<NewSecret> = nothing,
): Promise<NewSecret> {
	const secret = newSecret();
	const webhook = await getWebhook(ctx, owner, id);
	const answer = { webhook: { ...webhook, updatedAt: ctx.now() }, secret };
	const rotation = { sealed: await seal(ctx, id, secret), previousUntil: ctx.now() + rotationMs };
	found(await replaceSecret(ctx, { owner, id }, rotation, await alongside(answer)));
	return answer;
}

export async function listDeliveries(
	ctx: Context,
	{ owner, webhookId }: { owner: string; webhookId: string },
	part: Part,
): Promise<{ deliveries: DeliveryReport[]; total: number }> {
	found(await findWebhook(ctx, owner, webhookId));
	const { rows, total } = await listDeliveryRows(ctx, { owner, webhookId }, part);
	return { deliveries: rows, total };
}

/** Tries again from the beginning of the schedule, with the same id and the same body. */
export async function redeliver(
	ctx: Context,
	{ owner, webhookId, id }: { owner: string; webhookId: string; id: string },
	alongside: Alongside<DeliveryReport> = nothing,
): Promise<DeliveryReport> {
	const row = await findDelivery(ctx, owner, id);
	if (row === undefined || row.webhookId !== webhookId) throw new AppError("not_found", "Delivery not found");
	const report = renewed(row, ctx.now());
	await runBatch(ctx.db, [renewDelivery(ctx, report), ...(await alongside(report))]);
	await sendDeliveries(ctx, [id]);
	return report;
}

function assertPublic(ctx: Context, url: string): void {
	const checked = checkUrl(url, { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS });
	if (checked.ok) return;
	throw new AppError("invalid_request", checked.reason, { details: [{ field: "url", message: checked.reason }] });
}

function found(row: WebhookRow | undefined): WebhookRow {
	if (row === undefined) throw new AppError("not_found", missing);
	return row;
}

function toWebhook({ id, url, events, isEnabled, createdAt, updatedAt }: WebhookRow): Webhook {
	return { id, url, events: JSON.parse(events) as WebhookEvent[], isEnabled, createdAt, updatedAt };
}
