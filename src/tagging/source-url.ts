import type { Context } from "../context.ts";
import { type Deadline, downloadedChunks, requestDownload } from "../documents/documents.ts";
import { decodedFileName } from "../lib/file-name.ts";
import { ContentRefused, checkAnnouncedLength, pdfChunks } from "./pdf-chunks.ts";
import { downloadReason, SourceError, timeoutReason, tooLargeReason } from "./source-error.ts";

/** A PDF on its way: its bytes, checked as they come, and where it comes from. */
export interface IncomingPdf {
	/** For a title, where the PDF gives none. */
	name: string;
	sourceUrl: string;
	/** After redirects. */
	finalUrl: string | null;
	chunks: AsyncGenerator<Uint8Array>;
	/** The contract's words for what went wrong while asking or reading; anything else comes back as it was. */
	explain(error: unknown): unknown;
}

export function isUrl(path: string): boolean {
	return /^https?:\/\//i.test(path);
}

/** Asks for a PDF by its URL. Throws a `SourceError`, and so do the chunks after `explain`. */
export async function openUrl(ctx: Context, url: string, deadline: Deadline): Promise<IncomingPdf> {
	if (!isUrl(url)) throw new SourceError("Invalid URL. Must start with http:// or https://");
	try {
		const address = toAddress(url);
		const { response, finalUrl } = await requestDownload(ctx, address, deadline);
		try {
			if (!response.ok) throw new SourceError(`HTTP ${response.status}`, "network");
			checkAnnouncedLength(response);
		} catch (error) {
			await response.body?.cancel();
			throw error;
		}
		const chunks = pdfChunks(downloadedChunks(response, deadline));
		return { name: nameOf(address), sourceUrl: url, finalUrl, chunks, explain };
	} catch (error) {
		throw explain(error);
	}
}

/** Blanks in a spreadsheet's URLs are meant as a browser takes them; the guard wants them written out. */
export function toAddress(url: string): string {
	return url.replace(/\p{Zs}/gu, encodeURIComponent);
}

function explain(error: unknown): unknown {
	if (error instanceof ContentRefused) {
		return new SourceError(
			error.fault === "too_large" ? tooLargeReason : "Invalid content type - URL does not point to a PDF",
		);
	}
	const known = downloadReason(error);
	if (known === undefined) return error;
	const { reason, errorType } = known;
	return new SourceError(reason === timeoutReason ? reason : `Failed to download: ${reason}`, errorType, error);
}

/** The last part of the path, as the contract has it. */
function nameOf(address: string): string {
	return pdfName(decodedFileName(new URL(address).pathname.split("/").pop() ?? "")) ?? "URL Document.pdf";
}

/** With `.pdf` at its end; undefined for an empty name. */
export function pdfName(name: string): string | undefined {
	if (name === "") return undefined;
	return /\.pdf$/i.test(name) ? name : `${name}.pdf`;
}
