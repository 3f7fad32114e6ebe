/** What users say of proposals (contracts/library.md 8.17, 8.18). */
import { type Field, fields, type Suggestion } from "./fields.ts";

export const feedbackActions = ["rejected", "corrected", "partial_applied"] as const;

export type Correction =
	| { field: "title" | "correspondent" | "documentType"; suggested: string | null; corrected: string | null }
	| { field: "tags"; suggested: readonly string[]; corrected: readonly string[] };

export interface Feedback {
	action: (typeof feedbackActions)[number];
	/** Of a rejection; without it all that was suggested is rejected. */
	rejectedFields?: readonly Field[];
	corrections?: readonly Correction[];
	reason?: string;
}

/**
 * Corrections as a client sends them: by field the right value, or it with what had been suggested; what is not said was suggested by the result
 * (contracts/library.md D17). Other fields and values of another type are left out.
 */
export function readCorrections(sent: Readonly<Record<string, unknown>>, suggestion: Suggestion): Correction[] {
	return fields.flatMap((field): Correction[] => {
		const value = sent[field];
		if (value === undefined) return [];
		const isPair = typeof value === "object" && value !== null && "corrected" in value;
		const corrected: unknown = isPair ? value.corrected : value;
		const suggested: unknown = isPair && "suggested" in value ? value.suggested : suggestion[field];
		if (field === "tags") {
			const [before, after] = [tagsOf(suggested) ?? suggestion.tags, tagsOf(corrected)];
			return after === undefined ? [] : [{ field, suggested: before, corrected: after }];
		}
		if (!isLabel(corrected)) return [];
		return [{ field, suggested: isLabel(suggested) ? suggested : suggestion[field], corrected }];
	});
}

function tagsOf(value: unknown): readonly string[] | undefined {
	return Array.isArray(value) && value.every((tag) => typeof tag === "string") ? value : undefined;
}

function isLabel(value: unknown): value is string | null {
	return value === null || typeof value === "string";
}

export interface FeedbackSummary {
	totalFeedback: number;
	rejections: number;
	corrections: number;
	partialApplied: number;
	topRejectedFields: { field: string; count: number }[];
	topCorrectionPatterns: { field: string; suggestedValue: string; correctedValue: string; count: number }[];
}

/** Over the lists of all results. */
export function summariseFeedback(entries: Iterable<Feedback>): FeedbackSummary {
	const counts = { rejected: 0, corrected: 0, partial_applied: 0 };
	const rejected = new Map<string, number>();
	const patterns = new Map<string, FeedbackSummary["topCorrectionPatterns"][number]>();
	for (const { action, rejectedFields = [], corrections = [] } of entries) {
		counts[action]++;
		for (const field of rejectedFields) rejected.set(field, (rejected.get(field) ?? 0) + 1);
		for (const { field, suggested, corrected } of corrections) {
			const [suggestedValue, correctedValue] = [asText(suggested), asText(corrected)];
			const key = JSON.stringify([field, suggestedValue, correctedValue]);
			const pattern = patterns.get(key) ?? { field, suggestedValue, correctedValue, count: 0 };
			pattern.count++;
			patterns.set(key, pattern);
		}
	}
	return {
		totalFeedback: counts.rejected + counts.corrected + counts.partial_applied,
		rejections: counts.rejected,
		corrections: counts.corrected,
		partialApplied: counts.partial_applied,
		topRejectedFields: [...rejected].map(([field, count]) => ({ field, count })).sort((a, b) => b.count - a.count),
		topCorrectionPatterns: [...patterns.values()].sort((a, b) => b.count - a.count),
	};
}

function asText(value: string | readonly string[] | null): string {
	if (value === null) return "";
	return typeof value === "string" ? value : JSON.stringify(value);
}
