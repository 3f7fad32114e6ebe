import { z } from "zod";
import type { Context } from "../../context.ts";
import { logError } from "../../lib/log.ts";
import { connectionOf, openLibrary, openServer, syncNames } from "../../library/library.ts";
import { quirks } from "../../models/models.ts";
import { AiConfig } from "../ai-config.ts";
import { checkModel, hasBudget, isFlex, openModel } from "../chosen-model.ts";
import { priceOf } from "../price-list.ts";
import { countItems, fillItems, type ItemCounts, type Lane } from "../run-items/store.ts";
import { spentThisMonth } from "../spending/store.ts";
import { embeddedSlice } from "./embedded-slice.ts";
import type { HostedWork } from "./hosted-call.ts";
import { HostedSlice } from "./hosted-slice.ts";
import {
	breakerLength,
	type LanePlan,
	lanePlan,
	launchIntervalMs,
	longestIdleMs,
	maxPasses,
	type Standing,
} from "./pace.ts";
import { readStanding } from "./recording.ts";
import { KeptScope } from "./scope.ts";
import { classifierFor, openWork } from "./work.ts";

/*
 * A run that proposes metadata for many documents (contracts/library.md 14.5). What is done is in its items; what is here decides what is
 * next: another slice, a wait, or the end.
 */

/** What a job keeps from its start: settings that are changed later apply to later ones. */
export const ProcessingConfig = z.object({ scope: KeptScope, settings: AiConfig });
export type ProcessingConfig = z.infer<typeof ProcessingConfig>;

/** Where a run is; plain JSON. */
export const ProcessingRun = z.object({
	/** Unix milliseconds. */
	startedAt: z.number(),
	/** Times that the provider made all of it wait. */
	pauses: z.int(),
	/** What the model was found not to take. */
	quirks: z.array(z.enum(quirks)),
	throttle: z.number(),
	/** The month's budget is spent. */
	isBudgetSpent: z.boolean(),
	/** Unix milliseconds: no call is to be made before. */
	nextLaunchAt: z.number(),
	/** Why no more calls are to be made, as the job's failure. */
	failure: z.string().nullable(),
});
export type ProcessingRun = z.infer<typeof ProcessingRun>;

export interface ProcessingJob {
	id: string;
	owner: string;
	config: ProcessingConfig;
}

export interface RunSlice {
	/** Unix milliseconds: nothing is begun from then on. */
	until: number;
	signal: AbortSignal;
	/** Throws where the work is no longer wanted. */
	report(progress: { fraction: number; message: string }): Promise<void>;
}

/** Long enough that its calls side by side pay, short enough that a pause is not far. */
export const hostedSliceMs = 15_000;

/** Throws what `checkModel` throws. */
export async function beginProcessing(
	ctx: Context,
	{ id: jobId, owner, config }: ProcessingJob,
): Promise<ProcessingRun> {
	const { settings, scope } = config;
	await checkModel(ctx, owner, settings);
	const isNamed = settings.includeCorrespondents || settings.includeDocumentTypes || settings.includeTags;
	if (settings.provider !== "embedded" && isNamed) await refreshNames(ctx, owner, jobId);
	await fillItems(ctx, { jobId, owner, scope, limit: settings.maxDocumentsPerRun || null });
	return {
		startedAt: ctx.now(),
		pauses: 0,
		quirks: [],
		throttle: 0,
		isBudgetSpent: false,
		nextLaunchAt: 0,
		failure: null,
	};
}

/** What the server calls its entities now. One that does not answer was asked at the last sync. */
async function refreshNames(ctx: Context, owner: string, job: string): Promise<void> {
	const connection = await connectionOf(ctx, owner);
	if (connection === undefined) return;
	const library = await openLibrary(ctx, owner);
	const paperless = openServer(ctx, connection, { maxRetries: 1, maxWaitMs: 3_000 });
	await syncNames(ctx, { owner, job, library, paperless }).catch((error) => {
		logError("the names of a Paperless server could not be read", error);
	});
}

