import type { AnswerEvent, Citation } from "../../chat/chat.ts";
import { logError } from "../../lib/log.ts";

/*
 * An answer on its way as the library API sends it (contracts/library.md 15.6): as UI message stream v1, which the AI SDK's `useChat`
 * reads, or as bare text.
 */

export const messageStreamHeaders = {
	"Content-Type": "text/event-stream",
	"Cache-Control": "no-cache",
	Connection: "keep-alive",
	"X-Accel-Buffering": "no",
	"X-Vercel-AI-UI-Message-Stream": "v1",
};

export const textStreamHeaders = {
	"Content-Type": "text/plain; charset=utf-8",
	"Cache-Control": "no-cache",
	"X-Accel-Buffering": "no",
};

/** The one text part of a message. */
const textId = "txt-0";

/**
 * The frames of the message, the last of them `[DONE]`. An answer that breaks off is told as an error, and its text part stays open:
 * nobody is to take it for whole. `withCitations`: for clients that ask for it, the places that the answer rests on follow its text.
 */
export async function* toMessageStream(
	events: AsyncIterable<AnswerEvent>,
	{ withCitations = false }: { withCitations?: boolean } = {},
): AsyncGenerator<string> {
	yield frame({ type: "start" });
	yield frame({ type: "start-step" });
	let isOpen = false;
	for await (const event of ended(events)) {
		if (event.type !== "failed" && !isOpen) yield frame({ type: "text-start", id: textId });
		isOpen = true;
		if (event.type === "delta") {
			if (event.text !== "") yield frame({ type: "text-delta", id: textId, delta: event.text });
			continue;
		}
		if (event.type === "failed") yield frame({ type: "error", errorText: event.message });
		else {
			yield frame({ type: "text-end", id: textId });
			if (withCitations) for (const citation of event.citations) yield frame(toCitationPart(citation));
		}
		yield frame({ type: "finish-step" });
		yield frame({ type: "finish", finishReason: event.type === "done" ? "stop" : "error" });
	}
	yield "data: [DONE]\n\n";
}

/** The answer's text and nothing else; where it breaks off the text just ends. */
export async function* toTextStream(events: AsyncIterable<AnswerEvent>): AsyncGenerator<string> {
	// Half a letter has no bytes of its own.
	let half = "";
	for await (const event of ended(events)) {
		if (event.type !== "delta") continue;
		const text = half + event.text;
		half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
		if (text.length > half.length) yield text.slice(0, text.length - half.length);
	}
}

/** The events up to the last, which is `done` or `failed` whatever happens. */
async function* ended(events: AsyncIterable<AnswerEvent>): AsyncGenerator<AnswerEvent> {
	try {
		for await (const event of events) {
			yield event;
			if (event.type !== "delta") return;
		}
	} catch (error) {
		logError("an answer broke off", error);
	}
	yield { type: "failed", message: "The answer broke off." };
}

/** The SDK keeps what it does not know as a part of the message, under the name that follows `data-`. */
function toCitationPart({ documentId, title, chunkId, page, bbox, quote, score }: Citation) {
	return { type: "data-citation", data: { documentId, title, chunkId, page, bbox, quote, score } };
}

function frame(chunk: object): string {
	return `data: ${JSON.stringify(chunk)}\n\n`;
}
