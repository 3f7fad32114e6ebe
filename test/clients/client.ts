/*
 * A client of the tagging API as its web front end is one: it refreshes its tokens once on a 401, observes a batch through a
 * WebSocket that it opens again when it closes, and asks for the status when that fails too.
 */

/** Where a client is played: against a server over the network, or against the Worker in the tests. */
export interface Stage {
	/** Address of the host that serves `documentAt`. */
	readonly documents: string;
	/** A client waits `1 / haste` of its usual times. */
	readonly haste: number;
	send(path: string, init: RequestInit): Promise<Response>;
	connect(path: string, headers: Record<string, string>, listener: SocketListener): Promise<OpenSocket>;
}

export interface SocketListener {
	message(text: string): void;
	closed(code: number): void;
}

export interface OpenSocket {
	send(text: string): void;
	close(): void;
}

export interface Frame {
	type?: string;
	[field: string]: unknown;
}

export interface Tokens {
	access_token: string;
	refresh_token: string;
}

/** What came back: the body parsed where it is JSON. */
export interface Answer {
	status: number;
	headers: Headers;
	body: unknown;
}

const reconnectMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const pollMs = 3_000;
const over = ["completed", "failed", "cancelled", "error"];

export class TaggingClient {
	readonly stage: Stage;
	tokens: Tokens | undefined;

	constructor(stage: Stage, tokens?: Tokens) {
		this.stage = stage;
		this.tokens = tokens;
	}

	/** One request, as `curl` would send it. */
	async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		const isForm = body instanceof FormData;
		const isText = typeof body === "string";
		const response = await this.stage.send(path, {
			method,
			headers: {
				...(this.tokens && { Authorization: `Bearer ${this.tokens.access_token}` }),
				...(body !== undefined && !isForm && { "Content-Type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: isForm || isText ? body : JSON.stringify(body) }),
		});
		const type = response.headers.get("content-type") ?? "";
		const content = type.includes("json") ? await response.json() : new Uint8Array(await response.arrayBuffer());
		return { status: response.status, headers: response.headers, body: content };
	}

	/** A request of the front end: a 401 leads to one refresh and one more try. */
	async call(method: string, path: string, body?: unknown): Promise<Answer> {
		const first = await this.ask(method, path, body);
		if (first.status !== 401 || this.tokens === undefined) return first;
		const refreshed = await new TaggingClient(this.stage).ask("POST", "/api/auth/refresh", {
			refresh_token: this.tokens.refresh_token,
		});
		if (refreshed.status !== 200) return first;
		this.tokens = refreshed.body as Tokens;
		return await this.ask(method, path, body);
	}

	async observe(job: string, headers: Record<string, string> = {}, token?: string): Promise<Observer> {
		const observer = new Observer();
		const said = token ?? this.tokens?.access_token ?? "";
		const query = said === "" ? "" : `?token=${encodeURIComponent(said)}`;
		await observer.open(this.stage, `/api/batch/ws/${encodeURIComponent(job)}${query}`, headers);
		return observer;
	}

	/** Follows a batch to its end as the front end does; gives all frames of all its connections. */
	async follow(job: string): Promise<Frame[]> {
		const frames: Frame[] = [];
		for (const waitMs of reconnectMs) {
			const observer = await this.observe(job);
			await observer.closed;
			frames.push(...observer.frames);
			if (over.includes(String(observer.frames.at(-1)?.type))) return frames;
			await this.wait(waitMs);
		}
		await this.end(job);
		return frames;
	}

	/** Asks for the status until the batch is over. */
	async end(job: string): Promise<Record<string, unknown>> {
		for (let tries = 0; tries < 200; tries++) {
			const { body } = await this.call("GET", `/api/batch/jobs/${job}/status`);
			const status = body as Record<string, unknown>;
			if (over.includes(String(status.status))) return status;
			await this.wait(pollMs);
		}
		throw new Error(`${job} did not end`);
	}

	async wait(ms: number): Promise<void> {
		await new Promise((resolve) => setTimeout(resolve, ms / this.stage.haste));
	}
}

/** One connection of an observer, and what it has heard. */
export class Observer {
	readonly frames: Frame[] = [];
	/** The code of the close. */
	readonly closed: Promise<number>;
	#socket: OpenSocket | undefined;
	#onClosed: (code: number) => void = () => undefined;
	#onFrame: () => void = () => undefined;

	constructor() {
		this.closed = new Promise((resolve) => {
			this.#onClosed = resolve;
		});
	}

	async open(stage: Stage, path: string, headers: Record<string, string>): Promise<void> {
		this.#socket = await stage.connect(path, headers, {
			message: (text) => {
				this.frames.push(JSON.parse(text) as Frame);
				this.#onFrame();
			},
			closed: (code) => this.#onClosed(code),
		});
	}

	send(text: string): void {
		this.#socket?.send(text);
	}

	close(): void {
		this.#socket?.close();
	}

	/** The first frame that `wanted` holds for, now or later. */
	async until(wanted: (frame: Frame) => boolean, timeoutMs = 60_000): Promise<Frame> {
		let timer: ReturnType<typeof setTimeout> | undefined;
		try {
			return await new Promise<Frame>((resolve, reject) => {
				timer = setTimeout(() => reject(new Error(`not heard; heard ${JSON.stringify(this.frames)}`)), timeoutMs);
				this.#onFrame = () => {
					const found = this.frames.find(wanted);
					if (found !== undefined) resolve(found);
				};
				this.#onFrame();
			});
		} finally {
			clearTimeout(timer);
			this.#onFrame = () => undefined;
		}
	}
}
