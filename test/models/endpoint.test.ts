import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isModelError, type ModelChoice, Models, type ModelsParts } from "../../src/models/models.ts";
import { TestClock } from "../lib/test-clock.ts";
import { config, secret } from "./support.ts";

/** What an endpoint answers, without a network in between. */
interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body: unknown;
}

const question = { messages: [{ role: "user" as const, text: "What is paper made of?" }] };

function spoken(content: string, finish = "stop"): Reply {
	return { body: { choices: [{ message: { role: "assistant", content }, finish_reason: finish }] } };
}

function refused(status: number, message: string, more: object = {}, headers: Record<string, string> = {}): Reply {
	return { status, headers, body: { error: { message, ...more } } };
}

function endpoint(replies: Reply[], changes: Partial<ModelsParts["config"]> = {}) {
	const clock = new TestClock();
	const sent: { url: string; init: RequestInit; body: Record<string, unknown> }[] = [];
	const models = new Models({
		config: { ...config, MODEL_PROVIDER: "openai", AI_OPENAI_API_KEY: secret, ...changes },
		ai: undefined,
		fetch: async (url, init) => {
			sent.push({ url, init, body: JSON.parse(String(init.body)) });
			const reply = replies.shift();
			if (reply === undefined) throw new TypeError("no reply left");
			const body = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
			const headers = { "Content-Type": "application/json", ...reply.headers };
			return new Response(body, { status: reply.status ?? 200, headers });
		},
		clock,
	});
	const open = (choice: ModelChoice = models.choose()) => {
		if (choice.provider === "embedded") throw new Error("a hosted provider was asked for");
		return models.open(choice);
	};
	return { models, clock, sent, open, replies };
}

async function failureOf(work: Promise<unknown>) {
	const error = await work.catch((thrown: unknown) => thrown);
	if (!isModelError(error)) throw new Error(`not a model error: ${String(error)}`);
	return error;
}

