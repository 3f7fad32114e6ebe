import type { Context } from "../context.ts";
import { joinOwedUploads } from "../library/library.ts";
import { indexDocuments, indexForgotten } from "../retrieval/retrieval.ts";

const atOnce = 20;
/** For one run of indexing; what is left waits for the next. */
const indexingMs = 20_000;
const ownersAtOnce = 500;

/**
 * Lets uploads join their libraries that could not when they were converted: they are older than libraries, or were a guest's. Of one
 * owner or of all; true where some are left.
 */
export async function joinUploads(ctx: Context, { owner, most }: { owner?: string; most: number }): Promise<boolean> {
	const of = owner === undefined ? {} : { owner };
	for (let joined = 0; joined < most; joined += atOnce) {
		if (!(await joinOwedUploads(ctx, { ...of, limit: atOnce }))) return false;
	}
	return true;
}

/** The same with the chunks of the owner's documents, which a guest's has in no library. */
export async function joinWithChunks(ctx: Context, owner: string, most: number): Promise<boolean> {
	const isMore = await joinUploads(ctx, { owner, most });
	const until = ctx.now() + indexingMs;
	const indexed = await indexDocuments(ctx, owner, { isOver: async () => ctx.now() > until });
	return isMore || indexed.isMore;
}

/** Makes the chunks that were not made when their documents were converted or synced. */
export async function indexOwed(ctx: Context): Promise<void> {
	await indexForgotten(ctx, { owners: ownersAtOnce, untilMs: ctx.now() + indexingMs });
}
