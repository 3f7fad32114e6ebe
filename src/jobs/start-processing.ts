import type { Context } from "../context.ts";
import { checkModel, getAiConfig, type ProcessScope, selectedItems, toKeptScope } from "../enrich/enrich.ts";
import type { Statement } from "../platform/database.ts";
import { startLibraryJob } from "./library-jobs.ts";

/**
 * Starts to propose metadata for the owner's documents and gives the job's id; what `alongside` gives is written in the same transaction. Throws
 * a `ModelError` (`model_not_configured`) where the model lacks its key, `bad_request` where a budget cannot be kept, `conflict` while another
 * is at work.
 */
export async function startProcessing(
	ctx: Context,
	owner: string,
	scope: ProcessScope,
	alongside: (id: string) => Promise<readonly Statement[]> = async () => [],
): Promise<string> {
	const settings = await getAiConfig(ctx, owner);
	await checkModel(ctx, owner, settings);
	const config = { scope: toKeptScope(scope), settings };
	const ids = scope.type === "selected_document_ids" ? scope.documentIds : [];
	return await startLibraryJob(
		ctx,
		{ owner, kind: "ai_processing", config: JSON.parse(JSON.stringify(config)) },
		async (jobId) => [...selectedItems(ctx.db, { jobId, owner }, ids), ...(await alongside(jobId))],
	);
}
