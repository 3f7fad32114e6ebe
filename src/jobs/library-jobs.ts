import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { isUniqueViolation, runBatch, type Statement } from "../platform/database.ts";
import type { JsonValue } from "./job-state.ts";
import { firstStepsOf } from "./kinds.ts";
import { startOrAbandon, toStart } from "./start.ts";
import { findJob, newJobStatements } from "./store.ts";

/** Jobs on a user's library: of each kind one at a time may be pending, running or paused (contracts/library.md 16.1, 16.2). */
export const libraryJobKinds = [
	"sync",
	"analysis",
	"batch_operation",
	"ai_processing",
	"ai_apply",
	"rag_indexing",
] as const;
export type LibraryJobKind = (typeof libraryJobKinds)[number];

export interface NewLibraryJob {
	owner: string;
	kind: LibraryJobKind;
	/** How the work is to be done, for its steps (`JSON.parse(run.job.config)`); never holds a key. */
	config?: JsonValue;
}

/**
 * Writes a job of the owner's library and sends it on its way; gives its id. What `alongside` gives for that id is written in the
 * same transaction. Throws `conflict` with `details: {reason: "job_running"}` while one of the kind is not over; the database
 * decides, so of many starts at once just one succeeds.
 */
export async function startLibraryJob(
	ctx: Context,
	{ owner, kind, config }: NewLibraryJob,
	alongside: (id: string) => Promise<readonly Statement[]> = async () => [],
): Promise<string> {
	const id = newId();
	const row = { id, owner, kind, documentId: null, config: config === undefined ? null : JSON.stringify(config) };
	const answer = await alongside(id);
	try {
		await runBatch(ctx.db, [...newJobStatements(ctx.db, { ...row, now: ctx.now() }), ...answer]);
	} catch (error) {
		if (isUniqueViolation(error)) throw running(kind, error);
		throw error;
	}
	const job = await findJob(ctx, id);
	const steps = job && (await firstStepsOf(ctx, job));
	if (job === undefined || steps === undefined) throw new AppError("internal", "The job could not be begun.");
	await startOrAbandon(ctx, toStart(job, steps));
	return id;
}

/** With its cause, by which a repeated request is known for one. */
function running(kind: LibraryJobKind, cause: unknown): AppError {
	const details = { reason: "job_running" };
	return new AppError("conflict", `A job of type ${kind} is already running`, { details, cause });
}
