import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/*
 * Tables of a user's library: what of all documents, uploaded or synced, is compared, described and asked about. Times are Unix
 * milliseconds but for those that Paperless gave, which stay as they came.
 */

/** One row a user: what the last runs have done. */
export const libraries = sqliteTable(
	"libraries",
	{
		/** Stands for the owner in tables of millions of rows. */
		number: integer().primaryKey({ autoIncrement: true }),
		owner: text().notNull(),
		/** When the last complete sync began. */
		lastSyncAt: integer(),
		/** By the server's clock: an incremental sync goes back to here. */
		syncedUpTo: integer(),
		lastSyncDocumentCount: integer(),
		lastAnalysisAt: integer(),
		totalDocuments: integer().notNull().default(0),
		totalDuplicateGroups: integer().notNull().default(0),
		cumulativeGroupsActioned: integer().notNull().default(0),
		cumulativeDocumentsDeleted: integer().notNull().default(0),
	},
	(t) => [uniqueIndex("libraries_owner").on(t.owner)],
);

export const libraryDocuments = sqliteTable(
	"library_documents",
	{
		/** Stands for the document in tables of millions of rows. */
		number: integer().primaryKey({ autoIncrement: true }),
		/** Of an upload, the id of its row in `documents`. */
		id: text().notNull(),
		owner: text().notNull(),
		source: text({ enum: ["paperless", "upload"] }).notNull(),
		/** Null for uploads. */
		paperlessId: integer(),
		title: text().notNull(),
		/** SHA-256 over title, content, time of change, tags, correspondent and type; of an upload, over its bytes. */
		fingerprint: text().notNull(),
		/** The same without the content, which a list does not carry; null for uploads. */
		listingHash: text(),
		correspondent: text(),
		documentType: text(),
		/** JSON array of names, sorted. */
		tags: text().notNull().default("[]"),
		/** Of Paperless: names change without their documents being touched. */
		correspondentId: integer(),
		documentTypeId: integer(),
		/** JSON array of numbers, sorted. */
		tagIds: text().notNull().default("[]"),
		createdDate: text(),
		addedDate: text(),
		modifiedDate: text(),
		/** Of the comparison for duplicates. */
		processingStatus: text({ enum: ["pending", "completed"] })
			.notNull()
			.default("pending"),
		syncedAt: integer().notNull(),
		wordCount: integer().notNull().default(0),
		/** SHA-256 of the normalised text; null without a text row. */
		contentHash: text(),
		/** The content hash of the text that its chunks were made of: where it differs, they are to be made again. */
		indexedHash: text(),
		/** UTF-16 units of the text, which stands in another table and would have to be read. */
		textLength: integer().notNull().default(0),
	},
	(t) => [
		uniqueIndex("library_documents_id").on(t.id),
		uniqueIndex("library_documents_paperless").on(t.owner, t.paperlessId),
		index("library_documents_status").on(t.owner, t.processingStatus),
		index("library_documents_unindexed").on(t.owner, t.number).where(sql`content_hash is not indexed_hash`),
		// In the order of their numbers.
		index("library_documents_owner").on(t.owner),
	],
);

/** Apart from the row above, which is read far more often. */
export const libraryTexts = sqliteTable("library_texts", {
	documentId: text().primaryKey(),
	/** At most 500,000 UTF-16 units. */
	fullText: text().notNull(),
});

/**
 * What a sync came to, document by document: which a step that runs again finds as it was, so that nothing is counted twice. Gone once
 * the sync is over.
 */
export const librarySyncDocuments = sqliteTable(
	"library_sync_documents",
	{
		library: integer().notNull(),
		job: text().notNull(),
		paperlessId: integer().notNull(),
		/** Null where the server does not have it any more. */
		outcome: text({ enum: ["inserted", "updated", "skipped", "failed"] }),
		/** Why it failed. */
		error: text(),
		/** Not met on the server; then removed from the library, once the server has confirmed it. */
		absence: text({ enum: ["missing", "removed"] }),
	},
	(t) => [primaryKey({ columns: [t.library, t.job, t.paperlessId] })],
);

/** Names of a Paperless server's tags, correspondents and document types: its documents refer to them by number. */
export const libraryNames = sqliteTable(
	"library_names",
	{
		library: integer().notNull(),
		kind: text({ enum: ["tags", "correspondents", "document_types"] }).notNull(),
		paperlessId: integer().notNull(),
		name: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.library, t.kind, t.paperlessId] })],
);

/** A document as the comparison has read it. */
export const dedupFingerprints = sqliteTable(
	"dedup_fingerprints",
	{
		document: integer().primaryKey(),
		library: integer().notNull(),
		/** Its row in the table below; null for a document that is left out. */
		paper: integer(),
		/** What it was made of: content hash of the document, version and settings of the engine. */
		madeOf: text().notNull(),
		/** Why it is left out. */
		skipped: text({ enum: ["noContent", "tooShort"] }),
	},
	(t) => [index("dedup_fingerprints_paper").on(t.paper)],
);

