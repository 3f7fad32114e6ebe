import { z } from "zod";
import { settingProblem } from "../settings/settings.ts";

/*
 * Door of what answers questions about documents; so far it knows the settings.
 *
 * How a user wants questions about documents to be answered: settings under `rag.` (contracts/library.md 9.1). Types only; what applies
 * where nothing is stored depends on the deployment's provider.
 */

const prefix = "rag.";
/** Of a vector in Vectorize. */
const maxDimensions = 1536;

export const ragSettingTypes = {
	/** Its name decides who serves it. */
	embeddingModel: z.string(),
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
	answerModel: z.string(),
	systemPrompt: z.string(),
	maxContextTokens: z.int().min(500).max(100_000),
	/** Runs after each sync. */
	autoIndex: z.boolean(),
	concurrentBatches: z.int().min(1).max(20),
} as const;

/** Why `value` can't be the setting `key` (`rag.topK`); undefined where it can, and for other keys. */
export function ragSettingProblem(key: string, value: string): string | undefined {
	return settingProblem(prefix, ragSettingTypes, key, value);
}
