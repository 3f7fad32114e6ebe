import type { Context } from "../../context.ts";
import type { LanguageModel } from "../../models/models.ts";
import { getRagConfig, type RagConfig } from "../../retrieval/retrieval.ts";
import { revealSettings } from "../../settings/settings.ts";

/** Who answers an owner's questions, and how. */
export interface Maker {
	/** Undefined: answers are picked from the documents by rules, without a model. */
	model: LanguageModel | undefined;
	config: RagConfig;
}

/** The owner's own key for OpenAI (contracts/library.md 5.2). */
const ownKey = "openai.apiKey";

/** By the owner's settings, else the deployment's. Throws `model_not_configured` where the provider's key or binding is missing. */
export async function chooseMaker(ctx: Context, owner: string): Promise<Maker> {
	const config = await getRagConfig(ctx, owner);
	const { answerProvider: provider, answerModel: model } = config;
	const stored = provider === "openai" ? await revealSettings(ctx, owner, ownKey) : {};
	const choice = ctx.models.choose({ userSetting: { provider, model, keys: { openai: stored[ownKey] } } });
	return { model: choice.provider === "embedded" ? undefined : ctx.models.open(choice), config };
}
