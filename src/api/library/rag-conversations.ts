import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { deleteConversation, getConversation, listConversations, type Message } from "../../chat/chat.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { page } from "../validation.ts";
import { ragMember, ragTags as tags } from "./rag-access.ts";
import { dataOf, errors, idParam, isoTime, json, security, toIsoTime } from "./wire.ts";

const head = { id: z.string(), title: z.string(), createdAt: isoTime, updatedAt: isoTime };

const MessageView = z
	.object({
		id: z.string(),
		role: z.enum(["user", "assistant"]),
		content: z.string(),
		sourcesJson: z.string().nullable().openapi({
			description:
				"Of a question, JSON: what was found for it, `[{documentId, title, chunkContent, score, chunkId, page, bbox, quote?}]`. `quote` stands once the answer is done, where it rests on the passage; `page` and `bbox` are then the quote's",
		}),
		tokenUsage: z.int().nullable().openapi({ description: "Of an answer: tokens in and out, where a model was asked" }),
		createdAt: isoTime,
	})
	.openapi("RagMessage");

const list = createRoute({
	method: "get",
	path: "/rag/conversations",
	tags,
	security,
	summary: "Conversations, the latest used first",
	middleware: ragMember(),
	request: { query: page({ limit: 20, maxLimit: 100 }) },
	responses: {
		200: json(
			z.object({
				data: z.array(z.object({ ...head, messageCount: z.int() })),
				meta: z.object({ total: z.int() }),
			}),
			"A page of them",
		),
		...errors(400, 404),
	},
});

const detail = createRoute({
	method: "get",
	path: "/rag/conversations/{id}",
	tags,
	security,
	summary: "A conversation with its messages, oldest first",
	middleware: ragMember(),
	request: { params: idParam("id") },
	responses: {
		200: json(dataOf(z.object({ ...head, messages: z.array(MessageView) })), "The conversation"),
		...errors(404),
	},
});

const remove = createRoute({
	method: "delete",
	path: "/rag/conversations/{id}",
	tags,
	security,
	summary: "Delete a conversation with its messages",
	middleware: ragMember(),
	request: { params: idParam("id") },
	responses: { 200: json(dataOf(z.object({ deleted: z.literal(true) })), "It is deleted"), ...errors(403, 404) },
});

export function registerRagConversationRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const { items, total } = await listConversations(http.get("ctx"), requireUser(http).id, http.req.valid("query"));
		const data = items.map(({ messageCount, ...conversation }) => ({ ...toHead(conversation), messageCount }));
		return http.json({ data, meta: { total } }, 200);
	});

	surface.openapi(detail, async (http) => {
		const { id } = http.req.valid("param");
		const { messages, ...conversation } = await getConversation(http.get("ctx"), requireUser(http).id, id);
		return http.json({ data: { ...toHead(conversation), messages: messages.map(toView) } }, 200);
	});

	surface.openapi(remove, async (http) => {
		await deleteConversation(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json({ data: { deleted: true as const } }, 200);
	});
}

function toHead({
	id,
	title,
	createdAt,
	updatedAt,
}: {
	id: string;
	title: string;
	createdAt: number;
	updatedAt: number;
}) {
	return { id, title, createdAt: toIsoTime(createdAt), updatedAt: toIsoTime(updatedAt) };
}

function toView({ id, role, content, sources, tokenCount, createdAt }: Message) {
	const sourcesJson = sources === null ? null : JSON.stringify(sources);
	return { id, role, content, sourcesJson, tokenUsage: tokenCount, createdAt: toIsoTime(createdAt) };
}
