import { and, count, desc, eq, isNull, sum } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { chunkSums, chunks, conversations, messages } from "../../platform/retrieval-tables.ts";

export interface ChunkFigures {
	total: number;
	/** Of the newest; null without any. */
	model: string | null;
	/** Unix milliseconds. */
	newestAt: number | null;
}

export async function chunkFigures(ctx: Context, owner: string): Promise<ChunkFigures> {
	const [[sums], [chunk]] = await ctx.db.batch([
		ctx.db
			.select({ total: sum(chunkSums.chunks).mapWith(Number) })
			.from(chunkSums)
			.where(eq(chunkSums.owner, owner)),
		ctx.db
			.select({ model: chunks.embeddingModel, newestAt: chunks.createdAt })
			.from(chunks)
			.where(eq(chunks.owner, owner))
			.orderBy(desc(chunks.createdAt), desc(chunks.number))
			.limit(1),
	]);
	return { total: sums?.total ?? 0, model: chunk?.model ?? null, newestAt: chunk?.newestAt ?? null };
}

/** Conversations about the library, and their messages. */
export async function conversationFigures(
	ctx: Context,
	owner: string,
): Promise<{ conversations: number; messages: number }> {
	const isTheirs = and(eq(conversations.owner, owner), isNull(conversations.documentId));
	const [[all], [said]] = await ctx.db.batch([
		ctx.db.select({ total: count() }).from(conversations).where(isTheirs),
		ctx.db
			.select({ total: count() })
			.from(conversations)
			.innerJoin(messages, eq(messages.conversationId, conversations.id))
			.where(isTheirs),
	]);
	return { conversations: all?.total ?? 0, messages: said?.total ?? 0 };
}
