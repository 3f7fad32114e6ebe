import { z } from "zod";
import type { Context } from "../context.ts";
import { chunksOf } from "../lib/chunks.ts";
import { logError } from "../lib/log.ts";
import type { ProviderName } from "../models/models.ts";
import { getSettings, putSettings, type Settings } from "../settings/settings.ts";
import {
	builtInPrices,
	type ModelPrice,
	type PriceTable,
	priceIn,
	priceTableMaxAgeMs,
	readPriceList,
} from "./prices.ts";

/*
 * The price table of a user: read from the public LiteLLM list at most once a day, kept in their settings (contracts/library.md 3, 14.9), and
 * the built-in one for what the list lacks, or for as long as it could not be read.
 */

const listUrl = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json";
const timeoutMs = 5000;
/** The list has about 2 MB. */
const maxListBytes = 16 * 1024 * 1024;
/** After a failure the list is left alone for so long: whoever waits for an estimate would wait for it each time. */
const pauseMs = 10 * 60_000;

const prefix = "ai.modelPricing";
const [cacheKey, updatedKey, triedKey] = [`${prefix}Cache`, `${prefix}UpdatedAt`, `${prefix}TriedAt`];

const share = z.number().min(0);
const Prices = z.record(
	z.string(),
	z.object({
		inputPerToken: share,
		outputPerToken: share,
		cacheReadPerToken: share.nullable(),
		cacheCreationPerToken: share.nullable(),
	}),
);

/** A model, and who serves it. */
export interface PricedModel {
	provider: ProviderName;
	model: string;
}

/** The table at hand, without a look at the list. */
export async function priceTable(ctx: Context, owner: string): Promise<PriceTable> {
	return readStored(await getSettings(ctx, owner, prefix)).table;
}

/** Undefined for a model of which no price is known; from the table at hand. */
export async function priceOf(ctx: Context, owner: string, model: string): Promise<ModelPrice | undefined> {
	return priceIn(await priceTable(ctx, owner), model);
}

/**
 * The table, after a look at the list where it is older than a day or lacks this model: before a batch and before an estimate. The embedded
 * model has its price without a list. Where the list cannot be read the table at hand stays; nothing is thrown for that.
 */
export async function refreshPrices(ctx: Context, owner: string, wanted: PricedModel): Promise<PriceTable> {
	const stored = readStored(await getSettings(ctx, owner, prefix));
	const isFresh =
		ctx.now() - stored.updatedAt < priceTableMaxAgeMs && priceIn(stored.table, wanted.model) !== undefined;
	if (wanted.provider === "embedded" || isFresh || ctx.now() - stored.triedAt < pauseMs) return stored.table;
	const now = new Date(ctx.now()).toISOString();
	let read: PriceTable | undefined;
	try {
		read = readPriceList(await fetchList(ctx), now.slice(0, 10), { model: wanted.model, ids: listIds(wanted) });
	} catch (error) {
		logError("the list of prices could not be read", error);
	}
	if (read === undefined) {
		await putSettings(ctx, owner, { [triedKey]: now });
		return stored.table;
	}
	await putSettings(ctx, owner, { [cacheKey]: JSON.stringify(read.models), [updatedKey]: now, [triedKey]: now });
	return { ...read, models: { ...builtInPrices.models, ...read.models } };
}

/** The ids that the list may have for a model that is not one of the known ones. */
function listIds({ provider, model }: PricedModel): string[] {
	if (provider === "workers-ai") return [`cloudflare/${model}`];
	return provider === "openrouter" ? [`openrouter/${model}`, model] : [model, `openai/${model}`];
}

async function fetchList(ctx: Context): Promise<unknown> {
	const response = await ctx.fetch(listUrl, { signal: AbortSignal.timeout(timeoutMs) });
	if (!response.ok || response.body === null) {
		await response.body?.cancel();
		throw new Error(`the server of the list answered ${response.status}`);
	}
	const reader = chunksOf(response.body);
	const decoder = new TextDecoder();
	let [text, bytes] = ["", 0];
	for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
		bytes += chunk.byteLength;
		if (bytes > maxListBytes) {
			await reader.cancel();
			throw new Error("the list is too long");
		}
		text += decoder.decode(chunk, { stream: true });
	}
	return JSON.parse(text + decoder.decode()) as unknown;
}

/** Settings can be changed by hand: what is no table counts as none. Times are 0 where there is none. */
function readStored(stored: Settings): { table: PriceTable; updatedAt: number; triedAt: number } {
	const timeOf = (key: string): number => {
		const time = Date.parse(stored[key] ?? "");
		return Number.isNaN(time) ? 0 : time;
	};
	const updatedAt = timeOf(updatedKey);
	const models = modelsOf(stored[cacheKey]);
	const hasTable = models !== undefined && updatedAt > 0;
	return {
		table: hasTable
			? { asOf: new Date(updatedAt).toISOString().slice(0, 10), models: { ...builtInPrices.models, ...models } }
			: builtInPrices,
		updatedAt: hasTable ? updatedAt : 0,
		triedAt: timeOf(triedKey),
	};
}

function modelsOf(text: string | undefined): PriceTable["models"] | undefined {
	try {
		const read = Prices.safeParse(JSON.parse(text ?? "null"));
		return read.success && Object.keys(read.data).length > 0 ? read.data : undefined;
	} catch {
		return undefined;
	}
}
