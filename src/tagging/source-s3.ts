import type { Context } from "../context.ts";
import { type Deadline, downloadedChunks } from "../documents/documents.ts";
import { cleanFileName } from "../lib/file-name.ts";
import { ContentRefused, checkAnnouncedLength, pdfChunks } from "./pdf-chunks.ts";
import { parseS3Path, requestS3, type S3Connection } from "./s3.ts";
import { downloadReason, SourceError, tooLargeReason } from "./source-error.ts";
import { type IncomingPdf, pdfName } from "./source-url.ts";

/** An error's description is short; what is longer is none. */
const longestError = 16_384;

/** What the codes of a store's errors mean to who named the object. */
const meanings = new Map([
	["NoSuchKey", "Object not found"],
	["NoSuchBucket", "Bucket not found"],
	["InvalidBucketName", "Bucket not found"],
	["AccessDenied", "Access denied"],
	["AllAccessDisabled", "Access denied"],
	["InvalidAccessKeyId", "Invalid credentials"],
	["SignatureDoesNotMatch", "Invalid credentials"],
	["ExpiredToken", "Invalid credentials"],
	["InvalidToken", "Invalid credentials"],
	["AuthorizationHeaderMalformed", "Wrong region"],
	["PermanentRedirect", "Wrong region"],
	["IllegalLocationConstraintException", "Wrong region"],
	["RequestTimeTooSkewed", "The clocks differ too much"],
	["InvalidObjectState", "The object is archived"],
]);

/** Asks for an object that is a PDF. Throws a `SourceError`, and so do the chunks after `explain`. */
export async function openS3(
	ctx: Context,
	connection: S3Connection | undefined,
	path: string,
	deadline: Deadline,
): Promise<IncomingPdf> {
	if (connection === undefined) throw new SourceError("S3 client not configured. Provide AWS credentials.");
	const target = parseS3Path(path);
	if (target === undefined) throw new SourceError("Invalid S3 path format");
	try {
		const response = await requestS3(ctx, connection, { method: "GET", target }, deadline);
		if (!response.ok) throw failed(await s3Meaning(response, deadline), "network");
		try {
			checkAnnouncedLength(response);
		} catch (error) {
			await response.body?.cancel();
			throw error;
		}
		return {
			name: pdfName(cleanFileName(target.key)) ?? "S3 Document.pdf",
			sourceUrl: `s3://${target.bucket}/${target.key}`,
			finalUrl: null,
			chunks: pdfChunks(downloadedChunks(response, deadline)),
			explain,
		};
	} catch (error) {
		throw explain(error);
	}
}

/** What an answer that is not a success says; a HEAD has no body, so only its status speaks. */
export async function s3Meaning(response: Response, deadline: Deadline): Promise<string> {
	const text: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of downloadedChunks(response, deadline)) {
		bytes += chunk.byteLength;
		if (bytes > longestError) break;
		text.push(chunk.slice());
	}
	const code = /<Code>\s*([A-Za-z0-9]+)\s*<\/Code>/.exec(Buffer.concat(text).toString("utf8"))?.[1];
	const meaning = meanings.get(code ?? "");
	if (meaning !== undefined) return meaning;
	if (response.status === 404) return "Object not found";
	return response.status === 403 ? "Access denied" : `HTTP ${response.status}`;
}

function explain(error: unknown): unknown {
	if (error instanceof ContentRefused) {
		return failed(error.fault === "too_large" ? tooLargeReason : "Invalid content type - object is not a PDF");
	}
	const known = downloadReason(error);
	return known === undefined ? error : failed(known.reason, known.errorType, error);
}

function failed(reason: string, errorType: "network" | "unknown" = "unknown", cause?: unknown): SourceError {
	return new SourceError(`S3 download failed: ${reason}`, errorType, cause);
}
