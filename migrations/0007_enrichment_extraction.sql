ALTER TABLE `webhook_deliveries` ADD `body_key` text;--> statement-breakpoint
CREATE TABLE `ai_calibrations` (
	`library` integer PRIMARY KEY NOT NULL,
	`calibration` text NOT NULL,
	`version` integer NOT NULL,
	`documents` integer NOT NULL,
	`changes` integer DEFAULT 0 NOT NULL,
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
	`limited_until` integer,
	`ended_at` integer,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`job_id`, `position`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ai_run_items_subject` ON `ai_run_items` (`job_id`,`subject`);--> statement-breakpoint
CREATE INDEX `ai_run_items_open` ON `ai_run_items` (`job_id`,`position`) WHERE outcome is null;--> statement-breakpoint
CREATE INDEX `ai_run_items_turn` ON `ai_run_items` (`job_id`,`passes`,`position`) WHERE outcome is null;--> statement-breakpoint
CREATE INDEX `ai_run_items_limited` ON `ai_run_items` (`job_id`,`limited_until`) WHERE limited_until is not null;--> statement-breakpoint
CREATE INDEX `ai_run_items_ended` ON `ai_run_items` (`job_id`,`ended_at`) WHERE ended_at is not null;--> statement-breakpoint
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
	`made_of` text NOT NULL,
	`labels` text NOT NULL,
	`rejected` text NOT NULL,
	`rank` integer NOT NULL,
	`features` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `labelled_documents_rank` ON `labelled_documents` (`library`,`rank`);--> statement-breakpoint
CREATE TABLE `labelled_names` (
	`library` integer NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`documents` integer NOT NULL,
	PRIMARY KEY(`library`, `kind`, `name`)
);
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
-- Keys in hexadecimal, each with its library's number behind; only where they occur is kept, not where in a document.
CREATE VIRTUAL TABLE labelled_features USING fts5(features, content = '', contentless_delete = 1, columnsize = 1, detail = none, tokenize = "ascii tokenchars '_'");
--> statement-breakpoint
-- Before the upsert the parser wants a `where`.
CREATE TRIGGER labelled_documents_added AFTER INSERT ON labelled_documents WHEN new.features <> '' BEGIN
	INSERT INTO labelled_names (library, kind, name, documents)
		SELECT new.library, kind, name, 1 FROM (
			SELECT 'documents' AS kind, '' AS name
			UNION SELECT 'correspondents', new.labels ->> 'correspondent'
			UNION SELECT 'document_types', new.labels ->> 'documentType'
			UNION SELECT 'tags', value FROM json_each(new.labels, '$.tags'))
		WHERE name IS NOT NULL
		ON CONFLICT (library, kind, name) DO UPDATE SET documents = documents + 1;
	UPDATE ai_calibrations SET changes = changes + 1 WHERE library = new.library;
END;
--> statement-breakpoint
CREATE TRIGGER labelled_documents_removed AFTER DELETE ON labelled_documents WHEN old.features <> '' BEGIN
	DELETE FROM labelled_features WHERE rowid = old.rank;
	UPDATE labelled_names SET documents = documents - 1 WHERE library = old.library AND (
		kind = 'documents'
		OR (kind = 'correspondents' AND name = old.labels ->> 'correspondent')
		OR (kind = 'document_types' AND name = old.labels ->> 'documentType')
		OR (kind = 'tags' AND name IN (SELECT value FROM json_each(old.labels, '$.tags'))));
	DELETE FROM labelled_names WHERE library = old.library AND documents <= 0;
	UPDATE ai_calibrations SET changes = changes + 1 WHERE library = old.library;
END;
