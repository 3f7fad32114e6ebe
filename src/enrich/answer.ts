/** What a model answers (contracts/library.md 14.2). */
import { z } from "zod";
import type { Confidence, Suggestion } from "./fields.ts";
import { cleanSuggestion } from "./normalise.ts";

export const answerName = "document_classification";

const share = z.number().min(0).max(1);
const label = z.string().nullable();

/** Made when it is first needed: a schema at the top of a module would be made at every start. */
export function answerSchema() {
	return z.strictObject({
		title: label,
		correspondent: label,
		documentType: label,
		tags: z.array(z.string()).max(5),
		confidence: z.strictObject({ title: share, correspondent: share, documentType: share, tags: share }),
		evidence: z.string(),
	});
}

export type ModelAnswer = z.infer<ReturnType<typeof answerSchema>>;

export interface ReadAnswer {
	suggestion: Suggestion;
	confidence: Confidence;
	evidence: string;
}

export function readAnswer({
	title,
	correspondent,
	documentType,
	tags,
	confidence,
	evidence,
}: ModelAnswer): ReadAnswer {
	return { suggestion: cleanSuggestion({ title, correspondent, documentType, tags }), confidence, evidence };
}
