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
import { indexDocuments } from "../../src/retrieval/indexing.ts";
import { getRagConfig } from "../../src/retrieval/rag-config.ts";
import { ragStats } from "../../src/retrieval/statistics/statistics.ts";
import { removeOwedVectors } from "../../src/retrieval/vectors/vectors.ts";
import { env, newContext, sql } from "../accounts/support.ts";
import { FakeVectorize } from "../fakes/vectorize.ts";
import { TestClock } from "../lib/test-clock.ts";
import { changeText, putText } from "./chunk-seeds.ts";

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

const rules = { until: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal };
const silent = { ...rules, report: async () => undefined };

const set = (key: string, value: string) =>
	sql("insert into settings (owner, key, value, updated_at) values (?, ?, ?, 1)", owner, key, value);
const chunkCount = async () => (await sql("select 1 from chunks where owner = ?", owner)).length;

async function runThrough(run: IndexRun, at: Context = ctx): Promise<IndexRun> {
	let state = run;
	// As a step hands it to the next one.
	while (state.stage !== "done") state = JSON.parse(JSON.stringify(await advanceIndexRun(at, state, silent)));
	return state;
}

async function index(options = { isRebuild: false }, at: Context = ctx) {
	return indexResult(at, await runThrough(await beginIndexRun(at, owner, options), at));
}

