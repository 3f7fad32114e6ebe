import { DownloadFailed } from "../documents/documents.ts";
import { AppError } from "../errors.ts";

/** How a batch tells its watchers what kind of failure a row had: of the network (a server's status too), or another. */
export type SourceErrorType = "network" | "unknown";

/** The bytes of a row cannot be had. Its message is the contract's reason, without what a caller puts before it. */
export class SourceError extends AppError {
	readonly errorType: SourceErrorType;

	constructor(reason: string, errorType: SourceErrorType = "unknown", cause?: unknown) {
		super("fetch_failed", reason, cause === undefined ? {} : { cause });
		this.name = "SourceError";
		this.errorType = errorType;
	}
}

export const tooLargeReason = "File too large (max 50MB)";
export const timeoutReason = "Request timed out";

/** A failed download in the words of a reason: no capital, no full stop. Undefined for another error. */
export function downloadReason(error: unknown): { reason: string; errorType: SourceErrorType } | undefined {
	if (!(error instanceof DownloadFailed)) return undefined;
	switch (error.fault) {
		case "timeout":
			return { reason: timeoutReason, errorType: "network" };
		case "address":
			return { reason: "address not allowed", errorType: "unknown" };
		case "network":
			return { reason: asReason(error.message), errorType: "network" };
		default:
			return { reason: asReason(error.message), errorType: "unknown" };
	}
}

function asReason(sentence: string): string {
	return sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
