import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { isUniqueViolation, runBatch, type Statement } from "../platform/database.ts";
import { isFinal, type JobStatus, type JsonValue, type LibraryJobKind } from "./job-state.ts";
import { firstStepsOf } from "./kinds.ts";
import { startOrAbandon, toStart, tryToStart } from "./start.ts";
import {
	abandonJob,
	deleteFinishedLibraryJobs,
	findActiveJob,
	findJob,
	findLibraryJob,
	type JobRow,
	type LibraryJobQuery,
	listLibraryJobRows,
	newJobStatements,
} from "./store.ts";
import type { JobView } from "./view.ts";

/** A pending job that its object does not know after this long was never started. */
const startGraceMs = 5_000;

export interface NewLibraryJob {
	owner: string;
	kind: LibraryJobKind;
	/** How the work is to be done, for its steps (`JSON.parse(run.job.config)`); never holds a key. */
	config?: JsonValue;
}

/** A job on a library as it stands. Times are Unix milliseconds. */
export interface LibraryJob {
	id: string;
	kind: JobRow["kind"];
	status: JobStatus;
	/** 0…1; of a job that failed or was cancelled, how far it came. */
	progress: number;
	/** The same of what it is doing; null where that does not tell, and once it is over. */
	phaseProgress: number | null;
	message: string | null;
	/** Why it failed, in one sentence. */
	error: string | null;
	/** What it came to; null but for a completed one. */
	result: JsonValue;
	createdAt: number;
	startedAt: number | null;
	finishedAt: number | null;
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
	const write = async (): Promise<string> => {
		const id = newId();
		const row = { id, owner, kind, documentId: null, config: config === undefined ? null : JSON.stringify(config) };
		const answer = await alongside(id);
		await runBatch(ctx.db, [...newJobStatements(ctx.db, { ...row, now: ctx.now() }), ...answer]);
		return id;
	};
	let id: string;
	try {
		id = await write();
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		// It may be dead and not know it yet.
		if ((await activeLibraryJob(ctx, owner, kind)) !== undefined) throw running(kind, error);
		id = await write().catch((again) => {
			throw isUniqueViolation(again) ? running(kind, again) : again;
		});
	}
	const job = await findJob(ctx, id);
	const steps = job && (await firstStepsOf(ctx, job));
	if (job === undefined || steps === undefined) throw new AppError("internal", "The job could not be begun.");
	await startOrAbandon(ctx, toStart(job, steps));
	return id;
}

/** The owner's job of the kind that is pending, running or paused. */
export async function activeLibraryJob(
	ctx: Context,
	owner: string,
	kind: LibraryJobKind,
): Promise<LibraryJob | undefined> {
	const row = await findActiveJob(ctx, owner, kind);
	const job = row && (await liveJob(ctx, row));
	return job === undefined || isFinal(job.status) ? undefined : job;
}

/** Throws `not_found` for what is not there, another's, or no job on a library. */
export async function getLibraryJob(ctx: Context, owner: string, id: string): Promise<LibraryJob> {
	return await liveJob(ctx, await getRow(ctx, owner, id));
}

/** Newest first; a kind or status that does not exist matches nothing. */
export async function listLibraryJobs(
	ctx: Context,
	query: LibraryJobQuery,
): Promise<{ items: LibraryJob[]; total: number }> {
	const { rows, total } = await listLibraryJobRows(ctx, query);
	// Of the six kinds one each may be active, so few objects are asked.
	return { items: await Promise.all(rows.map((row) => liveJob(ctx, row))), total };
}

/** Ends the job at once: no slice of it is begun afterwards. Throws `conflict` where it is over. */
export async function cancelLibraryJob(ctx: Context, owner: string, id: string): Promise<void> {
	await command(ctx, owner, id, { to: "cancelled", carryOut: () => ctx.job(id).cancel() });
}

