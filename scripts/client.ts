/** A client of the tasks API, as the demo and the benches need it. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export interface Task {
	id: string;
	file_name: string;
	status: "PENDING" | "QUEUED" | "PROCESSING" | "DONE" | "FAILED";
	error_message: string | null;
	page_count: number | null;
}

export interface Progress {
	status: Task["status"];
	phase: string | null;
	/** 0…1 */
	progress: number | null;
	pages_done: number | null;
	page_count: number | null;
	eta_seconds: number | null;
}

export interface Assets {
	figures: { file: string; index: number; title: string }[];
	chunks: unknown[];
}

type Frame =
	| { type: "progress"; data: Progress }
	| { type: "done" | "failed"; data: Task }
	| { type: "error"; data: { detail: string } };

/** An answer outside 2xx. The message is the `detail` of the API where there is one. */
export class RequestFailed extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/**
 * What wrangler's local proxy answers when it has sent a request on a connection that the Worker's process was just closing, after 5 s
 * without use. Browsers ask again when that happens to a connection of theirs.
 */
const lostByProxy = "Error: Network connection lost.";

export function isFinal(task: Pick<Task, "status">): boolean {
	return task.status === "DONE" || task.status === "FAILED";
}

/** One caller: the headers say who. */
export class Client {
	readonly base: string;
	readonly headers: Record<string, string>;

	constructor(base: string, headers: Record<string, string> = {}) {
		this.base = base;
		this.headers = headers;
	}

	async fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = { ...this.headers, ...(init.headers as Record<string, string> | undefined) };
		const isAsking = (init.method ?? "GET") === "GET";
		for (let tries = 1; ; tries++) {
			const response = await fetch(new URL(path, this.base), { ...init, headers });
			if (response.ok) return response;
			const failure = await detailOf(response);
			if (isAsking && tries < 3 && failure.includes(lostByProxy)) continue;
			throw new RequestFailed(response.status, failure);
		}
	}

	async json<Body>(path: string, init?: RequestInit): Promise<Body> {
		return (await this.fetch(path, init)).json() as Promise<Body>;
	}

	/** POST a JSON body. */
	send<Body>(path: string, body: unknown): Promise<Body> {
		const headers = { "content-type": "application/json" };
		return this.json(path, { method: "POST", headers, body: JSON.stringify(body) });
	}

	async upload(bytes: Uint8Array<ArrayBuffer>, fileName: string, headers: Record<string, string> = {}): Promise<Task> {
		return (
			await this.fetch("/tasks", { method: "POST", headers, body: formOf(bytes, fileName) })
		).json() as Promise<Task>;
	}

	task(id: string): Promise<Task> {
		return this.json(`/tasks/${id}`);
	}

	async tasks(): Promise<Task[]> {
		return (await this.json<{ items: Task[] }>("/tasks?limit=1000")).items;
	}

	/** Asks until the task is final; for callers whose live connection broke. */
	async poll(id: string, timeoutMs: number): Promise<Task> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const task = await this.task(id);
			if (isFinal(task)) return task;
			if (Date.now() > deadline) throw new Error(`Still ${task.status} after ${Math.round(timeoutMs / 1000)} s.`);
			await sleep(500);
		}
	}

	/** Reads the task's server-sent events up to the final one, or up to `timeoutMs`. */
	async followEvents(id: string, timeoutMs: number, onProgress: (progress: Progress) => void): Promise<Task> {
		const signal = AbortSignal.timeout(timeoutMs);
		const response = await this.fetch(`/tasks/${id}/events`, { headers: { accept: "text/event-stream" }, signal });
		let rest = "";
		for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
			const events = (rest + piece).split(/\r?\n\r?\n/);
			rest = events.pop() ?? "";
			for (const event of events) {
				const type = event.match(/^event: ?(.*)$/m)?.[1];
				const data = [...event.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join("\n");
				if (type === "progress") onProgress(JSON.parse(data));
				if (type === "done" || type === "failed") return JSON.parse(data);
			}
		}
		throw new Error("The event stream ended before the task did.");
	}
}

/** Follows a task through its WebSocket; where that breaks off, asks for the outcome. `token` is an access token. */
export async function followSocket(
	client: Client,
	token: string,
	id: string,
	onProgress: (progress: Progress) => void,
): Promise<Task> {
	const url = new URL(`/tasks/${id}/ws?token=${encodeURIComponent(token)}`, client.base);
	url.protocol = "ws:";
	const socket = new WebSocket(url.href);
	const outcome = await new Promise<Task | undefined>((resolve, reject) => {
		socket.addEventListener("message", (event) => {
			const frame: Frame = JSON.parse(String(event.data));
			if (frame.type === "progress") onProgress(frame.data);
			else if (frame.type === "error") reject(new Error(frame.data.detail));
			else resolve(frame.data);
		});
		socket.addEventListener("close", () => resolve(undefined));
		socket.addEventListener("error", () => resolve(undefined));
	}).finally(() => socket.close());
	return outcome ?? client.poll(id, 300_000);
}

export interface Session {
	client: Client;
	accessToken: string;
}

/** Registers a user whom nobody will need again, and logs in. */
export async function signUp(base: string): Promise<Session> {
	const credentials = {
		email: `user-${Buffer.from(randomBytes(6)).toString("hex")}@example.com`,
		password: Buffer.from(randomBytes(18)).toString("base64url"),
	};
	const stranger = new Client(base);
	await stranger.send("/api/auth/register", { ...credentials, full_name: null });
	const { tokens } = await stranger.send<{ tokens: { access_token: string } }>("/api/auth/login", credentials);
	const accessToken = tokens.access_token;
	return { accessToken, client: new Client(base, { authorization: `Bearer ${accessToken}` }) };
}

/** A user who calls with an API key. */
export async function signUpWithKey(base: string): Promise<Client> {
	const { client } = await signUp(base);
	const { token } = await client.send<{ token: string }>("/api-keys", { name: "bench" });
	return new Client(base, { authorization: `Bearer ${token}` });
}

/** A guest begins with a first document: its answer sets the cookie. */
export async function becomeGuest(
	base: string,
	bytes: Uint8Array<ArrayBuffer>,
	fileName: string,
): Promise<{ client: Client; first: Task }> {
	const response = await new Client(base).fetch("/tasks", { method: "POST", body: formOf(bytes, fileName) });
	const cookie = response.headers.get("set-cookie")?.split(";")[0];
	if (cookie === undefined) throw new Error("The first guest upload set no cookie.");
	return { client: new Client(base, { cookie }), first: (await response.json()) as Task };
}

function formOf(bytes: Uint8Array<ArrayBuffer>, fileName: string): FormData {
	const form = new FormData();
	form.append("file", new Blob([bytes]), fileName);
	return form;
}

async function detailOf(response: Response): Promise<string> {
	const text = await response.text();
	try {
		const { detail } = JSON.parse(text) as { detail?: unknown };
		if (typeof detail === "string") return detail;
	} catch {
		// Not JSON: the status must do.
	}
	return `${response.status} ${response.statusText}: ${text.slice(0, 200)}`;
}
