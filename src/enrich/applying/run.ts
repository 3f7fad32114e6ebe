import { z } from "zod";
import type { Context } from "../../context.ts";
import { logError } from "../../lib/log.ts";
import { tagCopies } from "../../library/library.ts";
import { addTagToDocuments, findMissing, isPaperlessError, type Paperless } from "../../paperless/paperless.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { type AskedOptions, processedTagOf } from "./decision.ts";
import { Desk } from "./desk.ts";
import { applyGroup, type Task } from "./group.ts";
import type { ApplyScope } from "./scope.ts";
import {
	countItems,
	endItem,
	insertItems,
	listItemErrors,
	openItems,
	type RunItem,
	scopeCondition,
	writtenItems,
} from "./store.ts";

/*
 * Applies many results, slice by slice (contracts/library.md 14.6). What is to be applied is frozen as the items of a run; each ends once, in
 * one transaction with its result, so that a slice may run again after any part of it.
 */

/** Open connections of one invocation. */
const connections = 6;
/** What one slice reads of the run at once. */
const itemsAtOnce = 48;
/** Tries of a result that the server puts off: after the last it has failed. */
const maxPasses = 3;
const [firstWaitMs, maxWaitMs] = [2_000, 60_000];
const errorsTold = 1_000;
/** Documents that get the processed tag in one call. */
const tagsAtOnce = 1_000;
const limits = { maxRetries: 1, maxWaitMs: 3_000, timeoutMs: 60_000 } as const;

/** How far a run has come; plain JSON, to be handed from slice to slice. */
export const ApplyRun = z.object({
	stage: z.enum(["apply", "tag", "done"]),
	/** From 1. */
	pass: z.int(),
	/** The position dealt with last in this pass or stage. */
	after: z.int(),
	/** The longest wait that the server has asked for in this pass. */
	waitMs: z.number(),
});
export type ApplyRun = z.output<typeof ApplyRun>;

export const applyStart: ApplyRun = { stage: "apply", pass: 1, after: -1, waitMs: 0 };

/** Freezes which results the run `key` is to apply: to be written with its job, or before its first slice; again: changes nothing. */
export function freezeScope(ctx: Context, owner: string, key: string, scope: ApplyScope): Statement {
	return insertItems(ctx.db, key, scopeCondition(owner, scope));
}

export interface ApplySlice {
	owner: string;
	/** Of the run: the job's id, or one made of it. */
	key: string;
	run: ApplyRun;
	/** What to write; `gates`: what passes them without being looked at (contracts/library.md 14.10). */
	how: AskedOptions | "gates";
	/** Unix milliseconds: then the rest is left to another slice. */
	until: number;
	signal: AbortSignal;
	/** Called before each few documents; throws to stop. */
	report(done: { settled: number; total: number }): Promise<void>;
}

/** `delayMs`: not before then is the next slice of use. */
export interface ApplyStep {
	run: ApplyRun;
	settled: number;
	total: number;
	delayMs?: number;
}

/** Does some of a run. Throws a `PaperlessError` where the server gives no documents or names: the slice can be run again. */
export async function advanceApply(ctx: Context, slice: ApplySlice): Promise<ApplyStep> {
	const { run, key } = slice;
	const counts = await countItems(ctx, key);
	const { total } = counts;
	if (run.stage === "tag") return { run: await tagSome(ctx, slice), settled: total, total };
	const desk = await Desk.open(ctx, slice.owner, { ...limits, signal: slice.signal });
	const items = await openItems(ctx, key, run.after, itemsAtOnce);
	const size = Math.min(connections, desk.settings.config.applyConcurrency);
	let next = run;
	let settled = total - counts.open;
	for (let from = 0; from < items.length; from += size) {
		if (from > 0 && ctx.now() >= slice.until) break;
		await slice.report({ settled, total });
		const some = items.slice(from, from + size);
		const { ended, waitMs } = await applySome(desk, slice, some);
		settled += ended;
		next = { ...next, after: some.at(-1)?.position ?? next.after, waitMs: Math.max(next.waitMs, waitMs) };
	}
	const isPassOver = items.length < itemsAtOnce && next.after === (items.at(-1)?.position ?? next.after);
	if (!isPassOver) return { run: next, settled, total };
	if (settled < total) {
		const delayMs = Math.min(maxWaitMs, Math.max(next.waitMs, firstWaitMs * 2 ** (run.pass - 1)));
		return { run: { ...applyStart, pass: run.pass + 1 }, settled, total, delayMs };
	}
	const isTagged = processedTagOf(desk.settings.config) !== undefined && desk.hasServer;
	return { run: { ...next, stage: isTagged ? "tag" : "done", after: -1 }, settled, total };
}

