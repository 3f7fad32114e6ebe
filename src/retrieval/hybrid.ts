import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import { fuse, reordered } from "./fusion.ts";
import { type HostedEmbeddings, openEmbeddings } from "./hosted-embeddings.ts";
import type { RagConfig } from "./rag-config.ts";
import type { Ranked } from "./ranking.ts";
import { contentsOf, existingChunks, hasVectors } from "./vectors/store.ts";
import { openVectors } from "./vectors/vectors.ts";

/** Chunks that a reranker looks at: its time grows with them, and what stands lower is rarely the answer. */
const maxReranked = 50;
/** Somebody is waiting for the answer. */
const maxRetries = 1;

/** How many chunks each ranking gives, for `limit` in the end (contracts/library.md 15.3; Vectorize gives a hundred at most). */
export function candidatesFor(limit: number): number {
	return Math.min(Math.max(5 * limit, 50), 100);
}

/**
 * The `limit` best chunks for a question, of `byWords` (the ranking by words, up to `candidatesFor(limit)`; ids are numbers of chunks) and
 * of the nearest by vector. The embedded model has no vectors, its word vectors are in the ranking by words already; a document that has
 * no vectors yet is found by its words.
 *
 * Throws a `ModelError` where the model of vectors lacks its key or fails for good: who asks is told, rather than given less than was set
 * up without a word (contracts/library.md 9.3). A vector store or a reranker that fails is logged, and the ranking stands without it.
 */
export async function fuseWithVectors(
	ctx: Context,
	owner: string,
	config: RagConfig,
	question: string,
	byWords: readonly Ranked[],
	{ limit, signal }: { limit: number; signal?: AbortSignal },
): Promise<Ranked[]> {
	const hosted = await openEmbeddings(ctx, owner, config);
	if (hosted === undefined) return byWords.slice(0, limit);
	const near = await nearestTo(ctx, hosted, question, candidatesFor(limit), signal);
	const fused = near.length === 0 ? [...byWords] : fuse(byWords, near);
	return (await reranked(ctx, owner, question, fused, signal)).slice(0, limit);
}

async function nearestTo(
	ctx: Context,
	{ model, space }: HostedEmbeddings,
	question: string,
	count: number,
	signal: AbortSignal | undefined,
): Promise<{ id: string }[]> {
	if (!(await hasVectors(ctx, space))) return [];
	const [vector] = await model.embed([question], { signal, maxRetries });
	if (vector === undefined) return [];
	try {
		const near = await openVectors(ctx, space).nearest(space, vector, count);
		// An index may still have what was deleted.
		const there = await existingChunks(
			ctx,
			space.owner,
			near.map(({ number }) => number),
		);
		return near.filter(({ number }) => there.has(number)).map(({ number }) => ({ id: String(number) }));
	} catch (error) {
		logError("the vectors could not be searched", error);
		return [];
	}
}

async function reranked(
	ctx: Context,
	owner: string,
	question: string,
	ranked: readonly Ranked[],
	signal: AbortSignal | undefined,
): Promise<readonly Ranked[]> {
	const name = ctx.config.RAG_RERANKER;
	if (name === undefined || ranked.length < 2) return ranked;
	const best = ranked.slice(0, maxReranked);
	try {
		const numbers = best.map(({ id }) => Number(id));
		const contents = await contentsOf(ctx, owner, numbers);
		const texts = numbers.map((number) => contents.get(number) ?? "");
		const order = await ctx.models.openReranker(name).rerank(question, texts, signal);
		return reordered(
			ranked,
			order.map(({ index }) => index),
		);
	} catch (error) {
		signal?.throwIfAborted();
		logError("the passages could not be looked at again", error);
		return ranked;
	}
}
