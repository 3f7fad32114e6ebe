import { z } from "zod";
import type { Context } from "../context.ts";
import { usualModelOf } from "../models/models.ts";
import { getSettings, putSettings, readSetting, type Settings, toSettingText } from "../settings/settings.ts";
import { aiPrefix, aiSettingTypes } from "./ai-settings.ts";
import { builtInTemplate } from "./prompt-template.ts";

/*
 * How metadata is proposed for one user: what is stored under `ai.`, and for the rest the deployment's provider and the numbers of
 * contracts/library.md 8.1.
 */

/** What may be sent to change some of them. No defaults: what is not sent stays. */
export const AiConfigChange = z.object(aiSettingTypes).partial();
export type AiConfigChange = z.infer<typeof AiConfigChange>;

export const AiConfig = z.object(aiSettingTypes);
export type AiConfig = z.infer<typeof AiConfig>;

const names = AiConfig.keyof().options;

const standard: Omit<AiConfig, "provider" | "model"> = {
	promptTemplate: builtInTemplate,
	maxContentLength: 8000,
	batchSize: 10,
	rateDelayMs: 500,
	autoProcess: false,
	processedTagName: "ai-processed",
	addProcessedTag: false,
	includeCorrespondents: false,
	includeDocumentTypes: false,
	includeTags: false,
	reasoningEffort: "low",
	maxRetries: 3,
	flexProcessing: true,
	extractTitle: true,
	extractCorrespondent: true,
	extractDocumentType: true,
	extractTags: true,
	confidenceThresholdGlobal: 0,
	confidenceThresholdTitle: 0,
	confidenceThresholdCorrespondent: 0,
	confidenceThresholdDocumentType: 0,
	confidenceThresholdTags: 0,
	neverAutoCreateEntities: false,
	neverOverwriteNonEmpty: false,
	tagsOnlyAutoApply: false,
	protectedTagsEnabled: false,
	protectedTagNames: ["email"],
	autoApplyEnabled: false,
	autoApplyRequireAllAboveThreshold: true,
	autoApplyRequireNoNewEntities: true,
	autoApplyRequireNoClearing: true,
	autoApplyRequireOcrText: true,
	applyConcurrency: 5,
	tagAliasesEnabled: false,
	tagAliasMap: "",
	maxOutputTokens: null,
	monthlyBudgetUsd: null,
	maxDocumentsPerRun: null,
	proposeNewNames: false,
};

/** What a deployment proposes with where its user has not said. */
export interface AiDeployment {
	provider: AiConfig["provider"];
	modelOf(provider: AiConfig["provider"]): string;
}

/** What applies for `stored` in a deployment: the model follows the provider, unless it is stored. The embedded one has but one. */
export function toAiConfig(stored: Settings, deployment: AiDeployment): AiConfig {
	const given = readStored(stored);
	const provider = given.provider ?? deployment.provider;
	if ((provider === "embedded") !== (given.model?.startsWith("embedded") ?? false)) delete given.model;
	const model = given.model ?? deployment.modelOf(provider);
	return { provider, model, ...standard, ...given };
}

export async function getAiConfig(ctx: Context, owner: string): Promise<AiConfig> {
	return (await loadAiConfig(ctx, owner)).config;
}

/** With what the settings do not show: whether the owner has said that titles are to be changed, since nobody is renamed by a default. */
export async function loadAiConfig(
	ctx: Context,
	owner: string,
): Promise<{ config: AiConfig; isTitleAskedFor: boolean }> {
	const stored = await getSettings(ctx, owner, aiPrefix);
	const deployment: AiDeployment = {
		provider: ctx.models.providerOf(),
		modelOf: (provider) => usualModelOf(ctx.config, provider),
	};
	return { config: toAiConfig(stored, deployment), isTitleAskedFor: readStored(stored).extractTitle === true };
}

/** Stores what `change` names and nothing else; gives all that then applies. A limit of null is removed. */
export async function putAiConfig(ctx: Context, owner: string, change: AiConfigChange): Promise<AiConfig> {
	const changes: Record<string, string | null> = {};
	for (const name of names) {
		const value = change[name];
		if (value !== undefined) changes[aiPrefix + name] = value === null ? null : toSettingText(value);
	}
	await putSettings(ctx, owner, changes);
	return await getAiConfig(ctx, owner);
}

/** One that an older version stored and this one refuses, and a blank text, count as not stored. */
function readStored(stored: Settings): Partial<AiConfig> {
	const given: Partial<AiConfig> = {};
	for (const name of names) {
		const text = stored[aiPrefix + name];
		if (text === undefined || text.trim() === "") continue;
		const read = readSetting(aiSettingTypes[name], text);
		if (read.success) Object.assign(given, { [name]: read.data });
	}
	return given;
}
