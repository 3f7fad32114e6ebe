import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import {
	findRecord,
	insertRecords,
	type JobConfig,
	newDocumentStatements,
	type OpenedSource,
	recordStatements,
	type TaggingRecord,
} from "../tagging/tagging.ts";
import { jobEnd, startBatch } from "./batch.ts";
import { failedJobStatement } from "./store.ts";

/** How long a request waits; the run goes on. */
const waitMs = 10 * 60_000;

export interface NewSingle {
	owner: string;
	/** Its bytes are there already. */
	opened: OpenedSource;
	filePath: string;
	sourceType: "upload" | "url";
	config: JobConfig;
	apiKey: string | undefined;
}

/**
 * Starts tagging one document; new bytes become a document with it. `alongside` gives what is written in the same transaction,
 * from the job's id.
 */
export async function startSingle(
	ctx: Context,
	single: NewSingle,
	alongside: (jobId: string) => Promise<readonly Statement[]>,
): Promise<string> {
	const id = newId();
	const { owner, opened, config, apiKey, filePath, sourceType } = single;
	const row = {
		// Its own title is known once it is read.
		title: opened.name,
		description: "",
		filePath,
		sourceType,
		documentId: opened.documentId,
		broughtIn: opened.isNew,
		sizeBytes: opened.sizeBytes,
	};
	const statements = [...newDocumentStatements(ctx, opened), ...(await alongside(id))];
	await startBatch(ctx, { kind: "single", id, name: id, owner, rows: [row], config, apiKey }, statements);
	return id;
}

/** Records a run that ended before it began: what was sent is no document. */
export async function recordFailedSingle(
	ctx: Context,
	run: { owner: string; title: string; filePath: string; error: string },
): Promise<void> {
	const id = newId();
	const { owner, title, filePath, error } = run;
	const row = { title, description: "", filePath, sourceType: "upload" };
	await runBatch(ctx.db, [
		...insertRecords(ctx, { id, owner, first: 0 }, [row]),
		failedJobStatement(ctx.db, { id, owner, kind: "single", error, now: ctx.now() }),
	]);
	const record = await findRecord(ctx, id, 0);
	if (record !== undefined) await runBatch(ctx.db, recordStatements(ctx, record, { error }));
}

/** The record of a single run, once it is over. */
export async function singleEnd(ctx: Context, id: string, owner: string): Promise<TaggingRecord> {
	await jobEnd(ctx, id, owner, AbortSignal.timeout(waitMs));
	const record = await findRecord(ctx, id, 0);
	if (record === undefined) throw new AppError("not_found", "The job was deleted.");
	return record;
}