/** Documents of the same words are one paper: it is compared once. */
export const dedupPapers = sqliteTable(
	"dedup_papers",
	{
		/** Stands for the paper in tables of millions of rows. */
		number: integer().primaryKey({ autoIncrement: true }),
		library: integer().notNull(),
		/** Of its sequence of words, with the settings of the engine that its keys depend on. */
		contentHash: text().notNull(),
		/** JSON array of its rows in the table below, by which they are found again to be deleted. */
		keys: text().notNull(),
		/** What an analysis still has to do with it, in this order; `settled` papers are looked up only. */
		stage: text({ enum: ["search", "profile", "judge", "settled"] }).notNull(),
		/** What is known of its template, as the engine writes it. */
		profile: text(),
	},
	(t) => [
		uniqueIndex("dedup_papers_content").on(t.library, t.contentHash),
		index("dedup_papers_stage").on(t.library, t.stage, t.number).where(sql`stage <> 'settled'`),
	],
);

/** Which papers share a run of letters: the candidates come from here. Without a rowid; see the migration. */
export const dedupKeys = sqliteTable(
	"dedup_keys",
	{
		library: integer().notNull(),
		key: integer().notNull(),
		paper: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.library, t.key, t.paper] })],
);

/** Two papers that were compared; `low` is the smaller number. */
export const dedupPairs = sqliteTable(
	"dedup_pairs",
	{
		library: integer().notNull(),
		low: integer().notNull(),
		high: integer().notNull(),
		/** As the engine writes it. */
		evidence: text().notNull(),
		/** Log likelihood of one paper read twice, and the published scores but for the confidence; null until judged. */
		score: real(),
		jaccardSimilarity: real(),
		fuzzyTextRatio: real(),
		discriminativeScore: real(),
	},
	(t) => [primaryKey({ columns: [t.library, t.low, t.high] }), index("dedup_pairs_high").on(t.library, t.high, t.low)],
);

export const duplicateGroups = sqliteTable(
	"duplicate_groups",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		confidenceScore: real().notNull(),
		jaccardSimilarity: real(),
		fuzzyTextRatio: real(),
		discriminativeScore: real(),
		algorithmVersion: text().notNull(),
		/** Why, in plain words. */
		explanation: text(),
		status: text({ enum: ["pending", "false_positive", "ignored", "deleted"] })
			.notNull()
			.default("pending"),
		archivedMemberCount: integer(),
		archivedPrimaryTitle: text(),
		deletedAt: integer(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [index("duplicate_groups_owner").on(t.owner, t.status, t.confidenceScore)],
);

export const duplicateMembers = sqliteTable(
	"duplicate_members",
	{
		id: text().primaryKey(),
		groupId: text().notNull(),
		/** Of the library. */
		documentId: text().notNull(),
		isPrimary: integer({ mode: "boolean" }).notNull().default(false),
	},
	(t) => [
		uniqueIndex("duplicate_members_group").on(t.groupId, t.documentId),
		index("duplicate_members_document").on(t.documentId),
	],
);

/**
 * What is to be deleted of some groups, as it stood when it was asked for, and what became of it: what was deleted can be looked up here
 * when the documents are gone.
 */
export const deletionPlans = sqliteTable(
	"deletion_plans",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		/** SHA-256 of the token that a preview gave; null for a plan that was made to be carried out at once. */
		tokenHash: text(),
		createdAt: integer().notNull(),
		/** From then on it can't be used any more. */
		expiresAt: integer().notNull(),
		/** When a job took it over; once. */
		usedAt: integer(),
	},
	(t) => [index("deletion_plans_owner").on(t.owner, t.createdAt), uniqueIndex("deletion_plans_token").on(t.tokenHash)],
);

/** A group of a plan, in the order of the request. */
export const deletionGroups = sqliteTable(
	"deletion_groups",
	{
		planId: text().notNull(),
		position: integer().notNull(),
		groupId: text().notNull(),
		/** The document that stays; null for a group that was unknown. */
		keptDocumentId: text(),
		memberCount: integer().notNull().default(0),
		status: text({ enum: ["planned", "begun", "deleted", "kept"] })
			.notNull()
			.default("planned"),
		/** Why it was kept. */
		error: text(),
	},
	(t) => [primaryKey({ columns: [t.planId, t.position] })],
);

/** A document of a group of a plan, the one that stays included. */
export const deletionItems = sqliteTable(
	"deletion_items",
	{
		planId: text().notNull(),
		position: integer().notNull(),
		documentId: text().notNull(),
		isKept: integer({ mode: "boolean" }).notNull(),
		source: text({ enum: ["paperless", "upload"] }).notNull(),
		paperlessId: integer(),
		title: text().notNull(),
		/** As the library had them when the plan was made. */
		fingerprint: text().notNull(),
		modifiedDate: text(),
		status: text({ enum: ["planned", "deleted", "failed"] })
			.notNull()
			.default("planned"),
		error: text(),
		deletedAt: integer(),
	},
	(t) => [primaryKey({ columns: [t.planId, t.position, t.documentId] })],
);
