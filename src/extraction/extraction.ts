/**
 * Door of the extraction: flows, folders, and what was taken out of documents. The engine, which needs no Worker and is loaded with the first
 * extraction, is in `fields.ts`.
 */
export {
	type ExtractionDocument,
	getExtractionDocument,
	listExtractionDocuments,
	type NewUpload,
	newUpload,
	reviewDocument,
} from "./documents/documents.ts";
export { type DocumentNews, documentEvents, endEvents } from "./events.ts";
export type { Field, FieldCitation, FieldResult, FieldResults, FieldType, FieldValue, SimpleValue } from "./fields.ts";
export { FieldTypes, Flow, FlowFields } from "./flow.ts";
export {
	createFlow,
	deleteFlow,
	type FlowSettings,
	findFlow,
	getFlow,
	listFlows,
	type StoredFlow,
	updateFlow,
} from "./flows/flows.ts";
export { createFolder, deleteFolder, type Folder, findFolder, listFolders, updateFolder } from "./folders/folders.ts";
export { beginReading, finalFailure, joinWindows, patienceMs, readWindow } from "./runs/reading.ts";
export {
	completeRun,
	type ExtractionResult,
	failRun,
	findRun,
	getExtractionResult,
	type Maker,
	type Run,
	toFlowText,
} from "./runs/run.ts";
export { changeRun, type ExtractionRow, findExtraction, isOpenRun, writeNewRun } from "./runs/store.ts";
