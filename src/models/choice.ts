import type { Config } from "../env.ts";
import { ModelError } from "./failure.ts";

/** `embedded` is no model: a subject that is given it does the work by its own rules, without a network. */
export type ProviderName = "embedded" | "workers-ai" | "openai" | "openrouter";

/** Those reached by URL and key, in OpenAI's chat-completions format. */
export type EndpointName = "openai" | "openrouter";

/** What a user has stored. */
export interface UserSetting {
	provider?: ProviderName | undefined;
	/** Of `provider`, or of the deployment's where none is stored. */
	model?: string | undefined;
	keys?: Partial<Record<EndpointName, string | undefined>> | undefined;
}

/** What a request brings along. */
export interface RequestChoice {
	/** `openrouter` where a request brings a key and names none (contracts/tagging.md 13.1). */
	provider?: ProviderName | undefined;
	/** A name that begins with `embedded` chooses that provider. */
	model?: string | undefined;
	apiKey?: string | undefined;
	/** Of an OpenAI-compatible endpoint; it is sent the request's own key and no other. */
	baseUrl?: string | undefined;
}

export interface WorkersAiChoice {
	provider: "workers-ai";
	model: string;
	/** For calls with images. */
	visionModel: string;
}

export interface EndpointChoice {
	provider: EndpointName;
	model: string;
	apiKey: string;
	/** Without a slash at its end. */
	baseUrl: string;
	/** The deployment's own address; any other passes the URL guard. */
	isTrusted: boolean;
}

export type ModelChoice = { provider: "embedded" } | WorkersAiChoice | EndpointChoice;

export type ModelConfig = Pick<
	Config,
	| "MODEL_PROVIDER"
	| "AI_OPENAI_API_KEY"
	| "AI_OPENAI_BASE_URL"
	| "OPENROUTER_API_KEY"
	| "OPENROUTER_BASE_URL"
	| "DEFAULT_MODEL"
	| "WORKERS_AI_MODEL"
	| "WORKERS_AI_VISION_MODEL"
>;

/** A model that makes vectors, and how it is reached; `embedded` makes none that are kept. */
export type EmbeddingChoice = { provider: "embedded" } | { provider: "workers-ai"; model: string } | EndpointChoice;

/** The models of contracts/library.md 8.1 and contracts/tagging.md 14.5. */
const usualModels: Record<EndpointName, string> = { openai: "gpt-5.4-mini", openrouter: "openai/gpt-4o-mini" };

/** What the work of rules is called where others name their model. */
const embeddedModel = "embedded-1";

const openAiHost = "https://api.openai.com/";

/**
 * Who does the work: the deployment's default, overruled by what the user has stored, overruled by what the request brings. Throws
 * `model_not_configured` where a hosted provider lacks its key; never another provider in its place.
 */
export function chooseProvider(wishes: {
	config: ModelConfig;
	userSetting?: UserSetting | undefined;
	request?: RequestChoice | undefined;
}): ModelChoice {
	const { config } = wishes;
	const request = filled(wishes.request ?? {});
	const user = filled(wishes.userSetting ?? {});
	const standard = deploymentProvider(config);
	const stored = user.provider ?? standard;
	const provider = providerOf({ config, userSetting: user, request });
	if (provider === "embedded") return { provider };
	const userModel = provider === stored ? user.model : undefined;
	const model = request.model ?? userModel ?? usualModel(config, provider, standard);
	if (provider === "workers-ai") {
		const named = request.model ?? userModel;
		return { provider, model, visionModel: named ?? config.WORKERS_AI_VISION_MODEL };
	}
	const apiKey = request.apiKey ?? (request.baseUrl === undefined ? storedKey(config, user, provider) : undefined);
	if (apiKey === undefined) throw missingKey(provider);
	// It travels in a header.
	if (!/^[\x21-\x7e]+$/.test(apiKey))
		throw new ModelError("invalid_key", "The API key has characters that no key has.");
	const baseUrl = request.baseUrl ?? baseUrlOf(config, provider);
	return {
		provider,
		model: nameFor(model, baseUrl),
		apiKey,
		baseUrl: baseUrl.replace(/\/+$/, ""),
		isTrusted: request.baseUrl === undefined,
	};
}