/** Applies a few of the run's items; gives how many have ended, and what wait the server asks for. */
async function applySome(
	desk: Desk,
	{ key, how }: ApplySlice,
	items: readonly RunItem[],
): Promise<{ ended: number; waitMs: number }> {
	const { db } = desk.ctx;
	const gone = items.filter(({ applicable }) => applicable === undefined);
	await runBatch(
		db,
		gone.map(({ position }) => endItem(db, key, { position, outcome: "failed", error: "The result is gone." })),
	);
	const tasks = items.flatMap(({ position, passes, applicable: result }): Task[] =>
		result === undefined ? [] : [{ result, place: { run: key, position }, isLast: passes + 1 >= maxPasses }],
	);
	const outcomes = await applyGroup(desk, tasks, { manner: "batch", how });
	const waits = outcomes.map((outcome) =>
		outcome.kind === "putOff" && isPaperlessError(outcome.error) ? (outcome.error.retryAfterMs ?? 0) : 0,
	);
	const open = outcomes.filter(({ kind }) => kind === "putOff").length;
	return { ended: items.length - open, waitMs: Math.max(0, ...waits) };
}

/** Adds the processed tag to some of the documents that were written, in one call; where that fails, it is said in the log. */
async function tagSome(ctx: Context, { owner, key, run, signal }: ApplySlice): Promise<ApplyRun> {
	const items = await writtenItems(ctx, key, run.after, tagsAtOnce);
	const last = items.at(-1);
	if (last === undefined) return { ...run, stage: "done" };
	const next: ApplyRun = { ...run, stage: items.length < tagsAtOnce ? "done" : "tag", after: last.position };
	const desk = await Desk.open(ctx, owner, { ...limits, signal });
	const name = processedTagOf(desk.settings.config);
	if (name === undefined || !desk.hasServer) return { ...run, stage: "done" };
	try {
		const tag = await desk.create("tags", name);
		const ids = items.map(({ paperlessId }) => paperlessId);
		const tagged = await tagAll(desk.paperless, ids, tag.id ?? 0);
		await tagCopies(ctx, { owner, library: desk.library }, tagged, { id: tag.id ?? 0, name: tag.name });
	} catch (error) {
		if (!isPaperlessError(error)) throw error;
		logError(`run ${key}: the processed tag was not added`, error);
	}
	return next;
}

/** Gives the documents that have it now: one that is gone would keep all others from it. */
async function tagAll(paperless: Paperless, ids: readonly number[], tagId: number): Promise<readonly number[]> {
	try {
		await addTagToDocuments(paperless, ids, tagId);
		return ids;
	} catch (error) {
		if (!isPaperlessError(error, "refused")) throw error;
		const missing = new Set(await findMissing(paperless, ids));
		const there = ids.filter((id) => !missing.has(id));
		if (there.length === ids.length || there.length === 0) throw error;
		await addTagToDocuments(paperless, there, tagId);
		return there;
	}
}

/** What a run has come to, as its job tells (contracts/library.md 14.6); `skipped` by the gates. */
export interface ApplyRunResult {
	applied: number;
	failed: number;
	skipped: number;
	total: number;
	errors: { resultId: string; error: string }[];
}

export async function applyRunResult(ctx: Context, key: string): Promise<ApplyRunResult> {
	const { succeeded, failed, skipped, total } = await countItems(ctx, key);
	return { applied: succeeded, failed, skipped, total, errors: await listItemErrors(ctx, key, errorsTold) };
}
