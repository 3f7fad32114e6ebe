import type { Context } from "../context.ts";
import { isAppError } from "../errors.ts";
import { sha256Hex } from "../lib/hash.ts";
import {
	beginPurge,
	countOutcomes,
	fetchDocuments,
	finishSync,
	forgetMet,
	getConnection,
	isPaperlessError,
	listPageSize,
	openLibrary,
	openServer,
	type PaperlessError,
	purgeSome,
	RequestTally,
	reconcileSome,
	type SyncRun,
	syncListPage,
	syncNames,
	syncWalkPage,
	walkStart,
} from "../library/library.ts";
import { indexDocuments } from "../retrieval/retrieval.ts";
import { startAutoAnalysis } from "./auto-analysis.ts";
import { startAutoIndexing } from "./auto-indexing.ts";
import { startAutoProcessing } from "./auto-processing.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";
import type { JobRow } from "./store.ts";
import {
	parseIndexInput,
	parsePurgeInput,
	parseSyncConfig,
	parseSyncInput,
	type SyncInput,
	type SyncPlace,
	type SyncProgress,
} from "./sync-data.ts";
import { listProgress, resultMessage, walkProgress } from "./sync-messages.ts";

/*
 * A sync (contracts/library.md 12) as a chain of steps: begin (purge) names list… walk… reconcile… finish follow. Each is one page with
 * what has changed on it, or some of that; it leaves the next, with all that the run knows, so that a run that dies goes on from the last
 * page. Steps may run twice: what they write is the same, and counts are taken of what is written.
 */

/** A step that has worked so long leaves the rest to another, so that a cancel or a pause need not wait. */
const stepMs = 5_000;
/** Longer waits for the server are the object's, not the consumer's. */
const maxWaitMs = 3_000;
const timeoutMs = 120_000;
/** Times that a step asks a server that fails, does not answer or is busy; the waits between them grow to a minute. */
const maxAttempts = 8;
const [firstWaitMs, maxStepWaitMs] = [5_000, 60_000];
const purgeSlices = 5;

/** What a sync begins with. */
export function firstSyncStep(_job: JobRow): StepSpec {
	return { id: "begin", isPassing: true };
}

