import type { Context } from "../../context.ts";
import { sha256Hex } from "../../lib/hash.ts";
import { type OwedRemoval, oweRemoval, recordVectors, settleRemovals } from "./store.ts";
import { type ChunkVector, type NearChunk, spaceName, type VectorSpace, type VectorStore } from "./vector-store.ts";

/** Of Vectorize: vectors an upsert, ids a deletion (error 40007 says so), results without values and metadata. */
const [maxUpsert, maxDeletion, maxResults] = [1000, 100, 100];
/** Longer than a step of a job lives, with its tries. */
const graceMs = 15 * 60_000;

/**
 * Vectors in a Vectorize index, each under its chunk's number, which no other chunk ever gets; a namespace is owner and space. That a
 * chunk has one is written down in D1. As a deletion in D1 cannot reach the index, a trigger notes it, and so does `put` before it stores
 * anything: whatever dies between two lines, what nobody claims is removed in the end.
 */
export class VectorizeVectors implements VectorStore {
	private readonly ctx: Context;
	private readonly index: Vectorize;

	constructor(ctx: Context, index: Vectorize) {
		this.ctx = ctx;
		this.index = index;
	}

	async put(space: VectorSpace, vectors: readonly ChunkVector[]): Promise<void> {
		const namespace = namespaceOf(space);
		for (let at = 0; at < vectors.length; at += maxUpsert) {
			const some = vectors.slice(at, at + maxUpsert);
			const numbers = some.map(({ number }) => number);
			await oweRemoval(this.ctx, space, numbers, this.ctx.now() + graceMs);
			const id = (number: number) => idOf(number, spaceName(space));
			await this.index.upsert(some.map(({ number, vector }) => ({ id: id(number), namespace, values: vector })));
			await recordVectors(
				this.ctx,
				space,
				numbers.map((number) => ({ number, vector: null })),
			);
		}
	}

	/** Neither values nor metadata are asked for, as only then a hundred are given; the rest of a chunk is in D1. */
	async nearest(space: VectorSpace, vector: Float32Array, limit: number): Promise<NearChunk[]> {
		const topK = Math.min(limit, maxResults);
		const { matches } = await this.index.query(vector, { topK, namespace: namespaceOf(space), returnMetadata: "none" });
		return matches.map(({ id, score }) => ({ number: Number.parseInt(id, 10), similarity: score }));
	}
}

/** Removes what is owed from the index. */
export async function removeFromIndex(ctx: Context, index: Vectorize, owed: readonly OwedRemoval[]): Promise<void> {
	for (let at = 0; at < owed.length; at += maxDeletion) {
		const some = owed.slice(at, at + maxDeletion);
		await index.deleteByIds(some.map(({ number, space }) => idOf(number, space)));
		await settleRemovals(ctx, some);
	}
}

/** With the space, so that the removal of what a chunk had in another one leaves what it has now. */
function idOf(number: number, space: string): string {
	return `${number}.${sha256Hex(space).slice(0, 16)}`;
}

/** At most 64 bytes, however long the model's name is. */
function namespaceOf(space: VectorSpace): string {
	return `${space.owner}/${sha256Hex(spaceName(space)).slice(0, 16)}`;
}
