/** A line that says nothing keeps proxies from closing a quiet stream. */
const commentEveryMs = 15_000;
const comment = ": keep-alive\n\n";

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
 * Frames as they come, as the body of an answer, with a comment whenever they rest. They are not walked further once the client is gone:
 * whoever makes them must not depend on it.
 */
export function framesToBody(frames: AsyncIterable<string>, restMs = commentEveryMs): ReadableStream<Uint8Array> {
	return toBody(frames, (write) => setInterval(() => write(comment), restMs));
}

/** The same for texts that may hold no comments. */
export function textToBody(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
	return toBody(pieces, () => undefined);
}

function toBody(
	pieces: AsyncIterable<string>,
	whileResting: (write: (text: string) => void) => ReturnType<typeof setInterval> | undefined,
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const walk = pieces[Symbol.asyncIterator]();
	let timer: ReturnType<typeof setInterval> | undefined;
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const write = (text: string) => controller.enqueue(encoder.encode(text));
			timer = whileResting(write);
			try {
				const next = await walk.next();
				if (next.done) controller.close();
				else write(next.value);
			} finally {
				clearInterval(timer);
			}
		},
		async cancel() {
			clearInterval(timer);
			await walk.return?.();
		},
	});
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
			timer = setInterval(() => controller.enqueue(encoder.encode(comment)), commentEveryMs);
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
