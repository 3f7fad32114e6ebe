import type { Context } from "../../context.ts";
import { insertDocument, keepBytes, type NewDocument } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Statement } from "../../platform/database.ts";
import { sendDeliveries, type Telling } from "../../webhooks/webhooks.ts";
import { type DocumentNews, documentEvents } from "../events.ts";
import { getExtractionResult } from "../runs/run.ts";
import * as store from "./store.ts";

/** A document as the extraction API knows it, wherever it came from. Times are Unix milliseconds. */
export interface ExtractionDocument extends store.DocumentRow {
	/** 0…1. */
	progress: number;
	/** One sentence, where it failed. */
	failure: string | null;
}

/** What a conversion takes of all the time; the rest is the extraction's. */
const conversionShare = 0.9;

/** The caller's document; throws `not_found` for another owner's as for one that never was. */
export async function getExtractionDocument(ctx: Context, owner: string, id: string): Promise<ExtractionDocument> {
	const row = await store.findDocumentRow(ctx, owner, id);
	if (row === undefined) throw new AppError("not_found", "Document not found");
	return toDocument(row);
}

/** Newest first, and how many match. */
export async function listExtractionDocuments(
	ctx: Context,
	owner: string,
	part: store.Part & { filter: store.DocumentFilter },
): Promise<{ rows: ExtractionDocument[]; total: number }> {
	const { rows, total } = await store.listDocumentRows(ctx, owner, part);
	return { rows: rows.map(toDocument), total };
}

/** A document that is being uploaded through this API. */
export interface NewUpload {
	document: Omit<NewDocument, "jobId" | "createdAt" | "updatedAt">;
	folderId: string | null;
}

/** The rows of a new document that nothing is done with yet, and the document as it is with them. */
export function newUpload(
	ctx: Context,
	{ document, folderId }: NewUpload,
): { statements: Statement[]; document: ExtractionDocument } {
	const now = ctx.now();
	const { id, owner } = document;
	const row = { ...document, jobId: null, createdAt: now, updatedAt: now };
	const statements = [
		insertDocument(ctx.db, row),
		keepBytes(ctx.db, id),
		store.insertExtraction(ctx, { documentId: id, owner, folderId, updatedAt: now }),
	];
	const fresh: store.DocumentRow = {
		...{ id, owner, fileName: document.fileName, createdAt: now, updatedAt: now, folderId },
		...{ source: document.source, sha256: document.sha256 ?? null },
		...{ contentType: document.contentType ?? null, sizeBytes: document.sizeBytes ?? null, pageCount: null },
		...{ status: "pending", jobId: null, jobStatus: null, jobError: null, pagesDone: null, pagesTotal: null },
		...{ flowId: null, model: "standard", isOurs: true, resultToken: null, confidence: null, fieldScores: null },
		...{ error: null, review: null },
	};
	return { statements, document: toDocument(fresh) };
}

/**
 * Writes what the owner says of the result of a document as it was read, with the events that tell of it and what `alongside` has. False, and
 * nothing is written, where that is not its result any more.
 */
export async function reviewDocument(
	ctx: Context,
	document: ExtractionDocument,
	{ review, reason }: Pick<store.Verdict, "review" | "reason">,
	alongside: readonly Statement[],
): Promise<boolean> {
	const { id, owner, resultToken } = document;
	const verdict = { documentId: id, owner, resultToken, review, reason };
	const told = await eventsOf(ctx, document, verdict);
	if (!(await store.writeVerdict(ctx, verdict, { before: told.statements, after: alongside }))) return false;
	await sendDeliveries(ctx, told.deliveries);
	return true;
}

/** Nobody is told of documents that other APIs brought in. */
async function eventsOf(ctx: Context, document: ExtractionDocument, verdict: store.Verdict): Promise<Telling> {
	const { id, owner } = document;
	if (document.isOurs !== true) return { statements: [], deliveries: [] };
	const { confidence, fieldScores, extractedData } = await getExtractionResult(ctx, id);
	const news: DocumentNews = {
		...{ documentId: id, owner, isOurs: true, status: "completed", review: verdict.review, error: null },
		result: { confidence, fieldScores, extractedData },
	};
	const event = { id: newId(), type: `document.${verdict.review}` as const, news };
	return await documentEvents(ctx, event, store.isNews(verdict));
}

function toDocument(row: store.DocumentRow): ExtractionDocument {
	const failure = row.status === "failed" ? (row.error ?? row.jobError ?? "Processing failed.") : null;
	return { ...row, progress: progressOf(row), failure };
}

function progressOf({ status, jobStatus, pagesDone, pagesTotal, pageCount }: store.DocumentRow): number {
	if (status === "completed") return 1;
	if (jobStatus === "completed") return conversionShare;
	const pages = pagesTotal ?? pageCount;
	// In thousandths, and without what binary fractions add to them.
	return pages ? Math.round(1000 * conversionShare * Math.min(1, (pagesDone ?? 0) / pages)) / 1000 : 0;
}
