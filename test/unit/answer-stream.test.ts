import { describe, expect, it, vi } from "vitest";
import { toMessageStream, toTextStream } from "../../src/api/library/answer-stream.ts";
import { prefersText } from "../../src/api/library/rag-ask.ts";
import { toSourcesHeader } from "../../src/api/library/source-header.ts";
import { framesToBody, textToBody } from "../../src/api/sse.ts";
import type { AnswerEvent, Source } from "../../src/chat/chat.ts";

const done: AnswerEvent = { type: "done", messageId: "m", citations: [], tokenCount: 12 };
const delta = (text: string): AnswerEvent => ({ type: "delta", text });

async function* of<Item>(...items: (Item | Error)[]): AsyncGenerator<Item> {
	for (const item of items) {
		if (item instanceof Error) throw item;
		yield item;
	}
}

const read = (body: ReadableStream<Uint8Array>) => new Response(body).text();
const lines = (...chunks: (object | string)[]) =>
	chunks.map((chunk) => `data: ${typeof chunk === "string" ? chunk : JSON.stringify(chunk)}\n\n`).join("");

const beginning = [{ type: "start" }, { type: "start-step" }];
const opening = { type: "text-start", id: "txt-0" };
const closing = [{ type: "text-end", id: "txt-0" }, { type: "finish-step" }, { type: "finish", finishReason: "stop" }];
const breaking = [{ type: "finish-step" }, { type: "finish", finishReason: "error" }, "[DONE]"];

describe("an answer as UI message stream v1", () => {
	it("is the sequence of the contract, byte by byte", async () => {
		expect(
			await read(framesToBody(toMessageStream(of(delta("Your bill "), delta("was 142.50."), done)))),
		).toBe(`data: {"type":"start"}

data: {"type":"start-step"}

data: {"type":"text-start","id":"txt-0"}

data: {"type":"text-delta","id":"txt-0","delta":"Your bill "}

data: {"type":"text-delta","id":"txt-0","delta":"was 142.50."}

data: {"type":"text-end","id":"txt-0"}

data: {"type":"finish-step"}

data: {"type":"finish","finishReason":"stop"}

data: [DONE]

`);
	});

	it("has a text part also when there is no text", async () => {
		const stream = await read(framesToBody(toMessageStream(of(delta(""), done))));
		expect(stream).toBe(lines(...beginning, opening, ...closing, "[DONE]"));
	});

	it("tells a failure in mid-stream and then ends", async () => {
		const failed: AnswerEvent = { type: "failed", message: "The model could not be reached." };
		const error = { type: "error", errorText: "The model could not be reached." };
		expect(await read(framesToBody(toMessageStream(of(failed))))).toBe(lines(...beginning, error, ...breaking));
		const text = { type: "text-delta", id: "txt-0", delta: "Half " };
		expect(await read(framesToBody(toMessageStream(of(delta("Half "), failed))))).toBe(
			lines(...beginning, opening, text, error, ...breaking),
		);
	});

	it("takes what throws, or just ends, for a failure, and shows nobody why", async () => {
		const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const error = { type: "error", errorText: "The answer broke off." };
		for (const events of [of<AnswerEvent>(), of<AnswerEvent>(new Error("secret"))]) {
			expect(await read(framesToBody(toMessageStream(events)))).toBe(lines(...beginning, error, ...breaking));
		}
		expect(log).toHaveBeenCalledOnce();
	});

	it("escapes what would break a line", async () => {
		const stream = await read(framesToBody(toMessageStream(of(delta('a\n\ndata: [DONE]\r"'), done))));
		expect(stream).toContain('"delta":"a\\n\\ndata: [DONE]\\r\\""}\n\n');
		expect(stream.match(/^data: \[DONE\]$/gm)).toHaveLength(1);
	});

	it("is kept alive while it rests, between whole events", async () => {
		async function* slow() {
			yield delta("One");
			await new Promise((resolve) => setTimeout(resolve, 70));
			yield done;
		}
		const stream = await read(framesToBody(toMessageStream(slow()), 20));
		expect(stream).toMatch(/"delta":"One"}\n\n(: keep-alive\n\n){2,3}data: {"type":"text-end"/);
		expect(stream.replaceAll(": keep-alive\n\n", "")).toBe(
			await read(framesToBody(toMessageStream(of(delta("One"), done)))),
		);
	});

	it("stops walking when its reader is gone", async () => {
		let isLeft = false;
		async function* endless() {
			try {
				for (;;) yield delta("more ");
			} finally {
				isLeft = true;
			}
		}
		const reader = framesToBody(toMessageStream(endless())).getReader();
		for (let frame = 0; frame < 5; frame++) await reader.read();
		await reader.cancel();
		expect(isLeft).toBe(true);
	});
});

