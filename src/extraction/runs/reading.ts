/** A run's work: the document in windows, each read by rules or by a model, and what was found put together. */
import type { Context } from "../../context.ts";
import { findDocumentOfJob, readBlocks, readLines, removeOldLines } from "../../documents/documents.ts";
import { nextTurn } from "../../lib/turn.ts";
import { isModelError, ModelError } from "../../models/models.ts";
import { keys } from "../../platform/keys.ts";
import type { FieldResult, FieldResults } from "../result.ts";
import type { askModel } from "./model.ts";
import { chooseModel } from "./model-choice.ts";
import type { Maker, Run } from "./run.ts";
import { toWindows, type Window, type WindowSize } from "./windows.ts";

/** Some fifteen pages: a tenth of a second of the engine, which gives nobody else a turn, and 10 MB. */
const byRules: WindowSize = { maxCharacters: 30_000, cutsPages: false };
/** Some 6,000 tokens, so that models with little room take it, and find what is in it. */
const byModel: WindowSize = { maxCharacters: 24_000, cutsPages: true };
/** Six million characters by rules, and a model's bill that can be borne. */
const mostWindows = { rules: 200, model: 400 };

const embedded: Maker = { provider: "embedded", model: "embedded" };

/** Waits for a provider that was asked too often: the first, which doubles, and the longest. */
const firstWaitMs = 2_000;
const longestWaitMs = 10 * 60_000;

/** Found at once, or to be found in so many windows, numbered from 1. */
export type Begun = { results: FieldResults; maker: Maker | null } | { windows: number };

/** Throws `model_not_configured`, `model_failed` and `too_large`. */
export async function beginReading(ctx: Context, run: Run, alive: () => Promise<void>): Promise<Begun> {
	if (run.flow === null) return { results: new Map(), maker: null };
	const isHosted = run.model === "premium" && (await chooseModel(ctx, run.owner)) !== undefined;
	const most = isHosted ? mostWindows.model : mostWindows.rules;
	let held: Window | undefined;
	let count = 0;
	for await (const window of await windowsOf(ctx, run.documentId, isHosted ? byModel : byRules)) {
		count += 1;
		if (count > most) throw new ModelError("unexpected", "The document is too long for its fields to be extracted.");
		// The only window by rules, as with most documents, is read at once.
		if (count === 1 && !isHosted) {
			held = window;
			continue;
		}
		if (held !== undefined) await putWindow(ctx, run, 1, held);
		held = undefined;
		await putWindow(ctx, run, count, window);
		await alive();
	}
	if (count > 0 && held === undefined) return { windows: count };
	return { results: await byEngine(run, held ?? { blocks: [], lines: [] }), maker: embedded };
}

async function putWindow(ctx: Context, run: Run, number: number, window: Window): Promise<void> {
	await ctx.files.put(keys.extractionWindow(run.documentId, run.token, number), JSON.stringify(window));
}

/** Finds the fields in one window, and stores what it found. Throws `model_not_configured` and `model_failed`. */
export async function readWindow(ctx: Context, run: Run, number: number, signal: AbortSignal): Promise<Maker> {
	const stored = await ctx.files.get(keys.extractionWindow(run.documentId, run.token, number));
	if (stored === null || run.flow === null)
		throw new Error(`window ${number} of ${run.documentId} is missing from the store`);
	const window = await stored.json<Window>();
	const model = run.model === "premium" ? await chooseModel(ctx, run.owner) : undefined;
	const results =
		model === undefined ? await byEngine(run, window) : await byHosted(model, run.flow.fields, window, signal);
	const part: [string, FieldResult][] = [...results];
	await ctx.files.put(keys.extractionPart(run.documentId, run.token, number), JSON.stringify(part));
	return model === undefined ? embedded : { provider: model.provider, model: model.name };
}

/** What was found in all windows. */
export async function joinWindows(ctx: Context, run: Run, windows: number): Promise<FieldResults> {
	const parts: FieldResults[] = [];
	for (let number = 1; number <= windows; number += 1) {
		const stored = await ctx.files.get(keys.extractionPart(run.documentId, run.token, number));
		if (stored === null) throw new Error(`what window ${number} of ${run.documentId} gave is missing from the store`);
		parts.push(new Map(await stored.json<[string, FieldResult][]>()));
	}
	const { mergeResults } = await import("../merge.ts");
	return mergeResults(run.flow?.fields ?? [], parts);
}

/** How long to wait before a model is asked again that was asked too often; undefined for any other failure. */
export function patienceMs(error: unknown, attempt: number): number | undefined {
	if (!isModelError(error, "rate_limited")) return undefined;
	return Math.min(longestWaitMs, Math.max((error.retryAfterSeconds ?? 0) * 1000, firstWaitMs * 2 ** (attempt - 1)));
}

/**
 * The sentence that a run ends with where trying again would not help: a model that answers, but not with what it was asked for, will do so again.
 * Undefined for what may pass.
 */
export function finalFailure(error: unknown): string | undefined {
	if (!isModelError(error)) return undefined;
	return error.reason === "timeout" || error.reason === "unreachable" ? undefined : error.message;
}

async function windowsOf(ctx: Context, documentId: string, size: WindowSize): Promise<AsyncGenerator<Window>> {
	const jobId = (await findDocumentOfJob(ctx, documentId))?.jobId ?? "";
	await removeOldLines(ctx, documentId, jobId);
	return toWindows({ blocks: readBlocks(ctx, documentId), pages: readLines(ctx, documentId, jobId) }, size);
}

// Their lexicon is large, and a Worker starts more often than it extracts: both ways are loaded when they are gone.

async function byHosted(...question: Parameters<typeof askModel>): Promise<FieldResults> {
	return await (await import("./model.ts")).askModel(...question);
}

async function byEngine(run: Run, { blocks, lines }: Window): Promise<FieldResults> {
	const { extractFields } = await import("../engine.ts");
	await nextTurn();
	return extractFields(run.flow?.fields ?? [], { blocks, lines: lines.length > 0 ? lines : undefined });
}
