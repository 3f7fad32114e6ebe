ALTER TABLE `webhook_deliveries` ADD `body_key` text;--> statement-breakpoint
CREATE TABLE `ai_calibrations` (
	`library` integer PRIMARY KEY NOT NULL,
	`calibration` text NOT NULL,
	`documents` integer NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ai_feedback` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`result_id` text NOT NULL,
	`document_id` text NOT NULL,
	`suggestion` text NOT NULL,
	`entry` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ai_feedback_owner` ON `ai_feedback` (`owner`,`number`);--> statement-breakpoint
CREATE INDEX `ai_feedback_document` ON `ai_feedback` (`document_id`,`number`);--> statement-breakpoint
CREATE TABLE `ai_results` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`document_id` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`suggested_title` text,
	`suggested_correspondent` text,
	`suggested_document_type` text,
	`suggested_tags` text DEFAULT '[]' NOT NULL,
	`confidence_title` real,
	`confidence_correspondent` real,
	`confidence_document_type` real,
	`confidence_tags` real,
	`evidence` text,
	`current_title` text NOT NULL,
	`current_correspondent` text,
	`current_document_type` text,
	`current_tags` text DEFAULT '[]' NOT NULL,
	`status` text NOT NULL,
	`applied_at` integer,
	`reverted_at` integer,
	`error_message` text,
	`failure_type` text,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	`estimated_cost` real,
	`processing_time_ms` integer,
	`raw_response` text,
	`applied_fields` text,
	`snapshot` text,
	`applied` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ai_results_document` ON `ai_results` (`document_id`);--> statement-breakpoint
CREATE INDEX `ai_results_owner` ON `ai_results` (`owner`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `ai_results_status` ON `ai_results` (`owner`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `ai_run_items` (
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`subject` text NOT NULL,
	`outcome` text,
	`error` text,
	`passes` integer DEFAULT 0 NOT NULL,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`job_id`, `position`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ai_run_items_subject` ON `ai_run_items` (`job_id`,`subject`);--> statement-breakpoint
CREATE INDEX `ai_run_items_open` ON `ai_run_items` (`job_id`,`position`) WHERE outcome is null;--> statement-breakpoint
CREATE TABLE `ai_spending` (
	`owner` text NOT NULL,
	`day` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`documents` integer DEFAULT 0 NOT NULL,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	`cost` real DEFAULT 0 NOT NULL,
	PRIMARY KEY(`owner`, `day`, `provider`, `model`)
);
--> statement-breakpoint
CREATE TABLE `labelled_documents` (
	`number` integer PRIMARY KEY NOT NULL,
	`library` integer NOT NULL,
	`hash` text NOT NULL,
	`labels` text NOT NULL,
	`rejected` text NOT NULL,
	`rank` integer NOT NULL,
	`features` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `labelled_documents_library` ON `labelled_documents` (`library`,`number`);--> statement-breakpoint
CREATE TABLE `labelled_postings` (
	`library` integer NOT NULL,
	`feature` integer NOT NULL,
	`rank` integer NOT NULL,
	`document` integer NOT NULL,
	PRIMARY KEY(`library`, `feature`, `rank`, `document`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`owner` text,
	`at` integer NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`status` integer NOT NULL,
	`key_end` text,
	`error` text,
	`document_id` text,
	`duration_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_entries_owner` ON `audit_entries` (`owner`,`number`);--> statement-breakpoint
CREATE INDEX `audit_entries_age` ON `audit_entries` (`at`);--> statement-breakpoint
CREATE TABLE `extractions` (
	`document_id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`folder_id` text,
	`flow_id` text,
	`model` text DEFAULT 'standard' NOT NULL,
	`is_ours` integer DEFAULT false NOT NULL,
	`status` text,
	`flow` text,
	`token` text,
	`job_id` text,
	`confidence` real,
	`field_scores` text,
	`result_token` text,
	`provider` text,
	`provider_model` text,
	`error` text,
	`review` text,
	`review_reason` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `extractions_folder` ON `extractions` (`owner`,`folder_id`);--> statement-breakpoint
CREATE INDEX `extractions_review` ON `extractions` (`owner`,`review`);--> statement-breakpoint
CREATE INDEX `extractions_flow` ON `extractions` (`owner`,`flow_id`);--> statement-breakpoint
CREATE INDEX `extractions_job` ON `extractions` (`job_id`);--> statement-breakpoint
CREATE TABLE `flows` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`fields` text NOT NULL,
	`settings` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `flows_owner` ON `flows` (`owner`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `folders` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `folders_owner` ON `folders` (`owner`,`created_at`,`id`);
--> statement-breakpoint
CREATE TRIGGER `labelled_documents_removed` AFTER DELETE ON `labelled_documents` BEGIN
	DELETE FROM `labelled_postings` WHERE (`library`, `feature`, `rank`, `document`) IN (
		SELECT old.`library`, value, old.`rank`, old.`number` FROM json_each(old.`features`));
END;