/** The slice in hand is finished, no other is begun. Throws `conflict` where the job is over or paused. */
export async function pauseLibraryJob(ctx: Context, owner: string, id: string): Promise<void> {
	await command(ctx, owner, id, { to: "paused", carryOut: () => ctx.job(id).pause() });
}

/** Throws `conflict` where the job is not paused. */
export async function resumeLibraryJob(ctx: Context, owner: string, id: string): Promise<void> {
	await command(ctx, owner, id, { to: "running", from: "paused", carryOut: () => ctx.job(id).resume() });
}

/** Deletes the owner's jobs on a library that are over; gives their number. */
export async function clearLibraryJobs(ctx: Context, owner: string): Promise<number> {
	return await deleteFinishedLibraryJobs(ctx, owner);
}

async function command(
	ctx: Context,
	owner: string,
	id: string,
	{ to, from, carryOut }: { to: JobStatus; from?: JobStatus; carryOut: () => Promise<void> },
): Promise<void> {
	const row = await getRow(ctx, owner, id);
	const before = await liveJob(ctx, row);
	const isPossible = from === undefined ? before.status !== to : before.status === from;
	if (isFinal(before.status) || !isPossible) throw wrongState(before.status);
	// An object that was not told of its job yet takes it on first, so that no late start can undo the command.
	if ((await ctx.job(id).view()) === null) await begin(ctx, row);
	await carryOut();
	const after = await ctx.job(id).view();
	// It may have ended by itself in between.
	if (after !== null && isFinal(after.status) && after.status !== to) throw wrongState(after.status);
}

async function getRow(ctx: Context, owner: string, id: string): Promise<JobRow> {
	const row = await findLibraryJob(ctx, owner, id);
	if (row === undefined) throw new AppError("not_found", "Job not found");
	return row;
}

/** What the row says of a job that is over; of any other what its object says, which notices what is overdue. */
async function liveJob(ctx: Context, row: JobRow): Promise<LibraryJob> {
	if (isFinal(row.status)) return fromRow(row);
	const view = await ctx.job(row.id).view();
	if (view !== null) return fromView(view, row.createdAt);
	if (ctx.now() - row.createdAt < startGraceMs) return fromRow(row);
	if (row.status === "pending") await begin(ctx, row);
	else await abandonJob(ctx, row.id, "Worker crashed: what it knew of the job is lost.");
	return fromRow((await findJob(ctx, row.id)) ?? row);
}

async function begin(ctx: Context, row: JobRow): Promise<void> {
	const steps = await firstStepsOf(ctx, row);
	if (steps !== undefined) await tryToStart(ctx, toStart(row, steps));
}

function fromRow(row: JobRow): LibraryJob {
	const { id, kind, status, createdAt, startedAt, finishedAt, message } = row;
	return {
		id,
		kind,
		status,
		progress: row.fraction ?? (status === "completed" ? 1 : 0),
		phaseProgress: isFinal(status) ? null : row.phaseFraction,
		message,
		error: status === "failed" ? row.error : null,
		result: row.result === null ? null : (JSON.parse(row.result) as JsonValue),
		createdAt,
		startedAt,
		finishedAt,
	};
}

export function fromView(view: JobView, createdAt: number): LibraryJob {
	const { id, status, progress, message, startedAt, finishedAt } = view;
	return {
		id,
		kind: view.kind as JobRow["kind"],
		status,
		progress,
		phaseProgress: isFinal(status) ? null : view.phaseProgress,
		message,
		error: status === "failed" ? view.error : null,
		result: status === "completed" ? view.result : null,
		createdAt,
		startedAt,
		finishedAt,
	};
}

/** With its cause, by which a repeated request is known for one. */
function running(kind: LibraryJobKind, cause: unknown): AppError {
	const details = { reason: "job_running" };
	return new AppError("conflict", `A job of type ${kind} is already running`, { details, cause });
}

function wrongState(status: JobStatus): AppError {
	return new AppError("conflict", `The job is ${status}`);
}
