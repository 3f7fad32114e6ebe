import type { Paperless } from "./connection.ts";
import { documentPath } from "./documents.ts";

export type DocumentFile = "preview" | "thumb";

/** Contracts/library.md 10.4. */
const files = {
	preview: { timeoutMs: 30_000, type: "application/pdf" },
	thumb: { timeoutMs: 15_000, type: "image/webp" },
} as const;

/** Of the server's headers, those that describe the body as it is passed on. */
const passedHeaders = ["content-type", "content-range", "accept-ranges", "last-modified", "etag"];

/**
 * A document's preview (PDF as a rule, else the original) or first page as a picture, streamed. 200, or 206 for a range
 * that the server honours; only the headers of the file itself. Throws a `PaperlessError`, `gone` among them.
 */
export async function openFile(
	paperless: Paperless,
	id: number,
	file: DocumentFile,
	range?: string,
): Promise<Response> {
	const { timeoutMs, type } = files[file];
	const path = `${documentPath(id)}${file}/`;
	// JSON, and with it a version, is not what is asked for: any other type than */* would be refused.
	return await paperless.request({ path, accept: "*/*", range, timeoutMs, isObject: true }, async (response) => {
		const headers = new Headers();
		for (const name of passedHeaders) {
			const value = response.headers.get(name);
			if (value !== null) headers.set(name, value);
		}
		if (!headers.has("content-type")) headers.set("content-type", type);
		const length = response.headers.get("content-length");
		// The length of a compressed body is not the length of what is read of it.
		if (length !== null && !response.headers.has("content-encoding")) headers.set("content-length", length);
		return new Response(response.body, { status: response.status, headers });
	});
}
