import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { DefaultChatTransport } from "ai";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Source } from "../../src/chat/chat.ts";
import worker from "../../src/index.ts";
import { bodyOf, env, post, send, sql } from "../accounts/support.ts";
import { PlainChat, questionOf } from "../clients/ai-sdk-chat.ts";
import { aPdf, doneTask } from "./documents.ts";
import { type LibraryUser, libraryUser } from "./library.ts";

interface ShownConversation {
	id: string;
	title: string;
	createdAt: string;
	updatedAt: string;
	messages: { role: string; content: string; sourcesJson: string | null; tokenUsage: number | null }[];
}

interface Refused {
	error: { code: string; message: string };
}

const asJson = { "Content-Type": "application/json" };
const question = "What does part 2 say about the edge of paper?";

/** A user whose library holds a report of three pages, ready to be asked. */
async function userWithReport(): Promise<LibraryUser & { documentId: string }> {
	const user = await libraryUser();
	const { id: documentId } = await doneTask(user.headers, await aPdf(3, "A report on edges"));
	return { ...user, documentId };
}

function ask({ headers }: LibraryUser, body: object, more: Record<string, string> = {}): Promise<Response> {
	return post("/api/v1/rag/ask", body, { ...headers, ...more });
}

async function asked(user: LibraryUser, body: object = { question }): Promise<{ id: string; text: string }> {
	const answer = await ask(user, body, { Accept: "text/plain" });
	if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
	return { id: String(answer.headers.get("x-conversation-id")), text: await answer.text() };
}

async function conversationOf(user: LibraryUser, id: string): Promise<ShownConversation> {
	const answer = await send(`/api/v1/rag/conversations/${id}`, { headers: user.headers });
	return (await bodyOf<{ data: ShownConversation }>(answer)).data;
}

/** The chunks of a stream, as they stand in its lines. */
async function chunksOf(answer: Response): Promise<(Record<string, unknown> | string)[]> {
	const events = (await answer.text()).split("\n\n").filter((event) => event !== "" && !event.startsWith(":"));
	return events.map((event) => {
		const data = event.replace(/^data: /, "");
		return data === "[DONE]" ? data : (JSON.parse(data) as Record<string, unknown>);
	});
}

/** A deployment that answers by a model, and what the model says: pieces, then an end or a break. */
function withModel(say: (controller: ReadableStreamDefaultController<Uint8Array>) => Promise<void> | void) {
	const vars = { AI_OPENAI_API_KEY: "sk-test", AI_OPENAI_BASE_URL: "http://models.internal/v1" };
	vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
		const body = new ReadableStream<Uint8Array>({ start: (controller) => void say(controller) });
		return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
	});
	const execution = createExecutionContext();
	const fetchAnswer = async (user: LibraryUser, body: object, more: Record<string, string> = {}): Promise<Response> => {
		const init = { method: "POST", body: JSON.stringify(body), headers: { ...asJson, ...user.headers, ...more } };
		const request = new Request("https://deckle.example.com/api/v1/rag/ask", init);
		return await worker.fetch(request as Parameters<typeof worker.fetch>[0], { ...env, ...vars }, execution);
	};
	return { ask: fetchAnswer, settled: () => waitOnExecutionContext(execution) };
}

