/**
 * What went wrong, in one vocabulary. Each surface maps codes to its own statuses and shapes; the text of a
 * message is one that a user may read. A stranger's error never becomes an `AppError` with its own message.
 */
export type ErrorCode =
	| "invalid_request"
	/** Input that its schema takes and that cannot be acted upon: a feature that is off, nothing to connect to. */
	| "bad_request"
	| "missing_file_name"
	| "unauthenticated"
	| "forbidden"
	| "not_found"
	| "conflict"
	| "not_ready"
	| "too_large"
	| "unsupported_format"
	| "document_encrypted"
	| "document_damaged"
	| "document_refused"
	| "fetch_failed"
	| "model_not_configured"
	| "model_failed"
	| "unavailable"
	| "internal";

export interface AppErrorOptions {
	/** Machine-readable detail, safe to show to the caller. */
	details?: unknown;
	/** The error underneath: logged, never shown. */
	cause?: unknown;
}

export class AppError extends Error {
	readonly code: ErrorCode;
	readonly details: unknown;

	constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = "AppError";
		this.code = code;
		this.details = options.details;
	}
}

/** True for an error that says `code`; without a code, for any of ours. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
	return error instanceof AppError && (code === undefined || error.code === code);
}
