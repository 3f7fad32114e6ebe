import type { Context } from "../context.ts";
import {
	type AiConfig,
	checkModel,
	getAiConfig,
	hasBudget,
	type ProcessingConfig,
	type ProcessScope,
	selectedItems,
	toKeptScope,
} from "../enrich/enrich.ts";
import { AppError } from "../errors.ts";
import type { Statement } from "../platform/database.ts";
import type { JsonValue } from "./job-state.ts";
import { startLibraryJob } from "./library-jobs.ts";

/** Written with the job, by its id. */
type Alongside = (id: string) => Promise<readonly Statement[]>;
const nothing: Alongside = async () => [];

/**
 * Starts to propose metadata for the owner's documents and gives the job's id; what `alongside` gives is written in the same transaction. Throws
 * a `ModelError` (`model_not_configured`) where the model lacks its key, `bad_request` where a budget cannot be kept, `conflict` while another
 * is at work.
 */
export async function startProcessing(
	ctx: Context,
	owner: string,
	scope: ProcessScope,
	alongside: Alongside = nothing,
): Promise<string> {
	const settings = await getAiConfig(ctx, owner);
	await checkModel(ctx, owner, settings);
	return await startRun(ctx, { owner, settings, scope }, alongside);
}

/** Documents of a run that nobody watches, where its owner has set no cap (contracts/library.md 22). */
const scheduledCap = 25;

/**
 * The settings of a run by schedule. It only ever proposes, and for so many documents at most. Throws `bad_request` where proposals are switched
 * off, or cost something and have no monthly budget; `model_not_configured` where the model lacks its key.
 */
export async function scheduledSettings(ctx: Context, owner: string): Promise<AiConfig> {
	if (!ctx.config.AI_ENABLED) throw new AppError("bad_request", "AI processing is switched off");
	const settings = await getAiConfig(ctx, owner);
	await checkModel(ctx, owner, settings);
	if (settings.provider !== "embedded" && !hasBudget(settings)) {
		throw new AppError("bad_request", "AI by schedule needs a monthly budget: set monthlyBudgetUsd.");
	}
	return { ...settings, autoApplyEnabled: false, maxDocumentsPerRun: settings.maxDocumentsPerRun || scheduledCap };
}

/** Starts a run by schedule. Throws what `scheduledSettings` throws, and `conflict`. */
export async function startScheduledProcessing(
	ctx: Context,
	owner: string,
	alongside: Alongside = nothing,
): Promise<string> {
	const settings = await scheduledSettings(ctx, owner);
	return await startRun(ctx, { owner, settings, scope: { type: "new_only" } }, alongside);
}

async function startRun(
	ctx: Context,
	{ owner, settings, scope }: { owner: string; settings: AiConfig; scope: ProcessScope },
	alongside: Alongside,
): Promise<string> {
	const kept: ProcessingConfig = { scope: toKeptScope(scope), settings };
	// As it is stored: what is not given is not there.
	const config: JsonValue = JSON.parse(JSON.stringify(kept));
	const ids = scope.type === "selected_document_ids" ? scope.documentIds : [];
	return await startLibraryJob(ctx, { owner, kind: "ai_processing", config }, async (jobId) => [
		...selectedItems(ctx.db, { jobId, owner }, ids),
		...(await alongside(jobId)),
	]);
}
