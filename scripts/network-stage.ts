import type { OpenSocket, SocketListener, Stage } from "../test/clients/client.ts";

/** A stage for the played client at a server over the network; `documents` is the address of a `DocumentHost`. */
export function networkStage(base: string, documents: string): Stage {
	return {
		documents,
		haste: 10,
		send: (path, init) => fetch(new URL(path, base), init),
		connect: (path, headers, listener) => connect(new URL(path, base.replace(/^http/, "ws")), headers, listener),
	};
}

function connect(url: URL, headers: Record<string, string>, listener: SocketListener): Promise<OpenSocket> {
	// Node's WebSocket takes headers, the standard's type does not know them.
	const options = { headers } as unknown as string[];
	const socket = new WebSocket(url.href, options);
	socket.addEventListener("message", ({ data }) => listener.message(String(data)));
	socket.addEventListener("close", ({ code }) => listener.closed(code));
	return new Promise((resolve, reject) => {
		socket.addEventListener("open", () => resolve({ send: (text) => socket.send(text), close: () => socket.close() }));
		socket.addEventListener("error", () => reject(new Error(`no socket at ${url.pathname}`)));
	});
}
