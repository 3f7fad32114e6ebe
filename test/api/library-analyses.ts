import { expect } from "vitest";
import { bodyOf, send } from "../accounts/support.ts";
import { jobEnded, type LibraryUser, type ShownJob } from "./library.ts";

export interface AnalysisResult {
	totalDocuments: number;
	documentsAnalyzed: number;
	documentsSkipped: number;
	skipReasons: { noContent: number; tooShort: number; shinglesFailed: number };
	isFullRebuild: boolean;
	signaturesGenerated: number;
	signaturesReused: number;
	candidatePairsFound: number;
	candidatePairsScored: number;
	groupsCreated: number;
	groupsUpdated: number;
	groupsRemoved: number;
	durationMs: number;
}

export async function startAnalysis({ headers }: LibraryUser, body: object = {}): Promise<string> {
	const response = await send("/api/v1/analysis", {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
	expect(response.status).toBe(202);
	return (await bodyOf<{ data: { jobId: string } }>(response)).data.jobId;
}

/** Runs an analysis to its end, which must be a good one. */
export async function analysed(user: LibraryUser, body: object = {}): Promise<AnalysisResult> {
	const job: ShownJob = await jobEnded(user, await startAnalysis(user, body));
	expect(job).toMatchObject({ status: "completed", progress: 1, errorMessage: null });
	return JSON.parse(job.resultJson ?? "null");
}
