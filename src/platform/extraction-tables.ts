import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/* Tables of the extraction API: what is to be taken out of documents, what was, and who called. Times are Unix milliseconds. */

/** What to extract. */
export const flows = sqliteTable(
	"flows",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		name: text().notNull(),
		/** JSON array of `Field`. */
		fields: text().notNull(),
		/** JSON `{model, auto_approve_threshold?}`. */
		settings: text().notNull().default("{}"),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [index("flows_owner").on(t.owner, t.createdAt, t.id)],
);

export const folders = sqliteTable(
	"folders",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		name: text().notNull(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [index("folders_owner").on(t.owner, t.createdAt, t.id)],
);

/** What the extraction API knows of a document beside its row in `documents`; a document that never met it has none. */
export const extractions = sqliteTable(
	"extractions",
	{
		documentId: text().primaryKey(),
		owner: text().notNull(),
		folderId: text(),
		/** Of the next extraction and of the last; null: none, or it was deleted. */
		flowId: text(),
		model: text({ enum: ["standard", "premium"] })
			.notNull()
			.default("standard"),
		/** Uploaded or converted through this API: its events are told. */
		isOurs: integer({ mode: "boolean" }).notNull().default(false),
		/** `waiting` for its conversion, or for its fields; null: no extraction was asked for. */
		status: text({ enum: ["waiting", "running", "completed", "failed"] }),
		/** JSON: the flow as it was when the extraction was asked for (`{fields, settings}`); null: without a flow. */
		flow: text(),
		/** Of the extraction that was asked for last: what an earlier one still brings is not kept. */
		token: text(),
		/** The job that extracts; null before it is made. */
		jobId: text(),
		/** 0…100; null before the first result. */
		confidence: real(),
		/** JSON by field: 0…100. */
		fieldScores: text(),
		/** Token of the run whose result is stored (an object in R2 named by it); null: none yet. */
		resultToken: text(),
		/** Name of the provider and model that read it. */
		provider: text(),
		providerModel: text(),
		error: text(),
		review: text({ enum: ["approved", "rejected"] }),
		reviewReason: text(),
		updatedAt: integer().notNull(),
	},
	(t) => [
		index("extractions_folder").on(t.owner, t.folderId),
		index("extractions_review").on(t.owner, t.review),
		index("extractions_flow").on(t.owner, t.flowId),
		index("extractions_job").on(t.jobId),
	],
);

/** Calls of the extraction API. */
export const auditEntries = sqliteTable(
	"audit_entries",
	{
		number: integer().primaryKey({ autoIncrement: true }),
		id: text().notNull(),
		/** Null where the key was not known. */
		owner: text(),
		at: integer().notNull(),
		method: text().notNull(),
		/** Without its query. */
		path: text().notNull(),
		status: integer().notNull(),
		/** The key's last four characters; null for a token. */
		keyEnd: text(),
		/** Of the error, where it was one. */
		error: text(),
		documentId: text(),
		durationMs: integer().notNull(),
	},
	(t) => [index("audit_entries_owner").on(t.owner, t.number), index("audit_entries_age").on(t.at)],
);
