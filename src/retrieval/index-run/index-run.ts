import { z } from "zod";
import type { Context } from "../../context.ts";
import { logError } from "../../lib/log.ts";
import { isModelError } from "../../models/models.ts";
import { type HostedEmbeddings, openEmbeddings } from "../hosted-embeddings.ts";
import { forgetIndex, indexDocuments } from "../indexing.ts";
import { getRagConfig, type RagConfig } from "../rag-config.ts";
import { openVectors } from "../vectors/vectors.ts";
import { chunksWithoutVector, countTexts, countToDo, documentsToDo, outcomeOf, type RunKind } from "./store.ts";

/*
 * Indexing a library (contracts/library.md 15.2), in groups of documents: first their chunks and full-text entries, then, for a hosted
 * model, the vectors of chunks that have none. What is done is in the tables, so that a slice that runs again goes on where the last one
 * stopped; the counts are taken when a group is at its end.
 */

/** Where a run is; plain JSON. */
export const IndexRun = z.object({
	owner: z.string(),
	isRebuild: z.boolean(),
	keepsVectors: z.boolean(),
	/** Unix milliseconds. */
	startedAt: z.number(),
	/** Documents with a text row, and of those the ones dealt with. */
	total: z.int(),
	done: z.int(),
	/** The group in hand. */
	group: z.array(z.object({ id: z.string(), number: z.int(), title: z.string() })),
	/** Number of the last document before the group, later of the last one whose text was tried. */
	after: z.int(),
	stage: z.enum(["text", "vectors", "done"]),
	indexed: z.int(),
	skipped: z.int(),
	failed: z.int(),
	totalChunks: z.int(),
	/** Groups that failed since one did not. */
	failedInRow: z.int(),
	/** Why the last one did. */
	reason: z.string().nullable(),
});
export type IndexRun = z.infer<typeof IndexRun>;

const groupSize = 50;
const textsARequest = 100;
const maxParallel = 6;
const maxFailedInRow = 3;

export interface SliceRules {
	/** Unix milliseconds: where more is to do then, it is left to the next slice. */
	until: number;
	signal: AbortSignal;
	/** Called before each lot of work; throws where the work is no longer wanted. */
	report(progress: IndexProgress): Promise<void>;
}

export interface IndexProgress {
	/** 0…1: documents dealt with, of all. */
	fraction: number;
	/** Names the document in hand. */
	message: string;
}

/** Begins a run; `isRebuild` makes everything anew. */
export async function beginIndexRun(
	ctx: Context,
	owner: string,
	{ isRebuild }: { isRebuild: boolean },
): Promise<IndexRun> {
	const config = await getRagConfig(ctx, owner);
	const keepsVectors = (await openEmbeddings(ctx, owner, config)) !== undefined;
	if (isRebuild) await forgetIndex(ctx, owner);
	const none = { indexed: 0, skipped: 0, failed: 0, totalChunks: 0, failedInRow: 0, reason: null };
	const total = await countTexts(ctx, owner);
	const place = { total, done: 0, after: 0, group: [], stage: "text" as const };
	return await withNextGroup(ctx, { owner, isRebuild, keepsVectors, startedAt: ctx.now(), ...place, ...none });
}

/** One slice: a group, or what its time allows of one. Not to be called once the stage is `done`. */
export async function advanceIndexRun(ctx: Context, run: IndexRun, rules: SliceRules): Promise<IndexRun> {
	if (run.stage === "text") return await makeTexts(ctx, run, rules);
	const config = await getRagConfig(ctx, run.owner);
	const hosted = await openEmbeddings(ctx, run.owner, config);
	// The owner has gone over to the embedded model meanwhile.
	if (hosted === undefined) return await closeGroup(ctx, { ...run, keepsVectors: false });
	try {
		return (await embedGroup(ctx, run, hosted, config, rules)) ? await closeGroup(ctx, run) : run;
	} catch (error) {
		if (!isModelError(error)) throw error;
		logError("a group of documents has no vectors", error);
		return await giveUpGroup(ctx, run, error.message);
	}
}

/** Chunks and full-text entries of those documents of the group that lack them. */
async function makeTexts(ctx: Context, run: IndexRun, { until, report }: SliceRules): Promise<IndexRun> {
	const last = run.group.at(-1)?.number ?? run.after;
	const isOver = async ({ number }: { number: number }) => {
		const behind = run.group.findLastIndex((document) => document.number <= number);
		if (number < last) await report(indexProgress(run, behind + 1));
		return number >= last || ctx.now() >= until;
	};
	await report(indexProgress(run));
	const { after, isMore } = await indexDocuments(ctx, run.owner, { after: run.after, isOver });
	if (isMore && after < last) return { ...run, after };
	return run.keepsVectors ? { ...run, stage: "vectors" } : await closeGroup(ctx, run);
}