describe("an endpoint", () => {
	test("that refuses the key is not asked again, and its words are not repeated", async () => {
		const at = endpoint([refused(401, `Incorrect API key provided: ${secret}`)]);
		const error = await failureOf(at.open().generateText(question));
		expect([error.reason, error.code]).toEqual(["invalid_key", "model_failed"]);
		expect(error.message).not.toContain(secret);
		expect(at.sent).toHaveLength(1);
	});

	test.each([408, 409, 429, 500, 502, 503, 529])("is asked again after %d", async (status) => {
		const at = endpoint([refused(status, "later"), spoken("Fibres.")]);
		expect((await at.open().generateText(question)).text).toBe("Fibres.");
	});

	test.each([400, 403, 404, 413, 422])("is not asked again after %d", async (status) => {
		const at = endpoint([refused(status, "no"), spoken("never")]);
		expect((await failureOf(at.open().generateText(question))).reason).toBe("unexpected");
		expect(at.replies).toHaveLength(1);
	});

	test("without credit is told from one that is busy", async () => {
		const quota = endpoint([refused(429, "You exceeded your current quota", { code: "insufficient_quota" })]);
		expect((await failureOf(quota.open().generateText(question))).reason).toBe("quota");
		const typed = endpoint([
			refused(429, "You exceeded your current quota", { type: "insufficient_quota", code: null }),
		]);
		expect((await failureOf(typed.open().generateText(question))).reason).toBe("quota");
		const credits = endpoint([refused(402, "Insufficient credits", { code: 402 })]);
		expect((await failureOf(credits.open().generateText(question))).reason).toBe("quota");
	});

	test("is waited for as long as it asks, up to a minute", async () => {
		const date = new Date(Date.parse("2026-11-20T12:00:30Z")).toUTCString();
		const at = endpoint([
			refused(429, "slow", {}, { "Retry-After": "7" }),
			refused(429, "slow", {}, { "Retry-After": date }),
			refused(429, "slow", {}, { "retry-after-ms": "120", "Retry-After": "1" }),
			spoken("Fibres."),
		]);
		await at.open().generateText(question);
		expect(at.clock.waits).toEqual([7_000, 30_000, 120]);
	});

	test("that asks for more than a minute is asked at our own pace, and the caller is told", async () => {
		const at = endpoint([1, 2, 3, 4].map(() => refused(429, "slow", {}, { "Retry-After": "300" })));
		const error = await failureOf(at.open().generateText(question));
		expect(at.clock.waits).toEqual([500, 1000, 2000]);
		expect([error.reason, error.retryAfterSeconds]).toEqual(["rate_limited", 300]);
		expect(error.details).toEqual({ reason: "rate_limited", retryAfterSeconds: 300 });
	});

	test("is not met by callers all at once: chance shortens the waits, which never pass eight seconds", async () => {
		const at = endpoint(
			[1, 2, 3, 4, 5, 6, 7].map(() => refused(503, "down")),
			{ API_MAX_RETRIES: 6 },
		);
		at.clock.chance = 1;
		await failureOf(at.open().generateText(question));
		expect(at.clock.waits).toEqual([375, 750, 1500, 3000, 6000, 6000]);
	});

	test("that fails within an answer of 200 has failed", async () => {
		const busy = { body: { error: { code: 429, message: "Provider returned error" } } };
		const at = endpoint([busy, spoken("Fibres.")]);
		expect((await at.open().generateText(question)).text).toBe("Fibres.");
		const broken = endpoint([spoken("half", "error"), spoken("Whole.")]);
		expect((await broken.open().generateText(question)).text).toBe("Whole.");
	});

	test("that answers with a page of HTML has failed, with one line", async () => {
		const at = endpoint([{ status: 404, headers: { "Content-Type": "text/html" }, body: "<h1>Not\nfound</h1>" }]);
		const error = await failureOf(at.open().generateText(question));
		expect(error.reason).toBe("unexpected");
		expect(error.message).not.toContain("\n");
	});

	test("that answers without a choice has given an empty answer", async () => {
		expect(
			(
				await endpoint([{ body: { choices: [] } }])
					.open()
					.generateText(question)
			).text,
		).toBe("");
	});

	test("of reasoning models is asked in their words, once they are known", async () => {
		const at = endpoint([
			refused(
				400,
				"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
			),
			refused(400, "Unsupported value: 'temperature' does not support 0.2 with this model."),
			spoken("<think>rags? pulp?</think>\nFibres."),
			spoken("Again."),
		]);
		const model = at.open();
		const asked = { ...question, temperature: 0.2, maxOutputTokens: 700 };
		expect((await model.generateText(asked)).text).toBe("Fibres.");
		await model.generateText(asked);
		for (const { body } of at.sent.slice(2)) {
			expect(body).toMatchObject({ max_completion_tokens: 700 });
			expect(Object.keys(body)).not.toContain("temperature");
			expect(Object.keys(body)).not.toContain("max_tokens");
		}
		expect(at.clock.waits).toEqual([]);
	});

	test("tells how many tokens are left of a minute's", async () => {
		const reply = {
			...spoken("Fibres."),
			headers: { "x-ratelimit-limit-tokens": "1000", "x-ratelimit-remaining-tokens": "250" },
		};
		expect((await endpoint([reply]).open().generateText(question)).budget).toEqual({ limit: 1000, remaining: 250 });
		expect(
			(
				await endpoint([spoken("Fibres.")])
					.open()
					.generateText(question)
			).budget,
		).toBeUndefined();
	});

	test("whose answer was cut or withheld is not asked to repair it", async () => {
		const schema = z.object({ names: z.array(z.string()) });
		const cut = endpoint([spoken('{"names":["cot', "length"), spoken("never")]);
		expect((await failureOf(cut.open().generateObject({ ...question, schema }))).reason).toBe("max_tokens");
		const withheld = endpoint([spoken("", "content_filter"), spoken("never")]);
		expect((await failureOf(withheld.open().generateObject({ ...question, schema }))).reason).toBe("refusal");
		const refusal = { body: { choices: [{ message: { content: null, refusal: "I can't." }, finish_reason: "stop" }] } };
		expect(
			(
				await failureOf(
					endpoint([refusal])
						.open()
						.generateObject({ ...question, schema }),
				)
			).reason,
		).toBe("refusal");
	});

	test("is not followed elsewhere, for the key would go along", async () => {
		const at = endpoint([{ status: 307, headers: { Location: "https://elsewhere.example/v1" }, body: "" }]);
		const { reason, message } = await failureOf(at.open().generateText(question));
		expect([reason, message]).toEqual(["unexpected", expect.stringContaining("leads to another one")]);
		expect(at.sent.map(({ url }) => new URL(url).host)).toEqual(["api.openai.com"]);
		expect(at.sent[0]?.init.redirect).toBe("manual");
	});
});

describe("an endpoint that a request names", () => {
	const request = { baseUrl: "https://models.example.com/v1/", model: "llama", apiKey: "their-own-key" };

	test("is sent the request's key", async () => {
		const at = endpoint([spoken("Fibres.")]);
		expect((await at.open(at.models.choose({ request })).generateText(question)).text).toBe("Fibres.");
		expect(at.sent[0]?.url).toBe("https://models.example.com/v1/chat/completions");
		expect(new Headers(at.sent[0]?.init.headers).get("authorization")).toBe("Bearer their-own-key");
	});

	test.each([
		"http://169.254.169.254/v1",
		"http://localhost:11434/v1",
		"http://10.0.0.8/v1",
		"ftp://models.example.com",
	])("is refused at %s", async (baseUrl) => {
		const at = endpoint([spoken("never")]);
		const error = await failureOf(
			at.open(at.models.choose({ request: { ...request, baseUrl } })).generateText(question),
		);
		expect(error.reason).toBe("unexpected");
		expect(at.sent).toEqual([]);
		expect(at.clock.waits).toEqual([]);
	});

	test("may be private where the deployment opens it", async () => {
		const at = endpoint([spoken("Fibres.")], { ALLOW_PRIVATE_HOSTS: ["localhost:11434"] });
		const choice = at.models.choose({ request: { ...request, baseUrl: "http://localhost:11434/v1" } });
		expect((await at.open(choice).generateText(question)).text).toBe("Fibres.");
	});

	test("leads nowhere else", async () => {
		const at = endpoint([{ status: 302, headers: { Location: "https://elsewhere.example/" }, body: "" }]);
		await failureOf(at.open(at.models.choose({ request })).generateText(question));
		expect(at.sent).toHaveLength(1);
	});
});

