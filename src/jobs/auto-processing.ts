import type { Context } from "../context.ts";
import { checkModel, getAiConfig, type ProcessingConfig } from "../enrich/enrich.ts";
import { isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { firstProcessingStep } from "./ai-processing.ts";
import { startUnlessRunning } from "./start-unless-running.ts";

/**
 * Begins to propose metadata for what is new in the owner's library after a sync, where the owner wants that (contracts/library.md D13). A model
 * without its key, or a budget that cannot be kept, is logged: nobody is there to be told.
 */
export async function startAutoProcessing(ctx: Context, owner: string): Promise<void> {
	if (!ctx.config.AI_ENABLED) return;
	const settings = await getAiConfig(ctx, owner);
	if (!settings.autoProcess) return;
	try {
		await checkModel(ctx, owner, settings);
	} catch (error) {
		if (!isAppError(error, "model_not_configured") && !isAppError(error, "bad_request")) throw error;
		logError("a library is not processed after its sync", error);
		return;
	}
	const config: ProcessingConfig = { scope: { type: "new_only" }, settings };
	await startUnlessRunning(ctx, owner, { kind: "ai_processing", first: firstProcessingStep, config });
}
