/**
 * Door of the language models. `choose` says which provider does the work; `embedded` is the subject's own way without a model, any other
 * choice is opened and asked.
 */
import type { Config } from "../env.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { type FetchFunction, guardedFetch, UrlRefused } from "../lib/url-guard.ts";
import {
	chooseEmbedding,
	chooseProvider,
	type EmbeddingChoice,
	type ModelChoice,
	type ModelConfig,
	type ProviderName,
	providerOf,
	type RequestChoice,
	type UserSetting,
} from "./choice.ts";
import { EmbeddingModel } from "./embedding-model.ts";
import { ModelError, ProviderFailure } from "./failure.ts";
import { LanguageModel } from "./language-model.ts";
import type { Provider, Quirk } from "./provider.ts";
import { Reranker } from "./reranker.ts";
import type { DriverOptions } from "./sdk.ts";

export {
	chooseProvider,
	deploymentProvider,
	type EmbeddingChoice,
	type EndpointName,
	type ModelChoice,
	type ProviderName,
	type RequestChoice,
	type UserSetting,
	usualModelOf,
} from "./choice.ts";
export type { EmbeddingModel, EmbeddingRequest } from "./embedding-model.ts";
export { isModelError, ModelError, type ModelFailure } from "./failure.ts";
export type {
	LanguageModel,
	ObjectRequest,
	ObjectResult,
	StreamEnd,
	TextRequest,
	TextResult,
	TextStream,
} from "./language-model.ts";
export {
	type Finish,
	type Image,
	type Quirk,
	quirks,
	type ReasoningEffort,
	type ServiceTier,
	type TokenBudget,
	type Usage,
} from "./provider.ts";
export type { RankedText, Reranker } from "./reranker.ts";
export { transcribe } from "./transcription.ts";

/** What a user has stored and what a request brings along. */
interface Wishes {
	userSetting?: UserSetting | undefined;
	request?: RequestChoice | undefined;
}

export interface ModelsParts {
	config: ModelConfig &
		Pick<Config, "API_CONNECT_TIMEOUT" | "API_READ_TIMEOUT" | "API_MAX_RETRIES" | "ALLOW_PRIVATE_HOSTS">;
	/** Workers AI's binding, where the deployment has one. */
	ai: Ai | undefined;
	fetch: FetchFunction;
	clock?: Clock;
}

export class Models {
	private readonly parts: ModelsParts;

	constructor(parts: ModelsParts) {
		this.parts = parts;
	}

	/** As `chooseProvider`, for this deployment. */
	choose(wishes: Wishes = {}): ModelChoice {
		return chooseProvider({ config: this.parts.config, ...wishes });
	}

	/** The provider that `choose` would choose, whether it has its key or not. */
	providerOf(wishes: Wishes = {}): ProviderName {
		return providerOf({ config: this.parts.config, ...wishes });
	}

	/**
	 * `quirks` are those that the same model was found to have before. Throws `model_not_configured` where Workers AI is chosen and not
	 * bound.
	 */
	open(choice: Exclude<ModelChoice, { provider: "embedded" }>, quirks: readonly Quirk[] = []): LanguageModel {
		const { config, clock = systemClock() } = this.parts;
		if (choice.provider === "workers-ai") this.binding();
		return new LanguageModel({
			provider: choice.provider,
			name: choice.model,
			load: () => this.load(choice),
			secret: choice.provider === "workers-ai" ? undefined : choice.apiKey,
			maxRetries: config.API_MAX_RETRIES,
			clock,
			quirks,
		});
	}

	/** As `chooseEmbedding`, for this deployment. */
	chooseEmbedding(wish: Parameters<typeof chooseEmbedding>[1]): EmbeddingChoice {
		return chooseEmbedding(this.parts.config, wish);
	}

	/** Throws `model_not_configured` where Workers AI is chosen and not bound. */
	openEmbedding(choice: Exclude<EmbeddingChoice, { provider: "embedded" }>, dimensions: number): EmbeddingModel {
		const { config, clock = systemClock() } = this.parts;
		if (choice.provider === "workers-ai") this.binding();
		return new EmbeddingModel({
			provider: choice.provider,
			name: choice.model,
			dimensions,
			load: async () => {
				const { endpointEmbedder, workersAiEmbedder } = await import("./sdk.ts");
				return choice.provider === "workers-ai"
					? workersAiEmbedder(choice.model, this.binding(), this.driverOptions())
					: endpointEmbedder(choice, this.sender(choice.isTrusted), this.driverOptions());
			},
			secret: choice.provider === "workers-ai" ? undefined : choice.apiKey,
			maxRetries: config.API_MAX_RETRIES,
			clock,
		});
	}

	/** The model `name` of Workers AI. Throws `model_not_configured` where that is not bound. */
	openReranker(name: string): Reranker {
		const binding = this.binding();
		const load = async () => (await import("./sdk.ts")).workersAiReranker(name, binding, this.driverOptions());
		return new Reranker({ name, load, clock: this.parts.clock ?? systemClock() });
	}

	private binding(): Ai {
		const { ai } = this.parts;
		if (ai === undefined) throw new ModelError("not_configured", "The AI binding is not configured");
		return ai;
	}

	private async load(choice: Exclude<ModelChoice, { provider: "embedded" }>): Promise<Provider> {
		const { endpointProvider, workersAiProvider } = await import("./sdk.ts");
		return choice.provider === "workers-ai"
			? workersAiProvider(choice, this.binding(), this.driverOptions())
			: endpointProvider(choice, this.sender(choice.isTrusted), this.driverOptions());
	}

	private driverOptions(): DriverOptions {
		const { config, clock = systemClock() } = this.parts;
		const betweenBytesMs = config.API_READ_TIMEOUT * 1000;
		const limits = { firstByteMs: config.API_CONNECT_TIMEOUT * 1000 + betweenBytesMs, betweenBytesMs };
		return { limits, now: () => clock.now() };
	}

	/** No redirect is followed: the key would go along. */
	private sender(isTrusted: boolean): FetchFunction {
		const { fetch, config } = this.parts;
		if (isTrusted) return (url, init) => fetch(url, { ...init, redirect: "manual" });
		const policy = { allowPrivateHosts: config.ALLOW_PRIVATE_HOSTS };
		return async (url, { method, headers, body, signal }) => {
			const { response } = await guardedFetch(fetch, url, policy, {
				...(method === undefined ? {} : { method }),
				...(headers === undefined ? {} : { headers }),
				...(typeof body === "string" ? { body } : {}),
				...(signal ? { signal } : {}),
				maxRedirects: 0,
			}).catch((error) => {
				throw error instanceof UrlRefused ? new ProviderFailure(error.message) : error;
			});
			return response;
		};
	}
}