describe("an answer as plain text", () => {
	it("is the text and nothing else, whole or not", async () => {
		expect(await read(textToBody(toTextStream(of(delta("The sum "), delta("is 5 \u20ac."), done))))).toBe(
			"The sum is 5 \u20ac.",
		);
		const failed: AnswerEvent = { type: "failed", message: "Gone" };
		expect(await read(textToBody(toTextStream(of(delta("The sum "), failed))))).toBe("The sum ");
	});

	it("joins a letter that came in halves", async () => {
		expect(await read(textToBody(toTextStream(of(delta("\ud83d"), delta("\ude00"), done))))).toBe("\u{1f600}");
	});
});

describe("who asks for plain text", () => {
	it.each([
		["text/plain", true],
		["text/plain; charset=utf-8", true],
		["Text/Plain, */*;q=0.1", true],
		["text/event-stream;q=0.5, text/plain", true],
		[undefined, false],
		["", false],
		["*/*", false],
		["text/*", false],
		["text/event-stream", false],
		// What axios sends by itself.
		["application/json, text/plain, */*", false],
		["text/plain;q=0.5, text/event-stream", false],
		["text/plain;q=0", false],
	])("Accept: %s: %s", (accept, isText) => {
		expect(prefersText(accept)).toBe(isText);
	});
});

describe("the sources in a header", () => {
	const source = (index: number, chunkContent: string, title = `Document ${index}`): Source => ({
		documentId: `01900000-0000-7000-8000-${String(index).padStart(12, "0")}`,
		title,
		chunkContent,
		score: 1 / (60 + index),
		chunkId: `01900000-0000-7000-8000-${String(index).padStart(12, "0")}.${index}`,
		page: index,
		bbox: [72.5, 100, 523.25, 180],
	});

	it("are whole where they are short, in ASCII that reads back as it was", () => {
		const sources = [source(1, "Owed: 5 \u20ac \u2013 \u201cnow\u201d \u{1f600}\u007f\nof 2024"), source(2, "")];
		const header = toSourcesHeader(sources);
		expect(header).toMatch(/^[\x20-\x7e]*$/);
		expect(JSON.parse(header)).toEqual(sources);
		expect(toSourcesHeader([])).toBe("[]");
	});

	it.each([
		["English", "The invoice is due in thirty days. ".repeat(60), 10],
		["Hindi", "\u0939\u093f\u0928\u094d\u0926\u0940 ".repeat(300), 10],
		["emoji", "\u{1f600}".repeat(2000), 20],
	])("are cut to less than 8 KiB: %s", (_, text, count) => {
		const sources = Array.from({ length: count }, (_, index) => source(index, text));
		const header = toSourcesHeader(sources);
		expect(`X-Sources: ${header}\r\n`.length).toBeLessThan(8192);
		expect(header.length).toBeGreaterThan(7000);
		const read = JSON.parse(header) as Source[];
		expect(read.map(({ chunkContent, ...rest }) => rest)).toEqual(sources.map(({ chunkContent, ...rest }) => rest));
		for (const { chunkContent } of read) {
			expect(chunkContent.isWellFormed()).toBe(true);
			expect(text.startsWith(chunkContent.replace(/\u2026$/, ""))).toBe(true);
		}
	});

	it("lose titles and then the last of them when there are too many", () => {
		const sources = Array.from({ length: 100 }, (_, index) =>
			source(index, "x", "A very long title of a document ".repeat(8)),
		);
		const header = toSourcesHeader(sources);
		expect(`X-Sources: ${header}\r\n`.length).toBeLessThan(8192);
		const read = JSON.parse(header) as Source[];
		expect(read.length).toBeGreaterThan(30);
		expect(read.map(({ documentId }) => documentId)).toEqual(
			sources.slice(0, read.length).map(({ documentId }) => documentId),
		);
	});
});
