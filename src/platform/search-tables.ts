import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/*
 * Full-text tables (FTS5), which drizzle-kit does not know: their SQL is in migrations of their own, and they stand apart from
 * `tables.ts`, from which the others are generated. Declared here so that the query builder can write them.
 */

/** Titles and tags of tagging records, folded, by trigrams: finds any part of three characters or more. */
export const taggingSearch = sqliteTable("tagging_search", {
	/** `tagging_records.number`. */
	rowid: integer().notNull(),
	owner: text().notNull(),
	title: text().notNull(),
	/** One tag a line, with a line break at both ends. */
	tags: text().notNull(),
});

/** Terms of the chunks of libraries, as `retrieval` writes them: found by their words, never read back. */
export const chunkTerms = sqliteTable("chunk_terms", {
	/** `chunks.number`. */
	rowid: integer().notNull(),
	terms: text().notNull(),
});

/** Features of labelled documents, as the classifier writes them: found by their keys in the order of the rows, never read back. */
export const labelledFeatures = sqliteTable("labelled_features", {
	/** `labelled_documents.rank`. */
	rowid: integer().notNull(),
	/** Each as its key in hexadecimal, `_` and the number of its library. */
	features: text().notNull(),
});
