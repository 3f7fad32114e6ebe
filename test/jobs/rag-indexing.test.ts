import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readConfig } from "../../src/env.ts";
import type { JsonValue } from "../../src/jobs/job-state.ts";
import { indexStatus, startIndexing } from "../../src/jobs/jobs.ts";
import { Models } from "../../src/models/models.ts";
import { env, sql } from "../accounts/support.ts";
import {
	fakeNetwork,
	jobEnded,
	type LibraryUser,
	libraryUser,
	putConfig,
	reachable,
	serverWith,
	synced,
} from "../api/library.ts";
import { putText } from "./chunk-seeds.ts";
import { newObjectContext } from "./objects.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

function newWorld() {
	const config = readConfig(env);
	const models = new Models({ config, ai: undefined, fetch: (url, init) => fetch(url, init) });
	return { ...newObjectContext(), config, models };
}

/** Runs an indexing to its end, which must be a good one. */
async function indexed(user: LibraryUser, rebuild = false): Promise<JsonValue> {
	const job = await jobEnded(user, await startIndexing(newWorld(), user.id, { rebuild }));
	expect(job).toMatchObject({ status: "completed", progress: 1, errorMessage: null });
	return JSON.parse(job.resultJson ?? "null");
}

/** Lets OpenAI be reachable; gives the texts that it is sent. */
function openAi(): string[] {
	const asked: string[] = [];
	const network = vi.mocked(globalThis.fetch).getMockImplementation();
	vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
		const request = new Request(input as RequestInfo, init);
		if (network !== undefined && !request.url.endsWith("/embeddings")) return await network(request);
		const body = (await request.json()) as { input: string[]; dimensions: number };
		asked.push(...body.input);
		const embedding = Array.from({ length: body.dimensions }, (_, at) => (at === 0 ? 1 : 0));
		return Response.json({ data: body.input.map(() => ({ embedding })) });
	});
	return asked;
}

describe("indexing a library", () => {
	test("finds nothing to do after a sync, unless it is to make everything anew", async () => {
		const user = await libraryUser(reachable(serverWith(3)));
		await synced(user);
		const isIndexed = async () => expect(await sql("select 1 from chunks where owner = ?", user.id)).toHaveLength(3);
		await vi.waitFor(isIndexed, { timeout: 10_000 });
		expect(await indexed(user)).toMatchObject({ indexed: 0, skipped: 3, failed: 0, totalChunks: 0 });
		expect(await indexed(user, true)).toMatchObject({ indexed: 3, skipped: 0, failed: 0, totalChunks: 3 });
		expect(await indexStatus(newWorld(), user.id)).toMatchObject({ indexedDocuments: 3, active: undefined });
	});

	test("makes vectors after a sync where its owner wants that, with the owner's key", async () => {
		const asked = openAi();
		const user = await libraryUser(reachable(serverWith(2)));
		await putConfig(user.headers, { "rag.autoIndex": "true", "rag.embeddingModel": "text-embedding-3-small" });
		const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
		await synced(user);
		await vi.waitFor(() => expect(error).toHaveBeenCalled(), { timeout: 10_000 });
		expect(await sql("select 1 from jobs where owner = ? and kind = 'rag_indexing'", user.id)).toEqual([]);
		await putConfig(user.headers, { "openai.apiKey": "sk-of-the-owner" });
		await synced(user);
		const isDone = async () =>
			expect(await sql("select status from jobs where owner = ? and kind = 'rag_indexing'", user.id)).toEqual([
				{ status: "completed" },
			]);
		await vi.waitFor(isDone, { timeout: 10_000 });
		expect(asked).toHaveLength(2);
		expect(await indexStatus(newWorld(), user.id)).toMatchObject({ indexedDocuments: 2, unindexedDocuments: 0 });
	});

	test("without the key that its model needs is not begun, and two are not at work at once", async () => {
		const user = await libraryUser();
		await putConfig(user.headers, { "rag.embeddingModel": "text-embedding-3-small" });
		await expect(startIndexing(newWorld(), user.id, { rebuild: false })).rejects.toMatchObject({
			code: "model_not_configured",
		});
		await putConfig(user.headers, { "openai.apiKey": "sk-of-the-owner" });
		await putText(user.id, "Paper", "text");
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		vi.mocked(globalThis.fetch).mockImplementation(async () => {
			await held;
			return Response.json({ error: { message: "no such model" } }, { status: 404 });
		});
		const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const first = await startIndexing(newWorld(), user.id, { rebuild: false });
		await expect(startIndexing(newWorld(), user.id, { rebuild: false })).rejects.toMatchObject({ code: "conflict" });
		expect((await indexStatus(newWorld(), user.id)).active?.id).toBe(first);
		release();
		expect(await jobEnded(user, first)).toMatchObject({
			status: "completed",
			progressMessage: "Indexed 0 documents, skipped 0, failed 1: no such model",
		});
		expect(error).toHaveBeenCalled();
	});
});
