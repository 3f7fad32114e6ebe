import type { Context } from "../context.ts";
import { isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { checkEmbeddings, getRagConfig } from "../retrieval/retrieval.ts";
import { firstIndexingStep } from "./rag-indexing.ts";
import { startUnlessRunning } from "./start-unless-running.ts";

/**
 * Begins to make the vectors of the owner's library after a sync, where the owner wants that and the model is a hosted one (contracts/library.md
 * 15.2); what needs no model is made by the sync itself. A model without its key is logged: nobody is there to be told.
 */
export async function startAutoIndexing(ctx: Context, owner: string): Promise<void> {
	const { autoIndex } = await getRagConfig(ctx, owner);
	if (!autoIndex) return;
	try {
		if (!(await checkEmbeddings(ctx, owner))) return;
	} catch (error) {
		if (!isAppError(error, "model_not_configured")) throw error;
		logError("a library is not indexed after its sync", error);
		return;
	}
	await startUnlessRunning(ctx, owner, { kind: "rag_indexing", first: firstIndexingStep });
}
