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
CREATE INDEX `schedules_due` ON `schedules` (`next_run_at`);