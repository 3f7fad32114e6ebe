import { vi } from "vitest";
import { bodyOf, post, send } from "../accounts/support.ts";
import { doneTask, type Headers, type Task } from "./documents.ts";

export interface Thread {
	id: string;
	task_id: string;
	title: string;
	created_at: string;
	updated_at: string;
}

export interface ShownMessage {
	id: string;
	thread_id: string;
	role: string;
	content: string;
	citations_json: ShownCitation[];
	token_count: number | null;
}

export interface ShownCitation {
	chunk_id: string;
	page: number | null;
	text: string;
	quote: string;
	bbox: number[] | null;
}

export interface StreamEvent {
	event: string;
	data: Record<string, unknown>;
}

export const millPages = [
	"# The paper mill of Fabriano",
	"The mill was founded in the year 1264 by Pace di Mariano.",
	"It makes 480 sheets of cotton paper on each working day.",
	"A deckle edge is the untrimmed edge of a sheet of handmade paper.",
].join("\n\n");

export async function aTask(headers: Headers, text = millPages): Promise<Task> {
	return await doneTask(headers, new TextEncoder().encode(text), "mill.md");
}

export async function aThread(headers: Headers, task?: Task): Promise<Thread> {
	const { id } = task ?? (await aTask(headers));
	const response = await post(`/tasks/${id}/chat/threads`, {}, headers);
	if (response.status !== 201) throw new Error(`no thread: ${response.status} ${await response.text()}`);
	return await bodyOf<Thread>(response);
}

export async function askThread(
	headers: Headers,
	threadId: string,
	content: string,
	more: Headers = {},
): Promise<Response> {
	return await post(`/chat/threads/${threadId}/stream`, { content }, { ...headers, ...more });
}

/** The events of a stream that has ended; comments are left out. */
export async function eventsOf(response: Response): Promise<StreamEvent[]> {
	if (response.status !== 200) throw new Error(`no stream: ${response.status} ${await response.text()}`);
	return parseEvents(await response.text());
}

export function parseEvents(text: string): StreamEvent[] {
	return text
		.split("\n\n")
		.filter((block) => block !== "" && !block.startsWith(":"))
		.map((block) => {
			const [, event = "", data = ""] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
			return { event, data: JSON.parse(data) };
		});
}

export async function answerTo(headers: Headers, threadId: string, content: string): Promise<StreamEvent[]> {
	return await eventsOf(await askThread(headers, threadId, content));
}

export function textOf(events: readonly StreamEvent[]): string {
	return events.flatMap(({ event, data }) => (event === "delta" ? [String(data.text)] : [])).join("");
}

export async function messagesOf(headers: Headers, threadId: string): Promise<ShownMessage[]> {
	const response = await send(`/chat/threads/${threadId}/messages`, { headers });
	return (await bodyOf<{ items: ShownMessage[] }>(response)).items;
}

// --- a language model ---

/** What a model does with one call. `waits` holds it after its pieces until it is settled. */
export interface ModelPlan {
	pieces?: string[];
	waits?: Promise<unknown>;
	/** The connection breaks after the pieces. */
	breaks?: boolean;
	status?: number;
	/** A model that says what it is told by whatever it reads. */
	obeys?: (read: string) => string;
	finish?: string;
}

export interface ModelCall {
	url: string;
	authorization: string | null;
	body: { model: string; stream?: boolean; tools?: unknown; messages: { role: string; content: string }[] };
}

/** The network of a test: OpenAI's endpoint follows the plans in turn, all else is unreachable. */
export function fakeModel(...plans: ModelPlan[]): ModelCall[] {
	const calls: ModelCall[] = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		const request = new Request(input as RequestInfo, init);
		if (!request.url.endsWith("/chat/completions")) throw new TypeError(`no server at ${request.url}`);
		const body = (await request.json()) as ModelCall["body"];
		calls.push({ url: request.url, authorization: request.headers.get("authorization"), body });
		const plan = plans.shift() ?? { status: 500 };
		if (plan.status !== undefined) {
			const error = { message: `The server says ${plan.status}.` };
			return Response.json({ error }, { status: plan.status, headers: { "retry-after-ms": "1" } });
		}
		const read = body.messages.map(({ content }) => content).join("\n");
		const pieces = plan.pieces ?? [plan.obeys?.(read) ?? "Nothing."];
		return new Response(chunks(pieces, plan), { headers: { "Content-Type": "text/event-stream" } });
	});
	return calls;
}

function chunks(pieces: string[], { waits, breaks, finish = "stop" }: ModelPlan): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async start(controller) {
			const send = (event: object) => controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
			const chunk = (delta: object, finish: string | null) => ({
				choices: [{ index: 0, delta, finish_reason: finish }],
			});
			for (const content of pieces) send(chunk({ content }, null));
			await waits;
			if (breaks) return controller.close();
			send(chunk({}, finish));
			send({ choices: [], usage: { prompt_tokens: 70, completion_tokens: 12, total_tokens: 82 } });
			controller.enqueue(encoder.encode("data: [DONE]\n\n"));
			controller.close();
		},
	});
}
