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
ALTER TABLE `libraries` ADD `last_sync_job` text;--> statement-breakpoint
ALTER TABLE `library_documents` DROP COLUMN `seen_by`;