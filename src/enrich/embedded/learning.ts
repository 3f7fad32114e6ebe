/** What a document and what its user said of it teach: labels, and values that were refused. */

import type { Correction, Feedback } from "../feedback.ts";
import type { Suggestion } from "../fields.ts";
import { fold } from "../folding.ts";
import type { Reading } from "./features.ts";
import type { LabelledDocument, Labels, Rejected, Statement } from "./labelled-index.ts";

/** As the library has it. */
export interface FiledDocument {
	number: number;
	correspondent: string | null;
	documentType: string | null;
	tags: readonly string[];
}

/**
 * What is known of a document. An empty field is one that nobody has filled in yet, and nothing is known of it; only where sender and type are
 * filled in does an empty list of tags say that none fits. `ignoredTags` say nothing about a document: protected ones, the inbox's, that of
 * processed documents.
 */
export function labelsOf(
	{ correspondent, documentType, tags }: Omit<FiledDocument, "number">,
	ignoredTags: readonly string[] = [],
): Labels {
	const ignored = new Set(ignoredTags.map(fold));
	const own = tags.filter((tag) => !ignored.has(fold(tag)));
	const isFiled = correspondent !== null && documentType !== null;
	return {
		correspondent: correspondent ?? undefined,
		documentType: documentType ?? undefined,
		tags: own.length > 0 || isFiled ? own : undefined,
	};
}

/** Whether the document is worth a place in the index. */
export function isTelling(labels: Labels, rejected: Rejected): boolean {
	return (
		Object.values(labels).some((label) => label !== undefined) ||
		Object.values(rejected).some((names) => names.length > 0)
	);
}

/** What a user said of proposals for a document, the oldest first. */
export type Said = readonly { suggestion: Suggestion; feedback: readonly Feedback[] }[];

/** Out of JSON: pairs of a suggestion and of an entry about it, as they were stored. */
export function readSaid(json: string): Said {
	const entries = JSON.parse(json) as [Suggestion, Feedback][];
	return entries.map(([suggestion, feedback]) => ({ suggestion, feedback: [feedback] }));
}

/** The document as the index learns it, from what it is filed as and what was said of it. */
export function learn(
	document: FiledDocument,
	reading: Reading,
	said: Said,
	ignoredTags: readonly string[] = [],
): LabelledDocument {
	const features = Uint32Array.from(reading.features, ({ key }) => key);
	return { number: document.number, features, ...taughtBy(document, said, ignoredTags) };
}

/**
 * What is known of a document. A correction counts as a label even before it is written, and what was refused stays refused until the document
 * has it after all. Fields that were left out of an application (`partial_applied`) were not refused.
 */
export function taughtBy(
	document: Omit<FiledDocument, "number">,
	said: Said,
	ignoredTags: readonly string[] = [],
): Statement {
	const labels = labelsOf(document, ignoredTags);
	const refused = { correspondents: new Set<string>(), documentTypes: new Set<string>(), tags: new Set<string>() };
	for (const { suggestion, feedback } of said) {
		for (const { action, rejectedFields = ["correspondent", "documentType", "tags"], corrections = [] } of feedback) {
			if (action === "rejected") {
				if (rejectedFields.includes("correspondent") && suggestion.correspondent !== null)
					refused.correspondents.add(suggestion.correspondent);
				if (rejectedFields.includes("documentType") && suggestion.documentType !== null)
					refused.documentTypes.add(suggestion.documentType);
				if (rejectedFields.includes("tags")) for (const tag of suggestion.tags) refused.tags.add(tag);
			}
			for (const correction of corrections) correct(labels, refused, correction);
		}
	}
	const has = (name: string | null | undefined, names: Set<string>): void => {
		if (typeof name === "string") names.delete(name);
	};
	has(labels.correspondent, refused.correspondents);
	has(labels.documentType, refused.documentTypes);
	for (const tag of labels.tags ?? []) refused.tags.delete(tag);
	return {
		labels,
		rejected: {
			correspondents: [...refused.correspondents],
			documentTypes: [...refused.documentTypes],
			tags: [...refused.tags],
		},
	};
}

function correct(
	labels: Labels,
	refused: Record<"correspondents" | "documentTypes" | "tags", Set<string>>,
	correction: Correction,
): void {
	if (correction.field === "tags") {
		for (const tag of correction.suggested) if (!correction.corrected.includes(tag)) refused.tags.add(tag);
		labels.tags = correction.corrected;
		return;
	}
	if (correction.field === "title") return;
	const { field, suggested, corrected } = correction;
	if (suggested !== null && suggested !== corrected) refused[`${field}s`].add(suggested);
	labels[field] = corrected;
}
