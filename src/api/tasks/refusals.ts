import { AppError } from "../../errors.ts";

/** A field of the body that is not there, in the words of the validation list. */
export function missing(field: string): AppError {
	return refusal([{ loc: ["body", field], msg: "Field required", type: "missing", input: null }]);
}

/** A field of the body whose value cannot be taken. */
export function refused(field: string, msg: string, input: unknown, type = "value_error"): AppError {
	return refusal([{ loc: ["body", field], msg, type, input }]);
}

function refusal(details: { loc: string[]; msg: string; type: string; input: unknown }[]): AppError {
	return new AppError("invalid_request", details[0]?.msg ?? "Invalid request", { details });
}
