import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Refusal } from "../../accounts/accounts.ts";
import { AppError } from "../../errors.ts";
import { refusalOf } from "../auth.ts";
import type { Dialect } from "../http.ts";
import { toValidationErrors, type ValidationError } from "../validation.ts";

/** What a schema refuses. The original's framework said 422, its documentation 400: contract D2. */
const invalidInput: ContentfulStatusCode = 400;

const refusals: Partial<Record<Refusal, string>> = {
	not_authenticated: "Not authenticated",
	invalid: "Invalid or expired token",
	user_not_found: "User not found",
};

/** How the tagging API says what went wrong: `{detail}`, one sentence, and `errors` beside it for refused input. */
export const dialect: Dialect = {
	statuses: {
		invalid_request: invalidInput,
		bad_request: 400,
		missing_file_name: 400,
		unauthenticated: 401,
		forbidden: 403,
		not_found: 404,
		conflict: 409,
		not_ready: 400,
		too_large: 400,
		unsupported_format: 400,
		document_encrypted: 400,
		document_damaged: 400,
		document_refused: 400,
		fetch_failed: 400,
		model_not_configured: 400,
		model_failed: 500,
		unavailable: 500,
		internal: 500,
	},
	body(error) {
		if (error.details instanceof InvalidInput) return { detail: error.message, errors: error.details.errors };
		const reason = refusalOf(error);
		return { detail: (reason && refusals[reason]) ?? error.message };
	},
	invalid(issues, target, value) {
		const errors = toValidationErrors(issues, target, value);
		const [first] = errors;
		const field = first?.loc.slice(1).join(".") || (first?.loc[0] ?? "body");
		const detail = `${field}: ${first?.msg ?? "Invalid input"}`;
		return new AppError("invalid_request", detail, { details: new InvalidInput(errors) });
	},
	notFound: "Not Found",
	methodNotAllowed: "Method Not Allowed",
};

class InvalidInput {
	readonly errors: ValidationError[];

	constructor(errors: ValidationError[]) {
		this.errors = errors;
	}
}
