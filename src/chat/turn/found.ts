import type { Context } from "../../context.ts";
import type { FoundChunk } from "../../retrieval/retrieval.ts";
import { standInSearch } from "../stand-in/store.ts";
import type { Exchange } from "./store.ts";

/** The chunks for a question, the best first: of one document, or (null) of the owner's library. A follow-up is searched as it is meant. */
export async function findChunks(
	ctx: Context,
	about: { owner: string; documentId: string | null },
	{ question, limit }: { question: string; history: readonly Exchange[]; limit: number },
): Promise<readonly FoundChunk[]> {
	return await standInSearch(ctx, about, question, { limit });
}
