import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Context } from "../../src/context.ts";
import { readConfig } from "../../src/env.ts";
import { newId } from "../../src/lib/ids.ts";
import { Models } from "../../src/models/models.ts";
import { fuseWithVectors } from "../../src/retrieval/hybrid.ts";
import {
	advanceIndexRun,
	beginIndexRun,
	type IndexRun,
	indexProgress,
	indexResult,
} from "../../src/retrieval/index-run/index-run.ts";
import { getRagConfig } from "../../src/retrieval/rag-config.ts";
import { ragStats } from "../../src/retrieval/statistics/statistics.ts";
import { removeOwedVectors } from "../../src/retrieval/vectors/vectors.ts";
import { env, newContext, sql } from "../accounts/support.ts";
import { FakeVectorize } from "../fakes/vectorize.ts";
import { TestClock } from "../lib/test-clock.ts";
import { putChunks, putText } from "./chunk-seeds.ts";

const words = ["rent", "dog", "train", "holiday", "boiler"];

/** A model that knows five words: of each text how often it has them. */
function vectorOf(text: string, dimensions: number): number[] {
	const vector = new Array<number>(dimensions).fill(0);
	for (const [at, word] of words.entries()) vector[at] = text.split(word).length - 1;
	vector[words.length] = 0.1;
	return vector;
}

class Provider {
	readonly asked: string[][] = [];
	/** Says no to a request of these texts. */
	refuses: (texts: readonly string[]) => boolean = () => false;
	/** Of Workers AI's reranker: what it thinks of a text. */
	likes: (text: string) => number = () => {
		throw new Error("3040: Capacity temporarily exceeded, please try again.");
	};

	readonly fetch = async (_url: string, init: RequestInit): Promise<Response> => {
		const { input, dimensions } = JSON.parse(String(init.body)) as { input: string[]; dimensions: number };
		this.asked.push(input);
		if (this.refuses(input)) return Response.json({ error: { message: "overloaded" } }, { status: 500 });
		return Response.json({ data: input.map((text) => ({ embedding: vectorOf(text, dimensions) })) });
	};

	readonly ai = {
		run: async (_model: string, { contexts }: { contexts: { text: string }[] }) => ({
			response: contexts.map(({ text }, id) => ({ id, score: this.likes(text) })),
		}),
	} as unknown as Ai;

	get texts(): string[] {
		return this.asked.flat();
	}
}

let provider: Provider;
let owner: string;
let ctx: Context;

beforeEach(async () => {
	provider = new Provider();
	owner = newId();
	ctx = contextOf({});
	await sql("insert into libraries (owner) values (?)", owner);
});

function contextOf(changes: Partial<Context["config"]>): Context {
	const config = { ...readConfig(env), AI_OPENAI_API_KEY: "sk-1", MODEL_PROVIDER: "openai" as const, ...changes };
	const models = new Models({ config, ai: provider.ai, fetch: provider.fetch, clock: new TestClock() });
	return { ...newContext(config), models };
}

/** Text of a document, a chunk a line. */
async function indexTexts(_ctx: Context, who: string, ids: readonly string[], { force }: { force: boolean }) {
	for (const id of ids) {
		const [row] = await sql<{ full_text: string; is_owed: number }>(
			`select full_text, content_hash is not indexed_hash as is_owed from library_documents join library_texts on document_id = id
			 where id = ?`,
			id,
		);
		if (row === undefined || (!force && row.is_owed === 0)) continue;
		await putChunks(who, id, row.full_text.split("\n"));
	}
}

const rules = { until: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal, indexTexts };
const silent = { ...rules, report: async () => undefined };

async function runThrough(run: IndexRun, at: Context = ctx): Promise<IndexRun> {
	let state = run;
	// As a step hands it to the next one.
	while (state.stage !== "done") state = JSON.parse(JSON.stringify(await advanceIndexRun(at, state, silent)));
	return state;
}

async function index(options = { isRebuild: false }, at: Context = ctx) {
	return indexResult(at, await runThrough(await beginIndexRun(at, owner, options), at));
}

const lease = "the rent is due\na dog may be kept";
const travel = "by train\non holiday";

