import { expect } from "vitest";

/** How questions are answered where nothing is stored and no model is set up (contracts/library.md 9.1). */
export const embeddedRagConfig = {
	embeddingModel: "embedded-sg-100",
	embeddingDimensions: 100,
	chunkSize: 400,
	chunkOverlap: 40,
	topK: 10,
	answerProvider: "embedded",
	answerModel: "embedded-1",
	systemPrompt: expect.stringMatching(/^You are a helpful document assistant/),
	maxContextTokens: 4000,
	autoIndex: false,
	concurrentBatches: 5,
};
