import type { Context } from "../context.ts";
import { findLibrary } from "../library/library.ts";
import { type RagStats, ragStats } from "../retrieval/retrieval.ts";
import { activeLibraryJob, type LibraryJob } from "./library-jobs.ts";

/** The last complete sync of a library, and the one under way. Times are Unix milliseconds. */
export interface SyncStatus {
	lastSyncAt: number | null;
	/** Documents that it inserted or updated. */
	lastSyncDocumentCount: number | null;
	totalDocuments: number;
	active: LibraryJob | undefined;
}

export interface AnalysisStatus {
	lastAnalysisAt: number | null;
	/** Of all statuses, when it ended. */
	totalDuplicateGroups: number;
	active: LibraryJob | undefined;
}

export async function syncStatus(ctx: Context, owner: string): Promise<SyncStatus> {
	const [state, active] = await Promise.all([findLibrary(ctx, owner), activeLibraryJob(ctx, owner, "sync")]);
	return {
		lastSyncAt: state?.lastSyncAt ?? null,
		lastSyncDocumentCount: state?.lastSyncDocumentCount ?? null,
		totalDocuments: state?.totalDocuments ?? 0,
		active,
	};
}

export async function analysisStatus(ctx: Context, owner: string): Promise<AnalysisStatus> {
	const [state, active] = await Promise.all([findLibrary(ctx, owner), activeLibraryJob(ctx, owner, "analysis")]);
	return {
		lastAnalysisAt: state?.lastAnalysisAt ?? null,
		totalDuplicateGroups: state?.totalDuplicateGroups ?? 0,
		active,
	};
}

/** What of a library is indexed for questions, and whether that is being worked on. */
export interface IndexStatus extends RagStats {
	active: LibraryJob | undefined;
}

export async function indexStatus(ctx: Context, owner: string): Promise<IndexStatus> {
	const [stats, active] = await Promise.all([ragStats(ctx, owner), activeLibraryJob(ctx, owner, "rag_indexing")]);
	return { ...stats, active };
}
