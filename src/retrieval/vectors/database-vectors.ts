import type { Context } from "../../context.ts";
import { cosine, normalized, packVector, unpackVector } from "./bytes.ts";
import { recordVectors, vectorPage } from "./store.ts";
import type { ChunkVector, NearChunk, VectorSpace, VectorStore } from "./vector-store.ts";

/** Bytes of a page of vectors as they travel, of which a search holds two; and of a write, which D1 takes as one value (2 MB at most). */
const [pageBytes, writeBytes] = [2_000_000, 1_000_000];

/**
 * All vectors of a space in D1, compared one by one: exact, in memory that does not grow with their number, and in time that does (10,000
 * of 1,536 dimensions took half a second on two busy cores). Made for some ten thousand chunks; more belong into Vectorize.
 */
export class DatabaseVectors implements VectorStore {
	private readonly ctx: Context;

	constructor(ctx: Context) {
		this.ctx = ctx;
	}

	async put(space: VectorSpace, vectors: readonly ChunkVector[]): Promise<void> {
		const atOnce = rowsIn(writeBytes, space);
		for (let at = 0; at < vectors.length; at += atOnce) {
			const some = vectors.slice(at, at + atOnce);
			await recordVectors(
				this.ctx,
				space,
				some.map(({ number, vector }) => ({ number, vector: packVector(vector) })),
			);
		}
	}

	async nearest(space: VectorSpace, vector: Float32Array, limit: number): Promise<NearChunk[]> {
		const unit = normalized(vector);
		const best = new Nearest(limit);
		const pageSize = rowsIn(pageBytes, space);
		const read = (after: number) => vectorPage(this.ctx, space, { after, limit: pageSize });
		for (let page = await read(0); page.length > 0; ) {
			// The next one is on its way while this one is compared.
			const next = page.length < pageSize ? undefined : read(page.at(-1)?.number ?? 0);
			for (const row of page) {
				const bytes = unpackVector(row.vector ?? "");
				if (bytes.length === space.dimensions) best.offer({ number: row.number, similarity: cosine(unit, bytes) });
			}
			page = (await next) ?? [];
		}
		return best.list;
	}
}

function rowsIn(bytes: number, { dimensions }: VectorSpace): number {
	return Math.max(50, Math.floor(bytes / (dimensions * (4 / 3) + 40)));
}

/** The nearest so far, the nearest first. */
class Nearest {
	readonly list: NearChunk[] = [];
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	offer(chunk: NearChunk): void {
		const { list, limit } = this;
		const worst = list[limit - 1];
		if (worst !== undefined && worst.similarity >= chunk.similarity) return;
		let at = Math.min(list.length, limit - 1);
		for (; at > 0 && (list[at - 1]?.similarity ?? 1) < chunk.similarity; at--) {
			const moved = list[at - 1];
			if (moved !== undefined) list[at] = moved;
		}
		list[at] = chunk;
	}
}
