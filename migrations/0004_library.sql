CREATE TABLE `dedup_fingerprints` (
	`document` integer PRIMARY KEY NOT NULL,
	`library` integer NOT NULL,
	`made_of` text NOT NULL,
	`data` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `dedup_keys` (
	`library` integer NOT NULL,
	`key` integer NOT NULL,
	`document` integer NOT NULL,
	PRIMARY KEY(`library`, `key`, `document`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dedup_pairs` (
	`library` integer NOT NULL,
	`low` integer NOT NULL,
	`high` integer NOT NULL,
	`evidence` blob NOT NULL,
	PRIMARY KEY(`library`, `low`, `high`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dedup_pairs_high` ON `dedup_pairs` (`library`,`high`,`low`);--> statement-breakpoint
CREATE TABLE `duplicate_groups` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`confidence_score` real NOT NULL,
	`jaccard_similarity` real,
	`fuzzy_text_ratio` real,
	`discriminative_score` real,
	`algorithm_version` text NOT NULL,
	`explanation` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`archived_member_count` integer,
	`archived_primary_title` text,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `duplicate_groups_owner` ON `duplicate_groups` (`owner`,`status`,`confidence_score`);--> statement-breakpoint
CREATE TABLE `duplicate_members` (
	`id` text PRIMARY KEY NOT NULL,
	`group_id` text NOT NULL,
	`document_id` text NOT NULL,
	`is_primary` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `duplicate_members_group` ON `duplicate_members` (`group_id`,`document_id`);--> statement-breakpoint
CREATE INDEX `duplicate_members_document` ON `duplicate_members` (`document_id`);--> statement-breakpoint
CREATE TABLE `libraries` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`last_sync_at` integer,
	`synced_up_to` integer,
	`last_sync_document_count` integer,
	`last_analysis_at` integer,
	`total_documents` integer DEFAULT 0 NOT NULL,
	`total_duplicate_groups` integer DEFAULT 0 NOT NULL,
	`cumulative_groups_actioned` integer DEFAULT 0 NOT NULL,
	`cumulative_documents_deleted` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `libraries_owner` ON `libraries` (`owner`);--> statement-breakpoint
CREATE TABLE `library_documents` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`owner` text NOT NULL,
	`source` text NOT NULL,
	`paperless_id` integer,
	`title` text NOT NULL,
	`fingerprint` text NOT NULL,
	`listing_hash` text,
	`correspondent` text,
	`document_type` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`correspondent_id` integer,
	`document_type_id` integer,
	`tag_ids` text DEFAULT '[]' NOT NULL,
	`created_date` text,
	`added_date` text,
	`modified_date` text,
	`processing_status` text DEFAULT 'pending' NOT NULL,
	`synced_at` integer NOT NULL,
	`word_count` integer DEFAULT 0 NOT NULL,
	`content_hash` text,
	`seen_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `library_documents_id` ON `library_documents` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `library_documents_paperless` ON `library_documents` (`owner`,`paperless_id`);--> statement-breakpoint
CREATE INDEX `library_documents_status` ON `library_documents` (`owner`,`processing_status`);--> statement-breakpoint
CREATE TABLE `library_texts` (
	`document_id` text PRIMARY KEY NOT NULL,
	`full_text` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `fraction` real;--> statement-breakpoint
ALTER TABLE `jobs` ADD `phase_fraction` real;--> statement-breakpoint
ALTER TABLE `jobs` ADD `message` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `result` text;--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_active` ON `jobs` (`owner`,`kind`) WHERE kind in ('sync', 'analysis', 'batch_operation', 'ai_processing', 'ai_apply', 'rag_indexing') and status in ('pending', 'running', 'paused');