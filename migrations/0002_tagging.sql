CREATE TABLE `tagging_records` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`owner` text NOT NULL,
	`job_id` text NOT NULL,
	`row` integer NOT NULL,
	`document_id` text,
	`brought_in` integer DEFAULT false NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`file_path` text NOT NULL,
	`source_type` text NOT NULL,
	`size_bytes` integer,
	`status` text NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`extracted_text` text,
	`metadata` text,
	`answer` text,
	`error` text,
	`started_at` integer,
	`processed_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tagging_records_id` ON `tagging_records` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tagging_records_job` ON `tagging_records` (`job_id`,`row`);--> statement-breakpoint
CREATE INDEX `tagging_records_owner` ON `tagging_records` (`owner`,`processed_at`);--> statement-breakpoint
CREATE INDEX `tagging_records_document` ON `tagging_records` (`document_id`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `name` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `config` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `failed` integer DEFAULT 0 NOT NULL;