import { describe, expect, test } from "vitest";
import { type EmbeddingModel, isModelError, Models, type ModelsParts } from "../../src/models/models.ts";
import { TestClock } from "../lib/test-clock.ts";
import { config, secret } from "./support.ts";

interface Request {
	url: string;
	authorization: string | null;
	body: { model: string; input: string[]; dimensions?: number };
}
type Reply = (request: Request) => { status?: number; body: unknown; headers?: Record<string, string> };

/** As a real endpoint: of each text a vector that tells which text it was. */
const vectors: Reply = ({ body }) => ({
	body: {
		object: "list",
		data: body.input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text, body.dimensions) })),
		usage: { prompt_tokens: 5, total_tokens: 5 },
	},
});

function vectorOf(text: string, dimensions = 3): number[] {
	return Array.from({ length: dimensions }, (_, at) => (at === 0 ? text.length : at / 8));
}

function endpoint(replies: Reply[], changes: Partial<ModelsParts["config"]> = {}) {
	const sent: Request[] = [];
	let [open, most] = [0, 0];
	const clock = new TestClock();
	const models = new Models({
		config: { ...config, AI_OPENAI_API_KEY: secret, ...changes },
		ai: undefined,
		fetch: async (url, init) => {
			most = Math.max(most, ++open);
			const authorization = new Headers(init.headers).get("authorization");
			const request = { url, authorization, body: JSON.parse(String(init.body)) as Request["body"] };
			sent.push(request);
			await new Promise((resolve) => setTimeout(resolve, 1));
			open--;
			const { status = 200, body, headers = {} } = (replies.shift() ?? vectors)(request);
			return new Response(JSON.stringify(body), {
				status,
				headers: { "Content-Type": "application/json", ...headers },
			});
		},
		clock,
	});
	return { sent, clock, models, most: () => most };
}

function opened(models: Models, name = "text-embedding-3-small", dimensions = 3): EmbeddingModel {
	const provider = name.startsWith("@cf/") ? "workers-ai" : "openai";
	const choice = models.chooseEmbedding({ name, provider });
	if (choice.provider === "embedded") throw new Error("a hosted model was asked for");
	return models.openEmbedding(choice, dimensions);
}

async function failureOf(work: Promise<unknown>) {
	const error = await work.catch((thrown: unknown) => thrown);
	if (!isModelError(error)) throw new Error(`not a model error: ${String(error)}`);
	return error;
}

