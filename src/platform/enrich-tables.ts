import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/* Tables of proposed metadata: the results, what their owners said of them, and what was learnt from the library. Times are Unix milliseconds. */

/** What is proposed for a document and what became of it, one row a document (contracts/library.md 8.4). */
export const aiResults = sqliteTable(
	"ai_results",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		documentId: text().notNull(),
		provider: text().notNull(),
		model: text().notNull(),
		/** What was suggested; after a failure what was suggested before stays. */
		suggestedTitle: text(),
		suggestedCorrespondent: text(),
		suggestedDocumentType: text(),
		/** JSON array of names. */
		suggestedTags: text().notNull().default("[]"),
		/** 0…1; null, all four, of a result that has none. */
		confidenceTitle: real(),
		confidenceCorrespondent: real(),
		confidenceDocumentType: real(),
		confidenceTags: real(),
		evidence: text(),
		/** The document as it was when it was processed. */
		currentTitle: text().notNull(),
		currentCorrespondent: text(),
		currentDocumentType: text(),
		/** JSON array of names, sorted. */
		currentTags: text().notNull().default("[]"),
		status: text({ enum: ["pending", "applied", "partial", "rejected", "reverted", "failed", "skipped"] }).notNull(),
		/** When it was last applied, rejected, or failed to be applied. */
		appliedAt: integer(),
		revertedAt: integer(),
		errorMessage: text(),
		failureType: text(),
		promptTokens: integer().notNull().default(0),
		completionTokens: integer().notNull().default(0),
		/** US dollars; null where the model's price is not known. */
		estimatedCost: real(),
		processingTimeMs: integer(),
		/** The model's answer as it came; of the embedded one its evidence as JSON. */
		rawResponse: text(),
		/** JSON array of field names. */
		appliedFields: text(),
		/** JSON `DocumentState`: the document before the first application; null where there is nothing to go back to. */
		snapshot: text(),
		/** JSON `{title, correspondentId, documentTypeId, tagIds}` as last written; null before. */
		applied: text(),
		/** When it was processed. */
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [
		uniqueIndex("ai_results_document").on(t.documentId),
		index("ai_results_owner").on(t.owner, t.createdAt, t.id),
		index("ai_results_status").on(t.owner, t.status, t.createdAt, t.id),
	],
);

/** What an owner said of a result. It outlives the result's next version: what was refused stays refused. */
export const aiFeedback = sqliteTable(
	"ai_feedback",
	{
		/** In the order in which it was said. */
		number: integer().primaryKey({ autoIncrement: true }),
		owner: text().notNull(),
		resultId: text().notNull(),
		documentId: text().notNull(),
		/** JSON `Suggestion`: what the entry is about. */
		suggestion: text().notNull(),
		/** JSON `Feedback`. */
		entry: text().notNull(),
		createdAt: integer().notNull(),
	},
	(t) => [index("ai_feedback_owner").on(t.owner, t.number), index("ai_feedback_document").on(t.documentId, t.number)],
);

/** What the calls of a day have cost: it only grows, whatever becomes of the results, since a budget is spent once. */
export const aiSpending = sqliteTable(
	"ai_spending",
	{
		owner: text().notNull(),
		/** `YYYY-MM-DD`, UTC. */
		day: text().notNull(),
		provider: text().notNull(),
		model: text().notNull(),
		documents: integer().notNull().default(0),
		promptTokens: integer().notNull().default(0),
		completionTokens: integer().notNull().default(0),
		/** US dollars. */
		cost: real().notNull().default(0),
	},
	(t) => [primaryKey({ columns: [t.owner, t.day, t.provider, t.model] })],
);

/** What a job on results or documents has to do, in order, and what became of each. Gone some time after the job. */
export const aiRunItems = sqliteTable(
	"ai_run_items",
	{
		jobId: text().notNull(),
		/** From 0. */
		position: integer().notNull(),
		/** Id of a document (`ai_processing`) or of a result (`ai_apply`). */
		subject: text().notNull(),
		/** Null: still to be done. */
		outcome: text({ enum: ["succeeded", "failed", "skipped", "limited"] }),
		error: text(),
		/** Tries that the provider has put off. */
		passes: integer().notNull().default(0),
		/** Until when the provider has put everything off, where it put off this one last. */
		limitedUntil: integer(),
		/** When its outcome was written. */
		endedAt: integer(),
		promptTokens: integer().notNull().default(0),
		completionTokens: integer().notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.jobId, t.position] }),
		uniqueIndex("ai_run_items_subject").on(t.jobId, t.subject),
		index("ai_run_items_open").on(t.jobId, t.position).where(sql`outcome is null`),
		// Those that were put off come after all others.
		index("ai_run_items_turn").on(t.jobId, t.passes, t.position).where(sql`outcome is null`),
		index("ai_run_items_limited").on(t.jobId, t.limitedUntil).where(sql`limited_until is not null`),
		index("ai_run_items_ended").on(t.jobId, t.endedAt).where(sql`ended_at is not null`),
	],
);

/**
 * Documents that somebody has filed or spoken of, as the embedded classifier learns them. Triggers take a row out of the full-text table of its
 * features, count its names and note the change with the calibration.
 */
export const labelledDocuments = sqliteTable(
	"labelled_documents",
	{
		/** Of the library's row. */
		number: integer().primaryKey(),
		/** Number of the library. */
		library: integer().notNull(),
		/** All that it was learnt from, or what stands for it, as JSON: where it differs, the document is learnt again. */
		madeOf: text().notNull(),
		/** JSON `Labels`. */
		labels: text().notNull(),
		/** JSON `Rejected`. */
		rejected: text().notNull(),
		/** `documentRank` of its number. */
		rank: integer().notNull(),
		/** Keys of its features, 32 bits each, little-endian, as base64; empty for a document that tells nothing. */
		features: text().notNull(),
	},
	(t) => [index("labelled_documents_rank").on(t.library, t.rank)],
);

/** What the labelled documents of a library are called, and how many they are: kept by triggers. */
export const labelledNames = sqliteTable(
	"labelled_names",
	{
		library: integer().notNull(),
		/** `documents`: the number of all of them, under an empty name. */
		kind: text({ enum: ["documents", "correspondents", "document_types", "tags"] }).notNull(),
		name: text().notNull(),
		documents: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.library, t.kind, t.name] })],
);

/** How sure the classifier may be in a library, learnt from its own documents. */
export const aiCalibrations = sqliteTable("ai_calibrations", {
	/** Number of the library. */
	library: integer().primaryKey(),
	/** JSON `Calibration`. */
	calibration: text().notNull(),
	/** Version of the classifier that made it. */
	version: integer().notNull(),
	/** Labelled documents at that time. */
	documents: integer().notNull(),
	/** Documents learnt or forgotten since, by triggers; one that was learnt again counts twice. */
	changes: integer().notNull().default(0),
	madeAt: integer().notNull(),
});
