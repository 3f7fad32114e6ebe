import { once } from "node:events";

interface HeapUsage {
	usedSize: number;
	backingStorageSize: number;
}

/**
 * The memory of the Worker's own isolate, as V8 counts it: heap and buffers, WebAssembly's included. The resident memory of the processes
 * says little of it, since the local stand-ins for D1, R2, queues and objects live there too and keep what the platform keeps elsewhere.
 */
export class IsolateMemory {
	/** Of looks twice a second, garbage included. */
	peakMiB = 0;
	readonly #socket: WebSocket;
	readonly #answers = new Map<number, (result: unknown) => void>();
	readonly #timer: NodeJS.Timeout;
	#lastId = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.addEventListener("message", ({ data }) => {
			const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
			if (id === undefined) return;
			this.#answers.get(id)?.(result);
			this.#answers.delete(id);
		});
		this.#timer = setInterval(() => void this.#look(), 500);
	}

	/** `port` is the `inspectorPort` that the server was started with. */
	static async open(port: number): Promise<IsolateMemory> {
		const list = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
		const [target] = list;
		if (target === undefined) throw new Error("The server shows no isolate to look into.");
		// The proxy in front of it wants to know which page asks; Node's own sockets can say it.
		const options = { headers: { Origin: "http://localhost" } } as unknown as string[];
		const socket = new WebSocket(target.webSocketDebuggerUrl, options);
		await once(socket, "open");
		return new IsolateMemory(socket);
	}

	/** In MiB, once everything that nobody needs any more is collected. */
	async held(): Promise<number> {
		await this.#call("HeapProfiler.collectGarbage");
		return await this.#look();
	}

	close(): void {
		clearInterval(this.#timer);
		this.#socket.close();
	}

	async #look(): Promise<number> {
		const { usedSize, backingStorageSize } = (await this.#call("Runtime.getHeapUsage")) as HeapUsage;
		const heldMiB = (usedSize + backingStorageSize) / 2 ** 20;
		this.peakMiB = Math.max(this.peakMiB, heldMiB);
		return heldMiB;
	}

	#call(method: string): Promise<unknown> {
		this.#lastId += 1;
		const id = this.#lastId;
		return new Promise((resolve) => {
			this.#answers.set(id, resolve);
			this.#socket.send(JSON.stringify({ id, method, params: {} }));
		});
	}
}
