import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { getAiConfig } from "../ai-config.ts";
import { isFlex } from "../chosen-model.ts";
import { priceTable, refreshPrices } from "../price-list.ts";
import { type CostEstimate, estimateCost, priceIn } from "../prices.ts";
import { spentThisMonth } from "../spending/store.ts";
import { type CostSums, meanTokens, sumCosts } from "./store.ts";

const dayMs = 24 * 3_600_000;

export interface Costs extends CostSums {
	/** ISO date of the prices that the next results are costed by. */
	pricesAsOf: string;
	/** What calls have cost since the first of the month (UTC), and the limit; null: none. */
	spentThisMonthUsd: number;
	monthlyBudgetUsd: number | null;
}

/** `days` limits `costOverTime` to results of so many days; undefined: no limit. */
export async function costsOf(ctx: Context, owner: string, days: number | undefined): Promise<Costs> {
	const since = days === undefined ? undefined : ctx.now() - days * dayMs;
	const [sums, table, spentThisMonthUsd, { monthlyBudgetUsd }] = await Promise.all([
		sumCosts(ctx, owner, since),
		priceTable(ctx, owner),
		spentThisMonth(ctx, owner),
		getAiConfig(ctx, owner),
	]);
	return { ...sums, pricesAsOf: table.asOf, spentThisMonthUsd, monthlyBudgetUsd: monthlyBudgetUsd || null };
}

export interface DatedEstimate extends CostEstimate {
	model: string;
	pricesAsOf: string;
}

/** What so many documents would cost with the model that applies. Throws `not_found` where its price is not known. */
export async function estimateDocuments(ctx: Context, owner: string, documentCount: number): Promise<DatedEstimate> {
	const { provider, model, flexProcessing } = await getAiConfig(ctx, owner);
	const [table, mean] = await Promise.all([
		refreshPrices(ctx, owner, { provider, model }),
		meanTokens(ctx, owner, model),
	]);
	const price = priceIn(table, model);
	if (price === undefined) throw new AppError("not_found", `No price is known for the model ${model}`);
	const estimate = estimateCost(documentCount, price, { mean, isFlex: isFlex({ provider, flexProcessing }) });
	return { ...estimate, model, pricesAsOf: table.asOf };
}
