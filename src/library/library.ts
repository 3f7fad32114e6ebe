/**
 * Door of the library: a user's documents as they are compared, described and asked about, wherever they came from.
 */
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
	findOwnerOf,
	type GroupMembership,
	listLibraryDocuments,
	type WholeDocument,
	walkLibraryDocuments,
} from "./catalogue/store.ts";
export { textPage } from "./catalogue/text-page.ts";
export { connectionOf, getConnection, openLibraryServer, openServer, paperlessPolicy } from "./connection.ts";
export { type DocumentIssue, documentIssues, nameKinds } from "./quality/issues.ts";
export { type DataQuality, dataQuality } from "./quality/quality.ts";
export {
	type LibraryOverview,
	type LibraryStatistics,
	libraryOverview,
	libraryStatistics,
	wordBuckets,
} from "./statistics/store.ts";
