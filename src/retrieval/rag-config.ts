import { z } from "zod";
import type { Context } from "../context.ts";
import { deploymentProvider, type ProviderName, usualModelOf } from "../models/models.ts";
import { getSettings, readSetting, type Settings } from "../settings/settings.ts";
import { ragPrefix, ragSettingTypes } from "./rag-settings.ts";

const Stored = z.object(ragSettingTypes).partial();

/** How a user's documents are searched and questions about them answered (contracts/library.md 9.1). */
export interface RagConfig {
	embeddingModel: string;
	embeddingDimensions: number;
	/** In tokens of four characters. */
	chunkSize: number;
	chunkOverlap: number;
	topK: number;
	answerProvider: ProviderName;
	answerModel: string;
	systemPrompt: string;
	maxContextTokens: number;
	autoIndex: boolean;
	concurrentBatches: number;
}

const defaults = {
	chunkSize: 400,
	chunkOverlap: 40,
	topK: 10,
	maxContextTokens: 4000,
	autoIndex: false,
	concurrentBatches: 5,
};

/** What contracts/library.md 15.5 says it must say. */
const systemPrompt = [
	"You are a helpful document assistant: you answer questions about the user's own documents.",
	"Use only what the given context says. Where it is not enough, or the question is about something else, say so.",
	"Name the documents that you rely on by their titles. Be concise, and use Markdown where it helps.",
].join(" ");

const embeddingModels: Record<ProviderName, string> = {
	embedded: "embedded-sg-100",
	openai: "text-embedding-3-small",
	"workers-ai": "@cf/baai/bge-m3",
	// It serves no embeddings.
	openrouter: "embedded-sg-100",
};
/** 1536 is the most that a vector store takes: the large model, whose own are 3072, is asked for fewer. */
const [mostDimensions, dimensions] = [
	1536,
	new Map([
		["embedded-sg-100", 100],
		["@cf/baai/bge-m3", 1024],
	]),
];

/** What applies to the owner: what is stored, and the deployment's defaults for all else. */
export async function getRagConfig(ctx: Context, owner: string): Promise<RagConfig> {
	return ragConfigOf(await getSettings(ctx, owner, ragPrefix), ctx.config);
}

/** A stored value that can't be read counts as none. */
export function ragConfigOf(settings: Settings, config: Context["config"]): RagConfig {
	const stored = storedOf(settings);
	const answerProvider = stored.answerProvider ?? deploymentProvider(config);
	const embeddingModel = stored.embeddingModel ?? embeddingModels[answerProvider];
	return {
		embeddingModel,
		embeddingDimensions: stored.embeddingDimensions ?? dimensions.get(embeddingModel) ?? mostDimensions,
		chunkSize: stored.chunkSize ?? defaults.chunkSize,
		chunkOverlap: stored.chunkOverlap ?? defaults.chunkOverlap,
		topK: stored.topK ?? defaults.topK,
		answerProvider,
		answerModel: stored.answerModel ?? usualModelOf(config, answerProvider),
		systemPrompt: stored.systemPrompt ?? systemPrompt,
		maxContextTokens: stored.maxContextTokens ?? defaults.maxContextTokens,
		autoIndex: stored.autoIndex ?? defaults.autoIndex,
		concurrentBatches: stored.concurrentBatches ?? defaults.concurrentBatches,
	};
}

function storedOf(settings: Settings): z.output<typeof Stored> {
	const values: Record<string, unknown> = {};
	for (const [name, type] of Object.entries(ragSettingTypes)) {
		const text = settings[ragPrefix + name];
		const read = text === undefined ? undefined : readSetting(type, text);
		if (read?.success) values[name] = read.data;
	}
	return Stored.parse(values);
}
