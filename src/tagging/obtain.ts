import type { Context } from "../context.ts";
import {
	type Document,
	deleteDocuments,
	findByContent,
	findDocumentOfJob,
	insertDocument,
	keepBytes,
	type ReceivedInput,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { RowFailure } from "./row-failure.ts";
import { SourceError } from "./source-error.ts";
import { type OpenedSource, openSource } from "./sources.ts";
import { findRecordById, type TaggingRecord, updateRecord } from "./store.ts";

/**
 * The document that a record is about: the one it has, else what its path leads to, which then is a document of its owner's. Throws a
 * `RowFailure` in the contract's words.
 */
export async function obtainDocument(ctx: Context, record: TaggingRecord, signal: AbortSignal): Promise<Document> {
	if (record.documentId !== null) return await existing(ctx, record.documentId);
	if (record.sourceType === "") throw new RowFailure("Missing file_source_type or file_path");
	if (record.filePath === "") throw new RowFailure("file_path is required");
	const opened = await opening(ctx, record, signal);
	const { documentId, isNew, sizeBytes } = opened;
	await runBatch(ctx.db, [
		...newDocumentStatements(ctx, opened),
		updateRecord(ctx, record.id, { documentId, broughtIn: isNew, sizeBytes }),
	]);
	// The job was deleted while the bytes came: nothing of it is left.
	if ((await findRecordById(ctx, record.id)) === undefined) {
		if (isNew) await deleteDocuments(ctx, [documentId]);
		throw new AppError("not_found", "The job was deleted.");
	}
	return await existing(ctx, documentId);
}

/** Make a document of new bytes; none for one that is there. */
export function newDocumentStatements(ctx: Context, opened: OpenedSource): Statement[] {
	if (!opened.isNew) return [];
	const now = ctx.now();
	return [
		insertDocument(ctx.db, { ...opened.row, createdAt: now, updatedAt: now }),
		keepBytes(ctx.db, opened.documentId),
	];
}

/** Bytes that a caller sent, as a source like the others: a document of theirs with the same content is that document. */
export async function openUploaded(
	ctx: Context,
	owner: string,
	upload: { id: string; name: string; received: ReceivedInput },
): Promise<OpenedSource> {
	const { id, name, received } = upload;
	const { sizeBytes, sha256, info } = received;
	if (info === undefined) throw new RowFailure("the file is not a PDF");
	const content = { name, sizeBytes, sha256, format: info.format };
	const same = await findByContent(ctx, owner, sha256);
	if (same !== undefined) return { ...content, documentId: same.id, isNew: false };
	const { contentType, format, extension } = info;
	const row = {
		id,
		owner,
		source: "upload" as const,
		fileName: name,
		contentType,
		format,
		extension,
		sizeBytes,
		sha256,
	};
	return { ...content, documentId: id, isNew: true, row };
}

async function opening(ctx: Context, record: TaggingRecord, signal: AbortSignal): Promise<OpenedSource> {
	const { owner, sourceType, filePath } = record;
	try {
		return await openSource(ctx, owner, { type: sourceType, path: filePath }, { signal });
	} catch (error) {
		if (error instanceof SourceError) throw new RowFailure(`Download failed: ${error.message}`, error.errorType);
		throw error;
	}
}

async function existing(ctx: Context, id: string): Promise<Document> {
	const document = await findDocumentOfJob(ctx, id);
	if (document === undefined) throw new RowFailure("Download failed: the document was deleted");
	return document;
}
