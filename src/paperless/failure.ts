import { AppError } from "../errors.ts";

/** Why Paperless-ngx gave no answer; callers decide by it, never by the text. */
export type PaperlessFailure =
	/** The address itself is refused by the URL guard: its form, or where it points. */
	| "bad-url"
	/** Something answers there, but not the API: a redirect, a page, a 404 of a route that always exists. */
	| "wrong-url"
	/** 401, or credentials that cannot be sent. */
	| "credentials"
	/** 403: the user is known and may not. */
	| "forbidden"
	/** 404: there is no such document or entity, or the user may not see it. */
	| "gone"
	/** A name that exists already. */
	| "exists"
	/** Any other 4xx; the message quotes what the server says of it. */
	| "refused"
	/** 429. */
	| "throttled"
	/** 5xx. */
	| "server"
	/** No connection. */
	| "unreachable"
	| "timeout"
	/** The connection was cut, or the JSON ends too early. */
	| "broken"
	/** JSON, but not what was asked for. */
	| "malformed"
	/** More bytes than the caller can take: ask for less. */
	| "too-large";

/** What may be over soon. */
const passing: ReadonlySet<PaperlessFailure> = new Set(["throttled", "server", "unreachable", "timeout", "broken"]);

interface Circumstances {
	/** HTTP's; undefined where nothing was answered. */
	status?: number | undefined;
	retryAfterMs?: number | undefined;
	cause?: unknown;
}

/** A call that failed. Its message is a sentence for the user and holds no credential. */
export class PaperlessError extends AppError {
	readonly reason: PaperlessFailure;
	readonly status: number | undefined;
	/** Set where the same call may succeed later: not before so many milliseconds from now. */
	readonly retryAfterMs: number | undefined;

	constructor(reason: PaperlessFailure, message: string, { status, retryAfterMs, cause }: Circumstances = {}) {
		const details = { reason, ...(status === undefined ? {} : { status }) };
		super(reason === "bad-url" ? "invalid_request" : "fetch_failed", message, { details, cause });
		this.name = "PaperlessError";
		this.reason = reason;
		this.status = status;
		this.retryAfterMs = retryAfterMs;
	}

	/** Whether the failure is one of those that pass by themselves. */
	get isPassing(): boolean {
		return passing.has(this.reason);
	}

	/** The same, to be tried again after `ms`. */
	retriedAfter(ms: number): PaperlessError {
		const { status, cause } = this;
		return new PaperlessError(this.reason, this.message, { status, cause, retryAfterMs: ms });
	}
}

export function isPaperlessError(error: unknown, reason?: PaperlessFailure): error is PaperlessError {
	return error instanceof PaperlessError && (reason === undefined || error.reason === reason);
}
