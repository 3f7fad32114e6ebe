/**
 * Door of tagging: what a job of tagging remembers, how a document is read for it and tagged, and what its owner finds of it later. The
 * jobs themselves are in `jobs/`.
 */
export { JobConfig, Quirks } from "./config.ts";
export { readLegacySheet } from "./legacy-sheet.ts";
export { newDocumentStatements, obtainDocument, openUploaded } from "./obtain.ts";
export { checkPaths } from "./path-checks.ts";
export { ExclusionsRefused, readExclusions } from "./read-exclusions.ts";
export { chooseReading, keepReading, readDocument, recognizePage } from "./reading.ts";
export {
	documentsToRemove,
	forgetTaggingJob,
	type RemovalOrder,
	removalOrders,
	removeSomeRecords,
} from "./removal/store.ts";
export { legacyResultHeader, legacyResultLine, RESULT_COLUMNS, resultCells, TEMPLATE } from "./result-table.ts";
export { type RowErrorType, RowFailure } from "./row-failure.ts";
export { cutTo, toRecords } from "./rows.ts";
export { deleteTaggingFiles, findSheet, putSheet } from "./sheet-store.ts";
export { csvLine, readCsvSheet } from "./sheets.ts";
export { SourceError } from "./source-error.ts";
export { type OpenedSource, openPreview, openSource } from "./sources.ts";
export {
	findRecord,
	findRecordById,
	findTaggingJob,
	insertRecords,
	isFinalRecord,
	listActiveBatches,
	listRecentRecords,
	listTaggingJobs,
	type NewRecord,
	type RecordResult,
	type RecordSummary,
	recordStatements,
	recordsAfter,
	searchRecords,
	slicesOf,
	type TaggingJob,
	type TaggingRecord,
	taggingStats,
	updateRecord,
} from "./store.ts";
export { providerFor, tagRecord } from "./tagger.ts";
export { WORKBOOK_CONTENT_TYPE, workbookStream } from "./workbook-writer.ts";