/** True once all chunks of the group have their vectors. */
async function embedGroup(
	ctx: Context,
	run: IndexRun,
	{ model, space }: HostedEmbeddings,
	{ concurrentBatches }: RagConfig,
	{ until, signal, report }: SliceRules,
): Promise<boolean> {
	const store = openVectors(ctx, space);
	const concurrency = Math.min(concurrentBatches, maxParallel);
	const ids = run.group.map(({ id }) => id);
	for (;;) {
		const chunks = await chunksWithoutVector(ctx, ids, concurrency * textsARequest);
		const first = chunks[0];
		if (first === undefined) return true;
		await report(indexProgress(run, ids.indexOf(first.documentId)));
		const texts = chunks.map(({ content }) => content);
		const vectors = await model.embed(texts, { concurrency, signal });
		await store.put(
			space,
			chunks.flatMap(({ number }, at) => {
				const vector = vectors[at];
				return vector === undefined ? [] : [{ number, vector }];
			}),
		);
		if (ctx.now() >= until) return false;
	}
}

async function closeGroup(ctx: Context, run: IndexRun): Promise<IndexRun> {
	const ids = run.group.map(({ id }) => id);
	const { indexed, failed, chunks } = await outcomeOf(ctx, run.owner, ids, run.keepsVectors);
	return await withNextGroup(ctx, {
		...run,
		done: run.done + ids.length,
		indexed: run.indexed + indexed,
		failed: run.failed + failed,
		totalChunks: run.totalChunks + chunks,
		failedInRow: 0,
	});
}

/** After some groups in a row the rest has failed as well: the provider is away, or takes no more. */
async function giveUpGroup(ctx: Context, run: IndexRun, reason: string): Promise<IndexRun> {
	const failed = run.failed + run.group.length;
	const given = { ...run, failed, done: run.done + run.group.length, failedInRow: run.failedInRow + 1, reason };
	if (given.failedInRow < maxFailedInRow) return await withNextGroup(ctx, given);
	const after = lastOf(run);
	const rest = await countTexts(ctx, run.owner, { after });
	const toDo = await countToDo(ctx, run.owner, kindOf(run), after);
	const ended = { done: given.total, group: [], stage: "done" as const };
	return { ...given, ...ended, failed: failed + toDo, skipped: run.skipped + rest - toDo };
}

/** The next documents that there is something to do for; those passed over are skipped. */
async function withNextGroup(ctx: Context, run: IndexRun): Promise<IndexRun> {
	const { owner } = run;
	const after = lastOf(run);
	const group = await documentsToDo(ctx, owner, kindOf(run), { after, limit: groupSize });
	const [first, last] = [group[0], group.at(-1)];
	const passed = await countTexts(ctx, owner, last === undefined ? { after } : { after, upTo: last.number });
	const skipped = passed - group.length;
	const counted = { skipped: run.skipped + skipped, done: run.done + skipped, group };
	if (first === undefined) return { ...run, ...counted, stage: "done" };
	return { ...run, ...counted, after: first.number - 1, stage: "text" };
}

/** Number of the last document that was looked at. */
function lastOf({ group, after }: IndexRun): number {
	return group.at(-1)?.number ?? after;
}

function kindOf({ isRebuild, keepsVectors }: IndexRun): RunKind {
	return { isRebuild, keepsVectors };
}

/** `within`: documents of the group that are behind it. */
export function indexProgress(run: IndexRun, within = 0): IndexProgress {
	const done = Math.min(run.total, run.done + within);
	const fraction = run.total === 0 ? 1 : done / run.total;
	if (run.stage === "done") return { fraction: 1, message: endMessage(run) };
	const title = run.group[within]?.title ?? "";
	return { fraction, message: `Indexing "${title}" (${Math.min(run.total, done + 1)} of ${run.total} documents)` };
}

function endMessage({ indexed, skipped, failed, reason }: IndexRun): string {
	const counts = `Indexed ${indexed} documents, skipped ${skipped}, failed ${failed}`;
	return reason === null ? counts : `${counts}: ${reason}`;
}

/** What a run has come to (contracts/library.md 15.2). */
export interface IndexResult {
	indexed: number;
	skipped: number;
	failed: number;
	totalChunks: number;
	durationMs: number;
}

export function indexResult(ctx: Context, run: IndexRun): IndexResult {
	const { indexed, skipped, failed, totalChunks, startedAt } = run;
	return { indexed, skipped, failed, totalChunks, durationMs: ctx.now() - startedAt };
}
