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
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_dedup_keys` (
	`library` integer NOT NULL,
	`key` integer NOT NULL,
	`paper` integer NOT NULL,
	PRIMARY KEY(`library`, `key`, `paper`)
) WITHOUT ROWID;
--> statement-breakpoint
DROP TABLE `dedup_keys`;--> statement-breakpoint
ALTER TABLE `__new_dedup_keys` RENAME TO `dedup_keys`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_dedup_pairs` (
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
DROP TABLE `dedup_pairs`;--> statement-breakpoint
ALTER TABLE `__new_dedup_pairs` RENAME TO `dedup_pairs`;--> statement-breakpoint
CREATE INDEX `dedup_pairs_high` ON `dedup_pairs` (`library`,`high`,`low`);--> statement-breakpoint
ALTER TABLE `dedup_fingerprints` ADD `paper` integer;--> statement-breakpoint
ALTER TABLE `dedup_fingerprints` ADD `skipped` text;--> statement-breakpoint
CREATE INDEX `dedup_fingerprints_paper` ON `dedup_fingerprints` (`paper`);--> statement-breakpoint
ALTER TABLE `dedup_fingerprints` DROP COLUMN `data`;--> statement-breakpoint
ALTER TABLE `dedup_fingerprints` DROP COLUMN `keys`;