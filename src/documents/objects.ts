import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { detectFormat, type FormatInfo, type Source } from "../convert/convert.ts";
import { AppError } from "../errors.ts";
import { keys } from "../platform/keys.ts";
import { ObjectWriter } from "../platform/object-writer.ts";

/** Largest document, in bytes: 50 MiB. */
export const maxInputBytes = 52_428_800;
/** How much of the beginning is kept to tell the format. */
const headBytes = 65_536;

export interface ReceivedInput {
	sizeBytes: number;
	/** Hexadecimal. */
	sha256: string;
	/** What the bytes are; undefined for nothing that can be converted, and for no bytes at all. */
	info: FormatInfo | undefined;
}

/** Takes a document's bytes as they arrive: counts, hashes and stores them, holding one part (5 MiB) at most. */
export class InputReceiver {
	readonly #writer: ObjectWriter;
	readonly #hash = createHash("sha256");
	readonly #fileName: string;
	#head = new Uint8Array(0);

	/** The file name tells formats that have no magic number. */
	constructor(ctx: Context, documentId: string, fileName: string) {
		this.#fileName = fileName;
		this.#writer = new ObjectWriter(ctx.files, keys.input(documentId));
	}

	get sizeBytes(): number {
		return this.#writer.sizeBytes;
	}

	/** Throws `too_large` as soon as the limit is passed. */
	async write(chunk: Uint8Array): Promise<void> {
		if (this.sizeBytes + chunk.byteLength > maxInputBytes) {
			await this.abort();
			throw new AppError("too_large", "File exceeds the 50 MB limit");
		}
		if (this.#head.byteLength < headBytes) {
			const more = chunk.subarray(0, headBytes - this.#head.byteLength);
			const head = new Uint8Array(this.#head.byteLength + more.byteLength);
			head.set(this.#head);
			head.set(more, this.#head.byteLength);
			this.#head = head;
		}
		this.#hash.update(chunk);
		await this.#writer.write(chunk);
	}

	async finish(): Promise<ReceivedInput> {
		await this.#writer.close();
		const { sizeBytes } = this.#writer;
		const info = sizeBytes === 0 ? undefined : detectFormat(this.#head, this.#fileName);
		return { sizeBytes, sha256: this.#hash.digest("hex"), info };
	}

	async abort(): Promise<void> {
		await this.#writer.abort();
	}
}

/** The stored bytes under `key` as the engine reads them: by stream, as often as it likes. */
export async function openSource(ctx: Context, key: string): Promise<Source> {
	const object = await ctx.files.head(key);
	if (object === null) throw new AppError("not_found", "The uploaded file is missing from the store.");
	return {
		sizeBytes: object.size,
		open: async () => {
			const stored = await ctx.files.get(key);
			if (stored === null) throw new AppError("not_found", "The uploaded file is missing from the store.");
			return stored.body;
		},
	};
}

/** Deletes every object under a prefix; repeating it is harmless. */
export async function deleteObjects(ctx: Context, prefix: string): Promise<void> {
	for (;;) {
		const { objects, truncated } = await ctx.files.list({ prefix, limit: 1000 });
		if (objects.length > 0) await ctx.files.delete(objects.map((object) => object.key));
		if (!truncated) return;
	}
}
