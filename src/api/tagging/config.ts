import { z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { type JobConfig, providerFor } from "../../tagging/tagging.ts";
import { integer, text } from "../validation.ts";
import { refused } from "./refusals.ts";

/** Of exclusion terms, those of a list included. */
const [maxWords, longestWord] = [5_000, 200];

/** How a caller wants documents tagged, in the tagging API's spelling. */
export const TaggingConfig = z
	.object({
		api_key: text({ max: 1_000 })
			.nullish()
			.openapi({ description: "An OpenRouter key; held by the job alone, until its end" }),
		model_name: text({ max: 255 }).nullish().openapi({ example: "openai/gpt-4o-mini" }),
		num_pages: integer({ min: 1, max: 10, fallback: 3 }),
		num_tags: integer({ min: 3, max: 15, fallback: 8 }),
		exclusion_words: z
			.array(text({ max: longestWord }))
			.max(maxWords)
			.nullish(),
	})
	.openapi("TaggingConfig");
export type TaggingConfig = z.infer<typeof TaggingConfig>;

/** What a caller who brings a key and names no model gets. */
const usualModel = "openai/gpt-4o-mini";
const keyRequired = "API key is required";

/**
 * The configuration as a job keeps it, and the key beside it. Throws `invalid_request` where a hosted model lacks its key, or the
 * deployment wants one from everybody.
 */
export async function toJobConfig(
	ctx: Context,
	owner: string,
	config: TaggingConfig,
	run: { entities: boolean; paced: boolean },
): Promise<{ config: JobConfig; apiKey: string | undefined }> {
	const key = config.api_key?.trim();
	const model = config.model_name?.trim() || undefined;
	const isEmbedded = model !== undefined && /^embedded\b/.test(model);
	if (key === "" || (key === undefined && ctx.config.TAGGING_REQUIRE_API_KEY)) throw refused(keyRequired);
	if (key === undefined && model !== undefined && !isEmbedded && !model.startsWith("@cf/")) throw refused(keyRequired);
	const modelName = model ?? (key === undefined ? null : usualModel);
	const apiKey = isEmbedded ? undefined : key;
	// Fails at once, by name, rather than with each row.
	const isHosted = (await providerFor(ctx, owner, { modelName, apiKey })) !== "embedded";
	const { num_pages: numPages, num_tags: numTags } = config;
	const exclusionWords = unionOf(config.exclusion_words ?? []);
	return { config: { modelName, isHosted, numPages, numTags, exclusionWords, ...run }, apiKey };
}

/** The configuration with the terms of an exclusion list beside its own. */
export function withExclusions(config: JobConfig, terms: Iterable<string>): JobConfig {
	const exclusionWords = unionOf([...config.exclusionWords, ...terms]);
	if (exclusionWords.length > maxWords || exclusionWords.some((word) => word.length > longestWord)) {
		throw refused(
			`Failed to parse exclusion file: more than ${maxWords} terms, or one of more than ${longestWord} characters`,
		);
	}
	return { ...config, exclusionWords };
}

function unionOf(words: readonly string[]): string[] {
	return [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ""))];
}
