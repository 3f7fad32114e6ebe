import { vi } from "vitest";
import { send } from "../accounts/support.ts";
import { type Stage, TaggingClient, type Tokens } from "./client.ts";
import { documentAt } from "./documents.ts";
import { newWorld } from "./tagging.ts";

const documents = "https://files.example.com";

/** The played client's requests go to the Worker. */
export const workerStage: Stage = {
	documents,
	haste: 20,
	send: (path, init) => send(path, init),
	async connect(path, headers, listener) {
		const { webSocket: socket, status } = await send(path, { headers: { ...headers, Upgrade: "websocket" } });
		if (!socket) throw new Error(`no socket at ${path}: ${status}`);
		socket.addEventListener("message", ({ data }) => listener.message(String(data)));
		socket.addEventListener("close", ({ code }) => listener.closed(code));
		socket.accept();
		return socket;
	},
};

/** What the Worker fetches comes from `documentAt`, or from `elsewhere` where that answers. Gives the paths asked for. */
export function serveDocuments(
	elsewhere: (request: Request) => Promise<Response | undefined> = async () => undefined,
): string[] {
	const asked: string[] = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		const request = new Request(input as string, init as RequestInit);
		const other = await elsewhere(request);
		if (other !== undefined) return other;
		const { pathname } = new URL(request.url);
		asked.push(pathname);
		const { status, headers, body, hangs } = await documentAt(pathname, request.method, documents);
		if (hangs)
			return new Response(new ReadableStream({ start: (stream) => stream.enqueue(body) }), { status, headers });
		return new Response(body.byteLength === 0 ? null : body, { status, headers });
	});
	return asked;
}

/** A registered user, logged in. */
export async function newClient(): Promise<TaggingClient> {
	const { stranger, email, password } = newWorld(workerStage);
	await stranger.ask("POST", "/api/auth/register", { email, password });
	const { body } = await stranger.ask("POST", "/api/auth/login", { email, password });
	return new TaggingClient(workerStage, (body as { tokens: Tokens }).tokens);
}
