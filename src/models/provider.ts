/** What a call is to a provider, and what it answers: the line between our rules and the SDK's drivers. */

export interface Image {
	bytes: Uint8Array;
	mediaType: "image/png" | "image/jpeg";
}

export interface Turn {
	role: "user" | "assistant";
	text: string;
	images?: readonly Image[];
}

/** What a model was found not to take; the call is made without it. */
export const quirks = [
	/** Its instructions stand at the head of the first message. */
	"no-system",
	/** Reasoning models of OpenAI take no temperature… */
	"no-temperature",
	/** …and call the limit of an answer `max_completion_tokens`. */
	"completion-tokens",
	/** It does not hold itself to a schema: the prompt alone asks for JSON. */
	"no-json-mode",
	/** It cannot be told how long to think. */
	"no-effort",
	/** It has no other tier than the usual one. */
	"no-tier",
] as const;
export type Quirk = (typeof quirks)[number];

/** How long a reasoning model thinks before it answers. */
export type ReasoningEffort = "low" | "medium" | "high";
/** `flex`: cheaper, slower, and sometimes not to be had. */
export type ServiceTier = "default" | "flex";

export interface ProviderCall {
	system: string | undefined;
	turns: readonly Turn[];
	temperature: number | undefined;
	maxOutputTokens: number | undefined;
	reasoningEffort: ReasoningEffort | undefined;
	serviceTier: ServiceTier | undefined;
	/** For an answer as a whole, instead of the provider's usual limits; in milliseconds. */
	timeoutMs: number | undefined;
	/** The answer is JSON of this JSON Schema. */
	json: { schema: Record<string, unknown>; name: string } | undefined;
	quirks: ReadonlySet<Quirk>;
	signal: AbortSignal;
}

/** Tokens; null where the provider does not say. */
export interface Usage {
	inputTokens: number | null;
	/** Of the input, those read from the provider's cache. */
	cachedTokens: number | null;
	outputTokens: number | null;
}

/** `refused`: declined by the model or withheld by a filter. */
export type Finish = "stop" | "length" | "refused" | "other";

/** The provider's token budget a minute, from its headers (contracts/library.md 14.5). */
export interface TokenBudget {
	limit: number;
	remaining: number;
}

export interface ProviderAnswer {
	text: string;
	finish: Finish;
	usage: Usage;
	budget: TokenBudget | undefined;
}

export type StreamEvent = { delta: string } | { finish: Finish; usage: Usage };

/** Throws `ProviderFailure`, or the signal's reason. A stream that ends without a `finish` was cut off. */
export interface Provider {
	generate(call: ProviderCall): Promise<ProviderAnswer>;
	stream(call: ProviderCall): Promise<AsyncIterable<StreamEvent>>;
}
