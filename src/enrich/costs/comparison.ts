import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { getAiConfig } from "../ai-config.ts";
import { isFlex } from "../chosen-model.ts";
import { knownAiModels } from "../models.ts";
import { refreshPrices } from "../price-list.ts";
import { batchCosts, priceIn, USUAL_COMPLETION_TOKENS } from "../prices.ts";
import { openWork } from "../processing/work.ts";
import { classificationPrompt } from "../prompt.ts";
import { meanTokens, measureUnprocessed } from "./store.ts";

/** The usual rule of thumb; what a call has used is counted by its provider. */
const charactersAToken = 4;

interface Case {
	totalCostUsd: number;
	perDocumentCostUsd: number;
}

export interface CostComparison {
	/** Documents with text that nothing was proposed for. */
	documentCount: number;
	currentModel: string;
	allModels: {
		modelId: string;
		modelName: string;
		provider: string;
		bestCase: Case;
		worstCase: Case;
		hasCachePricing: boolean;
	}[];
	tokenBreakdown: { systemPromptTokens: number; totalUserPromptTokens: number; avgCompletionTokens: number };
}

/** What the rest of the library would cost with each model whose price is known. Throws `not_found` where there is no rest. */
export async function compareCosts(ctx: Context, owner: string): Promise<CostComparison> {
	const config = await getAiConfig(ctx, owner);
	const { provider, model, promptTemplate: template, maxContentLength } = config;
	const [table, mean, rest, { names }] = await Promise.all([
		refreshPrices(ctx, owner, { provider, model }),
		meanTokens(ctx, owner, model),
		measureUnprocessed(ctx, owner, maxContentLength),
		openWork(ctx, owner, config),
	]);
	if (rest.documents === 0) throw new AppError("not_found", "There is nothing to process");
	const prompt = classificationPrompt({ template, names, title: "", text: "", maxContentLength });
	const tokens = {
		documents: rest.documents,
		systemPrompt: Math.ceil(prompt.system.length / charactersAToken),
		userPrompts: Math.ceil((rest.characters + rest.documents * prompt.user.length) / charactersAToken),
		completion: mean?.completionTokens || USUAL_COMPLETION_TOKENS,
	};
	const caseOf = (total: number): Case => ({ totalCostUsd: total, perDocumentCostUsd: total / rest.documents });
	const allModels = knownAiModels({ provider, model }).flatMap((known) => {
		const price = priceIn(table, known.id);
		if (price === undefined) return [];
		const costs = batchCosts(
			tokens,
			price,
			isFlex({ provider: known.provider, flexProcessing: config.flexProcessing }),
		);
		return {
			modelId: known.id,
			modelName: known.name,
			provider: known.provider,
			bestCase: caseOf(costs.best),
			worstCase: caseOf(costs.worst),
			hasCachePricing: price.cacheReadPerToken !== null,
		};
	});
	return {
		documentCount: rest.documents,
		currentModel: model,
		allModels,
		tokenBreakdown: {
			systemPromptTokens: tokens.systemPrompt,
			totalUserPromptTokens: tokens.userPrompts,
			avgCompletionTokens: tokens.completion,
		},
	};
}
