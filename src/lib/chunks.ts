/** Streams of the platform come in pieces of 4 KB, and each piece costs a turn of the event loop. */
const chunkBytes = 256 * 1024;

/** A byte stream's reader that gives large pieces where the stream can (up to 256 KiB), else the pieces as they are. */
export interface ChunkReader {
	/** Undefined at the end. A piece is valid until the next call. */
	read(): Promise<Uint8Array | undefined>;
	cancel(): Promise<void>;
}

export function chunksOf(stream: ReadableStream<Uint8Array>): ChunkReader {
	const large = byteReader(stream);
	if (large === undefined) {
		const reader = stream.getReader();
		return {
			read: async () => (await reader.read()).value,
			cancel: () => reader.cancel(),
		};
	}
	let buffer = new ArrayBuffer(chunkBytes);
	return {
		async read() {
			const { done, value } = await large.read(new Uint8Array(buffer), { min: chunkBytes });
			if (value !== undefined) buffer = value.buffer;
			return value === undefined || (done && value.byteLength === 0) ? undefined : value;
		},
		cancel: () => large.cancel(),
	};
}

interface ByteReader {
	read(
		view: Uint8Array<ArrayBuffer>,
		options: { min: number },
	): Promise<{
		done: boolean;
		value?: Uint8Array<ArrayBuffer>;
	}>;
	cancel(): Promise<void>;
}

/** A reader into buffers of ours; undefined for a stream of ready pieces, which has none. */
function byteReader(stream: ReadableStream<Uint8Array>): ByteReader | undefined {
	// Node 24 fails a read of a least size on some streams that have ended with bytes to give; Node runs tests and commands alone.
	if (navigator.userAgent !== "Cloudflare-Workers") return undefined;
	try {
		return stream.getReader({ mode: "byob" }) as unknown as ByteReader;
	} catch {
		return undefined;
	}
}
