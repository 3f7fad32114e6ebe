import { maxInputBytes } from "../documents/documents.ts";

/** Readers of PDF accept its header anywhere in the first 1,024 bytes (PDF Reference 1.7, appendix H, implementation note 13). */
const headerBytes = 1024;

/** Bytes that are not for us: more than a document may have, or not a PDF's. */
export class ContentRefused extends Error {
	readonly fault: "too_large" | "not_pdf";

	constructor(fault: "too_large" | "not_pdf") {
		super(`refused: ${fault}`);
		this.name = "ContentRefused";
		this.fault = fault;
	}
}

/** Refuses an answer by the length it announces, before a byte is read. */
export function checkAnnouncedLength(response: Response): void {
	if (Number(response.headers.get("content-length") ?? 0) > maxInputBytes) throw new ContentRefused("too_large");
}

/**
 * Passes the chunks on once `%PDF-` has been seen, and counts them. Throws a `ContentRefused` at the byte that is one too
 * many, or where the header has not come within the first 1,024.
 */
export async function* pdfChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let sizeBytes = 0;
	let head = new Uint8Array(0);
	let isPdf = false;
	for await (const chunk of chunks) {
		sizeBytes += chunk.byteLength;
		if (sizeBytes > maxInputBytes) throw new ContentRefused("too_large");
		if (isPdf) {
			yield chunk;
			continue;
		}
		const joined = Buffer.concat([head, chunk]);
		isPdf = joined.subarray(0, headerBytes).includes("%PDF-");
		if (isPdf) yield joined;
		else if (joined.byteLength >= headerBytes) throw new ContentRefused("not_pdf");
		head = joined;
	}
	if (!isPdf) throw new ContentRefused("not_pdf");
}
