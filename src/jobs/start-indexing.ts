import type { Context } from "../context.ts";
import type { Statement } from "../platform/database.ts";
import { checkEmbeddings } from "../retrieval/retrieval.ts";
import { startLibraryJob } from "./library-jobs.ts";

/**
 * Starts to index the owner's library and gives the job's id; what `alongside` gives is written in the same transaction. Throws
 * a `ModelError` (`model_not_configured`) where the model of vectors lacks its key, `conflict` while another is at work.
 */
export async function startIndexing(
	ctx: Context,
	owner: string,
	{ rebuild }: { rebuild: boolean },
	alongside?: (id: string) => Promise<readonly Statement[]>,
): Promise<string> {
	await checkEmbeddings(ctx, owner);
	return await startLibraryJob(ctx, { owner, kind: "rag_indexing", config: { rebuild } }, alongside);
}
