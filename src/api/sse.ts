/** A line that says nothing keeps proxies from closing a quiet stream. */
const commentEveryMs = 15_000;

export interface ServerEvent {
	id?: number | string;
	event: string;
	data: unknown;
}

export const eventStreamHeaders = {
	"Content-Type": "text/event-stream; charset=utf-8",
	"Cache-Control": "no-cache, no-transform",
	"X-Accel-Buffering": "no",
};

export function formatEvent({ id, event, data }: ServerEvent): string {
	const head = id === undefined ? "" : `id: ${id}\n`;
	return `${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A finished stream of the given events. */
export function eventResponse(events: readonly ServerEvent[]): Response {
	return new Response(events.map(formatEvent).join(""), { headers: eventStreamHeaders });
}

/**
 * Translates an accepted socket's messages to an event stream that ends with the socket. The socket is closed when the
 * client goes.
 */
export function socketToEvents(socket: WebSocket, toEvent: (message: string) => ServerEvent): Response {
	const encoder = new TextEncoder();
	let timer: ReturnType<typeof setInterval> | undefined;
	const stop = () => clearInterval(timer);
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			const end = () => {
				stop();
				try {
					controller.close();
				} catch {
					// The client has gone already.
				}
			};
			timer = setInterval(() => controller.enqueue(encoder.encode(": keep-alive\n\n")), commentEveryMs);
			socket.addEventListener("message", ({ data }) => {
				controller.enqueue(encoder.encode(formatEvent(toEvent(String(data)))));
			});
			socket.addEventListener("close", end);
			socket.addEventListener("error", end);
			socket.accept();
		},
		cancel() {
			stop();
			socket.close(1000, "client gone");
		},
	});
	return new Response(body, { headers: eventStreamHeaders });
}
