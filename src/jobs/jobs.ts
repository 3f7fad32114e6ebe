import type { Context } from "../context.ts";
import {
	type Document,
	findDocumentOfJob,
	insertDocument,
	keepBytes,
	type NewDocument,
	purgeDocument,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { logError } from "../lib/log.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { firstSteps } from "./conversion.ts";
import type { Dialect } from "./frames.ts";
import {
	abandonJob,
	deleteOutbox,
	dueOutbox,
	findJob,
	newJobStatements,
	type OutboxRow,
	postponeOutbox,
} from "./store.ts";

export { consumeDeadLetters, consumeSteps } from "./consumer.ts";
export { type Dialect, type Frame, finalFrames } from "./frames.ts";
export { type JobHandle, jobHandle } from "./handle.ts";
export { JobObject } from "./job.ts";
export type { StepMessage } from "./messages.ts";
export { runNightly } from "./nightly.ts";
export { type Task, toTask } from "./task.ts";
export type { JobView } from "./view.ts";

const enqueueFailure = "Failed to enqueue task";

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
	if (!(await startConversion(ctx, jobId, submitted))) {
		await abandonJob(ctx, jobId, enqueueFailure);
		throw new AppError("internal", enqueueFailure);
	}
	return submitted;
}

/** A socket on which the job tells its events in `dialect`; undefined once it has forgotten them. */
export async function watchJob(
	ctx: Context,
	jobId: string,
	watch: { dialect: Dialect; after: number | undefined; headers: Headers },
): Promise<Response | undefined> {
	const url = new URL("https://job/watch");
	url.searchParams.set("dialect", watch.dialect);
	if (watch.after !== undefined) url.searchParams.set("after", String(watch.after));
	const response = await ctx.job(jobId).fetch(url, { headers: watch.headers });
	return response.status === 101 ? response : undefined;
}

/** Carries out what the outbox still holds: a job whose start was lost, bytes without a document. */
export async function sweepOutbox(ctx: Context): Promise<void> {
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
	const job = await findJob(ctx, row.subject);
	const document = job?.documentId ? await findDocumentOfJob(ctx, job.documentId) : undefined;
	if (job === undefined || document === undefined) {
		await deleteOutbox(ctx, row.id);
		return;
	}
	// The object deletes the row when the first step is claimed; until then it stays, in case the object forgets too.
	await startConversion(ctx, job.id, document);
}

async function startConversion(ctx: Context, jobId: string, document: Document): Promise<boolean> {
	try {
		const input = { id: jobId, kind: "conversion", documentId: document.id, steps: firstSteps(document) };
		return await ctx.job(jobId).start(input);
	} catch (error) {
		logError(`job ${jobId} could not be started`, error);
		return false;
	}
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
