import { AppError } from "../../errors.ts";
import type { Dialect } from "../http.ts";
import { toValidationErrors } from "../validation.ts";

/** FastAPI's way: `{"detail": "…"}`, and a list where a schema refuses. */
export const dialect: Dialect = {
	statuses: {
		invalid_request: 422,
		bad_request: 400,
		missing_file_name: 400,
		unauthenticated: 401,
		forbidden: 403,
		not_found: 404,
		conflict: 409,
		not_ready: 409,
		too_large: 413,
		unsupported_format: 415,
		document_encrypted: 409,
		document_damaged: 409,
		document_refused: 409,
		fetch_failed: 502,
		model_not_configured: 503,
		model_failed: 502,
		unavailable: 503,
		internal: 500,
	},
	body: (error) => ({
		detail: error.code === "invalid_request" && Array.isArray(error.details) ? error.details : error.message,
	}),
	invalid: (issues, target, value) =>
		new AppError("invalid_request", "Validation error", { details: toValidationErrors(issues, target, value) }),
	notFound: "Not Found",
	methodNotAllowed: "Method Not Allowed",
};
