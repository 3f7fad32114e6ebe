import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/*
 * Tables of what documents are asked: their chunks, and the conversations about them. Times are Unix milliseconds. The full-text table
 * over the chunks, and the triggers that keep it and the sums below true, are in the migration alone.
 */

/** A passage of a document, uploaded or synced; also of a guest's, which is in no library. */
export const chunks = sqliteTable(
	"chunks",
	{
		/** Row of the full-text table and of the vectors. */
		number: integer().primaryKey({ autoIncrement: true }),
		/** Empty while the chunks of a long document are written, which are then of `<document>~<token>` and of nobody. */
		owner: text().notNull(),
		documentId: text().notNull(),
		/** Place in the document, from 0. */
		chunkIndex: integer().notNull(),
		/** Of the whole document's normalised text; empty for a document in no library. */
		contentHash: text().notNull(),
		/** Whose vector it has; `embedded-sg-100` needs none. */
		embeddingModel: text().notNull(),
		/** ISO 639-1, of the terms. */
		language: text().notNull(),
		termCount: integer().notNull(),
		/** Characters / 4, rounded up. */
		tokenCount: integer().notNull(),
		/** UTF-16 units of the head line and its break: the document's own text begins there. */
		headLength: integer().notNull(),
		/** Of what stands behind it and is the end of the chunk before. */
		overlapLength: integer().notNull().default(0),
		/** 1-based; null where the text has no pages. */
		pageStart: integer(),
		pageEnd: integer(),
		/** The chunk of `result.assets.json` that it is, or is a part of; null for synced text. */
		assetsChunk: text(),
		createdAt: integer().notNull(),
		/** What the index keeps of it, joined by blanks. The long columns come last: a search reads many rows up to here and few to the end. */
		terms: text().notNull(),
		/** JSON array of the headings above it, outermost first. */
		headingPath: text().notNull().default("[]"),
		/** JSON array of ids of figures. */
		figureIds: text().notNull().default("[]"),
		/** With its head line, `[Title: …]` and a line break (contracts/library.md 15.1). */
		content: text().notNull(),
		/**
		 * JSON array of `{page, bbox, start, end}`: which stretch of `content` (UTF-16 units) stands in which box. PDF points, origin top
		 * left.
		 */
		boxes: text().notNull().default("[]"),
	},
	(t) => [
		uniqueIndex("chunks_document").on(t.documentId, t.chunkIndex),
		index("chunks_owner").on(t.owner, t.documentId),
		index("chunks_newest").on(t.owner, t.createdAt),
	],
);

/** How many chunks an owner has in each language, kept by triggers. Those being written count nowhere. */
export const chunkSums = sqliteTable(
	"chunk_sums",
	{
		owner: text().notNull(),
		language: text().notNull(),
		chunks: integer().notNull(),
		terms: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.owner, t.language] })],
);

/** Which chunks have a vector of a hosted model, and of what model. */
export const chunkVectors = sqliteTable(
	"chunk_vectors",
	{
		/** Of the chunk. */
		number: integer().primaryKey(),
		owner: text().notNull(),
		/** Model and dimensions: vectors of two spaces can't be compared. */
		space: text().notNull(),
		/**
		 * In base64 (D1 hands bytes over as lists of numbers, three times as long), one signed byte a dimension: 127 times the vector over its
		 * greatest part. Null where a Vectorize index has it.
		 */
		vector: text(),
	},
	(t) => [index("chunk_vectors_owner").on(t.owner, t.space)],
);

/**
 * Vectors that a Vectorize index may hold and no chunk has: a trigger writes them down when a chunk goes, and whoever is about to store
 * one, in case it dies before the row above is written.
 */
export const vectorRemovals = sqliteTable(
	"vector_removals",
	{
		number: integer().notNull(),
		space: text().notNull(),
		/** Not to be removed before. */
		dueAt: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.number, t.space] }), index("vector_removals_due").on(t.dueAt)],
);

/** Questions and answers in turn: about a library, or (a thread of the tasks API) about one document. */
export const conversations = sqliteTable(
	"conversations",
	{
		id: text().primaryKey(),
		owner: text().notNull(),
		/** Null: about the whole library. */
		documentId: text(),
		title: text().notNull(),
		/** Given by its owner, so that the first question does not replace it. */
		hasOwnTitle: integer({ mode: "boolean" }).notNull().default(false),
		/** The question that is being answered, by whoever has this token, until then unless renewed. One at a time. */
		answering: text(),
		/** Of the message that the answer will be. */
		answerId: text(),
		answerToken: text(),
		answerUntil: integer(),
		createdAt: integer().notNull(),
		updatedAt: integer().notNull(),
	},
	(t) => [
		index("conversations_owner").on(t.owner, t.documentId, t.updatedAt, t.id),
		index("conversations_document").on(t.documentId, t.createdAt, t.id),
		index("conversations_answering").on(t.answerUntil).where(sql`answer_until is not null`),
	],
);

export const messages = sqliteTable(
	"messages",
	{
		/** Order of the conversation. */
		number: integer().primaryKey({ autoIncrement: true }),
		id: text().notNull(),
		conversationId: text().notNull(),
		role: text({ enum: ["user", "assistant"] }).notNull(),
		content: text().notNull(),
		/** JSON: of a question, what was found for it; of an answer, what it cites. Null: nothing. */
		sources: text(),
		/** Tokens of the call, in and out; null where none were counted. */
		tokenCount: integer(),
		/** Of an answer, the question's id: no question is answered twice. */
		answerTo: text(),
		createdAt: integer().notNull(),
	},
	(t) => [
		uniqueIndex("messages_id").on(t.id),
		index("messages_conversation").on(t.conversationId, t.number),
		uniqueIndex("messages_answer").on(t.answerTo),
	],
);
