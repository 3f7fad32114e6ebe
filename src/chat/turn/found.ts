import type { Context } from "../../context.ts";
import { type FoundChunk, firstChunks, searchDocument, searchLibrary } from "../../retrieval/retrieval.ts";
import { rewriteQuestion, type Turn } from "../extractive/follow-up.ts";
import { asksForWhole } from "../extractive/whole-question.ts";
import type { Exchange } from "./store.ts";

/** Chunks that an overview of a document is made of: what it is about is said at its beginning. */
const overviewChunks = 12;

/**
 * The chunks for a question, the best first: of one document, or (null) of the owner's library. A follow-up is searched as it is meant,
 * whoever answers it: by rules, since a model asked for that would keep everybody waiting for a second answer.
 */
export async function findChunks(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string | null },
	{ question, history, limit }: { question: string; history: readonly Exchange[]; limit: number },
): Promise<readonly FoundChunk[]> {
	if (documentId !== null && isOfWhole(documentId, question, history)) {
		return await firstChunks(ctx, { owner, documentId }, overviewChunks);
	}
	const meant = rewriteQuestion(question, turnsOf(history));
	return documentId === null
		? await searchLibrary(ctx, owner, meant, { limit })
		: await searchDocument(ctx, { owner, documentId }, meant, { limit });
}

/** Whether a document is asked for as a whole, which has no words to search; of a library nobody knows which one is meant. */
export function isOfWhole(documentId: string | null, question: string, history: readonly Exchange[]): boolean {
	return documentId !== null && asksForWhole(question, { isFirst: history.length === 0 });
}

export function turnsOf(history: readonly Exchange[]): Turn[] {
	return history.flatMap(({ question, answer }) => [
		{ role: "user", content: question },
		{ role: "assistant", content: answer },
	]);
}
