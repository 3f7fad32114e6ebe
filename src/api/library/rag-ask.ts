import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ask, type StartedAnswer } from "../../chat/chat.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import { framesToBody, textToBody } from "../sse.ts";
import { text } from "../validation.ts";
import { messageStreamHeaders, textStreamHeaders, toMessageStream, toTextStream } from "./answer-stream.ts";
import { ragMember, ragTags as tags } from "./rag-access.ts";
import { toSourcesHeader } from "./source-header.ts";
import { body, errors, jsonSwitch, security } from "./wire.ts";

/** As in the chat of the tasks API. */
const longestQuestion = 8000;

const Question = z
	.object({
		question: text({ min: 1, max: longestQuestion, trim: true }),
		conversationId: z
			.string()
			.nullish()
			.openapi({ description: "To go on with; without one a new conversation begins" }),
		citations: jsonSwitch.openapi({
			description: "After the text, a part `data-citation` for each place that the answer rests on",
		}),
	})
	.openapi("RagQuestion", { example: { question: "How much was the last electricity bill?" } });

const headerTexts = {
	"X-Conversation-Id": "Where question and answer are kept",
	"X-Sources":
		"JSON in ASCII below 8 KiB: the passages that were found, best first, `[{documentId, title, chunkContent, score, chunkId, page, bbox}]`; long texts are cut, the conversation has them whole",
};
const headers = z.object(
	Object.fromEntries(
		Object.entries(headerTexts).map(([name, description]) => [name, z.string().openapi({ description })]),
	),
);

const route = createRoute({
	method: "post",
	path: "/rag/ask",
	tags,
	security,
	summary: "Ask the library; the answer comes as a stream",
	description:
		"UI message stream v1, as the AI SDK's `useChat` reads it; with `Accept: text/plain` the bare text. The answer is finished and kept also where the client goes away. Under an `Idempotency-Key` a repeated request gets the same answer.",
	middleware: [ragMember(), assumeJson] as const,
	request: { body: body(Question) },
	responses: {
		200: {
			description: "The answer",
			headers,
			content: { "text/event-stream": { schema: z.string() }, "text/plain": { schema: z.string() } },
		},
		...errors(400, 403, 404, 409, 502),
	},
});

export function registerRagAskRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(route, async (http) => {
		const { question, conversationId, citations } = http.req.valid("json");
		const owner = requireUser(http).id;
		const answer = await ask(http.get("ctx"), {
			owner,
			question,
			conversationId: conversationId ?? undefined,
			repeatable: repeatableRequest(http, owner, { question, conversationId: conversationId ?? null }),
		});
		return prefersText(http.req.header("Accept")) ? textResponse(answer) : messageResponse(answer, citations);
	});
}

function messageResponse(answer: StartedAnswer, withCitations: boolean): Response {
	const frames = toMessageStream(answer.events, { withCitations });
	return new Response(framesToBody(frames), { headers: { ...messageStreamHeaders, ...ownHeaders(answer) } });
}

function textResponse(answer: StartedAnswer): Response {
	const pieces = toTextStream(answer.events);
	return new Response(textToBody(pieces), { headers: { ...textStreamHeaders, ...ownHeaders(answer) } });
}

function ownHeaders({ conversationId, sources }: StartedAnswer) {
	return { "X-Conversation-Id": conversationId, "X-Sources": toSourcesHeader(sources) };
}

/** Whether the type that a client wants most, of equals the first, is plain text; many send it among others without meaning it. */
export function prefersText(accept: string | undefined): boolean {
	const types = (accept ?? "").split(",").map((part) => {
		const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
		const quality = parameters.find((parameter) => parameter.startsWith("q="));
		return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
	});
	const best = Math.max(...types.map(({ quality }) => quality));
	return best > 0 && types.find(({ quality }) => quality === best)?.type === "text/plain";
}
