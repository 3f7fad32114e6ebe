/**
 * The only file that knows the AI SDK: its drivers behind our `Provider`. Loaded with the first call, since it adds tens of milliseconds
 * to an isolate's start. The drivers are used directly: retries, repair of answers and the meaning of failures are ours
 * (contracts/tagging.md 14.1), and the SDK's own would come on top.
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import {
	APICallError,
	type EmbeddingModelV4,
	InvalidResponseDataError,
	type LanguageModelV4,
	type LanguageModelV4CallOptions,
	type LanguageModelV4FinishReason,
	type LanguageModelV4Prompt,
	type LanguageModelV4StreamPart,
	type LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { createWorkersAI } from "workers-ai-provider";
import type { FetchFunction } from "../lib/url-guard.ts";
import type { EndpointChoice, EndpointName, WorkersAiChoice } from "./choice.ts";
import type { Embedder } from "./embedding-model.ts";
import { brokenOff, ProviderFailure, unreachable } from "./failure.ts";
import type { Finish, Provider, ProviderAnswer, ProviderCall, StreamEvent, TokenBudget, Usage } from "./provider.ts";
import type { RerankDriver } from "./reranker.ts";
import { retryAfterOf } from "./retry.ts";
import { fetchInTime, inTime, type TimeLimits, wholeAnswerMs } from "./time-limits.ts";

export interface DriverOptions {
	limits: TimeLimits;
	/** Milliseconds since 1970, for a `Retry-After` that is a date. */
	now(): number;
}

const emptyAnswer: ProviderAnswer = {
	text: "",
	finish: "other",
	usage: { inputTokens: null, cachedTokens: null, outputTokens: null },
	budget: undefined,
};

/** `send` is a fetch that may go to the choice's address. */
export function endpointProvider(choice: EndpointChoice, send: FetchFunction, options: DriverOptions): Provider {
	return driverOf(options, wholeAnswerMs, (call) =>
		createOpenAICompatible({
			name: choice.provider,
			baseURL: choice.baseUrl,
			apiKey: choice.apiKey,
			includeUsage: true,
			supportsStructuredOutputs: true,
			fetch: (url, init) => fetchInTime(send, String(url), init ?? {}, limitsOf(call, options)),
			transformRequestBody: (body) => ({ ...named(body, call), ...extrasOf(choice.provider, call) }),
		}).chatModel(choice.model),
	);
}

/** A slow tier says nothing for minutes and answers all the same. */
function limitsOf({ timeoutMs }: ProviderCall, { limits }: DriverOptions): TimeLimits {
	return timeoutMs === undefined ? limits : { ...limits, firstByteMs: timeoutMs };
}

function named(body: Record<string, unknown>, { quirks }: ProviderCall): Record<string, unknown> {
	if (!quirks.has("completion-tokens")) return body;
	const { max_tokens, ...rest } = body;
	return { ...rest, max_completion_tokens: max_tokens };
}

/** What OpenAI and OpenRouter call it; another server that knows none of it says so, or does not mind. */
function extrasOf(provider: EndpointName, call: ProviderCall): Record<string, unknown> {
	const effort = call.quirks.has("no-effort") ? undefined : call.reasoningEffort;
	const tier = call.quirks.has("no-tier") ? undefined : call.serviceTier;
	const named = provider === "openrouter" ? { reasoning: { effort } } : { reasoning_effort: effort };
	return { ...(effort !== undefined && named), ...(tier !== undefined && { service_tier: tier }) };
}

export function workersAiProvider(choice: WorkersAiChoice, binding: Ai, options: DriverOptions): Provider {
	const provider = createWorkersAI({ binding });
	// The binding gives an answer as a whole.
	return driverOf(options, options.limits.firstByteMs, ({ turns }) => {
		const showsImages = turns.some(({ images }) => images !== undefined && images.length > 0);
		return provider(showsImages ? choice.visionModel : choice.model);
	});
}

/** OpenAI's embeddings, at any address. */
export function endpointEmbedder(choice: EndpointChoice, send: FetchFunction, options: DriverOptions): Embedder {
	const { provider, baseUrl, apiKey, model } = choice;
	const fetch = (url: RequestInfo | URL, init?: RequestInit) =>
		fetchInTime(send, String(url), init ?? {}, options.limits);
	const compatible = createOpenAICompatible({ name: provider, baseURL: baseUrl, apiKey, fetch });
	return embedderOf(compatible.embeddingModel(model), wholeAnswerMs, options);
}

