import type { ProviderName } from "../models/models.ts";
import { maxDimensions } from "./rag-settings.ts";

/** What is known of a model that turns texts to vectors. */
export interface EmbeddingModel {
	/** Who serves it. */
	provider: Exclude<ProviderName, "openrouter">;
	/** Those asked of it where its user names none. */
	dimensions: number;
	usdPerMillionTokens: number;
}

/** The model that comes with the service: vectors of words, from a table of its own. */
export const embeddedModel = "embedded-sg-100";

/**
 * Names, dimensions and prices of contracts/library.md 9.1, which are OpenAI's of April 2026; of bge-m3 as Cloudflare's price list had it
 * in November 2026. Estimates are made of them, and nothing else.
 */
const known: Readonly<Record<string, EmbeddingModel>> = {
	[embeddedModel]: { provider: "embedded", dimensions: 100, usdPerMillionTokens: 0 },
	"@cf/baai/bge-m3": { provider: "workers-ai", dimensions: 1024, usdPerMillionTokens: 0.012 },
	"text-embedding-3-small": { provider: "openai", dimensions: 1536, usdPerMillionTokens: 0.02 },
	// It gives 3072 unless asked for fewer, and no more than this can be stored.
	"text-embedding-3-large": { provider: "openai", dimensions: maxDimensions, usdPerMillionTokens: 0.13 },
};

/** Of a model that is not listed (contracts/library.md 9.5). */
const unknownUsdPerMillionTokens = 0.02;

/** The model of that name; one that is not known is told by how its name begins, and counts as the usual one of who serves it. */
export function embeddingModelOf(name: string): EmbeddingModel {
	const stands = Object.hasOwn(known, name) ? known[name] : undefined;
	if (stands !== undefined) return stands;
	if (name.startsWith("embedded")) return modelNamed(embeddedModel);
	const usual = modelNamed(usualEmbeddingModel(name.startsWith("@cf/") ? "workers-ai" : "openai"));
	return { ...usual, usdPerMillionTokens: unknownUsdPerMillionTokens };
}

/** The model of who has stored none, by who answers; OpenRouter is not asked for vectors. */
export function usualEmbeddingModel(answerProvider: ProviderName): string {
	if (answerProvider === "openai") return "text-embedding-3-small";
	return answerProvider === "workers-ai" ? "@cf/baai/bge-m3" : embeddedModel;
}

function modelNamed(name: string): EmbeddingModel {
	const model = known[name];
	if (model === undefined) throw new Error(`no embedding model ${name}`);
	return model;
}
