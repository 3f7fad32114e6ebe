import { AppError, isAppError } from "../errors.ts";
import { chunksOf } from "../lib/chunks.ts";
import { ByteTurns } from "../lib/turn.ts";
import type { Source } from "./blocks.ts";

/**
 * Copies a source into `target(offset, chunk)` as it arrives, so that it is never held whole in JavaScript.
 * Returns the number of bytes, which is less than `sizeBytes` for a source that ends early. Throws `AppError` only.
 */
export async function pour(source: Source, target: (offset: number, chunk: Uint8Array) => void): Promise<number> {
	let offset = 0;
	const turns = new ByteTurns();
	const reader = chunksOf(await source.open().catch(unreadable));
	try {
		for (;;) {
			const value = await reader.read().catch(unreadable);
			if (value === undefined) return offset;
			if (offset + value.length > source.sizeBytes) {
				throw new AppError("document_damaged", "The file is larger than announced. Upload it again.");
			}
			target(offset, value);
			offset += value.length;
			await turns.passed(value.length);
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** A failure of the store, not of the document: always an `AppError`, so that no reader takes it for a damaged file. */
function unreadable(cause: unknown): never {
	if (isAppError(cause)) throw cause;
	throw new AppError("unavailable", "The file could not be read from storage. Try again.", { cause });
}

/** The whole source in one buffer. */
export async function readAll(source: Source): Promise<Uint8Array> {
	const bytes = new Uint8Array(source.sizeBytes);
	const length = await pour(source, (offset, chunk) => bytes.set(chunk, offset));
	return length === bytes.length ? bytes : bytes.subarray(0, length);
}

/** A source over bytes already in memory. */
export function sourceOf(bytes: Uint8Array): Source {
	return {
		sizeBytes: bytes.length,
		async open() {
			return new ReadableStream<Uint8Array>({
				start(controller) {
					controller.enqueue(bytes);
					controller.close();
				},
			});
		},
	};
}
