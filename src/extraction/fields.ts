/**
 * The pure half of this subject, for whoever has no Worker: a flow's fields out of a document, each with a score and the place that proves it.
 * `extractFields` is the embedded way, without a model. For a model `toPrompt` and `answerSchema` make the requests, and `groundAnswer` finds each
 * value of its answer in the text.
 */
export { type Confidence, confidenceOf } from "./confidence.ts";
export { extractFields } from "./engine.ts";
export { type Field, type FieldType, FieldTypes, Flow, FlowFields } from "./flow.ts";
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
