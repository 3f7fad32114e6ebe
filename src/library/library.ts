/**
 * Door of the library: a user's documents as they are compared, described and asked about, wherever they came from. Those of a
 * Paperless-ngx server are copied by a sync, whose steps are the verbs here; uploads join once they are converted.
 */

export { chooseCredentials, isPaperlessError, type PaperlessError } from "../paperless/paperless.ts";
export { eachLibraryDocument, getLibraryDocument, getWholeDocument, libraryContent } from "./catalogue/catalogue.ts";
export {
	type DocumentFilter,
	type DocumentOrder,
	type DocumentPosition,
	documentOrders,
	type LibraryDocument,
} from "./catalogue/filters.ts";
export {
	countMatchingDocuments,
	type GroupMembership,
	listLibraryDocuments,
	type WholeDocument,
	walkLibraryDocuments,
} from "./catalogue/store.ts";
export { textPage } from "./catalogue/text-page.ts";
export {
	connectionOf,
	getConnection,
	openLibraryServer,
	openServer,
	type PaperlessConnection,
	paperlessPolicy,
} from "./connection.ts";
export { syncNames } from "./names/names.ts";
export { type DocumentIssue, documentIssues, nameKinds } from "./quality/issues.ts";
export { type DataQuality, dataQuality } from "./quality/quality.ts";
export { RequestTally } from "./request-tally.ts";
export { countLibraryTrash, emptyLibraryTrash, type GivenServer, libraryFile, testServer } from "./server.ts";
export {
	type LibraryOverview,
	type LibraryStatistics,
	libraryOverview,
	libraryStatistics,
	wordBuckets,
} from "./statistics/store.ts";
export {
	countLibraryDocuments,
	findLibrary,
	type Library,
	openLibrary,
	removeLibraryDocuments,
} from "./store.ts";
export { type WalkState, walkStart } from "./sync/changes.ts";
export { fetchDocuments } from "./sync/contents.ts";
export { beginPurge, finishSync, purgeSome, type SyncEnd, type SyncResult } from "./sync/end.ts";
export {
	type ListedPage,
	listPageSize,
	reconcileSome,
	syncListPage,
	syncWalkPage,
	type WalkedPage,
} from "./sync/pages.ts";
export type { SyncRun } from "./sync/run.ts";
export { countOutcomes, forgetMet } from "./sync/store.ts";
export { type FileTitles, joinOwedUploads, joinUpload } from "./uploads/uploads.ts";
export {
	labelledUpload,
	type ServerNames,
	tagCopies,
	type WrittenDocument,
	writtenStatements,
} from "./written/store.ts";
