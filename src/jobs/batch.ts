import { v5 } from "uuid";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { isUuid } from "../lib/ids.ts";
import { logError } from "../lib/log.ts";
import { encryptSecret } from "../lib/secrets.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { findTaggingJob, insertRecords, type JobConfig, type NewRecord, slicesOf } from "../tagging/tagging.ts";
import { removeLeftovers } from "./removal.ts";
import { startOrAbandon, toStart } from "./start.ts";
import { expectRows, findJob, type JobRow, keepRows, newJobStatements } from "./store.ts";
import { firstRow } from "./tagging.ts";
import { watchJob } from "./watch.ts";

/** Rows of a start that was interrupted are removed after this long. */
const startMs = 15 * 60_000;

export interface NewBatch {
	kind: "single" | "batch";
	id: string;
	/** What the caller calls it. */
	name: string;
	owner: string;
	rows: readonly NewRecord[];
	config: JobConfig;
	/** The caller's own key for a hosted model: kept by the job alone, sealed, until its end. */
	apiKey: string | undefined;
}

/** A batch's id from what its owner calls it, the same whenever it is asked for: a UUID is one already. */
export function batchId(owner: string, name: string): string {
	return isUuid(name) ? name.toLowerCase() : v5(name, owner);
}

/**
 * Writes the rows of a batch and its job, and sends it on its way. The job is seen with its last row, together with what
 * `alongside` gives. Throws `conflict` where the id is taken.
 */
export async function startBatch(ctx: Context, batch: NewBatch, alongside: readonly Statement[]): Promise<void> {
	const { id, owner, kind } = batch;
	const sealed =
		batch.apiKey === undefined ? null : await encryptSecret(ctx.config.DATA_KEY, `jobs/${id}`, batch.apiKey);
	// The object is the one that decides between two starts under one id.
	if ((await findJob(ctx, id)) !== undefined) throw taken();
	if (!(await ctx.job(id).reserve(sealed))) {
		await jobAppears(ctx, id);
		throw taken();
	}
	// What an earlier start that was interrupted, or a run that was deleted, has left.
	if (!(await removeLeftovers(ctx, id))) {
		await ctx.job(id).erase();
		throw new AppError("invalid_request", "Job ID already exists: the job is being deleted");
	}
	const slices = [...slicesOf(batch.rows)];
	if (slices.length > 1) await runBatch(ctx.db, [expectRows(ctx, id, startMs)]);
	const total = batch.rows.length;
	const row = { id, owner, kind, documentId: null, name: batch.name, config: JSON.stringify(batch.config), total };
	try {
		for (const [at, { first, rows }] of slices.entries()) {
			const statements = insertRecords(ctx, { id, owner, first }, rows);
			if (at === slices.length - 1) {
				statements.push(...newJobStatements(ctx.db, { ...row, now: ctx.now() }), keepRows(ctx, id), ...alongside);
			}
			await runBatch(ctx.db, statements);
		}
	} catch (error) {
		await removeLeftovers(ctx, id).catch((cause) => logError(`rows of ${id} are left`, cause));
		await ctx.job(id).erase();
		throw error;
	}
	const job = await findJob(ctx, id);
	if (job === undefined) throw new AppError("internal", "The batch was not written.");
	await startOrAbandon(ctx, toStart(job, [firstRow()]));
}

/** Waits until a job is over, across restarts of its object; the caller may go, the job stays. */
export async function jobEnd(ctx: Context, id: string, owner: string, signal: AbortSignal): Promise<JobRow> {
	for (;;) {
		const socket = (
			await watchJob(ctx, id, { dialect: "tagging", owner, headers: new Headers({ Upgrade: "websocket" }) })
		)?.webSocket;
		if (socket) await socketEnd(socket, signal);
		const job = await findJob(ctx, id);
		if (job === undefined) throw new AppError("not_found", "Job not found");
		if (job.finishedAt !== null) return job;
		signal.throwIfAborted();
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

function socketEnd(socket: WebSocket, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		socket.addEventListener("close", () => resolve());
		socket.addEventListener("error", () => resolve());
		signal.addEventListener("abort", () => {
			socket.close(1000, "client gone");
			resolve();
		});
		socket.accept();
	});
}

/** The caller's own batch or single run by its id or name. Throws `not_found`, and `forbidden` for another's. */
export async function getTaggingJob(ctx: Context, owner: string, name: string, refused: string): Promise<JobRow> {
	const job = await findTaggingJob(ctx, batchId(owner, name));
	if (job === undefined) throw new AppError("not_found", "Job not found");
	if (job.owner !== owner) throw new AppError("forbidden", refused);
	return job;
}

export async function cancelBatch(ctx: Context, id: string): Promise<void> {
	await ctx.job(id).cancel({ patient: true });
}

export async function pauseBatch(ctx: Context, id: string): Promise<void> {
	await ctx.job(id).pause();
}

export async function resumeBatch(ctx: Context, id: string): Promise<void> {
	await ctx.job(id).resume();
}

/** Another start of the same id is on its way: whoever repeated a request finds its answer once the job is there. */
async function jobAppears(ctx: Context, id: string): Promise<void> {
	for (let tries = 0; tries < 20 && (await findJob(ctx, id)) === undefined; tries += 1) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

function taken(): AppError {
	return new AppError("invalid_request", "Job ID already exists");
}
