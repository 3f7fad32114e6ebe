import type { Context } from "../context.ts";
import {
	discardInput,
	expectBytes,
	InputReceiver,
	maxInputBytes,
	type NewDocument,
	purgeDocument,
	type ReceivedInput,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { cleanFileName } from "../lib/file-name.ts";
import type { Http } from "./http.ts";

/** Bytes that arrive but never become a document are removed after this long. */
const uploadMs = 15 * 60_000;
/** What a form may weigh beyond its file. */
const formBytes = 1_048_576;

/** Throws `too_large` for a form that says itself that its file is. */
export function refuseLarge(http: Http): void {
	if (Number(http.req.header("content-length") ?? 0) > maxInputBytes + formBytes) {
		throw new AppError("too_large", "File exceeds the 50 MB limit");
	}
}

/**
 * Does the `work` that makes the document `id` of bytes that arrive with a request; `receive` opens what takes them. They are removed again
 * where the work says that it has not `kept` them, or fails.
 */
export async function withReceivedBytes<Result extends { kept: boolean }>(
	ctx: Context,
	id: string,
	work: (receive: (fileName: string) => Promise<InputReceiver>) => Promise<Result>,
): Promise<Result> {
	let received = false;
	try {
		const result = await work(async (fileName) => {
			received = true;
			await expectBytes(ctx, id, uploadMs);
			return new InputReceiver(ctx, id, fileName);
		});
		if (received && !result.kept) await discardInput(ctx, id);
		return result;
	} catch (error) {
		// A document that is there all the same (the queue refused it, the answer of the database was lost) keeps its bytes.
		if (received) await purgeDocument(ctx, id);
		throw error;
	}
}

type UploadColumns = Pick<
	NewDocument,
	"source" | "fileName" | "contentType" | "format" | "extension" | "sizeBytes" | "sha256"
>;

/** The columns of a document that was uploaded. Throws `unsupported_format`, also for an empty file. */
export function uploadedDocument({ name, received }: { name: string; received: ReceivedInput }): UploadColumns {
	const { info, sizeBytes, sha256 } = received;
	const fileName = cleanFileName(name) || "document";
	if (info === undefined) {
		const reason = sizeBytes === 0 ? "the file is empty" : fileName;
		throw new AppError("unsupported_format", `Unsupported file type: ${reason}`);
	}
	const { contentType, format, extension } = info;
	return { source: "upload", fileName, contentType, format, extension, sizeBytes, sha256 };
}
