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
CREATE TABLE `library_names` (
	`library` integer NOT NULL,
	`kind` text NOT NULL,
	`paperless_id` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`library`, `kind`, `paperless_id`)
);
--> statement-breakpoint
CREATE TABLE `library_sync_documents` (
	`library` integer NOT NULL,
	`job` text NOT NULL,
	`paperless_id` integer NOT NULL,
	`outcome` text,
	`error` text,
	`absence` text,
	PRIMARY KEY(`library`, `job`, `paperless_id`)
);
--> statement-breakpoint
ALTER TABLE `dedup_fingerprints` ADD `keys` text NOT NULL;--> statement-breakpoint
ALTER TABLE `libraries` ADD `last_sync_job` text;--> statement-breakpoint
ALTER TABLE `library_documents` DROP COLUMN `seen_by`;