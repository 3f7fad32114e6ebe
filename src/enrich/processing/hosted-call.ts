import type { Context } from "../../context.ts";
import {
	isModelError,
	type LanguageModel,
	type ModelError,
	type TokenBudget,
	type Usage,
} from "../../models/models.ts";
import { answerName, answerSchema, readAnswer } from "../answer.ts";
import { costOf, type ModelPrice } from "../prices.ts";
import { classificationPrompt, type Prompt } from "../prompt.ts";
import type { DocumentToRead, ModelFailureType, Outcome, Spent } from "./outcome.ts";
import { defaultRetryMs } from "./pace.ts";
import { inLibraryNames, type Work, withoutRefused } from "./work.ts";

/* One document, shown to a hosted model (contracts/library.md 14.4). */

/** Of one try. The cheaper tier takes its time; a queue's consumer ends after 15 minutes. */
const [flexTimeoutMs, usualTimeoutMs] = [600_000, 60_000];
/** Of a document, all its tries together. */
const documentMs = 600_000;
/** In a run, where a failure costs one document of many. */
const mostRetries = 2;
/** However long a provider asks to be left alone. */
const longestRetryMs = 3_600_000;
/** Tokens are words and parts of words: a third of the bytes is more than most texts have, in any script. */
const bytesAToken = 3;
const usualAnswerTokens = 1_000;
/** In characters, with its evidence; no row holds megabytes, and no document has such names. */
const longestAnswer = 100_000;

export interface HostedWork extends Work {
	model: LanguageModel;
	/** Undefined where none is known. */
	price: ModelPrice | undefined;
	/** Nobody waits for a single document on the slow tier. */
	isFlex: boolean;
	signal: AbortSignal;
}

export interface Answered {
	outcome: Outcome;
	/** What the provider said of its limits. */
	budget: TokenBudget | undefined;
}

export function promptFor({ config, names }: Work, { seen, text }: DocumentToRead): Prompt {
	const { promptTemplate: template, maxContentLength } = config;
	return classificationPrompt({ template, names, title: seen.title, text, maxContentLength });
}

/** What a call may cost at most, as far as can be told before: US dollars. */
export function highestCost(work: HostedWork, { system, user }: Prompt): number {
	const bytes = new TextEncoder().encode(system + user).length;
	const completionTokens = work.config.maxOutputTokens ?? usualAnswerTokens;
	return costOf({ promptTokens: Math.ceil(bytes / bytesAToken), completionTokens }, work.price, work.isFlex) ?? 0;
}

/** Throws what is no answer of the provider, and the signal's reason. */
export async function askModel(
	ctx: Context,
	work: HostedWork,
	document: DocumentToRead,
	prompt = promptFor(work, document),
): Promise<Answered> {
	const { model, config, signal } = work;
	const { maxOutputTokens, reasoningEffort, maxRetries } = config;
	const startedAt = ctx.now();
	const limit = AbortSignal.timeout(documentMs);
	const timeoutMs = work.isFlex ? flexTimeoutMs : usualTimeoutMs;
	try {
		const { value, text, usage, budget } = await model.generateObject({
			system: prompt.system,
			messages: [{ role: "user", text: prompt.user }],
			schema: answerSchema(),
			name: answerName,
			...(maxOutputTokens !== null && { maxOutputTokens }),
			...(reasoningEffort !== "none" && { reasoningEffort }),
			...(config.provider === "openai" && { serviceTier: work.isFlex ? "flex" : "default" }),
			maxRetries: Math.min(maxRetries, mostRetries),
			tellsRateLimits: true,
			timeoutMs,
			signal: AbortSignal.any([signal, limit]),
		});
		if (text.length > longestAnswer) {
			const outcome = failed(
				"schema_mismatch",
				"The model's answer is far too long.",
				work,
				ctx.now() - startedAt,
				usage,
			);
			return { outcome, budget };
		}
		const { suggestion, confidence, evidence } = readAnswer(value);
		const spent = spentOn(work, usage, ctx.now() - startedAt);
		const named = { suggestion: inLibraryNames(work, suggestion), confidence };
		const proposed = { ...withoutRefused(named, document), evidence, rawResponse: text };
		return { outcome: { kind: "proposed", ...proposed, ...spent }, budget };
	} catch (error) {
		signal.throwIfAborted();
		const elapsedMs = ctx.now() - startedAt;
		if (limit.aborted)
			return { outcome: failed("timeout", "The model did not answer in time.", work, elapsedMs), budget: undefined };
		if (!isModelError(error)) throw error;
		return { outcome: failureOf(error, work, elapsedMs), budget: undefined };
	}
}

const failureTypes: Partial<Record<ModelError["reason"], ModelFailureType>> = {
	refusal: "refusal",
	schema_mismatch: "schema_mismatch",
	timeout: "timeout",
	max_tokens: "max_tokens",
	quota: "quota_exceeded",
};

function failureOf(error: ModelError, work: HostedWork, elapsedMs: number): Outcome {
	if (error.reason === "rate_limited") {
		const askedMs = error.retryAfterSeconds === undefined ? defaultRetryMs : error.retryAfterSeconds * 1000;
		return { kind: "limited", message: error.message, retryAfterMs: Math.min(longestRetryMs, Math.ceil(askedMs)) };
	}
	return failed(failureTypes[error.reason] ?? null, error.message, work, elapsedMs, error.usage);
}

function failed(
	failureType: ModelFailureType | null,
	message: string,
	work: HostedWork,
	elapsedMs: number,
	usage?: Usage,
): Outcome {
	return { kind: "failed", failureType, message, ...spentOn(work, usage, elapsedMs) };
}

function spentOn({ model, price, isFlex }: HostedWork, usage: Usage | undefined, processingTimeMs: number): Spent {
	const promptTokens = usage?.inputTokens ?? 0;
	const completionTokens = usage?.outputTokens ?? 0;
	const cachedTokens = Math.min(promptTokens, usage?.cachedTokens ?? 0);
	const cost = costOf({ promptTokens, completionTokens }, price, isFlex && !model.quirks.includes("no-tier"));
	return { promptTokens, completionTokens, cachedTokens, cost, processingTimeMs };
}
