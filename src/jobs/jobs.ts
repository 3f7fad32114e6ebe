import type { Context } from "../context.ts";
import { type Document, insertDocument, keepBytes, type NewDocument, purgeDocument } from "../documents/documents.ts";
import { newId } from "../lib/ids.ts";
import { logError } from "../lib/log.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { removeOwedVectors } from "../retrieval/retrieval.ts";
import { tellCallback } from "./callbacks.ts";
import { firstSteps } from "./conversion.ts";
import { joinWithChunks } from "./join.ts";
import { firstStepsOf } from "./kinds.ts";
import { removeRows } from "./removal.ts";
import { startOrAbandon, toStart, tryToStart } from "./start.ts";
import { continueExtraction } from "./start-extraction.ts";
import { deleteOutbox, dueOutbox, findJob, newJobStatements, type OutboxRow, postponeOutbox } from "./store.ts";

export { sweepAnswers } from "./answers.ts";
export { runDueSchedules } from "./automation.ts";
export {
	batchId,
	cancelBatch,
	getTaggingJob,
	jobEnd,
	pauseBatch,
	resumeBatch,
	startBatch,
} from "./batch.ts";
export { progressOf, toBatchStatus } from "./batch-frames.ts";
export { watchBatch } from "./batch-watch.ts";
export { consumeDeadLetters, consumeSteps } from "./consumer.ts";
export { submitUpload } from "./extraction-upload.ts";
export { type Dialect, type Frame, finalFrames } from "./frames.ts";
export { type JobHandle, jobHandle } from "./handle.ts";
export { JobObject, type OnFirstWord } from "./job.ts";
export { type JsonValue, type LibraryJobKind, libraryJobKinds } from "./job-state.ts";
export {
	activeLibraryJob,
	cancelLibraryJob,
	clearLibraryJobs,
	getLibraryJob,
	type LibraryJob,
	listLibraryJobs,
	type NewLibraryJob,
	pauseLibraryJob,
	resumeLibraryJob,
	startLibraryJob,
} from "./library-jobs.ts";
export {
	type AnalysisStatus,
	analysisStatus,
	type IndexStatus,
	indexStatus,
	type SyncStatus,
	syncStatus,
} from "./library-status.ts";
export { followLibraryJob } from "./library-watch.ts";
export type { QueueMessage, StepMessage } from "./messages.ts";
export { runNightly } from "./nightly.ts";
export { deleteTaggingRun } from "./removal.ts";
export { recordFailedSingle, singleEnd, startSingle } from "./single.ts";
export { startApplying } from "./start-applying.ts";
export { type ExtractionOrder, startExtraction } from "./start-extraction.ts";
export { startIndexing } from "./start-indexing.ts";
export { startProcessing } from "./start-processing.ts";
export { type Task, toTask } from "./task.ts";
export type { JobView } from "./view.ts";
export { watchJob } from "./watch.ts";

/**
 * Writes a new document with the job that converts it, and sends the job on its way. What `alongside` gives is written last
 * in the same transaction. Throws `internal` if the queue refuses; the document is then there and failed.
 */
export async function submitDocument(
	ctx: Context,
	document: Omit<NewDocument, "jobId" | "createdAt" | "updatedAt">,
	alongside: (submitted: Document) => Promise<readonly Statement[]>,
): Promise<Document> {
	const now = ctx.now();
	const jobId = newId();
	const row: NewDocument = { ...document, jobId, createdAt: now, updatedAt: now };
	const submitted = newlySubmitted(row, now);
	await runBatch(ctx.db, [
		insertDocument(ctx.db, row),
		...newJobStatements(ctx.db, { id: jobId, owner: row.owner, kind: "conversion", documentId: row.id, now }),
		keepBytes(ctx.db, row.id),
		...(await alongside(submitted)),
	]);
	const steps = firstSteps(submitted);
	await startOrAbandon(ctx, { id: jobId, kind: "conversion", owner: row.owner, documentId: row.id, steps });
	return submitted;
}

/** Carries out what is owed: a job whose start was lost, bytes without a document, vectors without a chunk, a task whose end nobody was told. */
export async function sweepOutbox(ctx: Context): Promise<void> {
	await removeOwedVectors(ctx).catch((error) => logError("vectors of deleted chunks were not removed", error));
	for (const row of await dueOutbox(ctx, 100)) {
		try {
			await postponeOutbox(ctx, row);
			await carryOut(ctx, row);
		} catch (error) {
			logError(`outbox ${row.topic} ${row.subject} failed`, error);
		}
	}
}

async function carryOut(ctx: Context, row: OutboxRow): Promise<void> {
	if (row.topic === "purge") {
		await purgeDocument(ctx, row.subject);
		await deleteOutbox(ctx, row.id);
		return;
	}
	if (row.topic === "join") {
		if (!(await joinWithChunks(ctx, row.subject, 200))) await deleteOutbox(ctx, row.id);
		return;
	}
	if (row.topic === "callback") {
		await tellCallback(ctx, row);
		return;
	}
	if (row.topic === "extraction") {
		await continueExtraction(ctx, row.subject);
		return;
	}
	if (row.topic === "rows") {
		await removeRows(ctx, { id: row.id, jobId: row.subject });
		return;
	}
	const job = await findJob(ctx, row.subject);
	const steps = job && (await firstStepsOf(ctx, job));
	if (job === undefined || steps === undefined) {
		await deleteOutbox(ctx, row.id);
		return;
	}
	// The object deletes the row when the first step is claimed; until then it stays, in case the object forgets too.
	await tryToStart(ctx, toStart(job, steps));
}

function newlySubmitted(row: NewDocument, now: number): Document {
	return {
		contentType: null,
		format: null,
		sizeBytes: null,
		sha256: null,
		sourceUrl: null,
		finalUrl: null,
		webhookUrl: null,
		jobId: null,
		pageCount: null,
		...row,
		jobStatus: "pending",
		jobError: null,
		pagesDone: 0,
		pagesTotal: null,
		jobUpdatedAt: now,
	} as Document;
}
