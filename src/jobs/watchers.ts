import type { Context } from "../context.ts";
import { keepAliveFrame, strangerFrame } from "./batch-frames.ts";
import { type Dialect, eventFrames } from "./frames.ts";
import { isFinal, type JobStatus } from "./job-state.ts";
import type { JobEvent } from "./memory.ts";

/** After this long without a word a watcher is told that all is well. */
const keepAliveMs = 30_000;
/** How long somebody may wait for a job that does not exist yet. */
const unknownMs = 10 * 60_000;

/** What a socket of a watcher carries through hibernation. */
export interface Watcher {
	dialect: Dialect;
	owner: string;
	/** What the watcher calls the job. */
	name: string;
	/** May start what does not exist yet. */
	canWrite: boolean;
	/** The newest event when it came: that and all before are in what it was told first. */
	seq: number;
	since: number;
	toldAt: number;
	/** Has sent a message: the first one alone may start a job. */
	hasSpoken?: boolean;
}

/** The sockets on a job's object: accepted, told, kept alive, let go. */
export class Watchers {
	readonly #state: DurableObjectState;
	readonly #context: Context;

	constructor(state: DurableObjectState, context: Context) {
		this.#state = state;
		this.#context = context;
	}

	accept(watcher: Watcher): { response: Response; socket: WebSocket } {
		const { 0: client, 1: socket } = new WebSocketPair();
		this.#state.acceptWebSocket(socket);
		socket.serializeAttachment(watcher);
		return { response: new Response(null, { status: 101, webSocket: client }), socket };
	}

	async tell(event: JobEvent): Promise<void> {
		for (const { socket, watcher } of this.#all()) if (event.seq > watcher.seq) await this.tellOne(socket, event);
	}

	async tellOne(socket: WebSocket, event: JobEvent): Promise<void> {
		const watcher = Watchers.of(socket);
		try {
			const frames = await eventFrames(this.#context, watcher, event);
			for (const frame of frames) socket.send(frame);
			if (frames.length > 0) this.#told(socket, watcher);
			if (isFinal(event.view.status)) socket.close(1000, "over");
		} catch {
			// The watcher is gone; it asks again with the last that it has seen.
		}
	}

	/** Tells those who have heard nothing for a while; `status` null: there is no such job yet, and some have waited enough. */
	keepAlive(status: JobStatus | null): void {
		const now = this.#context.now();
		for (const { socket, watcher } of this.#quiet()) {
			if (status === null && watcher.since + unknownMs <= now) {
				socket.close(1000, "no such job");
			} else if (watcher.toldAt + keepAliveMs <= now) {
				socket.send(JSON.stringify(keepAliveFrame(watcher.name, status)));
				this.#told(socket, watcher);
			}
		}
	}

	/** When `keepAlive` must run next; null: never. */
	nextWake(isKnown: boolean): number | null {
		const times = this.#quiet().map(({ watcher: { toldAt, since } }) =>
			isKnown ? toldAt + keepAliveMs : Math.min(toldAt + keepAliveMs, since + unknownMs),
		);
		return times.length === 0 ? null : Math.min(...times);
	}

	/** Closes the sockets of those who waited for a job of this id and are not its owner. */
	dismissStrangers(owner: string): void {
		for (const { socket, watcher } of this.#all()) {
			if (watcher.owner === owner) continue;
			if (watcher.dialect === "tagging") socket.send(JSON.stringify(strangerFrame(watcher.name)));
			socket.close(1008, "not yours");
		}
	}

	closeAll(code: number, reason: string): void {
		for (const { socket } of this.#all()) socket.close(code, reason);
	}

	static of(socket: WebSocket): Watcher {
		return socket.deserializeAttachment() as Watcher;
	}

	#told(socket: WebSocket, watcher: Watcher): void {
		socket.serializeAttachment({ ...watcher, toldAt: this.#context.now() });
	}

	/** Event streams are kept alive by the Worker that translates them. */
	#quiet(): { socket: WebSocket; watcher: Watcher }[] {
		return this.#all().filter(({ watcher }) => watcher.dialect === "tagging");
	}

	/** Closed sockets are still listed until the other side has answered. */
	#all(): { socket: WebSocket; watcher: Watcher }[] {
		return this.#state
			.getWebSockets()
			.filter((socket) => socket.readyState === WebSocket.OPEN)
			.map((socket) => ({ socket, watcher: Watchers.of(socket) }));
	}
}