describe("a run of the index", () => {
	test("gives each chunk its vector once, and does nothing where nothing changed", async () => {
		await putText(owner, "Lease", lease);
		await putText(owner, "Travel", travel);
		await putText(owner, "Blank", "  ");
		expect(await index()).toMatchObject({ indexed: 2, skipped: 1, failed: 0, totalChunks: 4 });
		expect(provider.texts.sort()).toEqual(["a dog may be kept", "by train", "on holiday", "the rent is due"]);
		expect(await index()).toMatchObject({ indexed: 0, skipped: 3, failed: 0, totalChunks: 0 });
		expect(provider.texts).toHaveLength(4);
	});

	test("makes all of it anew when asked to", async () => {
		await putText(owner, "Lease", lease);
		await index();
		expect(await index({ isRebuild: true })).toMatchObject({ indexed: 1, skipped: 0, totalChunks: 2 });
		expect(provider.texts).toHaveLength(4);
		expect(await sql("select space from chunk_vectors where owner = ?", owner)).toHaveLength(2);
	});

	test("goes on where the last one died, and counts nothing twice", async () => {
		for (let number = 0; number < 3; number++)
			await putText(owner, `Lease ${number}`, `${lease}\n${"dog\n".repeat(130)}x`);
		await sql(
			"insert into settings (owner, key, value, updated_at) values (?, 'rag.concurrentBatches', '1', 1)",
			owner,
		);
		let run = await beginIndexRun(ctx, owner, { isRebuild: false });
		run = await advanceIndexRun(ctx, run, silent);
		expect(run.stage).toBe("vectors");
		const died = new Error("died");
		let reports = 0;
		const report = async () => {
			if (++reports === 3) throw died;
		};
		await expect(advanceIndexRun(ctx, run, { ...rules, report })).rejects.toBe(died);
		expect(provider.texts).toHaveLength(200);
		// A slice whose time is over leaves the rest to the next.
		const next = await advanceIndexRun(ctx, run, { ...silent, until: 0 });
		expect([next.stage, next.indexed]).toEqual(["vectors", 0]);
		expect(indexResult(ctx, await runThrough(next))).toMatchObject({
			indexed: 3,
			skipped: 0,
			failed: 0,
			totalChunks: 399,
		});
		expect(provider.texts).toHaveLength(399);
	});

	test("tells how far it is, and with which document", async () => {
		await putText(owner, "Lease", lease);
		await putText(owner, "Travel", travel);
		const told: string[] = [];
		const report = async ({ message, fraction }: { message: string; fraction: number }) =>
			void told.push(`${fraction} ${message}`);
		const run = await beginIndexRun(ctx, owner, { isRebuild: false });
		const next = await advanceIndexRun(ctx, run, { ...rules, report });
		const end = await advanceIndexRun(ctx, next, { ...rules, report });
		expect(told).toEqual(['0 Indexing "Lease" (1 of 2 documents)', '0 Indexing "Lease" (1 of 2 documents)']);
		expect(indexProgress(end)).toEqual({ fraction: 1, message: "Indexed 2 documents, skipped 0, failed 0" });
	});

	test("fails a group of fifty with its request, and the rest after three groups in a row", async () => {
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		for (let number = 0; number < 160; number++) await putText(owner, `Letter ${number}`, `letter ${number}`);
		await putText(owner, "Blank", "");
		provider.refuses = (texts) => texts.includes("letter 7");
		expect(await index()).toMatchObject({ indexed: 110, failed: 50, skipped: 1 });
		provider.refuses = () => true;
		expect(await index()).toMatchObject({ indexed: 0, failed: 50, skipped: 111 });
		const asked = provider.asked.length;
		const run = await runThrough(await beginIndexRun(ctx, owner, { isRebuild: true }));
		expect(indexResult(ctx, run)).toMatchObject({ indexed: 0, failed: 160, skipped: 1 });
		expect(indexProgress(run).message).toBe("Indexed 0 documents, skipped 1, failed 160: overloaded");
		expect(provider.asked.length - asked).toBe(3 * 4);
		vi.restoreAllMocks();
	});

	test("asks nobody for the embedded model, and one without a key is missed before anything is done", async () => {
		await putText(owner, "Lease", lease);
		await sql(
			"insert into settings (owner, key, value, updated_at) values (?, 'rag.embeddingModel', 'embedded-sg-100', 1)",
			owner,
		);
		expect(await index()).toMatchObject({ indexed: 1, failed: 0, totalChunks: 2 });
		expect(await index()).toMatchObject({ indexed: 0, skipped: 1 });
		expect(provider.texts).toEqual([]);
		await sql("delete from settings where owner = ?", owner);
		const keyless = contextOf({ AI_OPENAI_API_KEY: undefined });
		await expect(beginIndexRun(keyless, owner, { isRebuild: false })).rejects.toMatchObject({
			code: "model_not_configured",
			message: "AI_OPENAI_API_KEY is not configured",
		});
	});
});

