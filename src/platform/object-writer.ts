import { ByteTurns } from "../lib/turn.ts";

/** R2 wants parts of one size, at least 5 MiB. */
const partBytes = 5 * 1024 * 1024;

/**
 * Writes an object of unknown length to R2 while holding at most one part (5 MiB) and the chunk in hand: a plain put for
 * what fits into one part, a multipart upload beyond.
 */
export class ObjectWriter {
	readonly #bucket: R2Bucket;
	readonly #key: string;
	readonly #options: R2MultipartOptions;
	#buffer = new Uint8Array(64 * 1024);
	#used = 0;
	#upload: R2MultipartUpload | undefined;
	readonly #parts: R2UploadedPart[] = [];
	readonly #turns = new ByteTurns();
	/** Bytes written so far. */
	sizeBytes = 0;

	constructor(bucket: R2Bucket, key: string, options: R2MultipartOptions = {}) {
		this.#bucket = bucket;
		this.#key = key;
		this.#options = options;
	}

	/** Bytes held at most, for the memory accounts. */
	get heldBytes(): number {
		return this.#buffer.byteLength;
	}

	async write(data: Uint8Array | string): Promise<void> {
		let rest = typeof data === "string" ? new TextEncoder().encode(data) : data;
		this.sizeBytes += rest.byteLength;
		while (rest.byteLength > 0) {
			const taken = rest.subarray(0, partBytes - this.#used);
			this.#reserve(this.#used + taken.byteLength);
			this.#buffer.set(taken, this.#used);
			this.#used += taken.byteLength;
			rest = rest.subarray(taken.byteLength);
			await this.#turns.passed(taken.byteLength);
			if (this.#used === partBytes) await this.#flush();
		}
	}

	/** Makes the object visible. */
	async close(): Promise<void> {
		if (this.#upload === undefined) {
			await this.#bucket.put(this.#key, this.#buffer.subarray(0, this.#used), this.#options);
			return;
		}
		if (this.#used > 0) await this.#flush();
		await this.#upload.complete(this.#parts);
	}

	/** Leaves nothing behind. */
	async abort(): Promise<void> {
		await this.#upload?.abort();
	}

	#reserve(bytes: number): void {
		if (bytes <= this.#buffer.byteLength) return;
		const larger = new Uint8Array(Math.min(partBytes, Math.max(bytes, this.#buffer.byteLength * 2)));
		larger.set(this.#buffer.subarray(0, this.#used));
		this.#buffer = larger;
	}

	async #flush(): Promise<void> {
		this.#upload ??= await this.#bucket.createMultipartUpload(this.#key, this.#options);
		const part = this.#buffer.subarray(0, this.#used);
		this.#parts.push(await this.#upload.uploadPart(this.#parts.length + 1, part));
		this.#used = 0;
	}
}
