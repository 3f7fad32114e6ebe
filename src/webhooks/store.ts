import { and, count, desc, eq, getTableColumns, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { type Condition, runBatch, runWithLast, type Statement } from "../platform/database.ts";
import { documents } from "../platform/tables.ts";
import { webhookDeliveries as deliveries, webhooks } from "../platform/webhook-tables.ts";
import type { Verdict } from "./schedule.ts";

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type NewDelivery = Pick<DeliveryRow, "id" | "owner" | "type" | "documentId" | "body"> &
	Partial<Pick<DeliveryRow, "webhookId" | "url" | "secret">>;
/** How a delivery went, without what it says. */
export type DeliveryReport = Omit<DeliveryRow, "body" | "bodyKey" | "url" | "secret">;

/** A part of a list, newest first: what comes after the row that `after` names. */
export interface Part {
	limit: number;
	after?: { createdAt: number; id: string } | undefined;
}

// --- subscriptions ---

export function insertWebhook(ctx: Context, row: typeof webhooks.$inferInsert): Statement {
	return ctx.db.insert(webhooks).values(row);
}

export async function findWebhook(ctx: Context, owner: string, id: string): Promise<WebhookRow | undefined> {
	return await ctx.db.select().from(webhooks).where(isTheirs(owner, id)).get();
}

export async function listWebhookRows(
	ctx: Context,
	owner: string,
	{ limit, after }: Part,
): Promise<{ rows: WebhookRow[]; total: number }> {
	const matches = eq(webhooks.owner, owner);
	const page = after && sql`(${webhooks.createdAt}, ${webhooks.id}) < (${after.createdAt}, ${after.id})`;
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select()
			.from(webhooks)
			.where(and(matches, page))
			.orderBy(desc(webhooks.createdAt), desc(webhooks.id))
			.limit(limit),
		ctx.db.select({ total: count() }).from(webhooks).where(matches),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** Undefined where there is none. What still waits for a subscription that is switched off comes to its end. */
export async function changeWebhook(
	ctx: Context,
	owner: string,
	id: string,
	change: Partial<Pick<WebhookRow, "url" | "events" | "isEnabled">>,
): Promise<WebhookRow | undefined> {
	const update = ctx.db
		.update(webhooks)
		.set({ ...change, updatedAt: ctx.now() })
		.where(isTheirs(owner, id))
		.returning();
	if (change.isEnabled !== false) return (await update)[0];
	const [changed] = await ctx.db.batch([update, endPending(ctx, owner, id, switchedOff)]);
	return changed[0];
}

/** Undefined where there is none. `alongside` is written in the same transaction. */
export async function replaceSecret(
	ctx: Context,
	{ owner, id }: { owner: string; id: string },
	{ sealed, previousUntil }: { sealed: string; previousUntil: number },
	alongside: readonly Statement[],
): Promise<WebhookRow | undefined> {
	const update = ctx.db
		.update(webhooks)
		.set({ secret: sealed, previousSecret: sql`${webhooks.secret}`, previousUntil, updatedAt: ctx.now() })
		.where(isTheirs(owner, id))
		.returning();
	return (await runWithLast(ctx.db, alongside, update))[0];
}

/** With all its deliveries; false where there is none. */
export async function removeWebhook(ctx: Context, owner: string, id: string): Promise<boolean> {
	const ofIt = and(eq(deliveries.owner, owner), eq(deliveries.webhookId, id));
	const [, gone] = await ctx.db.batch([
		ctx.db.delete(deliveries).where(ofIt),
		ctx.db.delete(webhooks).where(isTheirs(owner, id)).returning({ id: webhooks.id }),
	]);
	return gone.length > 0;
}

/** Ids of those that want to be told of events of this type now. */
export async function listSubscribers(ctx: Context, owner: string, type: string): Promise<string[]> {
	const rows = await ctx.db.select({ id: webhooks.id }).from(webhooks).where(wants(owner, type));
	return rows.map(({ id }) => id);
}

function wants(owner: string, type: string): SQL | undefined {
	const listens = sql`exists (select 1 from json_each(${webhooks.events}) where value = ${type})`;
	return and(eq(webhooks.owner, owner), webhooks.isEnabled, listens);
}

function isTheirs(owner: string, id: string): SQL | undefined {
	return and(eq(webhooks.id, id), eq(webhooks.owner, owner));
}

// --- deliveries ---

const switchedOff = "The webhook was disabled.";
const goneForGood = "The target answered 410 to another delivery, and the webhook was disabled.";

/** Written once: the same id a second time changes nothing. */
export function addDelivery(ctx: Context, delivery: NewDelivery): Statement {
	const now = ctx.now();
	return ctx.db
		.insert(deliveries)
		.values({ ...delivery, status: "pending", nextAttemptAt: now, createdAt: now })
		.onConflictDoNothing();
}

/** What an event says: in a row, or in an object that the row names. */
export type EventBody = { body: string; bodyKey: null } | { body: ""; bodyKey: string };

/** A row for each of those that want to be told when this is written, if `onlyIf` holds then; the same event a second time changes nothing. */
export function addDeliveries(
	ctx: Context,
	{ id, owner, type, documentId, body, bodyKey }: EventBody & Pick<DeliveryRow, "id" | "owner" | "type" | "documentId">,
	onlyIf?: Condition,
): Statement {
	const now = ctx.now();
	return (
		ctx.db
			.insert(deliveries)
			// In the order of the table's columns.
			.select(sql`
				select ${deliveryId(id, webhooks.id)}, ${owner}, ${webhooks.id}, null, null, ${type}, ${documentId}, ${body}, ${bodyKey},
					'pending', 0, ${now}, null, null, null, null, null, ${now}
				from ${webhooks} where ${and(wants(owner, type), onlyIf)}`)
			.onConflictDoNothing()
	);
}

function deliveryId(event: string, webhook: typeof webhooks.id): SQL {
	return sql`${event} || '_' || ${webhook}`;
}

export async function findDelivery(ctx: Context, owner: string, id: string): Promise<DeliveryRow | undefined> {
	return await ctx.db
		.select()
		.from(deliveries)
		.where(and(eq(deliveries.id, id), eq(deliveries.owner, owner)))
		.get();
}

export async function listDeliveryRows(
	ctx: Context,
	{ owner, webhookId }: { owner: string; webhookId: string },
	{ limit, after }: Part,
): Promise<{ rows: DeliveryReport[]; total: number }> {
	const { body, bodyKey, url, secret, ...shown } = getTableColumns(deliveries);
	const matches = and(eq(deliveries.owner, owner), eq(deliveries.webhookId, webhookId));
	const page = after && sql`(${deliveries.createdAt}, ${deliveries.id}) < (${after.createdAt}, ${after.id})`;
	const [rows, counted] = await ctx.db.batch([
		ctx.db
			.select(shown)
			.from(deliveries)
			.where(and(matches, page))
			.orderBy(desc(deliveries.createdAt), desc(deliveries.id))
			.limit(limit),
		ctx.db.select({ total: count() }).from(deliveries).where(matches),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** Where a delivery's schedule begins. */
const anew = { status: "pending", attempts: 0, leasedUntil: null } as const;

/** A delivery before its first attempt. */
export function unsent(
	row: Pick<DeliveryRow, "id" | "owner" | "webhookId" | "type" | "documentId">,
	now: number,
): DeliveryReport {
	const last = { lastStatusCode: null, lastLatencyMs: null, lastError: null, lastAttemptAt: null };
	return { ...row, ...anew, ...last, nextAttemptAt: now, createdAt: now };
}

/** As the whole schedule anew makes it, under the same id. */
export function renewed<Row extends DeliveryReport>(row: Row, now: number): Row {
	return { ...row, ...anew, nextAttemptAt: now };
}

export function renewDelivery(ctx: Context, { owner, id, nextAttemptAt }: DeliveryReport): Statement {
	return ctx.db
		.update(deliveries)
		.set({ ...anew, nextAttemptAt })
		.where(and(eq(deliveries.id, id), eq(deliveries.owner, owner)));
}

/** Takes a delivery that is due and that nobody has in hand. */
export async function claimDelivery(ctx: Context, id: string, leasedUntil: number): Promise<DeliveryRow | undefined> {
	const rows = await ctx.db
		.update(deliveries)
		.set({ leasedUntil })
		.where(and(eq(deliveries.id, id), isDue(ctx.now())))
		.returning();
	return rows[0];
}

/** Ids of what is due since `since` and that nobody has in hand: their message was lost, or waits longer than a queue keeps it. */
export async function listOverdue(ctx: Context, since: number, limit: number): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: deliveries.id })
		.from(deliveries)
		.where(and(isDue(ctx.now()), lte(deliveries.nextAttemptAt, since)))
		.orderBy(deliveries.nextAttemptAt)
		.limit(limit);
	return rows.map(({ id }) => id);
}

/** What an attempt came to. Nothing is written by who has lost the delivery to another meanwhile. */
export async function recordAttempt(
	ctx: Context,
	delivery: DeliveryRow,
	verdict: Verdict,
	{ statusCode, latencyMs }: { statusCode: number | null; latencyMs: number },
): Promise<void> {
	const { status, nextAttemptAt, error, isGone } = verdict;
	const { id, owner, webhookId } = delivery;
	const now = ctx.now();
	const update = ctx.db
		.update(deliveries)
		.set({
			status,
			nextAttemptAt,
			attempts: delivery.attempts + 1,
			leasedUntil: null,
			lastStatusCode: statusCode,
			lastLatencyMs: latencyMs,
			lastError: error,
			lastAttemptAt: now,
		})
		.where(and(eq(deliveries.id, id), eq(deliveries.leasedUntil, delivery.leasedUntil ?? 0)));
	if (!isGone || webhookId === null) return await runBatch(ctx.db, [update]);
	const disable = ctx.db.update(webhooks).set({ isEnabled: false, updatedAt: now }).where(isTheirs(owner, webhookId));
	await runBatch(ctx.db, [update, disable, endPending(ctx, owner, webhookId, goneForGood)]);
}

const isOrphan = sql`not exists (select 1 from ${documents} where ${documents.id} = ${deliveries.documentId})`;

/** Callbacks of tasks that were deleted meanwhile are not sent. */
export async function dropOrphans(ctx: Context): Promise<void> {
	await ctx.db.delete(deliveries).where(and(isDue(ctx.now()), isNull(deliveries.webhookId), isOrphan));
}

/**
 * Removes what ended and is old, or tells of a document that was deleted: what was taken out of that is not kept. Gives the keys of the
 * objects that nobody needs then: one that another webhook is still to be told of stays.
 */
export async function deleteOldDeliveries(ctx: Context, before: number): Promise<string[]> {
	const isAboutNothing = and(isNotNull(deliveries.documentId), isOrphan);
	const old = and(ne(deliveries.status, "pending"), or(lt(deliveries.createdAt, before), isAboutNothing));
	const [named] = await ctx.db.batch([
		ctx.db
			.selectDistinct({ key: deliveries.bodyKey })
			.from(deliveries)
			.where(
				and(
					old,
					isNotNull(deliveries.bodyKey),
					sql`not exists (
						select 1 from ${deliveries} as other where other.created_at = ${deliveries.createdAt}
							and other.body_key = ${deliveries.bodyKey} and other.status = 'pending')`,
				),
			),
		ctx.db.delete(deliveries).where(old),
	]);
	return named.flatMap(({ key }) => (key === null ? [] : [key]));
}

function endPending(ctx: Context, owner: string, webhookId: string, reason: string) {
	return ctx.db
		.update(deliveries)
		.set({ status: "exhausted", nextAttemptAt: null, leasedUntil: null, lastError: reason })
		.where(and(eq(deliveries.owner, owner), eq(deliveries.webhookId, webhookId), eq(deliveries.status, "pending")));
}

/** The status is written out: the index of what is due holds pending ones alone. */
function isDue(now: number): SQL | undefined {
	const isFree = or(isNull(deliveries.leasedUntil), lte(deliveries.leasedUntil, now));
	return and(sql`${deliveries.status} = 'pending'`, lte(deliveries.nextAttemptAt, now), isFree);
}
