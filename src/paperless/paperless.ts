/**
 * Door of the Paperless-ngx client. `openPaperless` makes the way to one server, for one invocation; the calls are
 * functions that take it. What fails is a `PaperlessError`, whose `reason` says what to do about it and whose
 * `retryAfterMs`, where set, when to come again.
 */
import { Paperless, type PaperlessOptions } from "./connection.ts";

export { type Method, maxAnswerBytes, maxDocumentBytes, type Paperless, type PaperlessOptions } from "./connection.ts";
export { chooseCredentials, type PaperlessCredentials } from "./credentials.ts";
export {
	type DocumentBatch,
	type DocumentPage,
	findMissing,
	getDocument,
	getDocuments,
	listDocuments,
	type PageQuery,
} from "./documents.ts";
export { createEntity, type EntityKind, type EntityList, findEntities, listEntities } from "./entities.ts";
export { isPaperlessError, PaperlessError, type PaperlessFailure } from "./failure.ts";
export { type DocumentFile, openFile } from "./files.ts";
export { fingerprintOf, listingFingerprintOf } from "./fingerprint.ts";
export {
	type ConnectionTest,
	countOf,
	countTrash,
	emptyTrash,
	getRemoteVersion,
	getServerStatus,
	getStatistics,
	type RemoteVersion,
	type ServerStatus,
	type Statistics,
	testConnection,
} from "./server.ts";
export { afterPage, isCompleteWalk, startOfWalk, type Walk } from "./walk.ts";
export type {
	DocumentListing,
	DocumentShape,
	DocumentShapes,
	DocumentState,
	Entity,
	FullDocument,
} from "./wire.ts";
export { addTagToDocuments, type DocumentChanges, deleteDocument, patchDocument } from "./writes.ts";

/** Nothing is asked yet. Throws `bad-url` or `credentials` for what can't be used. */
export function openPaperless(options: PaperlessOptions): Paperless {
	return new Paperless(options);
}