describe("Workers AI", () => {
	test("fails by name where it is not bound", async () => {
		const models = new Models({ config: { ...config, MODEL_PROVIDER: "workers-ai" }, ai: undefined, fetch });
		const choice = models.choose();
		if (choice.provider === "embedded") throw new Error("Workers AI was asked for");
		expect(() => models.open(choice)).toThrowError(expect.objectContaining({ code: "model_not_configured" }));
	});
});

describe("an endpoint's wishes", () => {
	const wishes = { reasoningEffort: "low", serviceTier: "flex" } as const;

	test("are sent where the provider takes them, in its own words", async () => {
		const openAi = endpoint([spoken("fibre")]);
		await openAi.open().generateText({ ...question, ...wishes });
		expect(openAi.sent[0]?.body).toMatchObject({ reasoning_effort: "low", service_tier: "flex" });
		const router = endpoint([spoken("fibre")], { MODEL_PROVIDER: "openrouter", OPENROUTER_API_KEY: secret });
		await router.open().generateText({ ...question, reasoningEffort: "high" });
		expect(router.sent[0]?.body).toMatchObject({ reasoning: { effort: "high" } });
		expect(router.sent[0]?.body).not.toHaveProperty("reasoning_effort");
	});

	test("are left out from then on where it does not", async () => {
		const at = endpoint([
			refused(400, "Invalid service_tier argument: this model has no flex processing"),
			refused(400, "Unsupported parameter: 'reasoning_effort' is not supported with this model."),
			spoken("one"),
			spoken("two"),
		]);
		const model = at.open();
		await model.generateText({ ...question, ...wishes });
		await model.generateText({ ...question, ...wishes });
		expect(at.sent.map(({ body }) => ["service_tier", "reasoning_effort"].filter((name) => name in body))).toEqual([
			["service_tier", "reasoning_effort"],
			["reasoning_effort"],
			[],
			[],
		]);
		expect(model.quirks.sort()).toEqual(["no-effort", "no-tier"]);
	});

	test("for patience are told at once to who paces many calls, and other failures are not", async () => {
		const at = endpoint([refused(503, "Overloaded"), refused(429, "Slow down", {}, { "Retry-After": "7" })]);
		const error = await failureOf(at.open().generateText({ ...question, tellsRateLimits: true }));
		expect([error.reason, error.retryAfterSeconds]).toEqual(["rate_limited", 7]);
		expect(at.sent).toHaveLength(2);
	});
});

describe("an answer that comes to nothing", () => {
	const schema = z.object({ names: z.array(z.string()) });
	const counted = (message: object, finish: string): Reply => ({
		body: { choices: [{ message, finish_reason: finish }], usage: { prompt_tokens: 50, completion_tokens: 5 } },
	});

	test("says what it has used all the same", async () => {
		const text = (content: string, finish = "stop") => counted({ role: "assistant", content }, finish);
		const cut = await failureOf(
			endpoint([text('{"na', "length")])
				.open()
				.generateObject({ ...question, schema }),
		);
		expect([cut.reason, cut.usage]).toMatchObject(["max_tokens", { inputTokens: 50, outputTokens: 5 }]);
		const wrong = endpoint([text("{}"), text("{}")]);
		const unfit = await failureOf(wrong.open().generateObject({ ...question, schema }));
		expect([unfit.reason, unfit.usage]).toMatchObject(["schema_mismatch", { inputTokens: 100, outputTokens: 10 }]);
		const lost = endpoint([text("{}"), refused(400, "No more")]);
		const half = await failureOf(lost.open().generateObject({ ...question, schema }));
		expect([half.reason, half.usage]).toMatchObject(["unexpected", { inputTokens: 50, outputTokens: 5 }]);
	});

	test("is a refusal where the model says so beside its text", async () => {
		const declined = counted({ role: "assistant", content: null, refusal: "I cannot help with that." }, "stop");
		const error = await failureOf(
			endpoint([declined])
				.open()
				.generateObject({ ...question, schema }),
		);
		expect([error.reason, error.usage]).toMatchObject(["refusal", { inputTokens: 50 }]);
	});
});
