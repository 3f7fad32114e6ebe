import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newWorld, taggingExamples } from "../clients/tagging.ts";
import { serveDocuments, workerStage } from "../clients/worker-stage.ts";

beforeAll(() => void serveDocuments());
afterAll(() => vi.restoreAllMocks());

describe("a client of the original tagging API", () => {
	const world = newWorld(workerStage);
	const light = taggingExamples.filter(({ isHeavy }) => !isHeavy);
	it.each(light.map(({ name, play }) => [name, play] as const))("%s", async (_, play) => {
		await expect(play(world)).resolves.toBeUndefined();
	});
});
