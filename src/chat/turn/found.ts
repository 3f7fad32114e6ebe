import type { Context } from "../../context.ts";
import { type FoundChunk, searchDocument, searchLibrary } from "../../retrieval/retrieval.ts";
import { rewriteQuestion, type Turn } from "../extractive/follow-up.ts";
import type { Exchange } from "./store.ts";

/**
 * The chunks for a question, the best first: of one document, or (null) of the owner's library. A follow-up is searched as it is meant,
 * whoever answers it: by rules, since a model asked for that would keep everybody waiting for a second answer.
 */
export async function findChunks(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string | null },
	{ question, history, limit }: { question: string; history: readonly Exchange[]; limit: number },
): Promise<readonly FoundChunk[]> {
	const meant = rewriteQuestion(question, turnsOf(history));
	return documentId === null
		? await searchLibrary(ctx, owner, meant, { limit })
		: await searchDocument(ctx, { owner, documentId }, meant, { limit });
}

export function turnsOf(history: readonly Exchange[]): Turn[] {
	return history.flatMap(({ question, answer }) => [
		{ role: "user", content: question },
		{ role: "assistant", content: answer },
	]);
}
