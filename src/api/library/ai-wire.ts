import { z } from "@hono/zod-openapi";
import {
	type getResult,
	type ListedResult,
	type ResultFilter,
	resultGroupings,
	resultOrders,
	resultStatuses,
} from "../../enrich/enrich.ts";
import { lastOf } from "../validation.ts";
import { isoTime, querySwitch, toIsoTime } from "./wire.ts";

/* Proposed metadata as the library API spells it (contracts/library.md 8.4 to 8.7, 8.15). */

/** An empty text filters nothing. */
const text = lastOf(z.string().optional()).openapi({ type: "string" });
/** Any number, as in a scope: a bound that no mean can reach finds all or nothing. */
const bound = lastOf(z.string().optional())
	.transform((text) => (text === undefined || text.trim() === "" ? undefined : Number(text)))
	.pipe(z.number({ error: "Expected a number" }).optional());

export const FilterQuery = z.object({
	status: text.openapi({ description: `One of ${resultStatuses.join(", ")}; another finds nothing` }),
	search: text.openapi({ description: "A part of the document's title" }),
	failed: querySwitch,
	minConfidence: bound.openapi({ type: "number", description: "Of the mean over correspondent, type and tags" }),
	maxConfidence: bound.openapi({ type: "number" }),
	provider: text,
	model: text,
	changedOnly: querySwitch.openapi({ description: "What is suggested differs from what the document had" }),
});

export const ListQuery = z.object({
	...FilterQuery.shape,
	sort: lastOf(z.enum(resultOrders).default("newest")),
	limit: clamped({ fallback: 20, min: 1, max: 100 }),
	offset: clamped({ fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER }),
});

export const GroupQuery = z.object({
	...FilterQuery.shape,
	groupBy: text.openapi({ enum: [...resultGroupings], description: "Required" }),
});

/** A whole number that is brought into its bounds and never refused. */
function clamped({ fallback, min, max }: { fallback: number; min: number; max: number }) {
	return lastOf(z.string().optional())
		.transform((given) => {
			const number = given === undefined || given.trim() === "" ? Number.NaN : Math.trunc(Number(given));
			return Number.isNaN(number) ? fallback : Math.min(max, Math.max(min, number));
		})
		.openapi({ type: "integer", minimum: min, maximum: max, default: fallback });
}

export function toFilter(query: z.output<typeof FilterQuery>): ResultFilter {
	const { status, search, failed, minConfidence, maxConfidence, provider, model, changedOnly } = query;
	return { status, search, failed, minConfidence, maxConfidence, provider, model, changedOnly };
}

const name = z.string().nullable();
const summary = {
	id: z.string(),
	documentId: z.string(),
	paperlessId: z.int().nullable(),
	documentTitle: z.string().openapi({ description: "As it is now; `current…` is as it was when it was processed" }),
	provider: z.string(),
	model: z.string(),
	suggestedTitle: name,
	suggestedCorrespondent: name,
	suggestedDocumentType: name,
	suggestedTags: z.array(z.string()),
	confidence: z
		.object({ title: z.number(), correspondent: z.number(), documentType: z.number(), tags: z.number() })
		.nullable(),
	currentTitle: z.string(),
	currentCorrespondent: name,
	currentDocumentType: name,
	currentTags: z.array(z.string()),
	appliedStatus: z.enum(resultStatuses),
	appliedAt: isoTime.nullable().openapi({ description: "Of the last application, rejection or failure to apply" }),
	errorMessage: name,
	failureType: name,
	createdAt: isoTime,
};

export const ResultSummaryView = z.object(summary).openapi("AiResult");

const ids = z.array(z.int()).nullable();
export const ResultDetailView = z
	.object({
		...summary,
		evidence: name,
		promptTokens: z.int(),
		completionTokens: z.int(),
		estimatedCostUsd: z.number().nullable().openapi({ description: "Null where the model's price is not known" }),
		processingTimeMs: z.int().nullable(),
		appliedFields: z.array(z.string()).nullable(),
		rawResponseJson: name,
		preApplyTitle: name,
		preApplyCorrespondentId: z.int().nullable(),
		preApplyCorrespondentName: name,
		preApplyDocumentTypeId: z.int().nullable(),
		preApplyDocumentTypeName: name,
		preApplyTagIds: ids,
		preApplyTagNames: z.array(z.string()),
		appliedTitle: name,
		appliedCorrespondentId: z.int().nullable(),
		appliedDocumentTypeId: z.int().nullable(),
		appliedTagIds: ids,
		revertedAt: isoTime.nullable(),
	})
	.openapi("AiResultDetail");

export function toSummary(result: ListedResult): z.infer<typeof ResultSummaryView> {
	const { id, documentId, paperlessId, documentTitle, provider, model, suggestion, confidence, current } = result;
	const { status, appliedAt, errorMessage, failureType, createdAt } = result;
	return {
		id,
		documentId,
		paperlessId,
		documentTitle,
		provider,
		model,
		suggestedTitle: suggestion.title,
		suggestedCorrespondent: suggestion.correspondent,
		suggestedDocumentType: suggestion.documentType,
		suggestedTags: [...suggestion.tags],
		confidence,
		currentTitle: current.title,
		currentCorrespondent: current.correspondent,
		currentDocumentType: current.documentType,
		currentTags: [...current.tags],
		appliedStatus: status,
		appliedAt: toIsoTime(appliedAt),
		errorMessage,
		failureType,
		createdAt: toIsoTime(createdAt),
	};
}

export function toDetail(result: Awaited<ReturnType<typeof getResult>>): z.infer<typeof ResultDetailView> {
	const { evidence, promptTokens, completionTokens, estimatedCost, processingTimeMs, appliedFields } = result;
	const { rawResponse, snapshot, applied, revertedAt } = result;
	return {
		...toSummary(result),
		evidence,
		promptTokens,
		completionTokens,
		estimatedCostUsd: estimatedCost,
		processingTimeMs,
		appliedFields,
		rawResponseJson: rawResponse,
		preApplyTitle: snapshot?.title ?? null,
		preApplyCorrespondentId: snapshot?.correspondent?.id ?? null,
		preApplyCorrespondentName: snapshot?.correspondent?.name ?? null,
		preApplyDocumentTypeId: snapshot?.documentType?.id ?? null,
		preApplyDocumentTypeName: snapshot?.documentType?.name ?? null,
		// Tags of an upload have names alone.
		preApplyTagIds: snapshot === null ? null : snapshot.tags.flatMap(({ id }) => id ?? []),
		preApplyTagNames: snapshot?.tags.map(({ name: tag }) => tag) ?? [],
		appliedTitle: applied?.title ?? null,
		appliedCorrespondentId: applied?.correspondentId ?? null,
		appliedDocumentTypeId: applied?.documentTypeId ?? null,
		appliedTagIds: applied?.tagIds ?? null,
		revertedAt: toIsoTime(revertedAt),
	};
}
