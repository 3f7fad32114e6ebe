import type { Context } from "../../context.ts";
import { countLibraryDocuments, removeLibraryDocuments, someSyncedIds } from "../store.ts";
import type { SyncRun } from "./run.ts";
import { countOutcomes, countRemoved, forgetRuns, listErrors, writeEnd } from "./store.ts";

/** The next run begins so long before the last change that this one has seen: changes become visible late. */
const overlapMs = 5 * 60_000;
/** Of documents that failed; a server that is broken altogether breaks on each. */
const maxErrors = 100;
const purgedAtOnce = 200;

/** What a sync came to, as it is shown (contracts/library.md 12.7). */
export type SyncResult = {
	totalFetched: number;
	inserted: number;
	updated: number;
	skipped: number;
	failed: number;
	reconciled: number;
	errors: string[];
	durationMs: number;
	syncType: "full" | "incremental";
};

export interface SyncEnd {
	syncType: SyncResult["syncType"];
	/** Unix milliseconds. */
	startedAt: number;
	/** The last change seen, by the server's clock. */
	latest: number | null;
}

/** Counts what the run came to, and writes it to the library. Again: gives the same. */
export async function finishSync(
	ctx: Context,
	run: Pick<SyncRun, "owner" | "job" | "library">,
	{ syncType, startedAt, latest }: SyncEnd,
): Promise<SyncResult> {
	const { owner } = run;
	const { inserted, updated, skipped, failed } = await countOutcomes(ctx, run);
	const result: SyncResult = {
		totalFetched: inserted + updated + skipped + failed,
		inserted,
		updated,
		skipped,
		failed,
		reconciled: await countRemoved(ctx, run),
		errors: await listErrors(ctx, run, maxErrors),
		durationMs: Math.max(0, ctx.now() - startedAt),
		syncType,
	};
	const end = {
		startedAt,
		syncedUpTo: latest === null ? null : latest - overlapMs,
		written: inserted + updated,
		totalDocuments: await countLibraryDocuments(ctx, owner),
	};
	await writeEnd(ctx, owner, end);
	return result;
}

/** Forgets the owner's runs, so that the next sync is a full one whatever becomes of the purge. */
export async function beginPurge(ctx: Context, owner: string): Promise<void> {
	await forgetRuns(ctx, owner);
}

/** Removes some of what came from Paperless; false once there is none (contracts/library.md 12.6). */
export async function purgeSome(ctx: Context, owner: string): Promise<boolean> {
	const ids = await someSyncedIds(ctx, owner, purgedAtOnce);
	if (ids.length > 0) await removeLibraryDocuments(ctx, owner, ids);
	return ids.length > 0;
}
