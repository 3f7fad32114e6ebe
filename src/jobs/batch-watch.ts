import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { type RecordSummary, recordsAfter } from "../tagging/tagging.ts";
import { batchId } from "./batch.ts";
import { catchUpFrames, type RowNote } from "./batch-frames.ts";
import { isFinal, type JsonValue } from "./job-state.ts";
import { findJob, type JobRow } from "./store.ts";
import type { JobView } from "./view.ts";
import { watchJob } from "./watch.ts";

const sliceRows = 500;
/** The object remembers a finished job for a day; from a little before, its rows tell. */
const liveMs = 23 * 3_600_000;

/**
 * A socket on a batch of the owner's, by what they call it; one that does not exist yet is waited for. The frames alone, for one that
 * ended so long ago that its live state is gone. Throws `forbidden` for another's.
 */
export async function watchBatch(
	ctx: Context,
	{ id: owner, canWrite }: { id: string; canWrite: boolean },
	name: string,
): Promise<{ socket: Response } | { frames: string[] }> {
	const id = batchId(owner, name);
	const job = await findJob(ctx, id);
	if (job !== undefined && job.owner !== owner) {
		throw new AppError("forbidden", "Not authorized to access this job");
	}
	if (job !== undefined && isFinal(job.status) && (job.finishedAt ?? 0) + liveMs < ctx.now()) {
		return { frames: [...catchUpFrames(name, pastView(job), await pastRows(ctx, id))] };
	}
	const headers = new Headers({ Upgrade: "websocket" });
	const socket = await watchJob(ctx, id, { dialect: "tagging", owner, name, canWrite, headers });
	if (socket === undefined) throw new AppError("internal", "The job does not answer");
	return { socket };
}

function pastView(job: JobRow): JobView {
	const { id, kind, owner, name, documentId, status, done, failed, total, error, startedAt, finishedAt } = job;
	const times = { startedAt, finishedAt, etaSeconds: 0, phaseProgress: null, message: null, result: null };
	return {
		id,
		kind,
		owner,
		name,
		documentId,
		status,
		phase: status,
		progress: 1,
		done,
		failed,
		total,
		error,
		...times,
	};
}

async function pastRows(ctx: Context, jobId: string): Promise<{ index: number; value: JsonValue }[]> {
	const rows: { index: number; value: JsonValue }[] = [];
	for (let after = -1; ; ) {
		const records = await recordsAfter(ctx, jobId, after, { limit: sliceRows, finalOnly: true });
		rows.push(...records.map((record) => ({ index: record.row, value: toNote(record) as unknown as JsonValue })));
		const last = records.at(-1);
		if (last === undefined || records.length < sliceRows) return rows;
		after = last.row;
	}
}

function toNote(record: RecordSummary): RowNote {
	return {
		title: record.title,
		status: record.status === "success" ? "success" : "failed",
		tags: JSON.parse(record.tags) as string[],
		error: record.error,
		metadata: record.metadata === null ? {} : (JSON.parse(record.metadata) as { [field: string]: JsonValue }),
	};
}
