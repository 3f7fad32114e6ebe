CREATE TABLE `chunk_sums` (
	`owner` text NOT NULL,
	`language` text NOT NULL,
	`chunks` integer NOT NULL,
	`terms` integer NOT NULL,
	PRIMARY KEY(`owner`, `language`)
);
--> statement-breakpoint
CREATE TABLE `chunk_vectors` (
	`number` integer PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`space` text NOT NULL,
	`vector` text
);
--> statement-breakpoint
CREATE INDEX `chunk_vectors_owner` ON `chunk_vectors` (`owner`,`space`);--> statement-breakpoint
CREATE TABLE `chunks` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`document_id` text NOT NULL,
	`chunk_index` integer NOT NULL,
	`content_hash` text NOT NULL,
	`embedding_model` text NOT NULL,
	`language` text NOT NULL,
	`term_count` integer NOT NULL,
	`token_count` integer NOT NULL,
	`head_length` integer NOT NULL,
	`overlap_length` integer DEFAULT 0 NOT NULL,
	`page_start` integer,
	`page_end` integer,
	`assets_chunk` text,
	`created_at` integer NOT NULL,
	`terms` text NOT NULL,
	`heading_path` text DEFAULT '[]' NOT NULL,
	`figure_ids` text DEFAULT '[]' NOT NULL,
	`content` text NOT NULL,
	`boxes` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chunks_document` ON `chunks` (`document_id`,`chunk_index`);--> statement-breakpoint
CREATE INDEX `chunks_owner` ON `chunks` (`owner`,`document_id`);--> statement-breakpoint
CREATE INDEX `chunks_newest` ON `chunks` (`owner`,`created_at`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`document_id` text,
	`title` text NOT NULL,
	`has_own_title` integer DEFAULT false NOT NULL,
	`answering` text,
	`answer_id` text,
	`answer_token` text,
	`answer_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `conversations_owner` ON `conversations` (`owner`,`document_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_document` ON `conversations` (`document_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_answering` ON `conversations` (`answer_until`) WHERE answer_until is not null;--> statement-breakpoint
CREATE TABLE `messages` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`role` text NOT NULL,
	`content` text NOT NULL,
	`sources` text,
	`token_count` integer,
	`answer_to` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id` ON `messages` (`id`);--> statement-breakpoint
CREATE INDEX `messages_conversation` ON `messages` (`conversation_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_answer` ON `messages` (`answer_to`);--> statement-breakpoint
CREATE TABLE `vector_removals` (
	`number` integer NOT NULL,
	`space` text NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`number`, `space`)
);
--> statement-breakpoint
CREATE INDEX `vector_removals_due` ON `vector_removals` (`due_at`);--> statement-breakpoint
CREATE INDEX `library_documents_owner` ON `library_documents` (`owner`);--> statement-breakpoint
ALTER TABLE `library_documents` ADD `indexed_hash` text;--> statement-breakpoint
ALTER TABLE `library_documents` ADD `text_length` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE library_documents SET text_length = coalesce((SELECT length(full_text) FROM library_texts WHERE document_id = library_documents.id), 0);--> statement-breakpoint
CREATE INDEX `library_documents_unindexed` ON `library_documents` (`owner`,`number`) WHERE content_hash is not indexed_hash;--> statement-breakpoint
-- Terms are words already: stemmed, folded, written in a-z, 0-9 and _, each with its library's number in front.
CREATE VIRTUAL TABLE chunk_terms USING fts5(terms, content = '', contentless_delete = 1, columnsize = 1, tokenize = "ascii tokenchars '_'");
--> statement-breakpoint
CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab(chunk_terms, row);
--> statement-breakpoint
CREATE TRIGGER chunks_added AFTER INSERT ON chunks WHEN new.owner <> '' BEGIN
	INSERT INTO chunk_sums (owner, language, chunks, terms) VALUES (new.owner, new.language, 1, new.term_count)
		ON CONFLICT (owner, language) DO UPDATE SET chunks = chunks + 1, terms = terms + excluded.terms;
END;
--> statement-breakpoint
CREATE TRIGGER chunks_moved AFTER UPDATE OF owner ON chunks WHEN new.owner <> old.owner BEGIN
	UPDATE chunk_sums SET chunks = chunks - 1, terms = terms - old.term_count WHERE owner = old.owner AND language = old.language;
	INSERT INTO chunk_sums (owner, language, chunks, terms) VALUES (new.owner, new.language, 1, new.term_count)
		ON CONFLICT (owner, language) DO UPDATE SET chunks = chunks + 1, terms = terms + excluded.terms;
END;
--> statement-breakpoint
CREATE TRIGGER chunks_removed AFTER DELETE ON chunks BEGIN
	DELETE FROM chunk_terms WHERE rowid = old.number;
	DELETE FROM chunk_vectors WHERE number = old.number;
	UPDATE chunk_sums SET chunks = chunks - 1, terms = terms - old.term_count WHERE owner = old.owner AND language = old.language;
END;
--> statement-breakpoint
-- A vector in Vectorize is out of SQL's reach: that it has to go is written down in the same transaction, whoever deletes the chunk.
CREATE TRIGGER chunk_vectors_removed AFTER DELETE ON chunk_vectors WHEN old.vector IS NULL BEGIN
	INSERT INTO vector_removals (number, space, due_at) VALUES (old.number, old.space, 0)
		ON CONFLICT (number, space) DO UPDATE SET due_at = 0;
END;
--> statement-breakpoint
CREATE TRIGGER chunk_vectors_moved AFTER UPDATE ON chunk_vectors
	WHEN old.vector IS NULL AND (new.space <> old.space OR new.vector IS NOT NULL) BEGIN
	INSERT INTO vector_removals (number, space, due_at) VALUES (old.number, old.space, 0)
		ON CONFLICT (number, space) DO UPDATE SET due_at = 0;
END;
--> statement-breakpoint
CREATE TRIGGER conversations_removed AFTER DELETE ON conversations BEGIN
	DELETE FROM messages WHERE conversation_id = old.id;
END;
