import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/*
 * All D1 tables. Times are Unix milliseconds. `owner` is the id of a user or of a guest; it is the first column of every
 * index that serves a request, so that the rows of one owner could move to another database.
 */

export const users = sqliteTable(
	"users",
	{
		id: text().primaryKey(),
		/** As the user wrote it, domain in lower case. */
		email: text(),
		/** Lower-cased e-mail: what logins and uniqueness compare. Null for accounts of an outside identity provider. */
		emailKey: text(),
		/** `scrypt$N$r$p$salt$hash`; null for accounts of an outside identity provider. */
		passwordHash: text(),
		fullName: text(),
		isActive: integer({ mode: "boolean" }).notNull().default(true),
		isVerified: integer({ mode: "boolean" }).notNull().default(false),
		isAdmin: integer({ mode: "boolean" }).notNull().default(false),
		/** `iss` and `sub` of an outside identity provider. */
		issuer: text(),
		subject: text(),
		/** The user's own webhook signing secret, encrypted with `DATA_KEY`. */
		webhookSecret: text(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [uniqueIndex("users_email").on(t.emailKey), uniqueIndex("users_outside").on(t.issuer, t.subject)],
);

export const refreshTokens = sqliteTable(
	"refresh_tokens",
	{
		id: text().primaryKey(),
		userId: text().notNull(),
		tokenHash: text().notNull(),
		expiresAt: integer().notNull(),
		createdAt: integer().notNull(),
		revokedAt: integer(),
		/** The token that took this one's place, so that two parallel refreshes cannot both win. */
		successorId: text(),
		deviceInfo: text(),
		ipAddress: text(),
	},
	(t) => [
		uniqueIndex("refresh_tokens_hash").on(t.tokenHash),
		index("refresh_tokens_user").on(t.userId, t.expiresAt),
		index("refresh_tokens_expiry").on(t.expiresAt),
	],
);

export const guests = sqliteTable(
	"guests",
	{
		id: text().primaryKey(),
		tokenHash: text().notNull(),
		createdAt: integer().notNull(),
		expiresAt: integer().notNull(),
		/** The user whom the guest became: what still arrives in the guest's name is theirs. */
		adoptedBy: text(),
	},
	(t) => [uniqueIndex("guests_token").on(t.tokenHash), index("guests_expiry").on(t.expiresAt)],
);

export const apiKeys = sqliteTable(
	"api_keys",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		name: text().notNull(),
		keyPrefix: text().notNull(),
		tokenHash: text().notNull(),
		/** Space-separated: `read`, `write`. */
		scopes: text().notNull(),
		createdAt: integer().notNull(),
		lastUsedAt: integer(),
		revokedAt: integer(),
	},
	(t) => [uniqueIndex("api_keys_token").on(t.tokenHash), index("api_keys_owner").on(t.owner, t.createdAt, t.id)],
);

export const idempotencyKeys = sqliteTable(
	"idempotency_keys",
	{
		owner: text().notNull(),
		/** Method and path: the same key on another route is another request. */
		route: text().notNull(),
		key: text().notNull(),
		/** SHA-256 over fields and file digests. */
		fingerprint: text().notNull(),
		status: integer().notNull(),
		/** The answer's JSON, encrypted with `DATA_KEY`. */
		body: text().notNull(),
		createdAt: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.owner, t.route, t.key] }), index("idempotency_keys_age").on(t.createdAt)],
);

/** A user's live settings; guests have none. */
export const settings = sqliteTable(
	"settings",
	{
		owner: text().notNull(),
		key: text().notNull(),
		/** As it was set; of a secret, encrypted with `DATA_KEY`. */
		value: text().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.owner, t.key] })],
);

export const documents = sqliteTable(
	"documents",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		source: text({ enum: ["upload", "url"] }).notNull(),
		fileName: text().notNull(),
		/** Null until the bytes are there (a URL not fetched yet). */
		contentType: text(),
		format: text(),
		extension: text().notNull(),
		sizeBytes: integer(),
		sha256: text(),
		sourceUrl: text(),
		finalUrl: text(),
		webhookUrl: text(),
		/** The latest conversion; null: none was asked for yet. */
		jobId: text(),
		pageCount: integer(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [index("documents_owner").on(t.owner, t.createdAt, t.id), index("documents_sha256").on(t.owner, t.sha256)],
);

export const figures = sqliteTable(
	"figures",
	{
		documentId: text().notNull(),
		figureIndex: integer().notNull(),
		/** Which picture of the store: `p{page}-{n}`. */
		imageId: text().notNull(),
		title: text().notNull(),
		page: integer().notNull(),
		/** JSON `[x0, y0, x1, y1]`, PDF points, origin top left. */
		bbox: text().notNull(),
		widthPx: integer().notNull(),
		heightPx: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.documentId, t.figureIndex] })],
);

