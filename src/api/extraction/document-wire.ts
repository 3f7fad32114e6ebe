import { z } from "@hono/zod-openapi";
import type { ExtractionDocument } from "../../extraction/extraction.ts";
import { isoTime, toIsoTime } from "./wire.ts";

export const Status = z.enum(["pending", "processing", "completed", "failed"]);
export const Review = z.enum(["approved", "rejected"]);
export const Model = z.enum(["standard", "premium"]);

export const Document = z
	.object({
		document_id: z.string(),
		status: Status,
		file_name: z.string(),
		content_type: z.string().nullable(),
		size_bytes: z.int().nullable(),
		page_count: z.int().nullable(),
		folder_id: z.string().nullable(),
		flow_id: z.string().nullable(),
		model: Model.nullable(),
		progress: z.number().min(0).max(1),
		review: Review.nullable(),
		confidence_score: z.number().min(0).max(100).nullable(),
		error: z.string().nullable(),
		created_at: isoTime,
		updated_at: isoTime,
	})
	.openapi("ExtractionDocument");

export const DocumentState = z.object({
	document_id: z.string(),
	status: Status,
	progress: z.number().min(0).max(1),
	error: z.string().nullable(),
});

export const Result = z
	.object({
		document_id: z.string(),
		markdown: z.string(),
		extracted_data: z.record(z.string(), z.unknown()),
		confidence_score: z.number().min(0).max(100),
		field_scores: z.record(z.string(), z.number().min(0).max(100)),
		review: Review.nullable(),
		citations: z.record(
			z.string(),
			z.object({ page: z.int(), bbox: z.array(z.number()).length(4), text: z.string() }).nullable(),
		),
	})
	.openapi("ExtractionResult");

export const Verdict = z.object({ document_id: z.string(), review: Review });

export function toDocument(document: ExtractionDocument): z.infer<typeof Document> {
	const { id, status, folderId, flowId, model, progress, review, confidence, failure } = document;
	return {
		document_id: id,
		status,
		file_name: document.fileName,
		content_type: document.contentType,
		size_bytes: document.sizeBytes,
		page_count: document.pageCount,
		folder_id: folderId,
		flow_id: flowId,
		model,
		progress,
		review,
		confidence_score: confidence,
		error: failure,
		created_at: toIsoTime(document.createdAt),
		updated_at: toIsoTime(document.updatedAt),
	};
}
