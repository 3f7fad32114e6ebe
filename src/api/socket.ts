/** A socket that says the frames and closes. */
export function finishedSocket(frames: readonly string[], code: number): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	for (const frame of frames) server.send(frame);
	server.close(code);
	return new Response(null, { status: 101, webSocket: client });
}
