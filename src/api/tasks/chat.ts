import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { askInThread, listMessages, listThreads, startThread } from "../../chat/chat.ts";
import { AppError } from "../../errors.ts";
import { answerOnce, type StoredAnswer } from "../../requests/requests.ts";
import { who } from "../auth.ts";
import { type AppEnv, assumeJson, type Http } from "../http.ts";
import { optionalJson } from "../optional-body.ts";
import { toPage } from "../paging.ts";
import { repeatableRequest } from "../repeat.ts";
import { eventStreamHeaders, framesToBody } from "../sse.ts";
import { page, text } from "../validation.ts";
import { ChatMessage, Thread, toChatMessage, toFrames, toThread } from "./chat-wire.ts";
import { ownerOf } from "./tasks.ts";
import { errors, IdParam, json, listOf } from "./wire.ts";

const tags = ["Chat"];
const security = [{ bearer: [] }, { guestSession: [] }];
const repeatable = z.object({ "idempotency-key": z.string().max(255).optional() });
/** The sources of the contract know no paging here: a bare call is to hold the whole thread. */
const messagesPage = 200;
const maxQuestion = 8000;
/** A body is read whole; the longest question with every letter escaped takes a tenth of it. */
const bounded = bodyLimit({
	maxSize: 1024 * 1024,
	onError: () => {
		throw new AppError("too_large", "Request body too large");
	},
});

const ThreadInput = z.object({ title: text({ max: 255 }).nullish() }).openapi("ChatThreadInput");
const QuestionInput = z
	.object({
		content: text({ min: 1, max: maxQuestion }).refine((content) => content.trim() !== "", {
			error: "Message content must not be blank",
		}),
	})
	.openapi("ChatQuestion");

const list = createRoute({
	method: "get",
	path: "/tasks/{id}/chat/threads",
	tags,
	security,
	summary: "List the chat threads about a task, newest first",
	middleware: [who("guest")] as const,
	request: { params: IdParam, query: page() },
	responses: { 200: json(listOf(Thread), "A page of threads"), ...errors(401, 403, 404, 409, 422) },
});

const create = createRoute({
	method: "post",
	path: "/tasks/{id}/chat/threads",
	tags,
	security,
	summary: "Begin a chat thread about a task",
	middleware: [who("guest"), bounded, optionalJson({ untyped: "json" })] as const,
	request: {
		params: IdParam,
		headers: repeatable,
		body: { required: true, content: { "application/json": { schema: ThreadInput } } },
	},
	responses: { 201: json(Thread, "The thread"), ...errors(401, 403, 404, 409, 413, 422) },
});

const messages = createRoute({
	method: "get",
	path: "/chat/threads/{id}/messages",
	tags,
	security,
	summary: "List the messages of a thread, oldest first",
	middleware: [who("guest")] as const,
	request: { params: IdParam, query: page({ limit: messagesPage }) },
	responses: { 200: json(listOf(ChatMessage), "A page of messages"), ...errors(401, 403, 404, 422) },
});

const stream = createRoute({
	method: "post",
	path: "/chat/threads/{id}/stream",
	tags,
	security,
	summary: "Ask a question and read the answer as server-sent events",
	middleware: [who("guest"), bounded, assumeJson] as const,
	request: {
		params: IdParam,
		headers: repeatable,
		body: { required: true, content: { "application/json": { schema: QuestionInput } } },
	},
	responses: {
		200: {
			description: "`start`, then `delta` …, then `done` or `error`",
			content: { "text/event-stream": { schema: z.string() } },
		},
		...errors(401, 403, 404, 409, 413, 422, 503),
	},
});

/** Chat about one task: its threads, their messages, and answers as they are written. */
export function registerChatRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const query = http.req.valid("query");
		const documentId = http.req.valid("param").id;
		const found = await listThreads(http.get("ctx"), { owner: ownerOf(http), documentId }, query);
		const items = found.items.map((thread) => toThread({ ...thread, documentId }));
		return http.json(toPage({ items, total: found.total }, query), 200);
	});

	surface.openapi(create, async (http) => {
		const documentId = http.req.valid("param").id;
		const { body } = await startOnce(http, documentId, http.req.valid("json").title ?? undefined);
		// JSON of the schema's shape already, and the same bytes when the request is repeated.
		return http.body(body, 201, { "Content-Type": "application/json" }) as never;
	});

	surface.openapi(messages, async (http) => {
		const query = http.req.valid("query");
		const found = await listMessages(http.get("ctx"), threadOwnerOf(http), http.req.valid("param").id, query);
		return http.json(toPage({ items: found.items.map(toChatMessage), total: found.total }, query), 200);
	});

	surface.openapi(stream, async (http) => {
		const owner = threadOwnerOf(http);
		const threadId = http.req.valid("param").id;
		const { content: question } = http.req.valid("json");
		const answer = await askInThread(http.get("ctx"), {
			owner,
			threadId,
			question,
			repeatable: repeatableRequest(http, owner, { threadId, question }),
		});
		return new Response(framesToBody(toFrames(answer)), { headers: eventStreamHeaders });
	});
}

async function startOnce(http: Http, documentId: string, title: string | undefined): Promise<StoredAnswer> {
	const ctx = http.get("ctx");
	const owner = ownerOf(http);
	const answerOf = (thread: Parameters<typeof toThread>[0]) => ({
		status: 201,
		body: JSON.stringify(toThread(thread)),
	});
	return await answerOnce(ctx, repeatableRequest(http, owner, { documentId, title }), async (record) =>
		answerOf(await startThread(ctx, { owner, documentId, title }, (thread) => record(answerOf(thread)))),
	);
}

/** For a guest without a session there is no thread. */
function threadOwnerOf(http: Http): string {
	const principal = http.get("principal");
	if (principal === undefined) throw new AppError("not_found", "Chat thread not found");
	return principal.id;
}
