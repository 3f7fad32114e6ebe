/** What a watcher is told about a row that failed. */
export type RowErrorType = "rate-limit" | "model-error" | "network" | "unknown";

/** A row's end without tags; its message is the contract's text for it. */
export class RowFailure extends Error {
	readonly type: RowErrorType;
	/** What the provider asked for, with `rate-limit`. */
	readonly retryAfterMs: number | undefined;

	constructor(message: string, type: RowErrorType = "unknown", retryAfterMs?: number) {
		super(message);
		this.name = "RowFailure";
		this.type = type;
		this.retryAfterMs = retryAfterMs;
	}
}
