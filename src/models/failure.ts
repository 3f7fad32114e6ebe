import { AppError } from "../errors.ts";
import type { Usage } from "./provider.ts";

/** Why a model gave no answer; subjects tell their callers by it, never by the text. */
export type ModelFailure =
	/** A hosted provider without its key or binding. */
	| "not_configured"
	/** 401: the key is wrong. */
	| "invalid_key"
	/** 429 after all tries: too fast, and later it works. */
	| "rate_limited"
	/** The account has run out of credit: waiting does not help. */
	| "quota"
	/** The model takes no system message, not even one within the user's. */
	| "system_refused"
	/** The model declined to answer, or its answer was withheld. */
	| "refusal"
	/** An answer that its schema refuses, after a repair. */
	| "schema_mismatch"
	/** The answer was cut at `maxOutputTokens`. */
	| "max_tokens"
	/** No answer within the time allowed. */
	| "timeout"
	/** No connection, or one that broke. */
	| "unreachable"
	/** Anything else; the message is the provider's. */
	| "unexpected";

/**
 * A model call that failed for good. Its message may be shown: it holds no key, and of a provider's own text no more than
 * `maxTextCharacters`.
 */
export class ModelError extends AppError {
	readonly reason: ModelFailure;
	/** What the provider's `Retry-After` asked for; only with `rate_limited`. */
	readonly retryAfterSeconds: number | undefined;
	/** What was used all the same; undefined where nothing was answered. */
	usage: Usage | undefined;

	constructor(reason: ModelFailure, message: string, retryAfterSeconds?: number) {
		super(reason === "not_configured" ? "model_not_configured" : "model_failed", message, {
			details: { reason, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
		});
		this.name = "ModelError";
		this.reason = reason;
		this.retryAfterSeconds = retryAfterSeconds;
	}

	withUsage(usage: Usage | undefined): this {
		this.usage = usage;
		return this;
	}
}

export function isModelError(error: unknown, reason?: ModelFailure): error is ModelError {
	return error instanceof ModelError && (reason === undefined || error.reason === reason);
}

/** One try that failed, as a provider told it; judged by `judge`. */
export class ProviderFailure extends Error {
	/** HTTP's, or what stands for it; undefined where there is none. */
	readonly status: number | undefined;
	/** The provider's own code, such as `insufficient_quota` or 3036. */
	readonly code: string | undefined;
	readonly retryAfterSeconds: number | undefined;
	readonly kind: "answered" | "connection" | "timeout";

	constructor(
		text: string,
		told: {
			kind?: ProviderFailure["kind"];
			status?: number | undefined;
			code?: string | undefined;
			retryAfterSeconds?: number | undefined;
		} = {},
	) {
		super(text);
		this.name = "ProviderFailure";
		this.kind = told.kind ?? "answered";
		this.status = told.status;
		this.code = told.code;
		this.retryAfterSeconds = told.retryAfterSeconds;
	}
}

export function unreachable(): ProviderFailure {
	return new ProviderFailure("The model could not be reached.", { kind: "connection" });
}

export function brokenOff(): ProviderFailure {
	return new ProviderFailure("The model broke off its answer.", { kind: "connection" });
}

export interface Judgement {
	error: ModelError;
	/** Whether the same call may succeed soon. */
	isPassing: boolean;
}

const maxTextCharacters = 400;

/** Codes for a used-up account: OpenAI's, and Workers AI's for its daily allocation, which both come with 429. */
const quotaCodes = new Set(["insufficient_quota", "billing_hard_limit_reached", "3036"]);

/** Contracts/tagging.md 13.6 and 14.1. `secret` is cut out of the provider's text. */
export function judge(failure: ProviderFailure, secret: string | undefined): Judgement {
	const { status, code, kind } = failure;
	const text = shown(failure.message, secret);
	const final = (reason: ModelFailure, message = text) => ({
		error: new ModelError(reason, message),
		isPassing: false,
	});
	const passing = (reason: ModelFailure) => ({ error: new ModelError(reason, text), isPassing: true });
	if (kind === "timeout") return passing("timeout");
	if (kind === "connection") return passing("unreachable");
	if (status === 401) return final("invalid_key", "The model provider does not accept the API key.");
	// Never followed: a key stays where it was given for.
	if (status !== undefined && status >= 300 && status < 400) {
		return final("unexpected", "The model's address leads to another one, which is not followed.");
	}
	if (status === 402 || (code !== undefined && quotaCodes.has(code))) return final("quota");
	if (status === 429) {
		return { error: new ModelError("rate_limited", text, failure.retryAfterSeconds), isPassing: true };
	}
	return status === 408 || status === 409 || (status !== undefined && status >= 500)
		? passing("unexpected")
		: final("unexpected");
}

function shown(text: string, secret: string | undefined): string {
	const clean = secret === undefined || secret === "" ? text : text.replaceAll(secret, "…");
	const line = clean.replace(/\s+/g, " ").trim();
	if (line === "") return "The model provider failed without saying why.";
	return line.length > maxTextCharacters ? `${line.slice(0, maxTextCharacters)}…` : line;
}
