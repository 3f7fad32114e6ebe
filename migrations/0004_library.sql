CREATE TABLE `counters` (
	`name` text NOT NULL,
	`labels` text DEFAULT '{}' NOT NULL,
	`value` real DEFAULT 0 NOT NULL,
	PRIMARY KEY(`name`, `labels`)
);
--> statement-breakpoint
CREATE TABLE `schedules` (
	`owner` text NOT NULL,
	`task` text NOT NULL,
	`is_enabled` integer DEFAULT false NOT NULL,
	`time` text DEFAULT '03:00' NOT NULL,
	`days` text DEFAULT '[]' NOT NULL,
	`time_zone` text DEFAULT 'UTC' NOT NULL,
	`next_run_at` integer,
	`leased_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`is_dead` integer DEFAULT false NOT NULL,
	`last_run_at` integer,
	`last_job_id` text,
	`last_error` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`owner`, `task`)
);
--> statement-breakpoint
CREATE INDEX `schedules_due` ON `schedules` (`next_run_at`);--> statement-breakpoint
CREATE TABLE `dedup_fingerprints` (
	`document` integer PRIMARY KEY NOT NULL,
	`library` integer NOT NULL,
	`paper` integer,
	`made_of` text NOT NULL,
	`skipped` text
);
--> statement-breakpoint
CREATE INDEX `dedup_fingerprints_paper` ON `dedup_fingerprints` (`paper`);--> statement-breakpoint
CREATE TABLE `dedup_keys` (
	`library` integer NOT NULL,
	`key` integer NOT NULL,
	`paper` integer NOT NULL,
	PRIMARY KEY(`library`, `key`, `paper`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dedup_pairs` (
	`library` integer NOT NULL,
	`low` integer NOT NULL,
	`high` integer NOT NULL,
	`evidence` text NOT NULL,
	`score` real,
	`jaccard_similarity` real,
	`fuzzy_text_ratio` real,
	`discriminative_score` real,
	PRIMARY KEY(`library`, `low`, `high`)
);
--> statement-breakpoint
CREATE INDEX `dedup_pairs_high` ON `dedup_pairs` (`library`,`high`,`low`);--> statement-breakpoint
CREATE TABLE `dedup_papers` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`library` integer NOT NULL,
	`content_hash` text NOT NULL,
	`keys` text NOT NULL,
	`stage` text NOT NULL,
	`profile` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dedup_papers_content` ON `dedup_papers` (`library`,`content_hash`);--> statement-breakpoint
CREATE INDEX `dedup_papers_stage` ON `dedup_papers` (`library`,`stage`,`number`) WHERE stage <> 'settled';--> statement-breakpoint
CREATE TABLE `deletion_groups` (
	`plan_id` text NOT NULL,
	`position` integer NOT NULL,
	`group_id` text NOT NULL,
	`kept_document_id` text,
	`member_count` integer DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'planned' NOT NULL,
	`error` text,
	PRIMARY KEY(`plan_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `deletion_items` (
	`plan_id` text NOT NULL,
	`position` integer NOT NULL,
	`document_id` text NOT NULL,
	`is_kept` integer NOT NULL,
	`source` text NOT NULL,
	`paperless_id` integer,
	`title` text NOT NULL,
	`fingerprint` text NOT NULL,
	`modified_date` text,
	`status` text DEFAULT 'planned' NOT NULL,
	`error` text,
	`deleted_at` integer,
	PRIMARY KEY(`plan_id`, `position`, `document_id`)
);
--> statement-breakpoint
CREATE TABLE `deletion_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`token_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `deletion_plans_owner` ON `deletion_plans` (`owner`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `deletion_plans_token` ON `deletion_plans` (`token_hash`);--> statement-breakpoint
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
	`content_hash` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `library_documents_id` ON `library_documents` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `library_documents_paperless` ON `library_documents` (`owner`,`paperless_id`);--> statement-breakpoint
CREATE INDEX `library_documents_status` ON `library_documents` (`owner`,`processing_status`);--> statement-breakpoint
CREATE TABLE `library_names` (
	`library` integer NOT NULL,
	`kind` text NOT NULL,
	`paperless_id` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`library`, `kind`, `paperless_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `library_sync_documents` (
	`library` integer NOT NULL,
	`job` text NOT NULL,
	`paperless_id` integer NOT NULL,
	`outcome` text,
	`error` text,
	`absence` text,
	PRIMARY KEY(`library`, `job`, `paperless_id`)
) WITHOUT ROWID;
--> statement-breakpoint
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