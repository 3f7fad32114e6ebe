import type { Context } from "../../context.ts";
import { embeddingModelOf } from "../embedding-models.ts";
import { coverageOf } from "../index-run/store.ts";
import { getRagConfig } from "../rag-config.ts";
import { chunkFigures, conversationFigures } from "./store.ts";

/** What it would take to index some texts. */
export interface IndexCost {
	totalCharacters: number;
	/** Characters / 4, rounded up. */
	estimatedTokens: number;
	estimatedCostUsd: number;
	embeddingModel: string;
}

/** What of a library is indexed (contracts/library.md 9.5). */
export interface RagStats {
	totalChunks: number;
	indexedDocuments: number;
	/** With a text that is not blank, and not indexed; for a hosted model: without all of their vectors. */
	unindexedDocuments: number;
	/** Of the newest chunk, else the one that is set. */
	embeddingModel: string;
	/** Unix milliseconds; null: never. */
	lastIndexedAt: number | null;
	totalConversations: number;
	totalMessages: number;
	/** Of what is not indexed, and of everything; null where there is no text. By the model that is set. */
	indexCost: IndexCost | null;
	rebuildCost: IndexCost | null;
}

export async function ragStats(ctx: Context, owner: string): Promise<RagStats> {
	const { embeddingModel } = await getRagConfig(ctx, owner);
	const keepsVectors = embeddingModelOf(embeddingModel).provider !== "embedded";
	const [chunks, conversations, { texts, indexed, characters, charactersToDo }] = await Promise.all([
		chunkFigures(ctx, owner),
		conversationFigures(ctx, owner),
		coverageOf(ctx, owner, keepsVectors),
	]);
	return {
		totalChunks: chunks.total,
		indexedDocuments: indexed,
		unindexedDocuments: Math.max(0, texts - indexed),
		embeddingModel: chunks.model ?? embeddingModel,
		lastIndexedAt: chunks.newestAt,
		totalConversations: conversations.conversations,
		totalMessages: conversations.messages,
		indexCost: toCost(charactersToDo, embeddingModel),
		rebuildCost: toCost(characters, embeddingModel),
	};
}

function toCost(totalCharacters: number, embeddingModel: string): IndexCost | null {
	if (totalCharacters === 0) return null;
	const estimatedTokens = Math.ceil(totalCharacters / 4);
	const { usdPerMillionTokens } = embeddingModelOf(embeddingModel);
	const estimatedCostUsd = (estimatedTokens * usdPerMillionTokens) / 1_000_000;
	return { totalCharacters, estimatedTokens, estimatedCostUsd, embeddingModel };
}
