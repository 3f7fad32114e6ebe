import { AppError, isAppError } from "../../errors.ts";

/** Names what failed where something unforeseen did; the reason itself is for the log. */
export async function failing<Result>(
	what: string,
	work: Promise<Result>,
	{ withReason = true }: { withReason?: boolean } = {},
): Promise<Result> {
	try {
		return await work;
	} catch (error) {
		if (isAppError(error) && error.code !== "internal") throw error;
		throw new AppError("internal", withReason ? `${what}: unexpected error` : what, { cause: error });
	}
}

export function refused(message: string): AppError {
	return new AppError("invalid_request", message);
}
