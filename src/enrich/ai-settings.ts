import { z } from "zod";
import { settingProblem } from "../settings/settings.ts";
import { parseTagAliases } from "./tag-aliases.ts";

/*
 * How a user wants metadata to be proposed: settings under `ai.` (contracts/library.md 8.1). Types only; what applies where nothing is
 * stored depends on the deployment's provider.
 */

export const aiPrefix = "ai.";
const share = z.number().min(0).max(1);
/** Of a model or a tag. */
const name = z.string().max(200);
/** A setting of any name has at most 64 KiB. */
const longText = z
	.string()
	.max(20_000)
	.refine((text) => text.isWellFormed(), { error: "Not valid Unicode" });

export const aiProviders = ["embedded", "openai", "openrouter", "workers-ai"] as const;

export const aiSettingTypes = {
	provider: z.enum(aiProviders),
	model: name,
	/** Blank: the built-in one. */
	promptTemplate: longText,
	/** In characters. */
	maxContentLength: z.int().min(500).max(100_000),
	/** Model calls at once. */
	batchSize: z.int().min(1).max(500),
	/** 0: paced by the provider's own limits. */
	rateDelayMs: z.int().min(0).max(60_000),
	/** Runs after each sync. */
	autoProcess: z.boolean(),
	processedTagName: name,
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
	protectedTagNames: z.array(name).max(500),
	autoApplyEnabled: z.boolean(),
	autoApplyRequireAllAboveThreshold: z.boolean(),
	autoApplyRequireNoNewEntities: z.boolean(),
	autoApplyRequireNoClearing: z.boolean(),
	autoApplyRequireOcrText: z.boolean(),
	applyConcurrency: z.int().min(1).max(50),
	tagAliasesEnabled: z.boolean(),
	/** Other spellings by tag, in YAML (see `parseTagAliases`). */
	tagAliasMap: longText.refine((text) => parseTagAliases(text) !== undefined, {
		error: "Not a map of tags to their other spellings",
	}),
	/** Of one answer; null: as many as the model gives. */
	maxOutputTokens: z.int().min(100).max(128_000).nullable(),
	/** US dollars in a calendar month (UTC), for hosted models; null or 0: no limit. */
	monthlyBudgetUsd: z.number().min(0).max(1_000_000).nullable(),
	/** Null or 0: no limit. */
	maxDocumentsPerRun: z.int().min(0).max(1_000_000).nullable(),
	/** The embedded classifier's: senders and types that no document has yet, by rule and with little confidence. */
	proposeNewNames: z.boolean(),
} as const;

/** Why `value` can't be the setting `key` (`ai.batchSize`); undefined where it can, and for other keys. */
export function aiSettingProblem(key: string, value: string): string | undefined {
	return settingProblem(aiPrefix, aiSettingTypes, key, value);
}
