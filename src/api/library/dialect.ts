import type { core } from "zod";
import { AppError, type ErrorCode } from "../../errors.ts";
import type { Dialect } from "../http.ts";

/*
 * How the library API says what went wrong (contracts/library.md 2.2 and 2.3): `{error: {code, message, details?}}`.
 * Subjects throw `AppError`s, and this table makes the rest:
 *
 * - `invalid_request` is VALIDATION_FAILED; its `details`, where there are any, are issues `{code, path, message, …}`;
 * - `bad_request` is BAD_REQUEST: a feature that is off, no Paperless connection;
 * - `conflict` is CONFLICT, with `details: {reason: "job_running"}` JOB_ALREADY_RUNNING;
 * - `fetch_failed` is BAD_GATEWAY: a Paperless server that refused, failed or did not answer.
 */

const codes: Record<ErrorCode, string> = {
	invalid_request: "VALIDATION_FAILED",
	bad_request: "BAD_REQUEST",
	missing_file_name: "VALIDATION_FAILED",
	unauthenticated: "UNAUTHORIZED",
	forbidden: "FORBIDDEN",
	not_found: "NOT_FOUND",
	conflict: "CONFLICT",
	not_ready: "CONFLICT",
	too_large: "VALIDATION_FAILED",
	unsupported_format: "BAD_REQUEST",
	document_encrypted: "BAD_REQUEST",
	document_damaged: "BAD_REQUEST",
	document_refused: "BAD_REQUEST",
	fetch_failed: "BAD_GATEWAY",
	model_not_configured: "BAD_REQUEST",
	model_failed: "BAD_GATEWAY",
	unavailable: "SERVICE_UNAVAILABLE",
	internal: "INTERNAL_ERROR",
};

export const dialect: Dialect = {
	statuses: {
		invalid_request: 400,
		bad_request: 400,
		missing_file_name: 400,
		unauthenticated: 401,
		forbidden: 403,
		not_found: 404,
		conflict: 409,
		not_ready: 409,
		too_large: 413,
		unsupported_format: 400,
		document_encrypted: 400,
		document_damaged: 400,
		document_refused: 400,
		fetch_failed: 502,
		model_not_configured: 400,
		model_failed: 502,
		unavailable: 503,
		internal: 500,
	},
	body(error, http) {
		const { code, message, details } = error;
		// What a user can quote when something of ours broke.
		if (code === "internal") return envelope(codes.internal, `${message} (request ${http.get("requestId")})`);
		if (isJobRunning(details)) return envelope("JOB_ALREADY_RUNNING", message);
		return envelope(codes[code], message, Array.isArray(details) ? details.map(toShown) : undefined);
	},
	invalid(issues, target) {
		const details = toIssues(issues);
		return new AppError("invalid_request", sentenceFor(details, target), { details });
	},
	notFound: "Not found",
	methodNotAllowed: "Method not allowed",
};

/** One thing that a schema refuses, as clients know it. */
export interface Issue {
	code: string;
	path: (string | number)[];
	message: string;
	[more: string]: unknown;
}

/** The same error for what a handler checks itself. `path` is empty for a rule over several fields. */
export function invalid(message: string, path: (string | number)[] = []): AppError {
	return new AppError("invalid_request", message, { details: [{ code: "custom", path, message }] });
}

/** The body of an error answer. */
export function envelope(code: string, message: string, details?: readonly unknown[]) {
	return { error: { code, message, ...(details !== undefined && details.length > 0 && { details }) } };
}

/** What the shared edge refuses comes in the words of the tasks API. */
function toShown(detail: unknown): unknown {
	if (typeof detail !== "object" || detail === null || !("loc" in detail) || !("msg" in detail)) return detail;
	const path = Array.isArray(detail.loc) ? detail.loc.slice(1) : [];
	return { code: "custom", path, message: detail.msg };
}

const knownCodes = new Set(["invalid_type", "too_small", "too_big", "invalid_value", "invalid_format", "custom"]);
/** What of an issue is shown beside code, path and message; never the input. */
const shownParts = ["origin", "expected", "minimum", "maximum", "inclusive", "format", "values"] as const;

/** zod's issues as clients know them. */
export function toIssues(issues: readonly core.$ZodIssue[]): Issue[] {
	return issues.map((issue) => {
		const { code, path, message } = issue;
		const parts: Record<string, unknown> = { ...issue };
		return {
			code: code !== undefined && knownCodes.has(code) ? code : "custom",
			...Object.fromEntries(shownParts.filter((part) => part in parts).map((part) => [part, parts[part]])),
			path: path.map((part) => (typeof part === "number" ? part : String(part))),
			message: isOfNoJson(parts.params) ? "The body is JSON: send it with Content-Type: application/json" : message,
		};
	});
}

/** The shared edge says so of a body whose `Content-Type` no route reads. */
function isOfNoJson(params: unknown): boolean {
	return typeof params === "object" && params !== null && "type" in params && params.type === "model_attributes_type";
}

function sentenceFor(issues: readonly Issue[], target: string): string {
	const isPaging = issues.every(({ path }) => path[0] === "limit" || path[0] === "offset");
	if (target === "query") return isPaging ? "Invalid pagination parameters" : "Invalid filter parameters";
	return target === "json" ? "Invalid request body" : "Invalid request";
}

function isJobRunning(details: unknown): boolean {
	return typeof details === "object" && details !== null && "reason" in details && details.reason === "job_running";
}
