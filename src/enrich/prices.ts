/** What models cost (contracts/library.md 14.9). */

/** USD a token. */
export interface ModelPrice {
	inputPerToken: number;
	outputPerToken: number;
	cacheReadPerToken: number | null;
	cacheCreationPerToken: number | null;
}

export interface PriceTable {
	/** ISO date: when the prices were read from their list. */
	asOf: string;
	models: Readonly<Record<string, ModelPrice>>;
}

/** USD a million tokens, as lists of prices say it. */
function price(input: number, output: number, cached: number | null): ModelPrice {
	const perToken = (dollars: number): number => dollars / 1e6;
	return {
		inputPerToken: perToken(input),
		outputPerToken: perToken(output),
		cacheReadPerToken: cached === null ? null : perToken(cached),
		cacheCreationPerToken: null,
	};
}

/** `embedded` costs nothing but the Worker's own time. */
const embeddedPrice: ModelPrice = {
	inputPerToken: 0,
	outputPerToken: 0,
	cacheReadPerToken: 0,
	cacheCreationPerToken: 0,
};
export const embeddedModel = "embedded-1";

/** Models whose price is looked for in a list; another one has none. */
export const knownModels = ["gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "openai/gpt-4o-mini"] as const;

/**
 * For as long as no list has been read, and for what it lacks: the prices that the providers themselves publish (developers.openai.com,
 * openrouter.ai, developers.cloudflare.com/workers-ai/platform/pricing), as of that date.
 */
export const builtInPrices: PriceTable = {
	asOf: "2026-11-22",
	models: {
		"gpt-5.4": price(2.5, 15, 0.25),
		"gpt-5.4-mini": price(0.75, 4.5, 0.075),
		"gpt-5.4-nano": price(0.2, 1.25, 0.02),
		"openai/gpt-4o-mini": price(0.15, 0.6, 0.075),
		"@cf/meta/llama-3.3-70b-instruct-fp8-fast": price(0.293, 2.253, null),
	},
};

/** Hours after which a stored table is read anew. */
export const priceTableMaxAgeMs = 24 * 60 * 60 * 1000;

/** Undefined for a model of which no price is known. OpenRouter writes the maker before a name and takes the maker's price. */
export function priceIn({ models }: PriceTable, model: string): ModelPrice | undefined {
	if (model === embeddedModel || model === "embedded") return embeddedPrice;
	const names = [model, model.replace(/^openai\//, ""), `openai/${model}`];
	const name = names.find((each) => Object.hasOwn(models, each));
	return name === undefined ? undefined : models[name];
}

interface ListedPrice {
	input_cost_per_token: number;
	output_cost_per_token: number;
	cache_read_input_token_cost: number | null;
	cache_creation_input_token_cost: number | null;
}

/**
 * The known models' prices out of the public LiteLLM list, an object by model. A model it lacks takes the dearest of those found, so that an
 * estimate is never too low. `other` is a model beside them, by the ids that the list may have for it. Undefined where the list has none of
 * the known ones: the table at hand stays.
 */
export function readPriceList(
	list: unknown,
	asOf: string,
	other?: { model: string; ids: readonly string[] },
): PriceTable | undefined {
	const entries = new Map<string, ListedPrice>();
	if (typeof list !== "object" || list === null) return undefined;
	for (const [id, entry] of Object.entries(list)) {
		const read = listedPrice(entry);
		if (read !== undefined) entries.set(id, read);
	}
	const found = new Map<string, ModelPrice>();
	for (const model of knownModels) {
		const entry = entryOf(model, entries);
		if (entry !== undefined) found.set(model, toPrice(entry));
	}
	const [dearest] = [...found.values()].sort(
		(a, b) => b.inputPerToken + b.outputPerToken - a.inputPerToken - a.outputPerToken,
	);
	if (dearest === undefined) return undefined;
	const models = Object.fromEntries(knownModels.map((model) => [model, found.get(model) ?? dearest]));
	const entry = other?.ids.map((id) => entries.get(id)).find((each) => each !== undefined);
	if (other === undefined || entry === undefined || Object.hasOwn(models, other.model)) return { asOf, models };
	return { asOf, models: { ...models, [other.model]: toPrice(entry) } };
}

function toPrice(entry: ListedPrice): ModelPrice {
	return {
		inputPerToken: entry.input_cost_per_token,
		outputPerToken: entry.output_cost_per_token,
		cacheReadPerToken: entry.cache_read_input_token_cost,
		cacheCreationPerToken: entry.cache_creation_input_token_cost,
	};
}

function entryOf(model: string, entries: ReadonlyMap<string, ListedPrice>): ListedPrice | undefined {
	const ids = [...entries.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
	// `gpt-5.4` is the beginning of `gpt-5.4-mini`, which is another model: what follows may be a date or a version only.
	const isVersion = (rest: string): boolean => /^(?:[-@:.]?(?:\d.*|latest|preview))?$/.test(rest);
	const id =
		[
			model,
			...ids.filter((each) => each.startsWith(model) && isVersion(each.slice(model.length))),
			`openai/${model}`,
			`openai.${model}`,
		].find((each) => entries.has(each)) ??
		ids.find((each) => each.includes(model) && isVersion(each.slice(each.indexOf(model) + model.length)));
	return id === undefined ? undefined : entries.get(id);
}

function listedPrice(entry: unknown): ListedPrice | undefined {
	if (typeof entry !== "object" || entry === null) return undefined;
	const number = (key: string): number | null => {
		const value: unknown = Reflect.get(entry, key);
		return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
	};
	const [input, output] = [number("input_cost_per_token"), number("output_cost_per_token")];
	if (input === null || output === null) return undefined;
	return {
		input_cost_per_token: input,
		output_cost_per_token: output,
		cache_read_input_token_cost: number("cache_read_input_token_cost"),
		cache_creation_input_token_cost: number("cache_creation_input_token_cost"),
	};
}

/** Of the slower tier, against the usual one. */
const FLEX_FACTOR = 0.5;
/** Tokens of a document, where this model has done none yet. */
const USUAL_PROMPT_TOKENS = 2000;
export const USUAL_COMPLETION_TOKENS = 200;

export interface TokenCounts {
	promptTokens: number;
	completionTokens: number;
}

/** USD; null where no price is known. */
export function costOf(
	{ promptTokens, completionTokens }: TokenCounts,
	price: ModelPrice | undefined,
	isFlex: boolean,
): number | null {
	if (price === undefined) return null;
	return (promptTokens * price.inputPerToken + completionTokens * price.outputPerToken) * (isFlex ? FLEX_FACTOR : 1);
}

/** What all of a batch's calls are made of. */
export interface BatchTokens {
	documents: number;
	/** Of the words that every call begins with, once. */
	systemPrompt: number;
	/** Of all documents. */
	userPrompts: number;
	/** Of one answer. */
	completion: number;
}

/** USD of a batch where the common beginning of the calls is never found in the provider's cache, and where it always is. */
export function batchCosts(
	{ documents, systemPrompt, userPrompts, completion }: BatchTokens,
	price: ModelPrice,
	isFlex: boolean,
): { best: number; worst: number } {
	const factor = isFlex ? FLEX_FACTOR : 1;
	const own = userPrompts * price.inputPerToken + documents * completion * price.outputPerToken;
	const withBeginning = (perToken: number): number => (own + documents * systemPrompt * perToken) * factor;
	return {
		best: withBeginning(price.cacheReadPerToken ?? price.inputPerToken),
		worst: withBeginning(price.inputPerToken),
	};
}

export interface CostEstimate {
	estimatedCostUsd: number;
	breakdown: { input: number; output: number };
}

/** `mean`: tokens of this model's results that did not fail; undefined where there are none. */
export function estimateCost(
	documentCount: number,
	price: ModelPrice,
	{ mean, isFlex }: { mean: TokenCounts | undefined; isFlex: boolean },
): CostEstimate {
	const factor = documentCount * (isFlex ? FLEX_FACTOR : 1);
	const input = (mean?.promptTokens ?? USUAL_PROMPT_TOKENS) * price.inputPerToken * factor;
	const output = (mean?.completionTokens ?? USUAL_COMPLETION_TOKENS) * price.outputPerToken * factor;
	return { estimatedCostUsd: input + output, breakdown: { input, output } };
}