describe("a run of the index", () => {
	test("gives each chunk its vector once, and does nothing where nothing changed", async () => {
		await putText(owner, "Lease", "the rent is due");
		await putText(owner, "Travel", "by train");
		await putText(owner, "Blank", "  ");
		expect(await index()).toMatchObject({ indexed: 2, skipped: 1, failed: 0, totalChunks: 2 });
		expect(provider.texts.sort()).toEqual(["[Title: Lease]\nthe rent is due", "[Title: Travel]\nby train"]);
		expect(await index()).toMatchObject({ indexed: 0, skipped: 3, failed: 0, totalChunks: 0 });
		expect(provider.texts).toHaveLength(2);
	});

	test.each([
		["in D1", undefined],
		["in Vectorize", new FakeVectorize(1536)],
	])("asks for the vectors of a changed text only where it says something else, kept %s", async (_place, vectors) => {
		const at = vectors === undefined ? ctx : { ...ctx, vectorIndex: () => vectors.binding };
		await set("rag.chunkSize", "100");
		await set("rag.chunkOverlap", "0");
		const paragraph = (subject: string, number: number) =>
			`The ${subject} is number ${number}. ${"It is so. ".repeat(20)}`.trim();
		const text = (subjects: readonly string[]) =>
			subjects.map((subject, at) => paragraph(subject, at % 2)).join("\n\n");
		const id = await putText(owner, "Lease", text(["rent", "dog", "rent", "train"]));
		await index({ isRebuild: false }, at);
		const before = await sql<{ number: number; chunk_index: number }>(
			"select number, chunk_index from chunks where owner = ? order by chunk_index",
			owner,
		);
		expect(before).toHaveLength(4);
		expect(provider.texts).toHaveLength(4);

		await changeText(id, text(["boiler", "train", "rent", "dog", "rent"]));
		expect(await index({ isRebuild: false }, at)).toMatchObject({ indexed: 1, totalChunks: 5 });
		expect(provider.texts.slice(4)).toEqual([expect.stringContaining("boiler")]);
		const after = await sql<{ number: number; content: string }>(
			"select number, content from chunks where owner = ? order by chunk_index",
			owner,
		);
		expect(after.map(({ content }) => content.split(" ")[2])).toEqual(["boiler", "train", "rent", "dog", "rent"]);
		expect(after.slice(1).map(({ number }) => number)).toEqual([3, 0, 1, 2].map((place) => before[place]?.number));
		expect(await sql("select 1 from chunk_vectors where owner = ?", owner)).toHaveLength(5);
		const terms = await sql(
			"select count(*) as rows, sum(rowid) as sum from chunk_terms where rowid in (select number from chunks where owner = ?)",
			owner,
		);
		expect(terms).toEqual([{ rows: 5, sum: after.reduce((sum, { number }) => sum + number, 0) }]);
		expect(await sql("select sum(chunks) as chunks from chunk_sums where owner = ?", owner)).toEqual([{ chunks: 5 }]);
		expect(await sql("select 1 from chunks where document_id like ?", `${id}~%`)).toEqual([]);
		expect(await sql("select 1 from vector_removals")).toEqual([]);

		await changeText(id, text(["train"]));
		await index({ isRebuild: false }, at);
		expect(provider.texts).toHaveLength(6);
		expect(await chunkCount()).toBe(1);
		await changeText(id, " ");
		await indexDocuments(at, owner);
		expect(await chunkCount()).toBe(0);
		expect(await removeOwedVectors(at)).toBe(vectors === undefined ? 0 : 6);
	});

	test("keeps them too where the chunks are more than one statement takes", async () => {
		await set("rag.chunkSize", "100");
		await set("rag.chunkOverlap", "0");
		const paragraphs = Array.from({ length: 450 }, (_, number) => `${number} ${"the dog ".repeat(40)}`.trim());
		const id = await putText(owner, "Lease", paragraphs.join("\n\n"));
		await index();
		paragraphs.splice(100, 1);
		paragraphs[400] = "the boiler ".repeat(30).trim();
		await changeText(id, paragraphs.join("\n\n"));
		expect(await index()).toMatchObject({ indexed: 1, totalChunks: 449 });
		expect(provider.texts.slice(450)).toEqual([expect.stringContaining("boiler")]);
		const places = await sql("select chunk_index from chunks where document_id = ? order by chunk_index", id);
		expect(places).toEqual(Array.from({ length: 449 }, (_, at) => ({ chunk_index: at })));
	});

	test("makes all of it anew when asked to", async () => {
		await putText(owner, "Lease", "the rent is due");
		await index();
		expect(await index({ isRebuild: true })).toMatchObject({ indexed: 1, skipped: 0, totalChunks: 1 });
		expect(provider.texts).toHaveLength(2);
		expect(await sql("select space from chunk_vectors where owner = ?", owner)).toHaveLength(1);
	});

	test("goes on where the last one died, and counts nothing twice", async () => {
		await set("rag.concurrentBatches", "1");
		await set("rag.chunkSize", "100");
		const long = Array.from({ length: 120 }, (_, number) => `${number} ${"the dog ".repeat(40)}`).join("\n\n");
		for (let number = 0; number < 3; number++) await putText(owner, `Lease ${number}`, `${number}\n\n${long}`);
		let run = await beginIndexRun(ctx, owner, { isRebuild: false });
		run = await advanceIndexRun(ctx, run, silent);
		expect(run.stage).toBe("vectors");
		const chunks = await chunkCount();
		expect(chunks).toBeGreaterThan(300);
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
		const end = await runThrough(next);
		expect(indexResult(ctx, end)).toMatchObject({ indexed: 3, skipped: 0, failed: 0, totalChunks: chunks });
		expect(provider.texts).toHaveLength(chunks);
	});

	test("leaves texts too to the next slice once its time is over", async () => {
		for (let number = 0; number < 3; number++) await putText(owner, `Letter ${number}`, `letter ${number}`);
		const hurried = { ...silent, until: 0 };
		let run = await beginIndexRun(ctx, owner, { isRebuild: false });
		const stages: string[] = [];
		for (; run.stage !== "done"; run = await advanceIndexRun(ctx, run, hurried)) stages.push(run.stage);
		expect(stages.filter((stage) => stage === "text")).toHaveLength(3);
		expect(indexResult(ctx, run)).toMatchObject({ indexed: 3, totalChunks: 3 });
	});

	test("tells how far it is, and with which document", async () => {
		await putText(owner, "Lease", "the rent is due");
		await putText(owner, "Travel", "by train");
		const told: string[] = [];
		const report = async ({ message, fraction }: { message: string; fraction: number }) =>
			void told.push(`${fraction} ${message}`);
		const run = await beginIndexRun(ctx, owner, { isRebuild: false });
		const next = await advanceIndexRun(ctx, run, { ...rules, report });
		const end = await advanceIndexRun(ctx, next, { ...rules, report });
		expect(told).toEqual([
			'0 Indexing "Lease" (1 of 2 documents)',
			'0.5 Indexing "Travel" (2 of 2 documents)',
			'0 Indexing "Lease" (1 of 2 documents)',
		]);
		expect(indexProgress(end)).toEqual({ fraction: 1, message: "Indexed 2 documents, skipped 0, failed 0" });
	});

	test("fails a group of fifty with its request, and the rest after three groups in a row", async () => {
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		for (let number = 0; number < 160; number++) await putText(owner, `Letter ${number}`, `letter ${number}`);
		await putText(owner, "Blank", "");
		provider.refuses = (texts) => texts.some((text) => text.endsWith("letter 7"));
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
		await putText(owner, "Lease", "the rent is due");
		await set("rag.embeddingModel", "embedded-sg-100");
		expect(await index()).toMatchObject({ indexed: 1, failed: 0, totalChunks: 1 });
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
		const first = await putText(owner, "Lease", "the rent is due");
		await index();
		await putText(owner, "Travel", "x".repeat(1001));
		await putText(owner, "Blank", " ");
		// Found by its words, and without vectors.
		await indexDocuments(ctx, owner);
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
		const characters = "the rent is due".length + 1001;
		expect(await ragStats(ctx, owner)).toMatchObject({
			totalChunks: 2,
			indexedDocuments: 1,
			unindexedDocuments: 1,
			totalConversations: 1,
			totalMessages: 1,
			indexCost: { totalCharacters: 1001, estimatedTokens: 251, estimatedCostUsd: expect.closeTo(0.00000502, 12) },
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
		await putText(owner, "A", "the rent is due");
		await putText(owner, "B", "a dog may be kept");
		await putText(owner, "C", "by train, by train");
		await putText(owner, "D", "on holiday");
		await putText(owner, "E", "the boiler");
	});

	const known = async () => {
		const rows = await sql<{ number: number; title: string }>(
			"select c.number, title from chunks c join library_documents d on d.id = document_id where c.owner = ?",
			owner,
		);
		for (const { number, title } of rows) numbers[title] = String(number);
	};
	const ask = async (question: string, byWords: string[], { limit = 10, at = ctx } = {}) => {
		await known();
		const ranked = byWords.map((title, place) => ({ id: numbers[title] ?? "", score: 9 - place }));
		const found = await fuseWithVectors(at, owner, await getRagConfig(at, owner), question, ranked, { limit });
		const scores = found.map(({ score }) => score);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		expect(scores.every((score) => score > 0)).toBe(true);
		return found.map(({ id }) => Object.entries(numbers).find(([, number]) => number === id)?.[0]);
	};

	test("finds by its words and by its vector, those first that both find", async () => {
		await index();
		expect((await ask("dog train", ["D", "B"])).slice(0, 3)).toEqual(["B", "D", "C"]);
		expect(await ask("train", [], { limit: 1 })).toEqual(["C"]);
	});

	test("finds a document that has no vectors yet by its words", async () => {
		await index();
		await putText(owner, "F", "paper");
		await indexDocuments(ctx, owner);
		expect(await ask("paper", ["F"])).toContain("F");
	});

	test("is turned into no vector where there is none to compare it with", async () => {
		await indexDocuments(ctx, owner);
		expect(await ask("train", ["E", "D"])).toEqual(["E", "D"]);
		expect(provider.asked).toEqual([]);
	});

	test("tells of a model that fails or lacks its key, and not of a store or a reranker that does", async () => {
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const vectors = new FakeVectorize(1536);
		const at = { ...contextOf({ RAG_RERANKER: "@cf/baai/bge-reranker-base" }), vectorIndex: () => vectors.binding };
		await index({ isRebuild: false }, at);
		vectors.settle();
		expect((await ask("train", [], { at }))[0]).toBe("C");
		vectors.failure = new Error("VECTOR_QUERY_ERROR");
		expect(await ask("train", ["E"], { at })).toEqual(["E"]);
		provider.refuses = () => true;
		await expect(ask("train", ["E"], { at })).rejects.toMatchObject({ code: "model_failed" });
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
		expect((await ask("train", ["D"], { at })).slice(0, 2)).toEqual(["E", "A"]);
		await sql("delete from chunks where number = ?", Number(numbers.E));
		expect(await ask("train", [], { at })).toHaveLength(4);
		expect(await removeOwedVectors(at)).toBe(1);
	});
});
