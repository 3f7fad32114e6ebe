import type { Assessment } from "./assessment.ts";
import type { TagEvidence } from "./tag-field.ts";

export function evidenceSentence(_a: Assessment, _b: { correspondent: string | undefined; documentType: string | undefined; tags: readonly TagEvidence[] }): string {
	return "";
}
