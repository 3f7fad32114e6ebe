import type { Context } from "../context.ts";
import {
	Deadline,
	type Document,
	DownloadFailed,
	downloadedChunks,
	downloadMs,
	receiveInput,
	requestDownload,
	updateDocument,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { decodedFileName } from "../lib/file-name.ts";

/**
 * Downloads a URL document into the store and says what it is. Throws `fetch_failed`, `too_large`, `unsupported_format`:
 * the document's end; any other error is worth another try.
 */
export async function fetchInput(ctx: Context, document: Document, signal: AbortSignal): Promise<void> {
	const url = document.sourceUrl;
	if (url === null) throw new AppError("fetch_failed", "The document has no URL.");
	const { finalUrl, fileName, received } = await download(ctx, document, url, signal).catch(toAppError);
	const { info, sizeBytes, sha256 } = received;
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

async function download(ctx: Context, document: Document, url: string, signal: AbortSignal) {
	const deadline = new Deadline(downloadMs, signal);
	const { response, finalUrl } = await requestDownload(ctx, url, deadline);
	const { status } = response;
	if (!response.ok) {
		await response.body?.cancel();
		const code = status === 429 || status >= 500 ? "unavailable" : "fetch_failed";
		throw new AppError(code, `The server answered ${status} to the document's URL.`);
	}
	const fileName = fileNameOf(response, finalUrl, document.fileName);
	const received = await receiveInput(ctx, document.id, fileName, downloadedChunks(response, deadline));
	return { finalUrl, fileName, received };
}

/** What the guard refuses stays refused; a network may be better the next time. */
function toAppError(error: unknown): never {
	if (!(error instanceof DownloadFailed)) throw error;
	if (error.fault === "timeout" || error.fault === "network") {
		throw new AppError("unavailable", "The document's URL could not be fetched.", { cause: error });
	}
	throw new AppError("fetch_failed", error.message, { cause: error });
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