export function workersAiEmbedder(model: string, binding: Ai, options: DriverOptions): Embedder {
	return embedderOf(createWorkersAI({ binding }).embedding(model), options.limits.firstByteMs, options);
}

function embedderOf(model: EmbeddingModelV4, longestMs: number, options: DriverOptions): Embedder {
	return {
		async embed(texts, { dimensions, signal }) {
			const named = dimensions === undefined ? {} : { dimensions };
			try {
				const work = Promise.resolve(model.doEmbed({ values: [...texts], abortSignal: signal, ...named }));
				const { embeddings } = await inTime(work, longestMs, signal);
				// The binding's answer comes unchecked.
				if (!Array.isArray(embeddings)) throw brokenOff();
				return embeddings;
			} catch (error) {
				throw failureOf(error, signal, options);
			}
		},
	};
}

export function workersAiReranker(model: string, binding: Ai, options: DriverOptions): RerankDriver {
	const reranker = createWorkersAI({ binding }).reranking(model);
	return {
		async rerank(query, texts, signal) {
			try {
				const documents = { type: "text" as const, values: [...texts] };
				const work = reranker.doRerank({ query, documents, topN: texts.length, abortSignal: signal });
				const { ranking } = await inTime(work, options.limits.firstByteMs, signal);
				return ranking.map(({ index, relevanceScore }) => ({ index, score: relevanceScore }));
			} catch (error) {
				throw failureOf(error, signal, options);
			}
		},
	};
}

function driverOf(
	options: DriverOptions,
	longestMs: number,
	modelFor: (call: ProviderCall) => LanguageModelV4,
): Provider {
	return {
		async generate(call) {
			try {
				const work = Promise.resolve(modelFor(call).doGenerate(optionsOf(call)));
				const { content, finishReason, usage, response } = await inTime(work, call.timeoutMs ?? longestMs, call.signal);
				const texts = content.map((part) => (part.type === "text" ? part.text : ""));
				const finish = isRefusal(response?.body) ? "refused" : finishOf(finishReason);
				return { text: texts.join(""), finish, usage: usageOf(usage), budget: budgetOf(response?.headers) };
			} catch (error) {
				// An answer without any choice in it is an empty one.
				if (InvalidResponseDataError.isInstance(error)) return emptyAnswer;
				throw failureOf(error, call.signal, options);
			}
		},
		async stream(call) {
			try {
				const work = Promise.resolve(modelFor(call).doStream(optionsOf(call)));
				const { stream } = await inTime(work, longestMs, call.signal);
				return eventsOf(stream, call.signal, options);
			} catch (error) {
				throw failureOf(error, call.signal, options);
			}
		},
	};
}