const piece = (content: string) =>
	new TextEncoder().encode(
		`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
	);
const modelEnd = new TextEncoder().encode(
	`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`,
);

afterEach(() => vi.restoreAllMocks());

describe("an answer by the embedded provider", () => {
	it("streams what `useChat` reads, with where it is kept and what was found", async () => {
		const user = await userWithReport();
		let answer: Response | undefined;
		let conversationId: string | null = null;
		const transport = new DefaultChatTransport({
			api: "https://deckle.example.com/api/v1/rag/ask",
			headers: user.headers,
			prepareSendMessagesRequest: ({ messages }) => ({ body: { question: questionOf(messages), conversationId } }),
			fetch: async (url, init) => {
				answer = await send(new URL(String(url)).pathname, init);
				conversationId = answer.headers.get("x-conversation-id");
				return answer.clone();
			},
		});
		const chat = new PlainChat(transport);
		await chat.sendMessage({ text: question });
		expect([chat.status, chat.error]).toEqual(["ready", undefined]);
		const said = chat.lastParts.flatMap((part) => ("text" in part ? [String(part.text)] : [])).join("");
		expect(said).toContain("untrimmed edge");
		if (answer === undefined) throw new Error("nothing was asked");

		expect(answer.status).toBe(200);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			"content-type": "text/event-stream",
			"cache-control": "no-cache",
			"x-accel-buffering": "no",
			"x-vercel-ai-ui-message-stream": "v1",
			"access-control-expose-headers": expect.stringMatching(/X-Conversation-Id, X-Sources/),
		});
		const sources = JSON.parse(String(answer.headers.get("x-sources"))) as Source[];
		expect(sources[0]).toMatchObject({
			documentId: user.documentId,
			chunkId: expect.stringMatching(`^${user.documentId}\\.\\d+$`),
			page: 2,
			score: expect.any(Number),
			bbox: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
		});
		expect(sources.every(({ score }, index) => score > 0 && score <= Number(sources[index - 1]?.score ?? 1))).toBe(
			true,
		);

		const chunks = await chunksOf(answer);
		const types = chunks.map((chunk) => (typeof chunk === "string" ? chunk : chunk.type));
		expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
			"start",
			"start-step",
			"text-start",
			"text-delta",
			"text-end",
			"finish-step",
			"finish",
			"[DONE]",
		]);

		await chat.sendMessage({ text: "And part 3?" });
		expect(chat.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
		const kept = await conversationOf(user, String(conversationId));
		expect(kept.title).toBe(question);
		expect(kept.messages).toMatchObject([
			{ role: "user", content: question, tokenUsage: null },
			{ role: "assistant", content: said, sourcesJson: null },
			{ role: "user", content: "And part 3?" },
			{ role: "assistant" },
		]);
		const stored = JSON.parse(String(kept.messages[0]?.sourcesJson)) as Source[];
		expect(stored.map(({ chunkId }) => chunkId)).toEqual(sources.map(({ chunkId }) => chunkId));
		const quoted = stored.filter(({ quote }) => quote !== undefined);
		expect(quoted.length).toBeGreaterThan(0);
		const bare = (text: string | undefined) => String(text).replace(/\s+/g, " ");
		for (const { quote, chunkContent } of quoted) expect(bare(chunkContent)).toContain(bare(quote));
		expect(quoted[0]?.page).toBe(2);
	});

	it("is the same in plain text, and brings its places along where they are asked for", async () => {
		const user = await userWithReport();
		const plain = await ask(user, { question }, { Accept: "text/plain" });
		expect(plain.headers.get("content-type")).toBe("text/plain; charset=utf-8");
		expect(plain.headers.get("x-vercel-ai-ui-message-stream")).toBeNull();
		expect(JSON.parse(String(plain.headers.get("x-sources")))).not.toEqual([]);
		const text = await plain.text();
		const chunks = await chunksOf(await ask(user, { question, citations: true }));
		const deltas = chunks.flatMap((chunk) => (typeof chunk !== "string" && "delta" in chunk ? [chunk.delta] : []));
		expect(deltas.join("")).toBe(text);
		const places = chunks.flatMap((chunk) => (typeof chunk !== "string" && "data" in chunk ? [chunk] : []));
		expect(places[0]).toMatchObject({
			type: "data-citation",
			data: { documentId: user.documentId, page: 2, bbox: expect.any(Array), quote: expect.stringContaining("edge") },
		});
	});

	it("says that nothing was found in an empty library, and cites nothing", async () => {
		const user = await libraryUser();
		const answer = await ask(user, {
			question: "Who wrote the \u0936\u093e\u0938\u094d\u0924\u094d\u0930?",
			citations: true,
		});
		expect(answer.headers.get("x-sources")).toBe("[]");
		const chunks = await chunksOf(answer);
		expect(chunks.slice(-4)).toEqual([
			{ type: "text-end", id: "txt-0" },
			{ type: "finish-step" },
			{ type: "finish", finishReason: "stop" },
			"[DONE]",
		]);
		const kept = await conversationOf(user, String(answer.headers.get("x-conversation-id")));
		expect(kept.messages.map(({ sourcesJson }) => sourcesJson)).toEqual(["[]", null]);
	});

	it("is the first one again when a request is repeated under its key", async () => {
		const user = await userWithReport();
		const key = { "Idempotency-Key": "once" };
		const first = await ask(user, { question }, { ...key, Accept: "text/plain" });
		const said = await first.text();
		const again = await ask(user, { question }, { ...key, Accept: "text/plain" });
		expect(await again.text()).toBe(said);
		expect(again.headers.get("x-conversation-id")).toBe(first.headers.get("x-conversation-id"));
		const other = await ask(user, { question: "Something else?" }, key);
		expect(other.status).toBe(409);
		const list = await send("/api/v1/rag/conversations", { headers: user.headers });
		expect(await bodyOf(list)).toMatchObject({ data: [{ messageCount: 2 }], meta: { total: 1 } });
	});
});

describe("a question that is refused", () => {
	it("for what it is, with nothing stored", async () => {
		const user = await libraryUser();
		for (const [body, path] of [
			[{}, "question"],
			[{ question: "" }, "question"],
			[{ question: " \n\t " }, "question"],
			[{ question: 5 }, "question"],
			[{ question: null }, "question"],
			[{ question: ["What?"] }, "question"],
			[{ question: "x".repeat(8001) }, "question"],
			[{ question: "What?", conversationId: 5 }, "conversationId"],
		] as const) {
			const answer = await ask(user, body);
			expect(answer.status).toBe(400);
			expect(await bodyOf(answer)).toMatchObject({ error: { code: "VALIDATION_FAILED", details: [{ path: [path] }] } });
		}
		expect(await sql("select id from conversations where owner = ?", user.id)).toEqual([]);
	});

	it("for a conversation that its user does not have", async () => {
		const [user, other] = [await userWithReport(), await libraryUser()];
		const { id } = await asked(user);
		for (const conversationId of [id, "V1StGXR8_Z5jdHi6B-myT", "x y/z", ""]) {
			const answer = await ask(other, { question, conversationId });
			expect([conversationId, answer.status]).toEqual([conversationId, 404]);
			expect((await bodyOf<Refused>(answer)).error.code).toBe("NOT_FOUND");
		}
		for (const method of ["GET", "DELETE"]) {
			const answer = await send(`/api/v1/rag/conversations/${id}`, { method, headers: other.headers });
			expect(answer.status).toBe(404);
		}
		expect((await conversationOf(user, id)).messages).toHaveLength(2);
	});

	it("for a hosted provider without its key, with nothing stored", async () => {
		const user = await libraryUser();
		await send("/api/v1/rag/config", {
			method: "PUT",
			headers: { ...asJson, ...user.headers },
			body: JSON.stringify({ answerProvider: "openai" }),
		});
		const answer = await ask(user, { question });
		expect(answer.status).toBe(400);
		expect(await bodyOf(answer)).toMatchObject({
			error: { code: "BAD_REQUEST", message: expect.stringContaining("AI_OPENAI_API_KEY") },
		});
		expect(await sql("select id from conversations where owner = ?", user.id)).toEqual([]);
	});
});

describe("an answer by a model", () => {
	it("comes piece by piece and is kept whole", async () => {
		const user = await userWithReport();
		const model = withModel((controller) => {
			for (const word of ["It is ", "untrimmed."]) controller.enqueue(piece(word));
			controller.enqueue(modelEnd);
			controller.close();
		});
		const answer = await model.ask(user, { question });
		expect(answer.status).toBe(200);
		const chunks = await chunksOf(answer);
		const deltas = chunks.flatMap((chunk) => (typeof chunk !== "string" && "delta" in chunk ? [chunk.delta] : []));
		expect(deltas.length).toBeGreaterThan(1);
		expect(deltas.join("")).toContain("It is untrimmed.");
		await model.settled();
		const { messages } = await conversationOf(user, String(answer.headers.get("x-conversation-id")));
		expect(messages[1]?.content).toBe(deltas.join(""));
	});

	it("that breaks off is told as an error and not kept; the next question is free", async () => {
		const user = await userWithReport();
		const model = withModel(async (controller) => {
			controller.enqueue(piece("It is "));
			await new Promise((resolve) => setTimeout(resolve, 50));
			controller.error(new TypeError("connection reset"));
		});
		const answer = await model.ask(user, { question });
		expect(answer.status).toBe(200);
		const chunks = await chunksOf(answer);
		expect(chunks.slice(-4)).toEqual([
			{ type: "error", errorText: expect.any(String) },
			{ type: "finish-step" },
			{ type: "finish", finishReason: "error" },
			"[DONE]",
		]);
		expect(chunks).not.toContainEqual(expect.objectContaining({ type: "text-end" }));
		await model.settled();
		const conversationId = String(answer.headers.get("x-conversation-id"));
		expect((await conversationOf(user, conversationId)).messages.map(({ role }) => role)).toEqual(["user"]);
		expect((await ask(user, { question, conversationId })).status).toBe(200);
	});

	it("that fails before its first word is 502 in the envelope", async () => {
		const user = await userWithReport();
		const model = withModel(() => undefined);
		vi.spyOn(globalThis, "fetch").mockImplementation(async () =>
			Response.json({ error: { message: "no such model" } }, { status: 400 }),
		);
		const answer = await model.ask(user, { question });
		expect(answer.status).toBe(502);
		expect((await bodyOf<Refused>(answer)).error.code).toBe("BAD_GATEWAY");
		await model.settled();
	});

	it("is finished and kept for a client that hangs up, and nobody else may ask meanwhile", async () => {
		const user = await userWithReport();
		const { promise, resolve } = Promise.withResolvers<void>();
		const model = withModel(async (controller) => {
			controller.enqueue(piece("It is "));
			await promise;
			controller.enqueue(piece("untrimmed."));
			controller.enqueue(modelEnd);
			controller.close();
		});
		const answer = await model.ask(user, { question });
		const conversationId = String(answer.headers.get("x-conversation-id"));
		const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		await reader.cancel();
		const second = await ask(user, { question, conversationId });
		expect(second.status).toBe(409);
		expect((await bodyOf<Refused>(second)).error.code).toBe("CONFLICT");
		resolve();
		await model.settled();
		const { messages } = await conversationOf(user, conversationId);
		expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
		expect(messages[1]?.content).toContain("It is untrimmed.");
	});
});
