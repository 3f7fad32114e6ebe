import { z } from "zod";
import type { Context } from "../../context.ts";
import type { LanguageModel } from "../../models/models.ts";
import { getSettings, revealSettings } from "../../settings/settings.ts";

/** Where a user keeps a key of their own, and the provider of their choice (contracts/library.md 5.2, 8.1). */
const ownKey = "openai.apiKey";
const choicePrefix = "ai.";

const ProviderSetting = z.enum(["embedded", "workers-ai", "openai", "openrouter"]).optional().catch(undefined);

/**
 * The owner's model, else the deployment's; undefined where that is `embedded`. Throws `model_not_configured` where a hosted provider lacks its key.
 */
export async function chooseModel(ctx: Context, owner: string): Promise<LanguageModel | undefined> {
	const stored = await getSettings(ctx, owner, choicePrefix);
	const provider = ProviderSetting.parse(stored[`${choicePrefix}provider`]);
	const wished = { provider, model: stored[`${choicePrefix}model`] };
	const isOpenAi = ctx.models.providerOf({ userSetting: wished }) === "openai";
	const secrets = isOpenAi ? await revealSettings(ctx, owner, ownKey) : {};
	const choice = ctx.models.choose({ userSetting: { ...wished, keys: { openai: secrets[ownKey] } } });
	return choice.provider === "embedded" ? undefined : ctx.models.open(choice);
}
