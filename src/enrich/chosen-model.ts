import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import type { LanguageModel, Quirk } from "../models/models.ts";
import { revealSettings } from "../settings/settings.ts";
import type { AiConfig } from "./ai-config.ts";
import { refreshPrices } from "./price-list.ts";
import { priceIn } from "./prices.ts";

/** Setting of the owner's own key for OpenAI. */
const ownKey = "openai.apiKey";

/**
 * The hosted model that the settings name; undefined for the embedded one. Throws a `ModelError` (`model_not_configured`, with the name of what
 * is missing) where its provider lacks key or binding.
 */
export async function openModel(
	ctx: Context,
	owner: string,
	{ provider, model }: Pick<AiConfig, "provider" | "model">,
	quirks: readonly Quirk[] = [],
): Promise<LanguageModel | undefined> {
	// Looked up where it may be used, so that who needs no key does not depend on being able to open one.
	const stored = provider === "openai" ? await revealSettings(ctx, owner, ownKey) : {};
	const choice = ctx.models.choose({ userSetting: { provider, model, keys: { openai: stored[ownKey] } } });
	return choice.provider === "embedded" ? undefined : ctx.models.open(choice, quirks);
}

/** Throws, as `openModel` does, where nothing could be proposed, and `bad_request` where a budget is set that nobody could keep. */
export async function checkModel(ctx: Context, owner: string, config: AiConfig): Promise<void> {
	if ((await openModel(ctx, owner, config)) === undefined || !hasBudget(config)) return;
	const table = await refreshPrices(ctx, owner, config);
	if (priceIn(table, config.model) !== undefined) return;
	throw new AppError(
		"bad_request",
		`The price of ${config.model} is not known, so that the monthly budget cannot be kept. Choose another model, or remove the budget.`,
	);
}

export function hasBudget({ provider, monthlyBudgetUsd }: AiConfig): boolean {
	return provider !== "embedded" && monthlyBudgetUsd !== null && monthlyBudgetUsd > 0;
}

/** Whether calls go to the cheaper tier: a word of OpenAI's, which other providers do not know. */
export function isFlex({ provider, flexProcessing }: Pick<AiConfig, "provider" | "flexProcessing">): boolean {
	return provider === "openai" && flexProcessing;
}
