/**
 * Door of the extraction: a flow's fields out of a document, each with a score and the place that proves it. Pure so far: the embedded way
 * (`extractFields`).
 */
export { extractFields } from "./engine.ts";
export { type Field, type FieldType, FieldTypes, Flow, FlowFields } from "./flow.ts";
export type { ExtractionInput } from "./page-text.ts";
export type { FieldCitation, FieldResult, FieldResults, FieldValue, Money, SimpleValue } from "./result.ts";
