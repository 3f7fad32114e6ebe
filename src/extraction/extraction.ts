/**
 * Door of the extraction: a flow's fields out of a document, each with a score and the place that proves it. `extractFields` is the embedded way,
 * without a model. For a model `toPieces`, `toPrompt` and `answerSchema` make the requests, `mergeAnswers` puts the answers together and finds
 * each value in the text.
 */
export { type Confidence, confidenceOf } from "./confidence.ts";
export { extractFields } from "./engine.ts";
export { type DocumentNews, documentEvents, endEvents } from "./events.ts";
export { type Field, type FieldType, FieldTypes, Flow, FlowFields } from "./flow.ts";
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
export { createFolder, deleteFolder, type Folder, findFolder, listFolders, renameFolder } from "./folders/folders.ts";
export { Grounding, type ModelValue } from "./grounding.ts";
export {
	answerSchema,
	EXTRACTION_ORDER,
	type ModelAnswer,
	mergeAnswers,
	type Piece,
	toPieces,
	toPrompt,
} from "./model-request.ts";
export type { ExtractionInput } from "./page-text.ts";
export type { FieldCitation, FieldResult, FieldResults, FieldValue, Money, SimpleValue } from "./result.ts";
