import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/* Tables of webhooks: who wants to be told of what, and each word to them. Times are Unix milliseconds. */

/** A subscription. */
export const webhooks = sqliteTable(
	"webhooks",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		url: text().notNull(),
		/** JSON array of event types. */
		events: text().notNull(),
		isEnabled: integer({ mode: "boolean" }).notNull().default(true),
		/** `whsec_…`, encrypted with `DATA_KEY`. */
		secret: text().notNull(),
		/** The one before it, which signs too until then. */
		previousSecret: text(),
		previousUntil: integer(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [index("webhooks_owner").on(t.owner, t.createdAt, t.id)],
);

/** One event on its way to one target, and how its last attempt went. */
export const webhookDeliveries = sqliteTable(
	"webhook_deliveries",
	{
		/** The `webhook-id` of every attempt. */
		id: text().primaryKey(),
		owner: text().notNull(),
		/** Null for a task's own callback. */
		webhookId: text(),
		/** Of a task's callback: where it goes, and the secret that signs it, encrypted with `DATA_KEY`. */
		url: text(),
		secret: text(),
		type: text().notNull(),
		/** The document it tells of; null for a test. */
		documentId: text(),
		/** JSON, written once: every attempt sends these characters. */
		body: text().notNull(),
		/** Of the object in R2 that holds the body instead, where it is too long for a row. */
		bodyKey: text(),
		status: text({ enum: ["pending", "delivered", "exhausted"] })
			.notNull()
			.default("pending"),
		/** Attempts that ended, since the event or the last wish to have it again. */
		attempts: integer().notNull().default(0),
		/** Null when nothing is to come. */
		nextAttemptAt: integer(),
		/** Whoever makes an attempt has the delivery until then. */
		leasedUntil: integer(),
		lastStatusCode: integer(),
		lastLatencyMs: integer(),
		lastError: text(),
		lastAttemptAt: integer(),
		createdAt: integer().notNull(),
	},
	(t) => [
		index("webhook_deliveries_owner").on(t.owner, t.webhookId, t.createdAt, t.id),
		index("webhook_deliveries_due").on(t.nextAttemptAt).where(sql`status = 'pending'`),
		index("webhook_deliveries_age").on(t.createdAt),
	],
);
