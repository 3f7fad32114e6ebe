/**
 * A JSON object whose last member is a list of any length, made while it is sent: `head`'s members, then `list`; with `envelope`, as the
 * only member of another object. What fails on the way breaks the connection, since the status has gone out.
 */
export function jsonStream(head: object, list: string, items: AsyncIterable<unknown>, envelope?: string): Response {
	const open = JSON.stringify(head).slice(0, -1);
	const [before, after] = envelope === undefined ? ["", ""] : [`{${JSON.stringify(envelope)}:`, "}"];
	return textStream(
		(async function* () {
			yield `${before}${open}${open === "{" ? "" : ","}${JSON.stringify(list)}:[`;
			let isFirst = true;
			for await (const item of items) {
				yield `${isFirst ? "" : ","}${JSON.stringify(item)}`;
				isFirst = false;
			}
			yield `]}${after}`;
		})(),
		{ "Content-Type": "application/json" },
	);
}

/** Text as it is made, in pieces of some size. */
export function textStream(pieces: AsyncIterable<string>, headers: Record<string, string>): Response {
	const encoder = new TextEncoder();
	const iterator = pieces[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			let text = "";
			while (text.length < pieceCharacters) {
				const { done, value } = await iterator.next();
				if (done) {
					if (text !== "") controller.enqueue(encoder.encode(text));
					controller.close();
					return;
				}
				text += value;
			}
			controller.enqueue(encoder.encode(text));
		},
		async cancel() {
			await iterator.return?.();
		},
	});
	return new Response(body, { headers });
}

const pieceCharacters = 64 * 1024;