/** The provider alone, whether it has its key or not. */
export function providerOf(wishes: Parameters<typeof chooseProvider>[0]): ProviderName {
	const request = filled(wishes.request ?? {});
	const stored = wishes.userSetting?.provider ?? deploymentProvider(wishes.config);
	return requestedProvider(request, stored) ?? stored;
}

/**
 * The way to the model `name` of `provider` that makes vectors. A name with its maker in front (`qwen/qwen3-embedding-8b`) is one of
 * OpenRouter's, unless `AI_OPENAI_BASE_URL` is another server than OpenAI's, which may have names like that. Throws
 * `model_not_configured` where the key is missing.
 */
export function chooseEmbedding(
	config: ModelConfig,
	{ name, provider, keys }: { name: string; provider: ProviderName; keys?: UserSetting["keys"] },
): EmbeddingChoice {
	if (provider === "embedded") return { provider };
	if (provider === "workers-ai") return { provider, model: name };
	const isOpenAi = config.AI_OPENAI_BASE_URL.startsWith(openAiHost);
	const endpoint = provider === "openai" && isOpenAi && name.includes("/") ? "openrouter" : provider;
	const choice = chooseProvider({ config, userSetting: { provider: endpoint, model: name, keys } });
	if (choice.provider === "embedded" || choice.provider === "workers-ai") throw missingKey(endpoint);
	return choice;
}

/** Without a wish of anybody. */
export function deploymentProvider(config: ModelConfig): ProviderName {
	return config.MODEL_PROVIDER ?? (config.AI_OPENAI_API_KEY === undefined ? "embedded" : "openai");
}

function requestedProvider(request: RequestChoice, stored: ProviderName): ProviderName | undefined {
	if (request.provider !== undefined) return request.provider;
	if (request.model !== undefined && /^embedded\b/.test(request.model)) return "embedded";
	if (request.baseUrl !== undefined) return "openai";
	if (request.apiKey !== undefined) return "openrouter";
	// A hosted model by name, where nothing is hosted: it is missed by name rather than answered by something else.
	return request.model !== undefined && stored === "embedded" ? "openrouter" : undefined;
}

/** The model that answers for a provider where nobody names one; by rules there is but one. */
export function usualModelOf(config: ModelConfig, provider: ProviderName): string {
	return provider === "embedded" ? embeddedModel : usualModel(config, provider, deploymentProvider(config));
}

/** `DEFAULT_MODEL` is a name of the provider that the deployment uses, of OpenRouter where it uses none. */
function usualModel(config: ModelConfig, provider: Exclude<ProviderName, "embedded">, standard: ProviderName): string {
	if (provider === "workers-ai") return config.WORKERS_AI_MODEL;
	const meant = standard === "openai" ? "openai" : "openrouter";
	return (provider === meant ? config.DEFAULT_MODEL : undefined) ?? usualModels[provider];
}

function storedKey(config: ModelConfig, user: UserSetting, provider: EndpointName): string | undefined {
	const key = user.keys?.[provider]?.trim() || undefined;
	return key ?? (provider === "openai" ? config.AI_OPENAI_API_KEY : config.OPENROUTER_API_KEY);
}

function baseUrlOf(config: ModelConfig, provider: EndpointName): string {
	return provider === "openai" ? config.AI_OPENAI_BASE_URL : config.OPENROUTER_BASE_URL;
}

/** OpenAI itself knows no maker in front of a model's name; others do. */
function nameFor(model: string, baseUrl: string): string {
	return baseUrl.startsWith(openAiHost) ? model.replace(/^openai\//, "") : model;
}

function missingKey(provider: EndpointName): ModelError {
	const name = provider === "openai" ? "AI_OPENAI_API_KEY" : "OPENROUTER_API_KEY";
	return new ModelError("not_configured", `${name} is not configured`);
}

/** Blank texts count as left out. */
function filled<T extends object>(wishes: T): T {
	const entries = Object.entries(wishes).map(([key, value]) => [
		key,
		typeof value === "string" ? value.trim() || undefined : value,
	]);
	return Object.fromEntries(entries) as T;
}
