import { chunksOf } from "./chunks.ts";

/** Lines of a UTF-8 stream that are not empty, as they arrive. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const reader = chunksOf(body);
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (;;) {
			const chunk = await reader.read();
			const lines = (rest + (chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }))).split(
				"\n",
			);
			rest = chunk === undefined ? "" : (lines.pop() ?? "");
			for (const line of lines) if (line !== "") yield line;
			if (chunk === undefined) return;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}
