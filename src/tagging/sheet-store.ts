import type { Context } from "../context.ts";
import { deleteObjects } from "../documents/documents.ts";
import { keys } from "../platform/keys.ts";

/** Keeps the sheet that a batch came from, whose columns its results repeat. */
export async function putSheet(ctx: Context, jobId: string, bytes: Uint8Array): Promise<void> {
	await ctx.files.put(keys.taggingSheet(jobId), bytes);
}

/** Undefined for a batch that came without a sheet. */
export async function findSheet(ctx: Context, jobId: string): Promise<Uint8Array | undefined> {
	const stored = await ctx.files.get(keys.taggingSheet(jobId));
	return stored === null ? undefined : new Uint8Array(await stored.arrayBuffer());
}

export async function deleteTaggingFiles(ctx: Context, jobId: string): Promise<void> {
	await deleteObjects(ctx, keys.taggingJob(jobId));
}