describe("what is known of an index", () => {
	test("are its chunks, what is left to do, and what that costs", async () => {
		expect(await ragStats(ctx, owner)).toEqual({
			totalChunks: 0,
			indexedDocuments: 0,
			unindexedDocuments: 0,
			embeddingModel: "text-embedding-3-small",
			lastIndexedAt: null,
			totalConversations: 0,
			totalMessages: 0,
			indexCost: null,
			rebuildCost: null,
		});
		const first = await putText(owner, "Lease", lease);
		await index();
		const second = await putText(owner, "Travel", "x".repeat(4001));
		await putText(owner, "Blank", " ");
		// Found by its words, and without vectors.
		await putChunks(owner, second, ["x"]);
		await sql(
			"insert into conversations (id, owner, title, created_at, updated_at) values (?, ?, 'T', 1, 1)",
			`c-${owner}`,
			owner,
		);
		await sql(
			"insert into messages (id, conversation_id, role, content, created_at) values (?, ?, 'user', 'Q', 1)",
			`m-${owner}`,
			`c-${owner}`,
		);
		await sql(
			"insert into conversations (id, owner, document_id, title, created_at, updated_at) values (?, ?, ?, 'T', 1, 1)",
			`d-${owner}`,
			owner,
			first,
		);
		const characters = lease.length + 4001;
		expect(await ragStats(ctx, owner)).toMatchObject({
			totalChunks: 3,
			indexedDocuments: 1,
			unindexedDocuments: 1,
			totalConversations: 1,
			totalMessages: 1,
			indexCost: { totalCharacters: 4001, estimatedTokens: 1001, estimatedCostUsd: expect.closeTo(0.00002002, 12) },
			rebuildCost: { totalCharacters: characters, estimatedTokens: Math.ceil(characters / 4) },
		});
		await index();
		const stats = await ragStats(ctx, owner);
		expect(stats).toMatchObject({
			indexedDocuments: 2,
			unindexedDocuments: 0,
			indexCost: null,
			embeddingModel: "text-embedding-3-small",
		});
		expect(stats.lastIndexedAt).toBeGreaterThan(Date.now() - 60_000);
	});
});

describe("a question", () => {
	let numbers: Record<string, string>;

	beforeEach(async () => {
		numbers = {};
		const texts = ["the rent is due", "a dog may be kept", "by train, by train", "on holiday", "the boiler"];
		await putText(owner, "All", texts.join("\n"));
	});

	const known = async () => {
		const rows = await sql<{ number: number; content: string }>(
			"select number, content from chunks where owner = ?",
			owner,
		);
		for (const { number, content } of rows) numbers[content] = String(number);
	};
	const ask = async (question: string, byWords: string[], { limit = 10, at = ctx } = {}) => {
		await known();
		const ranked = byWords.map((content, place) => ({ id: numbers[content] ?? "", score: 9 - place }));
		const found = await fuseWithVectors(at, owner, await getRagConfig(at, owner), question, ranked, { limit });
		const scores = found.map(({ score }) => score);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		expect(scores.every((score) => score > 0)).toBe(true);
		return found.map(({ id }) => Object.entries(numbers).find(([, number]) => number === id)?.[0]);
	};

	test("finds by its words and by its vector, those first that both find", async () => {
		await index();
		expect((await ask("dog train", ["on holiday", "a dog may be kept"])).slice(0, 3)).toEqual([
			"a dog may be kept",
			"on holiday",
			"by train, by train",
		]);
		expect(await ask("train", [], { limit: 1 })).toEqual(["by train, by train"]);
	});

	test("finds a document that has no vectors yet by its words", async () => {
		await index();
		const later = await putText(owner, "Later", "paper");
		await putChunks(owner, later, ["paper"]);
		expect(await ask("paper", ["paper"])).toContain("paper");
	});

	test("is turned into no vector where there is none to compare it with", async () => {
		await indexTexts(
			ctx,
			owner,
			(await sql<{ id: string }>("select id from library_documents where owner = ?", owner)).map(({ id }) => id),
			{ force: true },
		);
		expect(await ask("train", ["the boiler", "on holiday"])).toEqual(["the boiler", "on holiday"]);
		expect(provider.asked).toEqual([]);
	});

	test("tells of a model that fails or lacks its key, and not of a store or a reranker that does", async () => {
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const vectors = new FakeVectorize(1536);
		const at = { ...contextOf({ RAG_RERANKER: "@cf/baai/bge-reranker-base" }), vectorIndex: () => vectors.binding };
		await index({ isRebuild: false }, at);
		vectors.settle();
		expect((await ask("train", [], { at }))[0]).toBe("by train, by train");
		vectors.failure = new Error("VECTOR_QUERY_ERROR");
		expect(await ask("train", ["the boiler"], { at })).toEqual(["the boiler"]);
		provider.refuses = () => true;
		await expect(ask("train", ["the boiler"], { at })).rejects.toMatchObject({ code: "model_failed" });
		await expect(ask("train", [], { at: contextOf({ AI_OPENAI_API_KEY: undefined }) })).rejects.toMatchObject({
			code: "model_not_configured",
		});
		vi.restoreAllMocks();
	});

	test("has its best fifty looked at again where a reranker is set, and finds nothing that was deleted", async () => {
		const vectors = new FakeVectorize(1536);
		const at = { ...contextOf({ RAG_RERANKER: "@cf/baai/bge-reranker-base" }), vectorIndex: () => vectors.binding };
		await index({ isRebuild: false }, at);
		vectors.settle();
		provider.likes = (text) => (text.includes("boiler") ? 0.9 : text.includes("rent") ? 0.5 : 0.1);
		expect((await ask("train", ["on holiday"], { at })).slice(0, 2)).toEqual(["the boiler", "the rent is due"]);
		await sql("delete from chunks where content = 'the boiler' and owner = ?", owner);
		expect(await ask("train", [], { at })).toHaveLength(4);
		expect(await removeOwedVectors(at)).toBe(1);
	});
});
