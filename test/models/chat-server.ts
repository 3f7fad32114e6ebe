import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { callOf, type Script, type Step } from "./script.ts";

/** A server on this machine that speaks OpenAI's chat completions, after a script. */
export interface ChatServer {
	baseUrl: string;
	close(): Promise<void>;
}

const statuses = { busy: 429, overloaded: 503, quota: 429, "bad-request": 400 } as const;

export async function startChatServer(script: Script): Promise<ChatServer> {
	const server = createServer((request, response) => {
		answer(script, request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}/v1`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function answer(script: Script, request: IncomingMessage, response: ServerResponse): Promise<void> {
	if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
		response.writeHead(404).end();
		return;
	}
	const raw = JSON.parse(await readText(request)) as Record<string, unknown>;
	const step = script.next(callOf(String(raw.model), raw, request.headers.authorization));
	response.on("close", () => {
		if (!response.writableFinished) script.cancelled++;
	});
	if ("hangs" in step) return;
	if ("drops" in step) request.socket.destroy();
	else if ("failure" in step) refuse(step, response);
	else if ("pieces" in step) await stream(step, response);
	else json(response, 200, completion(step), {});
}

function refuse(step: Extract<Step, { failure: string }>, response: ServerResponse): void {
	const isQuota = step.failure === "quota";
	const error = {
		message: step.text ?? `The server says ${step.failure}.`,
		type: isQuota ? "insufficient_quota" : "error",
		param: null,
		code: isQuota ? "insufficient_quota" : null,
	};
	json(response, statuses[step.failure], { error }, step.retryAfter ? { "Retry-After": step.retryAfter } : {});
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string>): void {
	const limits = { "x-ratelimit-limit-tokens": "1000", "x-ratelimit-remaining-tokens": "250" };
	response.writeHead(status, { "Content-Type": "application/json", ...limits, ...headers });
	response.end(JSON.stringify(body));
}

function completion({
	text,
	finish = "stop",
	usage,
}: Extract<Step, { text: string; usage?: unknown; finish?: unknown }>) {
	return {
		id: "chatcmpl-1",
		object: "chat.completion",
		created: 1_790_000_000,
		model: "fake",
		choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: finish }],
		...(usage && {
			usage: {
				prompt_tokens: usage.input,
				completion_tokens: usage.output,
				total_tokens: usage.input + usage.output,
				prompt_tokens_details: { cached_tokens: usage.cached ?? 0 },
			},
		}),
	};
}

async function stream(step: Extract<Step, { pieces: string[] }>, response: ServerResponse): Promise<void> {
	response.writeHead(200, { "Content-Type": "text/event-stream" });
	const send = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
	const chunk = (delta: object, finish: string | null) => ({
		id: "chatcmpl-1",
		object: "chat.completion.chunk",
		created: 1_790_000_000,
		model: "fake",
		choices: [{ index: 0, delta, finish_reason: finish }],
	});
	for (const piece of step.pieces) {
		send(chunk({ role: "assistant", content: piece }, null));
		await new Promise((resolve) => setTimeout(resolve, 2));
		if (response.destroyed) return;
	}
	if (step.fails !== undefined) send({ error: { message: step.fails, code: 502 } });
	if (step.stalls) return;
	if (step.breaks) {
		response.destroy();
		return;
	}
	if (step.fails === undefined) {
		send(chunk({}, "stop"));
		send({ ...chunk({}, null), choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
	}
	response.end("data: [DONE]\n\n");
}
