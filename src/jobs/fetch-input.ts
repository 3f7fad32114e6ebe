import type { Context } from "../context.ts";
import { type Document, InputReceiver, updateDocument } from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { decodedFileName } from "../lib/file-name.ts";
import { guardedFetch, UrlRefused } from "../lib/url-guard.ts";

const timeoutMs = 60_000;

/**
 * Downloads a URL document into the store and says what it is. Throws `fetch_failed`, `too_large`, `unsupported_format`:
 * the document's end; any other error is worth another try.
 */
export async function fetchInput(ctx: Context, document: Document, signal: AbortSignal): Promise<void> {
	const url = document.sourceUrl;
	if (url === null) throw new AppError("fetch_failed", "The document has no URL.");
	const { response, finalUrl } = await request(ctx, url, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
	const fileName = fileNameOf(response, finalUrl, document.fileName);
	const receiver = new InputReceiver(ctx, document.id, fileName);
	try {
		for await (const chunk of response.body ?? []) await receiver.write(chunk);
	} catch (error) {
		await receiver.abort();
		throw error;
	}
	const { info, sizeBytes, sha256 } = await receiver.finish();
	if (info === undefined) {
		throw new AppError("unsupported_format", `The URL does not lead to a supported document (${url}).`);
	}
	await updateDocument(ctx, document.id, {
		finalUrl,
		fileName,
		contentType: info.contentType,
		format: info.format,
		extension: info.extension,
		sizeBytes,
		sha256,
	});
}

async function request(
	ctx: Context,
	url: string,
	signal: AbortSignal,
): Promise<{ response: Response; finalUrl: string }> {
	const policy = { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS };
	try {
		const fetched = await guardedFetch((input, init) => ctx.fetch(input, init), url, policy, { signal });
		const { status } = fetched.response;
		if (status === 429 || status >= 500) {
			throw new AppError("unavailable", `The server answered ${status} to the document's URL.`);
		}
		if (!fetched.response.ok)
			throw new AppError("fetch_failed", `The server answered ${status} to the document's URL.`);
		return fetched;
	} catch (error) {
		if (error instanceof UrlRefused) throw new AppError("fetch_failed", error.message, { cause: error });
		if (error instanceof AppError) throw error;
		throw new AppError("unavailable", "The document's URL could not be fetched.", { cause: error });
	}
}

/** The name the server gives, else the last part of the path; what tells a text file's kind. */
function fileNameOf(response: Response, finalUrl: string, label: string): string {
	const disposition = response.headers.get("content-disposition") ?? "";
	// RFC 6266: the extended form wins.
	const extended = /filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;]+)/i.exec(disposition)?.[1];
	const given = extended ?? /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition)?.slice(1).find(Boolean);
	const path = new URL(finalUrl).pathname.split("/").pop();
	return decodedFileName(given ?? "") || decodedFileName(path ?? "") || label;
}