/** The code of a sync's step by its id. */
export function syncStep(id: string): StepCode | undefined {
	const name = id.split(/[:#]/, 1)[0] ?? "";
	const code = {
		begin: beginStep,
		purge: purgeStep,
		names: namesStep,
		list: listStep,
		walk: walkStep,
		fetch: fetchStep,
		reconcile: reconcileStep,
		finish: finishStep,
		follow: followStep,
		index: indexStep,
	}[name];
	return code && ((ctx, run) => counted(ctx, (tally) => patient(run, () => code(ctx, run, tally))));
}

/** Like any step's code, with what counts its requests. */
type SyncStep = (ctx: Context, run: StepRun, tally: RequestTally) => Promise<StepResult>;

async function counted(ctx: Context, work: (tally: RequestTally) => Promise<StepResult>): Promise<StepResult> {
	const tally = new RequestTally();
	try {
		return await work(tally);
	} finally {
		await tally.write(ctx);
	}
}

const beginStep: SyncStep = async (ctx, run) => {
	const { owner } = run.job;
	const { purge } = parseSyncConfig(run.job.config);
	const library = await openLibrary(ctx, owner);
	await getConnection(ctx, owner);
	await forgetMet(ctx, library.number, run.job.id);
	if (purge) await beginPurge(ctx, owner);
	const startedAt = ctx.now();
	const next = purge
		? { id: "purge:1", input: { startedAt, slice: 1 }, isPassing: true }
		: await start(ctx, run, startedAt);
	return { fraction: 0, message: purge ? "Removing synced documents" : "Reading names", followUps: [next] };
};

const purgeStep: SyncStep = async (ctx, run) => {
	const { startedAt, slice } = parsePurgeInput(run.input);
	for (let at = 0; at < purgeSlices; at += 1) {
		if (!(await purgeSome(ctx, run.job.owner))) return { followUps: [await start(ctx, run, startedAt)] };
		await run.report({});
	}
	const input = { startedAt, slice: slice + 1 };
	return { followUps: [{ id: `purge:${input.slice}`, input, isPassing: true }] };
};

/** Decides how far the run goes back. */
async function start(ctx: Context, run: StepRun, startedAt: number): Promise<StepSpec> {
	const library = await openLibrary(ctx, run.job.owner);
	const { force } = parseSyncConfig(run.job.config);
	const syncType = force || library.lastSyncAt === null ? "full" : "incremental";
	const progress: SyncProgress = {
		syncType,
		startedAt,
		since: syncType === "full" ? null : library.syncedUpTo,
		latest: null,
		server: await serverOf(ctx, run.job.owner),
		fetched: 0,
		total: 0,
		inserted: 0,
		updated: 0,
		walk: walkStart,
	};
	return stepAt({ name: "names", page: 1 }, progress);
}

const namesStep: SyncStep = async (ctx, run, tally) => {
	const { progress } = parseSyncInput(run.input);
	await syncNames(ctx, await openRun(ctx, run, progress, tally));
	return {
		fraction: 0.02,
		message: "Reading the list of documents",
		followUps: [stepAt({ name: "list", page: 1 }, progress)],
	};
};

/** A page of the list, newest change first. */
const listStep: SyncStep = async (ctx, run, tally) => {
	const { progress, page } = parseSyncInput(run.input);
	const sync = await openRun(ctx, run, progress, tally);
	const listed = await syncListPage(ctx, sync, { page, since: progress.since });
	const total = listed.count ?? progress.total;
	// A server that always has one more page would be read for ever.
	const hasNext = listed.hasNext && page < 2 * Math.ceil(total / listPageSize) + 10;
	const next: SyncPlace = hasNext ? { name: "list", page: page + 1 } : { name: "walk", page: 1 };
	const seen = { ...progress, total, latest: later(progress.latest, listed.latest) };
	return await fetchSome(ctx, { run, sync, progress: seen, next }, listed.ids, listed.changed);
};

/** A page of the walk over all ids: what the list has not shown. */
const walkStep: SyncStep = async (ctx, run, tally) => {
	const { progress, page } = parseSyncInput(run.input);
	const sync = await openRun(ctx, run, progress, tally);
	const walked = await syncWalkPage(ctx, sync, { page, walk: progress.walk });
	const end: SyncPlace = walked.isComplete ? { name: "reconcile", page: 1 } : { name: "finish", page: 1 };
	const next: SyncPlace = walked.hasNext ? { name: "walk", page: page + 1 } : end;
	const seen = { ...progress, walk: walked.walk, latest: later(progress.latest, walked.latest) };
	return await fetchSome(ctx, { run, sync, progress: seen, next }, walked.changed, walked.changed);
};

/** What an earlier step has left to be fetched. */
const fetchStep: SyncStep = async (ctx, run, tally) => {
	const { progress, pending, next } = parseSyncInput(run.input);
	const sync = await openRun(ctx, run, progress, tally);
	return await fetchSome(ctx, { run, sync, progress, next }, pending, pending);
};

interface Fetching {
	run: StepRun;
	sync: SyncRun;
	progress: SyncProgress;
	next: SyncPlace;
}

/** Fetches what has changed of a page, as far as the step's time goes, and counts what the page has come to. */
async function fetchSome(
	ctx: Context,
	{ run, sync, progress, next }: Fetching,
	page: readonly number[],
	changed: readonly number[],
): Promise<StepResult> {
	const until = ctx.now() + stepMs;
	const left = await fetchDocuments(ctx, sync, changed, async () => {
		await run.report({});
		return ctx.now() > until;
	});
	const isLeft = new Set(left);
	const done = page.filter((id) => !isLeft.has(id));
	const counts = await countOutcomes(ctx, sync, done);
	const isListing = progress.walk.count === null;
	const reached: SyncProgress = {
		...progress,
		fetched: progress.fetched + (isListing ? done.length : 0),
		inserted: progress.inserted + counts.inserted,
		updated: progress.updated + counts.updated,
	};
	const step = left.length === 0 ? stepAt(next, reached) : fetchAt(left, next, reached);
	return { ...(isListing ? listProgress(reached) : walkProgress(reached)), followUps: [step] };
}

/** Some of what a complete walk has not met. */
const reconcileStep: SyncStep = async (ctx, run, tally) => {
	const { progress, page } = parseSyncInput(run.input);
	const isMore = await reconcileSome(ctx, await openRun(ctx, run, progress, tally));
	const next: SyncPlace = isMore ? { name: "reconcile", page: page + 1 } : { name: "finish", page: 1 };
	return { message: "Removing documents that are gone", followUps: [stepAt(next, progress)] };
};

const finishStep: SyncStep = async (ctx, run) => {
	const { progress } = parseSyncInput(run.input);
	const { owner, id: job } = run.job;
	const library = await openLibrary(ctx, owner);
	const result = await finishSync(ctx, { owner, job, library }, progress);
	const follow: StepSpec = { id: "follow", isPassing: true, isOptional: true };
	return { fraction: 1, phaseFraction: null, message: resultMessage(result), result, followUps: [follow] };
};

/** What comes of a sync that succeeded; its failure is not the sync's. */
const followStep: SyncStep = async (ctx, run) => {
	const { number } = await openLibrary(ctx, run.job.owner);
	await forgetMet(ctx, number);
	await startAutoAnalysis(ctx, run.job.owner);
	return { followUps: [indexAt(0)] };
};

/** Chunks of what the sync has brought, as far as the step's time goes. What a sync leaves undone is done by the next, or at night. */
const indexStep: SyncStep = async (ctx, run) => {
	const until = ctx.now() + stepMs;
	const { after, isMore } = await indexDocuments(ctx, run.job.owner, {
		after: parseIndexInput(run.input).after,
		isOver: async () => {
			run.signal.throwIfAborted();
			return ctx.now() > until;
		},
	});
	if (isMore) return { followUps: [indexAt(after)] };
	await startAutoIndexing(ctx, run.job.owner);
	await startAutoProcessing(ctx, run.job.owner);
	return {};
};

async function openRun(
	ctx: Context,
	{ job, signal }: StepRun,
	{ server }: SyncProgress,
	tally: RequestTally,
): Promise<SyncRun> {
	const connection = await getConnection(ctx, job.owner);
	if (sha256Hex(connection.url) !== server) throw new ServerChanged();
	const paperless = openServer(ctx, connection, { maxWaitMs, timeoutMs, signal, onSuccess: tally.add });
	return { owner: job.owner, job: job.id, library: await openLibrary(ctx, job.owner), paperless };
}

class ServerChanged extends Error {}

async function serverOf(ctx: Context, owner: string): Promise<string> {
	return sha256Hex((await getConnection(ctx, owner)).url);
}

/** What no other try can mend ends the job; a server that is busy or away is asked again later. */
async function patient(run: StepRun, work: () => Promise<StepResult>): Promise<StepResult> {
	try {
		return await work();
	} catch (error) {
		run.signal.throwIfAborted();
		if (error instanceof ServerChanged) return { failure: "The Paperless connection was changed during the sync." };
		if (isAppError(error, "bad_request")) return { failure: error.message };
		if (!isPaperlessError(error)) throw error;
		return error.isPassing ? askedLater(run, error) : { failure: error.message };
	}
}

function askedLater(run: StepRun, error: PaperlessError): StepResult {
	const input = parseSyncInput(run.input);
	if (input.attempt >= maxAttempts) return { failure: error.message };
	const waitMs = Math.min(maxStepWaitMs, Math.max(error.retryAfterMs ?? 0, firstWaitMs * 2 ** (input.attempt - 1)));
	const attempt = input.attempt + 1;
	const id = `${run.step.split("#", 1)[0]}#${attempt}`;
	return {
		message: `${error.message} It is asked again in ${Math.round(waitMs / 1000)} s.`,
		followUps: [{ id, input: { ...input, attempt }, delayMs: waitMs, isPassing: true }],
	};
}

function stepAt({ name, page }: SyncPlace, progress: SyncProgress): StepSpec {
	const input: SyncInput = { progress, page, pending: [], next: { name, page }, attempt: 1 };
	return { id: `${name}:${page}`, input, isPassing: true };
}

/** Each such step leaves fewer than it was given, so that their ids differ. */
function fetchAt(pending: number[], next: SyncPlace, progress: SyncProgress): StepSpec {
	const input: SyncInput = { progress, page: 0, pending, next, attempt: 1 };
	return { id: `fetch:${next.name}:${next.page}:${pending.length}`, input, isPassing: true };
}

function indexAt(after: number): StepSpec {
	return { id: `index:${after}`, input: { after }, isPassing: true, isOptional: true };
}

function later(a: number | null, b: number | null): number | null {
	return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
