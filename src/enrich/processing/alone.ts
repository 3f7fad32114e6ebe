import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { getAiConfig } from "../ai-config.ts";
import { checkModel, openModel } from "../chosen-model.ts";
import { learnChanged } from "../classifier.ts";
import { priceOf } from "../price-list.ts";
import { getResult } from "../results/results.ts";
import { classify } from "./embedded-slice.ts";
import { askModel } from "./hosted-call.ts";
import type { DocumentToRead, Outcome } from "./outcome.ts";
import { recordAlone } from "./recording.ts";
import { spentBudget } from "./run.ts";
import { readDocuments } from "./store.ts";
import { classifierFor, openWork, type Work, withoutRefused } from "./work.ts";

/** What was filed or said since the last run is learnt for so long; the next run learns the rest. */
const learningMs = 5_000;

/**
 * Proposes metadata for the document of a result again, while somebody waits; gives the result, which says itself where that has failed
 * (contracts/library.md 22). Throws `not_found` for another's, `model_not_configured`, and `bad_request` where the budget is spent.
 */
export async function reprocessResult(
	ctx: Context,
	owner: string,
	id: string,
	signal: AbortSignal,
): ReturnType<typeof getResult> {
	const { documentId } = await getResult(ctx, owner, id);
	const config = await getAiConfig(ctx, owner);
	await checkModel(ctx, owner, config);
	const reason = await spentBudget(ctx, owner, config);
	if (reason !== undefined) throw new AppError("bad_request", `Nothing is processed, since ${reason}.`);
	const [document] = await readDocuments(ctx, owner, [documentId]);
	if (document === undefined) throw new AppError("not_found", "Result not found");
	const work = await openWork(ctx, owner, config);
	await recordAlone(ctx, work.maker, { document, outcome: await outcomeFor(ctx, work, document, signal) });
	return await getResult(ctx, owner, id);
}

async function outcomeFor(ctx: Context, work: Work, document: DocumentToRead, signal: AbortSignal): Promise<Outcome> {
	const { owner, config } = work;
	if (document.text.trim() === "") return { kind: "skipped" };
	const model = await openModel(ctx, owner, config);
	if (model === undefined) {
		await learnChanged(ctx, owner, { until: ctx.now() + learningMs, signal, report: async () => undefined });
		const classifier = await classifierFor(ctx, work);
		const outcome = await classify(ctx, work, classifier, document);
		return outcome.kind === "proposed" ? { ...outcome, ...withoutRefused(outcome, document) } : outcome;
	}
	// The slow tier may take minutes: it is for runs that nobody waits for.
	const hosted = { ...work, model, price: await priceOf(ctx, owner, config.model), isFlex: false, signal };
	return (await askModel(ctx, hosted, document)).outcome;
}
