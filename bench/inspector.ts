import { once } from "node:events";

/** DevTools' way into the Worker's own isolate. */
export class Inspector {
	readonly #socket: WebSocket;
	readonly #answers = new Map<number, (result: unknown) => void>();
	#lastId = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.addEventListener("message", ({ data }) => {
			const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
			if (id === undefined) return;
			this.#answers.get(id)?.(result);
			this.#answers.delete(id);
		});
	}

	/** `port` is the `inspectorPort` that the server was started with. */
	static async open(port: number): Promise<Inspector> {
		const list = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
		const [target] = list;
		if (target === undefined) throw new Error("The server shows no isolate to look into.");
		// The proxy in front of it wants to know which page asks; Node's own sockets can say it.
		const options = { headers: { Origin: "http://localhost" } } as unknown as string[];
		const socket = new WebSocket(target.webSocketDebuggerUrl, options);
		await once(socket, "open");
		return new Inspector(socket);
	}

	call(method: string, params: object = {}): Promise<unknown> {
		this.#lastId += 1;
		const id = this.#lastId;
		return new Promise((resolve) => {
			this.#answers.set(id, resolve);
			this.#socket.send(JSON.stringify({ id, method, params }));
		});
	}

	close(): void {
		this.#socket.close();
	}
}
