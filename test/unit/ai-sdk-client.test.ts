import {
	DefaultChatTransport,
	parseJsonEventStream,
	readUIMessageStream,
	TextStreamChatTransport,
	type UIMessage,
	type UIMessageChunk,
	uiMessageChunkSchema,
} from "ai";
import { describe, expect, it } from "vitest";
import {
	messageStreamHeaders,
	textStreamHeaders,
	toMessageStream,
	toTextStream,
} from "../../src/api/library/answer-stream.ts";
import { framesToBody, textToBody } from "../../src/api/sse.ts";
import type { AnswerEvent } from "../../src/chat/chat.ts";
import { PlainChat } from "../clients/ai-sdk-chat.ts";

const delta = (text: string): AnswerEvent => ({ type: "delta", text });
const done: AnswerEvent = { type: "done", messageId: "m", citations: [], tokenCount: null };
const failed: AnswerEvent = { type: "failed", message: "The model could not be reached." };

async function* slowly(events: readonly AnswerEvent[]) {
	for (const event of events) {
		await new Promise((resolve) => setTimeout(resolve, 12));
		yield event;
	}
}

/** With comments between the events, which a client has to pass over. */
const streamed = (events: readonly AnswerEvent[]) =>
	new Response(framesToBody(toMessageStream(slowly(events)), 4), { headers: messageStreamHeaders });

async function chatOver(events: readonly AnswerEvent[]): Promise<PlainChat> {
	const chat = new PlainChat(new DefaultChatTransport({ fetch: async () => streamed(events) }));
	await chat.sendMessage({ text: "How much was the bill?" });
	return chat;
}

describe("the AI SDK's own client", () => {
	it("accepts every chunk of an answer and puts its message together", async () => {
		const { body } = streamed([delta("Your bill "), delta("was 142.50."), done]);
		const parsed = parseJsonEventStream({ stream: body as ReadableStream, schema: uiMessageChunkSchema });
		const problems: unknown[] = [];
		const stream = parsed.pipeThrough(
			new TransformStream<{ success: boolean } & Record<string, unknown>, UIMessageChunk>({
				transform(result, controller) {
					if (result.success) controller.enqueue(result.value as UIMessageChunk);
					else problems.push(result.error);
				},
			}) as TransformStream,
		);
		const states: UIMessage[] = [];
		const onError = (error: unknown) => problems.push(error);
		for await (const message of readUIMessageStream({ stream, onError })) states.push(message);
		expect(problems).toEqual([]);
		expect(states.at(-1)?.parts).toEqual([
			{ type: "step-start" },
			{ type: "text", text: "Your bill was 142.50.", state: "done" },
		]);
	});

	it("shows the answer in `useChat` and is ready for the next question", async () => {
		const chat = await chatOver([delta("Your bill "), delta("was 142.50."), done]);
		expect([chat.status, chat.error]).toEqual(["ready", undefined]);
		expect(chat.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
		expect(chat.lastParts).toEqual([
			{ type: "step-start" },
			{ type: "text", text: "Your bill was 142.50.", state: "done" },
		]);
	});

	it("shows `useChat` why an answer failed, before its first word and after", async () => {
		for (const events of [[failed], [delta("Your bill "), failed]]) {
			const chat = await chatOver(events);
			expect(chat.status).toBe("error");
			expect(chat.error?.message).toBe("The model could not be reached.");
		}
	});

	it("reads the plain text with its transport for texts", async () => {
		const fetch = async () =>
			new Response(textToBody(toTextStream(slowly([delta("Your bill "), delta("was 142.50 €."), done]))), {
				headers: textStreamHeaders,
			});
		const chat = new PlainChat(new TextStreamChatTransport({ fetch }));
		await chat.sendMessage({ text: "How much was the bill?" });
		expect(chat.status).toBe("ready");
		expect(chat.lastParts).toContainEqual({ type: "text", text: "Your bill was 142.50 €.", state: "done" });
	});
});