describe("a hosted model of vectors", () => {
	test("is asked for a hundred texts at a time, some requests at once, and answers in the order of the texts", async () => {
		const at = endpoint([]);
		const texts = Array.from({ length: 730 }, (_, number) => "x".repeat(number + 1));
		const found = await opened(at.models).embed(texts, { concurrency: 20 });
		expect(found.map(([first]) => first)).toEqual(texts.map(({ length }) => length));
		expect(at.sent.map(({ body }) => body.input.length).sort()).toEqual([100, 100, 100, 100, 100, 100, 100, 30]);
		expect(at.most()).toBe(6);
		expect(at.sent[0]).toMatchObject({
			url: "https://api.openai.com/v1/embeddings",
			authorization: `Bearer ${secret}`,
			body: { model: "text-embedding-3-small", dimensions: 3 },
		});
	});

	test("is given no more of a text than it takes, and no more texts than a request may have tokens", async () => {
		const at = endpoint([]);
		await opened(at.models).embed(Array.from({ length: 40 }, () => "ह".repeat(20_000)));
		expect(at.sent.map(({ body }) => body.input.length)).toEqual([25, 15]);
		expect(at.sent[0]?.body.input[0]).toHaveLength(8000);
	});

	test("that takes no number of dimensions is asked without one, and held to its length", async () => {
		const refusal: Reply = () => ({
			status: 400,
			body: { error: { message: "This model does not support specifying dimensions." } },
		});
		const at = endpoint([refusal, vectors]);
		const model = opened(at.models);
		expect(await model.embed(["paper"])).toEqual([Float32Array.of(5, 0.125, 0.25)]);
		await model.embed(["pulp"]);
		expect(at.sent.map(({ body }) => "dimensions" in body)).toEqual([true, false, false]);
		const other = opened(endpoint([refusal, vectors]).models, "text-embedding-3-small", 1536);
		expect((await failureOf(other.embed(["paper"]))).message).toBe(
			"text-embedding-3-small gives vectors of 3 dimensions, not 1536.",
		);
	});

	test("that is busy is asked again when it says, and its key is in no message", async () => {
		const busy: Reply = () => ({ status: 429, body: { error: { message: "slow" } }, headers: { "Retry-After": "7" } });
		const at = endpoint([busy]);
		expect(await opened(at.models).embed(["paper"])).toHaveLength(1);
		expect(at.clock.waits).toEqual([7000]);
		const refused = endpoint([() => ({ status: 403, body: { error: { message: `no rights for ${secret}` } } })]);
		const error = await failureOf(opened(refused.models).embed(["paper"]));
		expect([error.code, error.reason]).toEqual(["model_failed", "unexpected"]);
		expect(error.message).not.toContain(secret);
	});

	test("without its key or binding is missed by name", async () => {
		const { models } = endpoint([], { AI_OPENAI_API_KEY: undefined });
		const missing = [
			() => opened(models),
			() => opened(models, "qwen/qwen3-embedding-8b"),
			() => opened(models, "@cf/baai/bge-m3"),
			() => models.openReranker("@cf/baai/bge-reranker-base"),
		].map(async (open) => open());
		const told = await Promise.all(missing.map(failureOf));
		expect(told.map(({ message }) => message)).toEqual([
			"AI_OPENAI_API_KEY is not configured",
			"OPENROUTER_API_KEY is not configured",
			"The AI binding is not configured",
			"The AI binding is not configured",
		]);
		expect(new Set(told.map(({ code }) => code))).toEqual(new Set(["model_not_configured"]));
	});

	test("with its maker's name in front is OpenRouter's, unless the endpoint is another than OpenAI's", async () => {
		const at = endpoint([], { OPENROUTER_API_KEY: "sk-or-1" });
		await opened(at.models, "qwen/qwen3-embedding-8b").embed(["paper"]);
		const own = endpoint([], { AI_OPENAI_BASE_URL: "http://vectors.local:8080/v1" });
		await opened(own.models, "BAAI/bge-m3").embed(["paper"]);
		expect([...at.sent, ...own.sent].map(({ url, body }) => [url, body.model])).toEqual([
			["https://openrouter.ai/api/v1/embeddings", "qwen/qwen3-embedding-8b"],
			["http://vectors.local:8080/v1/embeddings", "BAAI/bge-m3"],
		]);
	});
});

describe("Workers AI", () => {
	const binding = (run: (model: string, inputs: Record<string, unknown>) => unknown) => {
		const ai = { run: async (model: string, inputs: Record<string, unknown>) => run(model, inputs) } as unknown as Ai;
		const clock = new TestClock();
		return { clock, models: new Models({ config, ai, fetch: () => Promise.reject(new Error("no network")), clock }) };
	};

	test("makes vectors, also after it was out of capacity", async () => {
		let calls = 0;
		const { models, clock } = binding((model, { text }) => {
			if (++calls === 1) throw new Error("3040: Capacity temporarily exceeded, please try again.");
			expect(model).toBe("@cf/baai/bge-m3");
			return { shape: [2, 3], data: (text as string[]).map((each) => vectorOf(each)), pooling: "cls" };
		});
		const found = await opened(models, "@cf/baai/bge-m3").embed(["paper", "pulp"]);
		expect(found.map(([first]) => first)).toEqual([5, 4]);
		expect(clock.waits).toHaveLength(1);
	});

	test("that answers something else has failed", async () => {
		const { models } = binding(() => ({ response: null }));
		expect((await failureOf(opened(models, "@cf/baai/bge-m3").embed(["paper"]))).code).toBe("model_failed");
	});

	test("puts texts in the order in which they answer a question", async () => {
		const { models } = binding((_model, { query, contexts }) => {
			const texts = (contexts as { text: string }[]).map(({ text }) => text);
			return {
				response: texts.map((text, id) => ({ id, score: text.includes(String(query)) ? 0.9 : 0.1 * (1 / (id + 1)) })),
			};
		});
		const ranked = await models.openReranker("@cf/baai/bge-reranker-base").rerank("pulp", ["a", "b", "of pulp"]);
		expect(ranked.map(({ index }) => index)).toEqual([2, 0, 1]);
	});
});
