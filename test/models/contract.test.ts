import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { isModelError } from "../../src/models/models.ts";
import { type ProviderKind, secret, type World, world } from "./support.ts";

const question = { messages: [{ role: "user" as const, text: "What is paper made of?" }] };

async function failureOf(work: Promise<unknown>) {
	const error = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!isModelError(error)) throw new Error(`not a model error: ${String(error)}`);
	return error;
}

async function taken(stream: AsyncIterable<string>, into: string[] = []): Promise<string[]> {
	for await (const piece of stream) into.push(piece);
	return into;
}

/** What every provider must do alike. */
describe.each<ProviderKind>(["openai", "openrouter", "workers-ai"])("a model of %s", (kind) => {
	let at: World;

	beforeEach(async () => {
		at = await world(kind);
	});
	afterEach(() => at.close());

	const model = () => at.models.open(at.choice);

	test("answers in text and tells what it took", async () => {
		at.script.plan({ text: "Of fibres.", usage: { input: 12, output: 4, cached: 8 } });
		const answer = await model().generateText({
			...question,
			system: "Be brief.",
			temperature: 0.2,
			maxOutputTokens: 700,
		});
		expect(answer).toMatchObject({
			text: "Of fibres.",
			finish: "stop",
			usage: { inputTokens: 12, cachedTokens: 8, outputTokens: 4 },
		});
		expect(at.script.calls[0]).toMatchObject({
			system: "Be brief.",
			turns: [{ role: "user", text: "What is paper made of?" }],
			temperature: 0.2,
			maxTokens: 700,
		});
	});

	test("is given the turns of a conversation in their order", async () => {
		at.script.plan({ text: "Cotton." });
		const messages = [
			{ role: "user" as const, text: "One" },
			{ role: "assistant" as const, text: "Two" },
			{ role: "user" as const, text: "Three" },
		];
		await model().generateText({ messages });
		expect(at.script.calls[0]?.turns.map(({ role, text }) => `${role} ${text}`)).toEqual([
			"user One",
			"assistant Two",
			"user Three",
		]);
		expect(at.script.calls[0]?.system).toBeUndefined();
	});

	test("is shown images with the last message", async () => {
		at.script.plan({ text: "A page." });
		const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
		await model().generateText({ ...question, images: [{ bytes, mediaType: "image/png" }] });
		const data = `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`;
		expect(at.script.calls[0]?.turns.at(-1)?.images).toEqual([data]);
	});

	test("gives an answer that was cut as far as it came, and says so", async () => {
		at.script.plan({ text: "Of fib", finish: "length" });
		const { text, finish } = await model().generateText(question);
		expect(text).toBe("Of fib");
		expect(finish).toBe("length");
	});

	test("gives an empty answer as one", async () => {
		at.script.plan({ text: "" });
		expect((await model().generateText(question)).text).toBe("");
	});

	describe("asked for an object", () => {
		const schema = z.object({ names: z.array(z.string()), year: z.number().optional() });

		test("is given the schema and its answer is checked", async () => {
			at.script.plan({ text: '{"names":["cotton"],"year":1848}' });
			const { value, isRepaired } = await model().generateObject({ ...question, schema });
			expect([value, isRepaired]).toEqual([{ names: ["cotton"], year: 1848 }, false]);
			expect(at.script.calls[0]?.schema).toMatchObject({ type: "object", required: ["names"] });
			expect(at.script.calls[0]?.system).toContain('"names"');
		});

		test("is understood within fences and sentences", async () => {
			at.script.plan({ text: 'Here it is:\n```json\n{"names": ["rag", "pulp",],}\n```\nAnything else?' });
			expect((await model().generateObject({ ...question, schema })).value).toEqual({ names: ["rag", "pulp"] });
		});

		test("is asked once more with what is wrong, and both calls are counted", async () => {
			at.script.plan({ text: '{"names":"cotton"}', usage: { input: 10, output: 5 } });
			at.script.plan({ text: '{"names":["cotton"]}', usage: { input: 20, output: 6 } });
			const { value, usage, isRepaired } = await model().generateObject({ ...question, schema });
			expect([value, isRepaired]).toEqual([{ names: ["cotton"] }, true]);
			expect(usage).toMatchObject({ inputTokens: 30, outputTokens: 11 });
			const [, second] = at.script.calls;
			expect(second?.turns.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
			expect(second?.turns.at(-1)?.text).toContain("names: ");
		});

		test("fails by name when the second answer is no better", async () => {
			at.script.plan({ text: "I would rather not." }, { text: '{"names":3}' });
			const error = await failureOf(model().generateObject({ ...question, schema }));
			expect(error.reason).toBe("schema_mismatch");
			expect(error.message).toContain("names");
			expect(at.script.calls).toHaveLength(2);
		});
	});

	describe("that fails", () => {
		test("is asked again up to three times, after waits that double", async () => {
			at.script.plan({ failure: "overloaded" }, { failure: "busy" }, { drops: true }, { text: "At last." });
			expect((await model().generateText(question)).text).toBe("At last.");
			expect(at.clock.waits).toEqual([500, 1000, 2000]);
		});

		test("is given up after the fourth try", async () => {
			at.script.plan(
				{ failure: "busy" },
				{ failure: "busy" },
				{ failure: "busy" },
				{ failure: "busy" },
				{ text: "late" },
			);
			const error = await failureOf(model().generateText(question));
			expect([error.reason, error.code]).toEqual(["rate_limited", "model_failed"]);
			expect(at.script.left).toBe(1);
		});

		test("is not asked again where it would not help", async () => {
			at.script.plan({ failure: "bad-request", text: "The prompt is too long." }, { text: "never" });
			const error = await failureOf(model().generateText(question));
			expect(error.reason).toBe("unexpected");
			expect(error.message).toContain("The prompt is too long.");
			expect(at.script.left).toBe(1);
		});

		test("for want of credit says so at once", async () => {
			at.script.plan({ failure: "quota" }, { text: "never" });
			expect((await failureOf(model().generateText(question))).reason).toBe("quota");
			expect(at.clock.waits).toEqual([]);
		});

		test("is told to the caller who sets the number of tries", async () => {
			at.script.plan({ failure: "overloaded" }, { text: "never" });
			await failureOf(model().generateText({ ...question, maxRetries: 0 }));
			expect(at.script.left).toBe(1);
		});

		test("is called without the system message from then on, where it takes none", async () => {
			const text = "Developer instruction is not enabled for this model";
			at.script.plan({ failure: "bad-request", text }, { text: "one" }, { text: "two" });
			const asked = model();
			await asked.generateText({ ...question, system: "Be brief." });
			await asked.generateText({ ...question, system: "Be brief." });
			const inline = { system: undefined, turns: [{ text: "Be brief.\n\nWhat is paper made of?" }] };
			expect(at.script.calls.slice(1)).toMatchObject([inline, inline]);
			expect(asked.quirks).toEqual(["no-system"]);
			at.script.plan({ text: "three" });
			await at.models.open(at.choice, asked.quirks).generateText({ ...question, system: "Be brief." });
			expect(at.script.calls.at(-1)).toMatchObject(inline);
		});

		test("fails by name where it does not take the system's words from the user either", async () => {
			const text = "system prompts are not supported";
			at.script.plan({ failure: "bad-request", text }, { failure: "bad-request", text });
			const error = await failureOf(model().generateText({ ...question, system: "Be brief." }));
			expect(error.reason).toBe("system_refused");
		});

		test("is asked in words alone where it takes no schema", async () => {
			at.script.plan({ failure: "bad-request", text: "This model does not support response_format" });
			at.script.plan({ text: '{"ok":true}' });
			const { value } = await model().generateObject({ ...question, schema: z.object({ ok: z.boolean() }) });
			expect(value).toEqual({ ok: true });
			expect(at.script.calls[1]?.schema).toBeUndefined();
		});
	});

	describe("that does not answer", () => {
		test("is given up in time", async () => {
			await at.close();
			at = await world(kind, { API_CONNECT_TIMEOUT: 0.03, API_READ_TIMEOUT: 0.03, API_MAX_RETRIES: 1 });
			at.script.plan({ hangs: true }, { hangs: true });
			expect((await failureOf(model().generateText(question))).reason).toBe("timeout");
			expect(at.script.calls).toHaveLength(2);
		});

		test("is left when the caller goes", async () => {
			at.script.plan({ hangs: true });
			const stop = new AbortController();
			setTimeout(() => stop.abort(new Error("gone")), 20);
			await expect(model().generateText({ ...question, signal: stop.signal })).rejects.toThrow("gone");
			expect(at.clock.waits).toEqual([]);
		});
	});

	describe("that streams", () => {
		test("gives its pieces in order, and its count at the end", async () => {
			at.script.plan({ pieces: ["Of ", "fib", "res."] });
			const stream = model().streamText(question);
			expect(await taken(stream)).toEqual(["Of ", "fib", "res."]);
			expect(stream.end).toMatchObject({ finish: "stop", usage: { inputTokens: 7, outputTokens: 3 } });
			expect(at.script.calls[0]?.streams).toBe(true);
		});

		test("and breaks off has failed, not ended", async () => {
			at.script.plan({ pieces: ["Of ", "fib"], breaks: true }, { text: "never" });
			const stream = model().streamText(question);
			const pieces: string[] = [];
			const error = await failureOf(taken(stream, pieces));
			expect(error.reason).toBe("unreachable");
			expect(pieces).toEqual(["Of ", "fib"]);
			expect(stream.end).toBeUndefined();
			expect(at.script.left).toBe(1);
		});

		test("and falls silent is given up in time, once it has begun for good", async () => {
			await at.close();
			at = await world(kind, { API_READ_TIMEOUT: 0.1 });
			at.script.plan({ pieces: ["Of "], stalls: true }, { text: "never" });
			const pieces: string[] = [];
			expect((await failureOf(taken(model().streamText(question), pieces))).reason).toBe("timeout");
			expect([pieces, at.script.left]).toEqual([["Of "], 1]);
		});

		test("is asked again as long as it has said nothing", async () => {
			at.script.plan({ failure: "busy" }, { pieces: ["Yes."] });
			expect(await taken(model().streamText(question))).toEqual(["Yes."]);
			expect(at.clock.waits).toEqual([500]);
		});

		test("and says nothing has failed", async () => {
			at.script.plan({ pieces: [] });
			expect((await failureOf(taken(model().streamText(question)))).reason).toBe("unexpected");
		});

		test("is stopped when nobody listens any more", async () => {
			at.script.plan({ pieces: Array.from({ length: 500 }, () => "and ") });
			for await (const piece of model().streamText(question)) if (piece === "and ") break;
			await new Promise((resolve) => setTimeout(resolve, 50));
			expect(at.script.cancelled).toBe(1);
		});

		test("is stopped by the caller's signal, whose reason is thrown", async () => {
			at.script.plan({ pieces: Array.from({ length: 500 }, () => "and ") });
			const stop = new AbortController();
			const walk = async () => {
				for await (const piece of model().streamText({ ...question, signal: stop.signal })) {
					if (piece !== "") stop.abort(new Error("paused"));
				}
			};
			await expect(walk()).rejects.toThrow("paused");
		});
	});

	test("never tells the key", async () => {
		at.script.plan({ failure: "bad-request", text: `Wrong key ${secret} for this` });
		const error = await failureOf(model().generateText(question));
		const shown = [
			error.message,
			error.stack,
			JSON.stringify(error),
			String(error.cause),
			JSON.stringify(error.details),
		];
		if (kind !== "workers-ai") {
			expect(at.script.calls[0]?.authorization).toBe(`Bearer ${secret}`);
			expect(shown.join("\n")).not.toContain(secret);
		}
		expect(error.message).toContain("Wrong key");
	});
});
