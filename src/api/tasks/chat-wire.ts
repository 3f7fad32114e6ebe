import { z } from "@hono/zod-openapi";
import type { AnswerEvent, Citation, Conversation, Message, StartedAnswer } from "../../chat/chat.ts";
import { toIsoSeconds } from "../../lib/time.ts";
import { formatEvent } from "../sse.ts";

export const Thread = z
	.object({
		id: z.uuid(),
		task_id: z.uuid(),
		title: z.string(),
		created_at: z.string(),
		updated_at: z.string(),
	})
	.openapi("ChatThread");

const CitationView = z
	.object({
		chunk_id: z.string(),
		page: z.int().nullable(),
		text: z.string().openapi({ description: "The chunk's own text" }),
		score: z.number(),
		figure_ids: z.array(z.string()),
		document: z.object({ id: z.uuid(), title: z.string() }),
		quote: z.string().openapi({ description: "What the answer rests on; occurs in `text`" }),
		bbox: z.array(z.number()).nullable().openapi({ description: "Of the quote: PDF points, origin top left" }),
	})
	.openapi("ChatCitation");

export const ChatMessage = z
	.object({
		id: z.uuid(),
		thread_id: z.uuid(),
		role: z.enum(["user", "assistant"]),
		content: z.string(),
		citations_json: z.array(CitationView),
		token_count: z.int().nullable(),
		created_at: z.string(),
	})
	.openapi("ChatMessage");

export function toThread({ id, documentId, title, createdAt, updatedAt }: Conversation & { documentId: string }) {
	return {
		id,
		task_id: documentId,
		title,
		created_at: toIsoSeconds(createdAt),
		updated_at: toIsoSeconds(updatedAt),
	} satisfies z.infer<typeof Thread>;
}

export function toChatMessage(message: Message) {
	return {
		id: message.id,
		thread_id: message.conversationId,
		role: message.role,
		content: message.content,
		citations_json: message.citations.map(toCitation),
		token_count: message.tokenCount,
		created_at: toIsoSeconds(message.createdAt),
	} satisfies z.infer<typeof ChatMessage>;
}

/** The events of an answer, from `start` on. */
export async function* toFrames({ answerId, conversationId, events }: StartedAnswer): AsyncGenerator<string> {
	yield formatEvent({ event: "start", data: { message_id: answerId, thread_id: conversationId } });
	for await (const event of events) yield toFrame(event);
}

function toFrame(event: AnswerEvent): string {
	if (event.type === "delta") return formatEvent({ event: "delta", data: { text: event.text } });
	if (event.type === "failed") return formatEvent({ event: "error", data: { detail: event.message } });
	const { messageId, citations, tokenCount } = event;
	const data = { message_id: messageId, citations: citations.map(toCitation), token_count: tokenCount };
	return formatEvent({ event: "done", data });
}

/** A chunk of the task's assets is known by its id there. */
function toCitation(citation: Citation): z.infer<typeof CitationView> {
	return {
		chunk_id: citation.assetsChunk ?? citation.chunkId,
		page: citation.page,
		text: citation.text,
		score: citation.score,
		figure_ids: [...citation.figureIds],
		document: { id: citation.documentId, title: citation.title },
		quote: citation.quote,
		bbox: citation.bbox === null ? null : [...citation.bbox],
	};
}
