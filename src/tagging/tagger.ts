import type { Context } from "../context.ts";
import { AppError, isAppError } from "../errors.ts";
import {
	isModelError,
	type LanguageModel,
	type ModelChoice,
	type ModelError,
	type ProviderName,
	type Quirk,
} from "../models/models.ts";
import { revealSettings } from "../settings/settings.ts";
import type { JobConfig } from "./config.ts";
import { ReadingState } from "./reading.ts";
import { type Complete, MIN_TEXT_CHARACTERS, tagByModel } from "./rounds.ts";
import { RowFailure } from "./row-failure.ts";
import type { TaggingRecord } from "./store.ts";
import { formatTag } from "./tag-list.ts";
import { qualityOf } from "./text-quality.ts";

export interface TaggingWork {
	/** With its text and what is known of it. */
	record: TaggingRecord;
	config: JobConfig;
	/** The caller's own, for a hosted model. */
	apiKey: string | undefined;
	/** What the job has found out about its model. */
	quirks: readonly Quirk[];
	isSingle: boolean;
	signal: AbortSignal;
}

/** What is told of a document that was tagged (contracts/tagging.md 3.6). */
export interface RecordMetadata {
	is_scanned: boolean;
	extraction_method: string;
	/** Per cent; null without OCR. */
	ocr_confidence: number | null;
	/** Of the whole document. */
	page_count: number;
	/** In characters. */
	text_length: number;
	tokens_used: number;
	/** In seconds. */
	processing_time: number;
	provider: string;
	model_name: string;
}

export interface Tagged {
	tags: string[];
	/** The model's last answer as it came; of `embedded` the lists that it chose from. */
	answer: string;
	/** The document's own title. */
	documentTitle: string;
	metadata: RecordMetadata;
	quirks: Quirk[];
}

/** Where a user keeps a key of their own (contracts/library.md 5.2). */
const ownKey = "openai.apiKey";

/** Tags of a record's text, by the provider that its job asks for. Throws a `RowFailure` in the contract's words. */
export async function tagRecord(ctx: Context, work: TaggingWork): Promise<Tagged> {
	const { record } = work;
	const state = ReadingState.parse(JSON.parse(record.metadata ?? "{}"));
	const text = record.extractedText ?? "";
	if (text.trim().length < MIN_TEXT_CHARACTERS) throw new RowFailure("Insufficient text extracted from document");
	const title = work.isSingle ? state.document_title : record.title;
	const made = await makeTags(ctx, work, { title, text, state });
	const { tags, rawAnswer: answer, tokensUsed, provider, model } = made;
	return {
		tags: tags.map((tag) => formatTag(tag, ctx.config.TAG_SEPARATOR)),
		answer,
		documentTitle: state.document_title,
		metadata: {
			is_scanned: state.is_scanned,
			extraction_method: state.extraction_method,
			ocr_confidence: state.ocr_confidence,
			page_count: state.page_count,
			text_length: state.text_length,
			tokens_used: tokensUsed,
			processing_time: Math.round((ctx.now() - (record.startedAt ?? ctx.now())) / 10) / 100,
			provider,
			model_name: model,
		},
		quirks: made.quirks,
	};
}

/** Who would do the work for the owner. Throws `invalid_request` where a hosted provider lacks what it needs. */
export async function providerFor(
	ctx: Context,
	owner: string,
	wished: { modelName: string | null; apiKey: string | undefined },
): Promise<ProviderName> {
	try {
		return (await chooseFor(ctx, owner, wished)).provider;
	} catch (error) {
		if (isModelError(error)) throw new AppError("invalid_request", error.message);
		throw error;
	}
}

/** A request's own key wins over the owner's stored one, and that over the deployment's (contracts/library.md 18). */
async function chooseFor(
	ctx: Context,
	owner: string,
	{ modelName, apiKey }: { modelName: string | null; apiKey: string | undefined },
): Promise<ModelChoice> {
	const request = { model: modelName ?? undefined, apiKey };
	// Looked up where it may be used, so that who needs no key does not depend on being able to open one.
	const isAsked = apiKey === undefined && ctx.models.providerOf({ request }) === "openai";
	const stored = isAsked ? await revealSettings(ctx, owner, ownKey) : {};
	return ctx.models.choose({ request, userSetting: { keys: { openai: stored[ownKey] } } });
}

async function makeTags(
	ctx: Context,
	work: TaggingWork,
	{ title, text, state }: { title: string; text: string; state: ReadingState },
) {
	const { config, record } = work;
	// Its tables are large, and a Worker starts more often than it tags.
	const { detectLanguage } = await import("./language.ts");
	const spoken = detectLanguage(text);
	const input = {
		title,
		description: record.description,
		text,
		numTags: config.numTags,
		exclusions: config.exclusionWords,
	};
	try {
		const choice = await chooseFor(ctx, record.owner, { modelName: config.modelName, apiKey: work.apiKey });
		if (choice.provider === "embedded") {
			const language = spoken?.spoken;
			const { tagByKeyphrases } = await import("./keyphrases.ts");
			const made = await tagByKeyphrases({ ...input, ...(language && { language }) });
			return { ...made, tokensUsed: 0, provider: "embedded", model: "embedded", quirks: [...work.quirks] };
		}
		const model = ctx.models.open(choice, work.quirks);
		const { extraction_method: method, pages_read: pagesRead, ocr_confidence: confidence } = state;
		const quality = qualityOf({ text, pagesRead }, method === "pypdf2" ? null : confidence);
		const asked = { ...input, languageName: spoken?.spokenName ?? null, quality, asksEntities: config.entities };
		const made = await tagByModel(asked, completing(model, work.signal));
		return { ...made, provider: model.provider, model: model.name, quirks: model.quirks };
	} catch (error) {
		work.signal.throwIfAborted();
		if (isModelError(error)) throw refused(error);
		if (isAppError(error)) throw new RowFailure(`Tag generation failed: ${error.message}`);
		throw error;
	}
}

function completing(model: LanguageModel, signal: AbortSignal): Complete {
	return async ({ system, user, temperature, maxTokens }) => {
		const { text, usage } = await model.generateText({
			system,
			messages: [{ role: "user", text: user }],
			temperature,
			maxOutputTokens: maxTokens,
			signal,
		});
		return { text, tokens: (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) };
	};
}

/** The reasons of contracts/tagging.md 13.6. */
function refused(error: ModelError): RowFailure {
	const failed = (reason: string, type: RowFailure["type"], retryAfterMs?: number) =>
		new RowFailure(`Tag generation failed: ${reason}`, type, retryAfterMs);
	switch (error.reason) {
		case "invalid_key":
			return failed("Invalid API key. Please check your OpenRouter API key.", "model-error");
		case "rate_limited": {
			const seconds = error.retryAfterSeconds;
			return failed(`RATE_LIMITED: ${error.message}`, "rate-limit", seconds === undefined ? undefined : seconds * 1000);
		}
		case "system_refused":
			return failed(`Model compatibility error: ${error.message}`, "model-error");
		case "timeout":
		case "unreachable":
			return failed(error.message, "network");
		default:
			return failed(error.message, "model-error");
	}
}
