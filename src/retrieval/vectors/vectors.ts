import type { Context } from "../../context.ts";
import { DatabaseVectors } from "./database-vectors.ts";
import { owedRemovals, postponeRemovals } from "./store.ts";
import type { VectorSpace, VectorStore } from "./vector-store.ts";
import { removeFromIndex, VectorizeVectors } from "./vectorize-vectors.ts";

/** One invocation's share of removals. */
const maxRemovals = 5_000;
/** Until an index that is not bound any more is looked for again. */
const unboundMs = 24 * 3_600_000;

/** The store of a space: an index that was bound later holds what is put from then on. */
export function openVectors(ctx: Context, space: VectorSpace): VectorStore {
	const index = ctx.vectorIndex(space.dimensions);
	return index === undefined ? new DatabaseVectors(ctx) : new VectorizeVectors(ctx, index);
}

/** Removes what chunks that are gone have left in Vectorize; gives how many vectors. May be repeated after any part of it. */
export async function removeOwedVectors(ctx: Context): Promise<number> {
	const owed = await owedRemovals(ctx, maxRemovals);
	let removed = 0;
	for (const [dimensions, some] of Map.groupBy(owed, ({ space }) => Number(space.split("/").at(-1)))) {
		const index = ctx.vectorIndex(dimensions);
		if (index === undefined) {
			await postponeRemovals(ctx, some, ctx.now() + unboundMs);
			continue;
		}
		await removeFromIndex(ctx, index, some);
		removed += some.length;
	}
	return removed;
}
