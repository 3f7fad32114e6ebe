import type { Config } from "../env.ts";
import { usualModelOf } from "../models/models.ts";
import type { AiConfig } from "./ai-config.ts";
import { aiProviders } from "./ai-settings.ts";
import { embeddedModel } from "./prices.ts";

export interface OfferedModel {
	id: string;
	name: string;
}

/** The documented ones (contracts/library.md 8.3). */
const documented: Record<AiConfig["provider"], readonly OfferedModel[]> = {
	embedded: [{ id: embeddedModel, name: "Embedded" }],
	openai: [
		{ id: "gpt-5.4", name: "GPT-5.4" },
		{ id: "gpt-5.4-mini", name: "GPT-5.4 Mini" },
		{ id: "gpt-5.4-nano", name: "GPT-5.4 Nano" },
	],
	openrouter: [
		{ id: "openai/gpt-5.4", name: "GPT-5.4" },
		{ id: "openai/gpt-5.4-mini", name: "GPT-5.4 Mini" },
		{ id: "openai/gpt-5.4-nano", name: "GPT-5.4 Nano" },
		{ id: "openai/gpt-4o-mini", name: "GPT-4o Mini" },
	],
	"workers-ai": [],
};

/** With the one that the deployment has for this provider. */
export function listAiModels(config: Config, provider: AiConfig["provider"]): OfferedModel[] {
	const usual = usualModelOf(config, provider);
	const models = documented[provider];
	return models.some(({ id }) => id === usual) ? [...models] : [...models, { id: usual, name: usual }];
}

/** The documented ones of all providers, and the one that is used. */
export function knownAiModels(
	used: Pick<AiConfig, "provider" | "model">,
): (OfferedModel & { provider: AiConfig["provider"] })[] {
	const known = aiProviders.flatMap((provider) => documented[provider].map((model) => ({ ...model, provider })));
	return known.some(({ id, provider }) => id === used.model && provider === used.provider)
		? known
		: [...known, { id: used.model, name: used.model, provider: used.provider }];
}