async function* eventsOf(
	stream: ReadableStream<LanguageModelV4StreamPart>,
	signal: AbortSignal,
	options: DriverOptions,
): AsyncGenerator<StreamEvent> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { done, value } = await inTime(reader.read(), options.limits.betweenBytesMs, signal);
			if (done) return;
			if (value.type === "error") throw value.error;
			if (value.type === "text-delta" && value.delta !== "") yield { delta: value.delta };
			if (value.type === "finish") yield { finish: finishOf(value.finishReason), usage: usageOf(value.usage) };
		}
	} catch (error) {
		throw failureOf(error, signal, options);
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

function optionsOf(call: ProviderCall): LanguageModelV4CallOptions {
	const { temperature, maxOutputTokens, json, quirks, signal } = call;
	return {
		prompt: promptOf(call),
		abortSignal: signal,
		...(temperature === undefined || quirks.has("no-temperature") ? {} : { temperature }),
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
		...(json === undefined || quirks.has("no-json-mode") ? {} : { responseFormat: { type: "json", ...json } }),
		// A strict schema may have no optional fields.
		providerOptions: { openaiCompatible: { strictJsonSchema: false } },
	};
}

function promptOf({ system, turns, quirks }: ProviderCall): LanguageModelV4Prompt {
	const isInline = quirks.has("no-system");
	const head = system === undefined || isInline ? "" : system;
	const prompt = turns.map(({ role, text, images }, index): LanguageModelV4Prompt[number] => {
		const said = index === 0 && isInline && system !== undefined ? `${system}\n\n${text}` : text;
		if (role === "assistant") return { role, content: [{ type: "text", text: said }] };
		const files = (images ?? []).map(({ bytes, mediaType }) => ({
			type: "file" as const,
			mediaType,
			data: { type: "data" as const, data: bytes },
		}));
		return { role, content: [{ type: "text", text: said }, ...files] };
	});
	return head === "" ? prompt : [{ role: "system", content: head }, ...prompt];
}

/** Throws where the provider itself says that it broke off; OpenRouter says so as a reason of its own. */
function finishOf({ unified, raw }: LanguageModelV4FinishReason): Finish {
	if (unified === "error" || raw === "error") throw brokenOff();
	if (unified === "stop" || unified === "length") return unified;
	return unified === "content-filter" ? "refused" : "other";
}

/** OpenAI's models decline beside the text: `choices[0].message.refusal`, which the SDK passes over. */
function isRefusal(body: unknown): boolean {
	const choice = partOf(partOf(body, "choices"), "0");
	const refusal = partOf(partOf(choice, "message"), "refusal");
	return typeof refusal === "string" && refusal !== "";
}

function partOf(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function usageOf({ inputTokens, outputTokens }: LanguageModelV4Usage): Usage {
	return {
		inputTokens: inputTokens.total ?? null,
		cachedTokens: inputTokens.cacheRead ?? null,
		outputTokens: outputTokens.total ?? null,
	};
}

function budgetOf(headers: Readonly<Record<string, string>> | undefined): TokenBudget | undefined {
	const limit = Number(headers?.["x-ratelimit-limit-tokens"] ?? Number.NaN);
	const remaining = Number(headers?.["x-ratelimit-remaining-tokens"] ?? Number.NaN);
	return limit > 0 && remaining >= 0 ? { limit, remaining } : undefined;
}

/** What the SDK throws, without what it keeps of the request: prompts do not belong into errors. */
function failureOf(error: unknown, signal: AbortSignal, options: DriverOptions): unknown {
	if (signal.aborted) return signal.reason;
	for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProviderFailure) return at;
	if (APICallError.isInstance(error)) return failureOfAnswer(error, options);
	const told = toldBy(error);
	if (told !== undefined && !(error instanceof Error)) return new ProviderFailure(told.text, told);
	if (InvalidResponseDataError.isInstance(error)) return brokenOff();
	// A stream that breaks: what `fetch` throws differs from platform to platform.
	return error instanceof Error && /^(AI_|TypeValidation)/.test(error.name)
		? new ProviderFailure(error.message.slice(0, 200))
		: unreachable();
}

function failureOfAnswer(error: APICallError, { now }: DriverOptions): ProviderFailure {
	const { statusCode, responseBody, responseHeaders, data } = error;
	const told = toldBy(parsed(responseBody)) ?? toldBy(data);
	// OpenRouter answers 200 with the error in the body once it has begun to answer.
	const isRefused = statusCode !== undefined && statusCode >= 300;
	const status = isRefused ? statusCode : told?.status;
	if (statusCode === undefined && error.isRetryable) return unreachable();
	return new ProviderFailure(told?.text ?? error.message, {
		status,
		code: told?.code ?? workersAiCode(data),
		retryAfterSeconds: retryAfterOf(responseHeaders ?? {}, now()),
	});
}

interface Told {
	text: string;
	code: string | undefined;
	status: number | undefined;
}

/** `{error: {message, code, type}}`, its inside, or `{error: "text"}`. */
function toldBy(body: unknown): Told | undefined {
	if (typeof body !== "object" || body === null) return undefined;
	const inner = "error" in body ? body.error : body;
	if (typeof inner === "string") return { text: inner, code: undefined, status: undefined };
	if (typeof inner !== "object" || inner === null) return undefined;
	const { message, code, type } = inner as Record<string, unknown>;
	if (typeof message !== "string") return undefined;
	const number = Number(code ?? Number.NaN);
	const name = [code, type].find((value) => typeof value === "string" && value !== "");
	return {
		text: message,
		code: typeof name === "string" ? name : undefined,
		status: number >= 400 && number < 600 ? number : undefined,
	};
}

function parsed(body: string | undefined): unknown {
	try {
		return JSON.parse(body ?? "");
	} catch {
		return undefined;
	}
}

function workersAiCode(data: unknown): string | undefined {
	if (typeof data !== "object" || data === null || !("workersAIErrorCode" in data)) return undefined;
	return String(data.workersAIErrorCode);
}
