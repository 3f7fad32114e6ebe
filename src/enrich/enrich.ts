import { z } from "zod";
import { settingProblem } from "../settings/settings.ts";

/*
 * Door of what proposes a document's metadata; so far it knows the settings.
 *
 * How a user wants metadata to be proposed: settings under `ai.` (contracts/library.md 8.1). Types only; what applies where nothing is
 * stored depends on the deployment's provider.
 */

const prefix = "ai.";
const share = z.number().min(0).max(1);

export const aiSettingTypes = {
	provider: z.enum(["embedded", "openai", "openrouter", "workers-ai"]),
	model: z.string(),
	promptTemplate: z.string(),
	/** In characters. */
	maxContentLength: z.int().min(500).max(100_000),
	/** Model calls at once. */
	batchSize: z.int().min(1).max(500),
	/** 0: paced by the provider's own limits. */
	rateDelayMs: z.int().min(0).max(60_000),
	/** Runs after each sync. */
	autoProcess: z.boolean(),
	processedTagName: z.string(),
	addProcessedTag: z.boolean(),
	includeCorrespondents: z.boolean(),
	includeDocumentTypes: z.boolean(),
	includeTags: z.boolean(),
	reasoningEffort: z.enum(["none", "low", "medium", "high"]),
	maxRetries: z.int().min(0).max(20),
	/** A cheaper, slower tier. */
	flexProcessing: z.boolean(),
	extractTitle: z.boolean(),
	extractCorrespondent: z.boolean(),
	extractDocumentType: z.boolean(),
	extractTags: z.boolean(),
	confidenceThresholdGlobal: share,
	confidenceThresholdTitle: share,
	confidenceThresholdCorrespondent: share,
	confidenceThresholdDocumentType: share,
	confidenceThresholdTags: share,
	neverAutoCreateEntities: z.boolean(),
	neverOverwriteNonEmpty: z.boolean(),
	tagsOnlyAutoApply: z.boolean(),
	protectedTagsEnabled: z.boolean(),
	protectedTagNames: z.array(z.string()),
	autoApplyEnabled: z.boolean(),
	autoApplyRequireAllAboveThreshold: z.boolean(),
	autoApplyRequireNoNewEntities: z.boolean(),
	autoApplyRequireNoClearing: z.boolean(),
	autoApplyRequireOcrText: z.boolean(),
	applyConcurrency: z.int().min(1).max(50),
} as const;

/** Why `value` can't be the setting `key` (`ai.batchSize`); undefined where it can, and for other keys. */
export function aiSettingProblem(key: string, value: string): string | undefined {
	return settingProblem(prefix, aiSettingTypes, key, value);
}