/** What comes next in a run. */
export type Next =
	| { kind: "slice" }
	| { kind: "share"; plan: LanePlan }
	| { kind: "wait"; untilMs: number; isPause: boolean }
	/** `reason`: why there is something left. */
	| { kind: "over"; reason?: string }
	| { kind: "broken"; failure: string };

/** With how far it is. */
export async function nextOf(
	ctx: Context,
	{ id, config }: ProcessingJob,
	run: ProcessingRun,
): Promise<{ next: Next; progress: { fraction: number; message: string } }> {
	const counts = await countItems(ctx, id, maxPasses);
	const standing = await readStanding(ctx, id);
	return {
		next: decide(ctx.now(), { settings: config.settings, run, counts, standing }),
		progress: progressOf(counts),
	};
}

interface Situation {
	settings: AiConfig;
	run: ProcessingRun;
	counts: ItemCounts;
	standing: Standing;
}

function decide(now: number, { settings, run, counts, standing }: Situation): Next {
	const failure = run.failure ?? (standing.stop && stopText(standing.stop));
	// Also where nothing is left: three failures in a row are one whether or not they are the last.
	if (failure != null) return { kind: "broken", failure };
	if (counts.open === 0) return { kind: "over" };
	if (settings.provider === "embedded") return { kind: "slice" };
	if (run.isBudgetSpent) return { kind: "over", reason: budgetText(settings) };
	const isPause = standing.pausedUntil > now;
	const untilMs = Math.max(standing.pausedUntil, run.nextLaunchAt);
	if (isPause || untilMs - now > longestIdleMs) return { kind: "wait", untilMs, isPause };
	const { batchSize } = settings;
	const plan = lanePlan({ batchSize, documents: counts.open, hasBudget: hasBudget(settings) });
	return plan.lanes > 1 ? { kind: "share", plan } : { kind: "slice" };
}

function stopText({ reason, error }: NonNullable<Standing["stop"]>): string {
	return reason === "quota"
		? `Processing stopped because the account of the model has run out of credit: ${error}`
		: `Processing stopped after ${breakerLength} failures in a row: ${error}`;
}

function budgetText({ monthlyBudgetUsd }: AiConfig): string {
	const budget = monthlyBudgetUsd ?? 0;
	// Not rounded to more than it is.
	const dollars = Number(budget.toFixed(2)) === budget ? budget.toFixed(2) : `${budget}`;
	return `the monthly budget of $${dollars} is spent`;
}

/** A slice of the whole run by the library's own classifier. */
export async function classifySlice(
	ctx: Context,
	{ id: jobId, owner, config }: ProcessingJob,
	slice: RunSlice,
): Promise<void> {
	const work = await openWork(ctx, owner, config.settings);
	const classifier = await classifierFor(ctx, work);
	await embeddedSlice(ctx, work, classifier, { jobId, until: slice.until, report: reporter(ctx, jobId, slice) });
}

/** A slice of a lane's documents by a hosted model; gives the run as this lane has found it. */
export async function askSlice(
	ctx: Context,
	{ id: jobId, owner, config }: ProcessingJob,
	{ lane, calls, run }: { lane: Lane; calls: number; run: ProcessingRun },
	slice: RunSlice,
): Promise<ProcessingRun> {
	const { settings } = config;
	const model = await openModel(ctx, owner, settings, run.quirks);
	if (model === undefined) throw new Error("the embedded model is asked by nobody");
	const work: HostedWork = {
		...(await openWork(ctx, owner, settings)),
		model,
		price: await priceOf(ctx, owner, settings.model),
		isFlex: isFlex(settings),
		signal: slice.signal,
	};
	const report = lane.number === 0 ? reporter(ctx, jobId, slice) : async () => undefined;
	// Lanes take their turns from the first call on.
	const stagger = (lane.number / lane.of) * launchIntervalMs({ ...settings, lanes: lane.of }, run.throttle);
	const firstLaunchAt = Math.max(run.nextLaunchAt, ctx.now()) + stagger;
	const task = { jobId, lane, calls, throttle: run.throttle, firstLaunchAt, until: slice.until, report };
	const { stop, ...end } = await new HostedSlice(ctx, work, task).run();
	return { ...run, ...end, quirks: model.quirks, failure: stop === undefined ? null : stopText(stop) };
}

