import { z } from "zod";

/*
 * How a user wants documents to be searched and questions about them to be answered: settings under `rag.` (contracts/library.md 9.1).
 * Types only; what applies where nothing is stored depends on the deployment's provider.
 */

export const ragPrefix = "rag.";
/** Of a vector in Vectorize. */
export const maxDimensions = 1536;
const modelName = z.string().max(200);
/** A setting of any name has at most 64 KiB. */
const longestPrompt = 20_000;

export const ragSettingTypes = {
	/** Its name decides who serves it. */
	embeddingModel: modelName,
	embeddingDimensions: z
		.int()
		.min(64)
		.max(maxDimensions, {
			error: `At most ${maxDimensions} dimensions can be stored: ask a larger model for fewer`,
		}),
	/** In tokens of four characters. */
	chunkSize: z.int().min(100).max(2000),
	chunkOverlap: z.int().min(0).max(500),
	topK: z.int().min(1).max(100),
	answerProvider: z.enum(["embedded", "openai", "openrouter", "workers-ai"]),
	answerModel: modelName,
	/** Blank: the built-in one. */
	systemPrompt: z
		.string()
		.max(longestPrompt)
		.refine((text) => text.isWellFormed(), { error: "Not valid Unicode" }),
	maxContextTokens: z.int().min(500).max(100_000),
	/** Runs after each sync. */
	autoIndex: z.boolean(),
	concurrentBatches: z.int().min(1).max(20),
} as const;