export const jobs = sqliteTable(
	"jobs",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		/** `single` and `batch` tag documents; six are work on a library, one of a kind at a time; `extraction` follows a conversion. */
		kind: text({
			enum: [
				"conversion",
				"single",
				"batch",
				"sync",
				"analysis",
				"batch_operation",
				"ai_processing",
				"ai_apply",
				"rag_indexing",
				"extraction",
			],
		}).notNull(),
		/** What its owner calls it, where that is not its id. */
		name: text(),
		/** JSON: how the work is to be done; never holds a key. */
		config: text(),
		documentId: text(),
		status: text({ enum: ["pending", "running", "paused", "completed", "failed", "cancelled"] }).notNull(),
		error: text(),
		/** Units of work (pages, rows) done and in all; `total` is null until known. */
		done: integer().notNull().default(0),
		/** Of `done`, those that came to nothing. */
		failed: integer().notNull().default(0),
		total: integer(),
		/** JSON: what the run cost (steps, deliveries, peak bytes). */
		stats: text(),
		/** Where the work says itself how far it is: 0…1 over all and of the phase, and a sentence. */
		fraction: real(),
		phaseFraction: real(),
		message: text(),
		/** JSON: what it came to, once completed. */
		result: text(),
		createdAt: integer().notNull(),
		startedAt: integer(),
		finishedAt: integer(),
		updatedAt: integer().notNull(),
	},
	(t) => [
		index("jobs_owner").on(t.owner, t.kind, t.createdAt),
		index("jobs_document").on(t.documentId),
		uniqueIndex("jobs_active")
			.on(t.owner, t.kind)
			.where(
				sql`kind in ('sync', 'analysis', 'batch_operation', 'ai_processing', 'ai_apply', 'rag_indexing') and status in ('pending', 'running', 'paused')`,
			),
	],
);

/** A document as a job of tagging had it: one row of a batch, or the one of a single run. */
export const taggingRecords = sqliteTable(
	"tagging_records",
	{
		/** Row of the search index. */
		number: integer().primaryKey({ autoIncrement: true }),
		id: text().notNull(),
		owner: text().notNull(),
		jobId: text().notNull(),
		/** Place in the batch, from 0. */
		row: integer().notNull(),
		/** The platform's document; null without bytes, and once it was deleted. */
		documentId: text(),
		/** The document came in through this record. */
		broughtIn: integer({ mode: "boolean" }).notNull().default(false),
		title: text().notNull(),
		description: text().notNull(),
		filePath: text().notNull(),
		sourceType: text().notNull(),
		sizeBytes: integer(),
		status: text({ enum: ["pending", "processing", "success", "failed"] }).notNull(),
		/** JSON: as they are shown, in order of priority. */
		tags: text().notNull().default("[]"),
		extractedText: text(),
		/** JSON. */
		metadata: text(),
		/** The model's last answer, unchanged; single runs only. */
		answer: text(),
		error: text(),
		startedAt: integer(),
		processedAt: integer(),
		createdAt: integer().notNull(),
	},
	(t) => [
		uniqueIndex("tagging_records_id").on(t.id),
		uniqueIndex("tagging_records_job").on(t.jobId, t.row),
		index("tagging_records_owner").on(t.owner, t.processedAt),
		index("tagging_records_document").on(t.documentId),
	],
);

/**
 * What must still happen although the process may die: `start` a job's first step, `purge` a document's objects, remove the `rows` of a
 * batch that was deleted or never started, with the documents it brought in, let the uploads of a user `join` the library,
 * tell a task's `callback` of its end, go on with a document's `extraction`.
 */
export const outbox = sqliteTable(
	"outbox",
	{
		id: text().primaryKey(),
		topic: text({ enum: ["start", "purge", "rows", "join", "callback", "extraction"] }).notNull(),
		/** The job to start or whose rows go, the document whose objects go, that has ended or is extracted, or the user. */
		subject: text().notNull(),
		attempts: integer().notNull().default(0),
		dueAt: integer().notNull(),
		createdAt: integer().notNull().default(sql`(unixepoch() * 1000)`),
	},
	(t) => [index("outbox_due").on(t.dueAt), index("outbox_subject").on(t.subject)],
);

/** Sums over the whole instance, for its metrics: they only grow, whatever is deleted. */
export const counters = sqliteTable(
	"counters",
	{
		name: text().notNull(),
		/** JSON object, keys sorted. */
		labels: text().notNull().default("{}"),
		value: real().notNull().default(0),
	},
	(t) => [primaryKey({ columns: [t.name, t.labels] })],
);

/** When and how often a user's library is worked on by itself. */
export const schedules = sqliteTable(
	"schedules",
	{
		owner: text().notNull(),
		task: text({ enum: ["sync", "analysis", "ai"] }).notNull(),
		isEnabled: integer({ mode: "boolean" }).notNull().default(false),
		/** `HH:MM` in the zone. */
		time: text().notNull().default("03:00"),
		/** Of the week, 0 (Sunday) to 6, as a JSON array; empty: each. */
		days: text().notNull().default("[]"),
		/** IANA. */
		timeZone: text().notNull().default("UTC"),
		/** Null while it is off, or has been given up. */
		nextRunAt: integer(),
		/** Whoever has the run in hand has it until then. */
		leasedUntil: integer(),
		/** Failed starts in a row. */
		attempts: integer().notNull().default(0),
		/** Given up after too many of them. */
		isDead: integer({ mode: "boolean" }).notNull().default(false),
		lastRunAt: integer(),
		lastJobId: text(),
		lastError: text(),
		updatedAt: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.owner, t.task] }), index("schedules_due").on(t.nextRunAt)],
);
