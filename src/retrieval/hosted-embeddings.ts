import type { Context } from "../context.ts";
import type { EmbeddingModel } from "../models/models.ts";
import { revealSettings } from "../settings/settings.ts";
import { embeddingModelOf } from "./embedding-models.ts";
import { getRagConfig, type RagConfig } from "./rag-config.ts";
import type { VectorSpace } from "./vectors/vector-store.ts";

/** A model that turns texts into vectors, and the space that these are in. */
export interface HostedEmbeddings {
	model: EmbeddingModel;
	space: VectorSpace;
}

/** Setting of the owner's own key for OpenAI. */
const ownKey = "openai.apiKey";

/**
 * The owner's model of vectors by its name; undefined for the embedded one, which keeps none. Throws a `ModelError`
 * (`model_not_configured`, with the name of what is missing) where its provider lacks key or binding.
 */
export async function openEmbeddings(
	ctx: Context,
	owner: string,
	{ embeddingModel: name, embeddingDimensions: dimensions }: RagConfig,
): Promise<HostedEmbeddings | undefined> {
	const { provider } = embeddingModelOf(name);
	// Looked up where it may be used, so that who needs no key does not depend on being able to open one.
	const stored = provider === "openai" ? await revealSettings(ctx, owner, ownKey) : {};
	const choice = ctx.models.chooseEmbedding({ name, provider, keys: { openai: stored[ownKey] } });
	if (choice.provider === "embedded") return undefined;
	const model = ctx.models.openEmbedding(choice, dimensions);
	return { model, space: { owner, model: name, dimensions } };
}

/** True where the owner's model is a hosted one and can be asked. Throws a `ModelError` (`model_not_configured`) where it lacks its key. */
export async function checkEmbeddings(ctx: Context, owner: string): Promise<boolean> {
	return (await openEmbeddings(ctx, owner, await getRagConfig(ctx, owner))) !== undefined;
}
