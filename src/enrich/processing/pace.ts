import type { TokenBudget } from "../../models/models.ts";

/*
 * How fast a run may ask a hosted model, and when it must stop (contracts/library.md 14.5). Pure: what has happened is read from the items of
 * the run, so that every invocation that works on it decides alike, and one that takes over from one that died does too.
 */

/** Further tries of a document that the provider puts off. */
export const maxPasses = 3;
/** Failures in a row with the same message after which no more are to be had. */
export const breakerLength = 3;
/** Open connections of one invocation. */
export const callsAnInvocation = 6;
/** Messages that work on one job at a time: other jobs and owners want their turn too. */
const maxLanes = 20;
/** What a provider allows in a minute, and the share of it that is used, where the user has set no pace. */
const [requestsAMinute, usedShare] = [5000, 0.85];
export const defaultRetryMs = 5_000;
/** Longer waits with nothing under way are the object's alarm, not a consumer's sleep. */
export const longestIdleMs = 1_000;

export interface Standing {
	/** Unix milliseconds; 0: not paused. */
	pausedUntil: number;
	/** Why no more calls are made; undefined: they are. */
	stop: { reason: "breaker" | "quota"; error: string } | undefined;
}

const quotaMark = "[quota_exceeded]";

/** From the last outcomes, the newest first, as pairs in JSON. */
export function standingOf(row: { ends: string; pausedUntil: number | null } | undefined, now: number): Standing {
	const ends = JSON.parse(row?.ends ?? "[]") as [outcome: string, error: string | null][];
	const pausedUntil = Math.max(0, row?.pausedUntil ?? 0);
	return { pausedUntil: pausedUntil > now ? pausedUntil : 0, stop: stopOf(ends) };
}

function stopOf(ends: readonly (readonly [string, string | null])[]): Standing["stop"] {
	const quota = ends.find(([, error]) => error?.startsWith(quotaMark));
	if (quota?.[1] != null) return { reason: "quota", error: quota[1] };
	const last = ends.slice(0, breakerLength);
	const error = last[0]?.[1];
	const isBroken = last.length === breakerLength && last.every((end) => end[0] === "failed" && end[1] === error);
	return isBroken && error != null ? { reason: "breaker", error } : undefined;
}

/** How the calls of a job are shared out: lanes work side by side, each on its share of the documents. */
export interface LanePlan {
	lanes: number;
	callsALane: number;
}

/** A budget is kept by whoever knows all calls that are under way: one lane. */
export function lanePlan({
	batchSize,
	documents,
	hasBudget,
}: {
	batchSize: number;
	documents: number;
	hasBudget: boolean;
}): LanePlan {
	const calls = Math.max(1, Math.min(batchSize, documents));
	const lanes = hasBudget ? 1 : Math.min(maxLanes, Math.ceil(calls / callsAnInvocation));
	return { lanes, callsALane: Math.min(callsAnInvocation, Math.ceil(calls / lanes)) };
}

/** Between two launches of a lane. */
export function launchIntervalMs(
	{ rateDelayMs, lanes }: { rateDelayMs: number; lanes: number },
	throttle: number,
): number {
	const interval = rateDelayMs > 0 ? rateDelayMs : Math.ceil(60_000 / Math.floor(requestsAMinute * usedShare));
	return Math.max(interval, throttle) * lanes;
}

/** What is added when the provider's tokens of the minute run short. */
export function throttleMs(budget: TokenBudget | undefined): number {
	if (budget === undefined || budget.limit <= 0) return 0;
	const used = 1 - budget.remaining / budget.limit;
	if (used <= 0.5) return 0;
	if (used <= 0.7) return 50;
	if (used <= 0.85) return 200;
	return used <= 0.95 ? 500 : 2000;
}