/** What several lanes have found, as one. */
export function joinLanes(run: ProcessingRun, lanes: readonly ProcessingRun[]): ProcessingRun {
	return {
		...run,
		quirks: [...new Set([run, ...lanes].flatMap((lane) => lane.quirks))],
		throttle: Math.max(0, ...lanes.map(({ throttle }) => throttle)),
		isBudgetSpent: lanes.some(({ isBudgetSpent }) => isBudgetSpent),
		nextLaunchAt: Math.max(0, ...lanes.map(({ nextLaunchAt }) => nextLaunchAt)),
		failure: lanes.find(({ failure }) => failure !== null)?.failure ?? null,
	};
}

const reportMs = 1_000;

/** Counts and tells how far the run is, not too often. */
function reporter(ctx: Context, jobId: string, slice: RunSlice): () => Promise<void> {
	let reportedAt = 0;
	return async () => {
		slice.signal.throwIfAborted();
		if (ctx.now() - reportedAt < reportMs) return;
		reportedAt = ctx.now();
		await slice.report(progressOf(await countItems(ctx, jobId, maxPasses)));
	};
}

export function progressOf(counts: ItemCounts): { fraction: number; message: string } {
	const { total, open, failed, skipped } = counts;
	const done = total - open;
	const notes = [...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} without text`] : [])];
	const told = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
	return { fraction: total === 0 ? 1 : done / total, message: `Processed ${done} of ${total} documents${told}` };
}

/** What a run has come to (contracts/library.md 14.5). */
export interface ProcessingResult {
	totalDocuments: number;
	processed: number;
	succeeded: number;
	failed: number;
	skipped: number;
	totalPromptTokens: number;
	totalCompletionTokens: number;
	durationMs: number;
	rateLimitRetries: number;
	rateLimitPauses: number;
	/** Documents that were left, and why. */
	remaining?: number;
	stoppedBecause?: string;
}

export async function processingResult(
	ctx: Context,
	{ id: jobId, config }: ProcessingJob,
	run: ProcessingRun,
	reason: string | undefined,
): Promise<{ result: ProcessingResult; message: string }> {
	const counts = await countItems(ctx, jobId, maxPasses);
	const { total, open, succeeded, failed, skipped, promptTokens, completionTokens, retries } = counts;
	const result: ProcessingResult = {
		totalDocuments: total,
		processed: total - open,
		succeeded,
		failed,
		skipped,
		totalPromptTokens: promptTokens,
		totalCompletionTokens: completionTokens,
		durationMs: ctx.now() - run.startedAt,
		rateLimitRetries: retries,
		rateLimitPauses: run.pauses,
		...(reason !== undefined && { remaining: open, stoppedBecause: reason }),
	};
	const end = reason === undefined ? "" : `; ${open} are left, since ${reason}`;
	const isFull = total > 0 && total === config.settings.maxDocumentsPerRun;
	const limit = isFull ? `; a run takes ${total} documents at most` : "";
	return { result, message: progressOf(counts).message + limit + end };
}

/** Why the budget leaves nothing to be done; undefined where something may be. */
export async function spentBudget(ctx: Context, owner: string, config: AiConfig): Promise<string | undefined> {
	if (!hasBudget(config)) return undefined;
	return (await spentThisMonth(ctx, owner)) >= (config.monthlyBudgetUsd ?? 0) ? budgetText(config) : undefined;
}
