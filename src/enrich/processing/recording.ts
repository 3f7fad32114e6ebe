import type { Context } from "../../context.ts";
import { systemClock } from "../../lib/clock.ts";
import { type Addition, observation } from "../../platform/counters.ts";
import { runBatch, runWithLast, type Statement } from "../../platform/database.ts";
import { endItems, type ItemEnd, lastEnds, type OpenItem, putOffItem } from "../run-items/store.ts";
import { addSpending } from "../spending/store.ts";
import { failureText, type Processed } from "./outcome.ts";
import { breakerLength, maxPasses, type Standing, standingOf } from "./pace.ts";
import { type Maker, resultStatements } from "./store.ts";

/*
 * What becomes of a document is one transaction: its result, its place in the run, what it cost. A slice that runs twice writes the first two
 * once; what a call has cost is counted for every call.
 */

/** Tries to write what a model has answered, and the wait after the first. */
const [writeAttempts, firstWriteWaitMs] = [3, 500];
/** More than are ever under way at once, so that no used-up account is overlooked. */
const endsLookedAt = Math.max(50, breakerLength);

/** Writes outcomes of a job's documents. */
export async function recordInJob(
	ctx: Context,
	jobId: string,
	maker: Maker,
	processed: readonly Processed[],
): Promise<void> {
	await runBatch(ctx.db, endStatements(ctx, jobId, maker, processed));
	count(ctx, maker, processed);
}

/** The same for one answer of a hosted model; gives how the run stands then. A try that the provider puts off is made again a few times. */
export async function recordAnswer(
	ctx: Context,
	{ jobId, maker, item }: { jobId: string; maker: Maker; item: OpenItem },
	{ document, outcome }: Processed,
): Promise<Standing> {
	const now = ctx.now();
	let ended: Processed = { document, outcome };
	if (outcome.kind === "limited") ended = { document, outcome: givenUp(outcome.message) };
	const isOver = outcome.kind !== "limited" || item.passes >= maxPasses;
	for (let attempt = 1; ; attempt++) {
		const statements: Statement[] = [];
		if (outcome.kind === "limited") statements.push(putOffItem(ctx.db, jobId, item, now + outcome.retryAfterMs));
		if (isOver) statements.push(...endStatements(ctx, jobId, maker, [ended], attempt > 1));
		try {
			const [row] = await runWithLast(ctx.db, statements, standingQuery(ctx, jobId));
			if (isOver) count(ctx, maker, [ended]);
			return standingOf(row, now);
		} catch (error) {
			// The answer is paid for: it is worth more than one try to keep it.
			if (attempt >= writeAttempts) throw error;
			await systemClock().sleep(firstWriteWaitMs * attempt, undefined);
		}
	}
}

/** How a run stands: what a slice that begins has to know. */
export async function readStanding(ctx: Context, jobId: string): Promise<Standing> {
	const [row] = await standingQuery(ctx, jobId);
	return standingOf(row, ctx.now());
}

/** Writes what a single document has come to, outside any run. */
export async function recordAlone(ctx: Context, maker: Maker, processed: Processed): Promise<void> {
	const { outcome, document } = processed;
	const ended = outcome.kind === "limited" ? { document, outcome: givenUp(outcome.message) } : processed;
	const now = ctx.now();
	const results = resultStatements(ctx.db, maker, [ended], { now });
	await runBatch(ctx.db, [...results, ...spendingStatements(ctx, maker, [ended])]);
	count(ctx, maker, [ended]);
}

function standingQuery(ctx: Context, jobId: string) {
	return lastEnds(ctx.db, jobId, { limit: endsLookedAt, now: ctx.now() });
}

function givenUp(message: string): Processed["outcome"] {
	const failureType = "rate_limit";
	const spent = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, cost: 0, processingTimeMs: 0 };
	return { kind: "failed", failureType, message, ...spent };
}

/** `isRepeated`: it may have been written before, and what it has cost too. */
function endStatements(
	ctx: Context,
	jobId: string,
	maker: Maker,
	processed: readonly Processed[],
	isRepeated = false,
): Statement[] {
	const now = ctx.now();
	return [
		...resultStatements(ctx.db, maker, processed, { now, openIn: jobId }),
		...spendingStatements(ctx, maker, processed, isRepeated ? jobId : undefined),
		// Last: what stands before asks whether the item is open.
		endItems(ctx.db, jobId, processed.map(endOf), now),
	];
}

function spendingStatements(
	ctx: Context,
	{ owner, provider, model }: Maker,
	processed: readonly Processed[],
	openIn?: string,
): Statement[] {
	return processed.flatMap(({ document, outcome }) => {
		if (outcome.kind === "limited" || outcome.kind === "skipped") return [];
		const { promptTokens, completionTokens, cost } = outcome;
		if (promptTokens + completionTokens === 0) return [];
		const spending = { owner, provider, model, promptTokens, completionTokens, cost };
		return [addSpending(ctx.db, spending, { now: ctx.now(), openIn, documentId: document.id })];
	});
}

function endOf({ document, outcome }: Processed): ItemEnd {
	const none = { subject: document.id, error: null, promptTokens: 0, completionTokens: 0 };
	if (outcome.kind === "skipped" || outcome.kind === "limited") return { ...none, outcome: "skipped" };
	const { promptTokens, completionTokens } = outcome;
	const end = { ...none, promptTokens, completionTokens };
	if (outcome.kind === "proposed") return { ...end, outcome: "succeeded" };
	const { failureType, message } = outcome;
	const error = failureText(failureType, message);
	return { ...end, error, outcome: failureType === "rate_limit" ? "limited" : "failed" };
}

/** For the metrics of the instance. */
function count(ctx: Context, { provider }: Maker, processed: readonly Processed[]): void {
	const system = { gen_ai_system: provider };
	const additions: Addition[] = processed.flatMap(({ outcome }): Addition[] => {
		if (outcome.kind === "limited") return [];
		const ends = { proposed: "succeeded", failed: "failed", skipped: "skipped" } as const;
		const counted = { name: "ai_documents_total", labels: { outcome: ends[outcome.kind], ...system }, by: 1 };
		if (outcome.kind === "skipped") return [counted];
		const { promptTokens, completionTokens, cachedTokens, processingTimeMs } = outcome;
		const tokens = { input: promptTokens, output: completionTokens, cached: cachedTokens };
		return [
			counted,
			...Object.entries(tokens).map(([type, by]) => {
				return { name: "ai_tokens_total", labels: { gen_ai_token_type: type, ...system }, by };
			}),
			...observation("ai_document_duration_seconds", processingTimeMs / 1000, system),
		];
	});
	ctx.tally.add(additions);
}
