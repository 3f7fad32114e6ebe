import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createContext } from "../../src/context.ts";
import { sourceOf } from "../../src/convert/convert.ts";
import { toGrayPng } from "../../src/convert/formats/png.ts";
import { env } from "../accounts/support.ts";

/** What the model provider is sent, and what it answers. */
function provider(...answers: Response[]) {
	const sent: { url: string; body: Record<string, unknown> }[] = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		sent.push({ url: String(input), body: JSON.parse(String(init?.body)) });
		return answers.shift() ?? new Response(null, { status: 500 });
	});
	return sent;
}

const saying = (content: string) =>
	Response.json({ choices: [{ message: { role: "assistant", content }, finish_reason: "stop" }] });

const context = (variables: Record<string, string>) =>
	createContext({ ...env, ...variables }, { waitUntil: () => undefined });

const keys = { AI_OPENAI_API_KEY: "sk-test", AI_OPENAI_BASE_URL: "http://models.internal/v1" };

afterEach(() => vi.restoreAllMocks());

describe("language models in the Worker", () => {
	it("are none where nothing is configured", () => {
		expect(context({}).models.choose()).toEqual({ provider: "embedded" });
	});

	it("answer with objects", async () => {
		const sent = provider(saying('```json\n{"ok":true}\n```'));
		const { models } = context(keys);
		const choice = models.choose();
		if (choice.provider === "embedded") throw new Error("OpenAI was configured");
		const schema = z.object({ ok: z.boolean() });
		const { value } = await models.open(choice).generateObject({ messages: [{ role: "user", text: "Well?" }], schema });
		expect(value).toEqual({ ok: true });
		expect(sent.map(({ url }) => url)).toEqual(["http://models.internal/v1/chat/completions"]);
	});

	it("answer in a stream", async () => {
		const chunk = (delta: object, finish: string | null) =>
			`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
		const body = `${chunk({ content: "Of " }, null)}${chunk({ content: "fibres." }, null)}${chunk({}, "stop")}data: [DONE]\n\n`;
		provider(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
		const { models } = context(keys);
		const choice = models.choose();
		if (choice.provider === "embedded") throw new Error("OpenAI was configured");
		const pieces: string[] = [];
		const stream = models.open(choice).streamText({ messages: [{ role: "user", text: "What is paper made of?" }] });
		for await (const piece of stream) pieces.push(piece);
		expect(pieces).toEqual(["Of ", "fibres."]);
	});

	it("read a page that Tesseract cannot", async () => {
		const sent = provider(saying('{"lines":["Receipt no. 17","Twelve sheets"]}'));
		// Bars that are no letters of any kind.
		const image = { widthPx: 600, heightPx: 300, pixels: new Uint8Array(600 * 300).fill(255) };
		for (let y = 60; y < 240; y++) {
			for (let x = 60; x < 540; x++) if (y % 60 < 24 && (x * x + y) % 17 < 7) image.pixels[y * 600 + x] = 0;
		}
		const { converter } = context({ ...keys, OCR_VISION_MODEL: "reader" });
		const plan = { page: 1, whole: true, regions: [] };
		const read = await converter.recognize(sourceOf(await toGrayPng(image)), plan, { format: "image" });
		expect(read.method).toBe("easyocr");
		expect(read.whole?.words.map(({ text }) => text)).toEqual(["Receipt", "no.", "17", "Twelve", "sheets"]);
		expect(sent[0]?.body.model).toBe("reader");
		expect(JSON.stringify(sent[0]?.body.messages)).toContain("data:image/png;base64,");
	}, 60_000);
});
