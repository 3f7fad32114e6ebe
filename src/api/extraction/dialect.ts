import type { core } from "zod";
import { AppError, type ErrorCode } from "../../errors.ts";
import type { Dialect } from "../http.ts";

/*
 * How the extraction API says what went wrong (contracts/extraction.md, "Conventions"): `{error, message}`, with `details: [{field, message}]`
 * where a request is not valid. Subjects throw `AppError`s, and the table of codes makes the rest; what has a name of its own here is thrown
 * with `refuse`.
 */

/** What can be uploaded: the six that the original names, then the others. */
const formatNames = "PDF, PNG, JPG, TIFF, DOCX, XLSX, PPTX, HTML, EML, EPUB, CSV, TXT, MD, WEBP";

/** The names of this API's errors. */
export type ErrorName =
	| "invalid_file_type"
	| "invalid_request"
	| "invalid_cursor"
	| "invalid_api_key"
	| "insufficient_scope"
	| "https_required"
	| "not_found"
	| "method_not_allowed"
	| "not_ready"
	| "already_processing"
	| "idempotency_conflict"
	| "file_too_large"
	| "rate_limit_exceeded"
	| "processing_failed";

const names: Record<ErrorCode, ErrorName> = {
	invalid_request: "invalid_request",
	bad_request: "invalid_request",
	missing_file_name: "invalid_request",
	unauthenticated: "invalid_api_key",
	forbidden: "insufficient_scope",
	not_found: "not_found",
	// Of requests that repeat each other; what a document's state forbids has its own name.
	conflict: "idempotency_conflict",
	not_ready: "not_ready",
	too_large: "file_too_large",
	unsupported_format: "invalid_file_type",
	document_encrypted: "invalid_request",
	document_damaged: "invalid_request",
	document_refused: "invalid_request",
	fetch_failed: "processing_failed",
	model_not_configured: "invalid_request",
	model_failed: "processing_failed",
	unavailable: "processing_failed",
	internal: "processing_failed",
};

const codes: Partial<Record<ErrorName, ErrorCode>> = {
	invalid_request: "invalid_request",
	invalid_cursor: "invalid_request",
	https_required: "forbidden",
	insufficient_scope: "forbidden",
	not_ready: "not_ready",
	already_processing: "conflict",
};

/** One thing that is wrong with a request. */
export interface Problem {
	field: string;
	message: string;
}

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
		fetch_failed: 500,
		model_not_configured: 400,
		model_failed: 500,
		unavailable: 500,
		internal: 500,
	},
	body(error) {
		const { code, message, details } = error;
		const name = nameIn(details) ?? names[code];
		if (name === "processing_failed") return { error: name, message: "Document processing failed. Please retry." };
		if (name === "invalid_api_key")
			return { error: name, message: "The provided API key is invalid or has been revoked" };
		if (name === "invalid_file_type")
			return { error: name, message: `Unsupported file format. Supported: ${formatNames}` };
		if (Array.isArray(details)) {
			const problems = details.map(toProblem);
			return { error: name, message: sentenceFor(problems, message), details: problems };
		}
		return { error: name, message, ...shownOf(details) };
	},
	invalid(issues) {
		return invalid(
			issues.flatMap(branches).map(({ path, message }) => ({ field: path.map(String).join("."), message })),
		);
	},
	notFound: "Not found",
	methodNotAllowed: "Method not allowed",
};

/** The refusal `error` in this API's words; what `more` has is shown in the answer. */
export function refuse(error: ErrorName, message: string, more: Record<string, unknown> = {}): AppError {
	return new AppError(codes[error] ?? "internal", message, { details: { error, ...more } });
}

/** What a handler finds wrong with a request itself. */
export function invalid(problems: readonly Problem[]): AppError {
	return new AppError("invalid_request", sentenceFor(problems, "Invalid request"), { details: [...problems] });
}

/** The name under which an error is answered. */
export function errorName(error: AppError): ErrorName {
	return nameIn(error.details) ?? names[error.code];
}

function nameIn(details: unknown): ErrorName | undefined {
	const name = isObject(details) ? details.error : undefined;
	// `names` has every code of ours, and `refuse` and the shared edge give no other.
	return typeof name === "string" ? (name as ErrorName) : undefined;
}

function shownOf(details: unknown): Record<string, unknown> {
	if (!isObject(details) || nameIn(details) === undefined) return {};
	const { error: _, ...more } = details;
	return more;
}

/** The shared edge names places as the tasks API does, by `loc` and `msg`. */
function toProblem(detail: unknown): Problem {
	if (!isObject(detail)) return { field: "", message: String(detail) };
	if (!Array.isArray(detail.loc)) return { field: String(detail.field ?? ""), message: String(detail.message ?? "") };
	return { field: detail.loc.slice(1).join("."), message: String(detail.msg) };
}

function sentenceFor(problems: readonly Problem[], otherwise: string): string {
	const [first] = problems;
	if (first === undefined) return otherwise;
	return first.field === "" ? first.message : `${first.field}: ${first.message}`;
}

/** Of a union, what the branch that came furthest refuses. */
function branches(issue: core.$ZodIssue): readonly core.$ZodIssue[] {
	if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
	const depth = (errors: readonly core.$ZodIssue[]) => Math.max(0, ...errors.map(({ path }) => path.length));
	const closest = issue.errors.reduce((best, errors) => (depth(errors) > depth(best) ? errors : best));
	return closest.flatMap((inner) => branches({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
