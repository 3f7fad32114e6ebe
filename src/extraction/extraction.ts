/**
 * Door of the extraction: flows, folders, and what was taken out of documents. The engine, which needs no Worker and is loaded with the first
 * extraction, is in `fields.ts`.
 */

export type { Field, FieldCitation, FieldResults, FieldType, FieldValue } from "./fields.ts";
export { Flow, FlowFields } from "./flow.ts";
