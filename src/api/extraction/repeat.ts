import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type AppError, isAppError } from "../../errors.ts";
import {
	answerOnce,
	keepAnswer,
	type RecordAnswer,
	type RepeatableRequest,
	type StoredAnswer,
} from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import { dialect, errorName, invalid } from "./dialect.ts";

/** Statements that keep an answer, for the transaction of what the request makes. */
export type KeepAnswer = (answer: object) => ReturnType<RecordAnswer>;

/**
 * Carries out a POST, which its client may repeat under an `Idempotency-Key`: `make` does what is asked and gives the answer's JSON; it
 * writes what `keep` gives in the same transaction. `said` is what was asked, beside the path: parsed fields, and a file by its SHA-256. A
 * refusal is kept too, once the request was understood; what may pass by itself (429, 5xx) is not.
 */
export async function carryOut(
	http: Http,
	said: unknown,
	make: (keep: KeepAnswer) => Promise<object>,
): Promise<StoredAnswer & { repeated: boolean }> {
	const ctx = http.get("ctx");
	const request = repeatable(http, said);
	const toAnswer = (answer: object): StoredAnswer => ({ status: 200, body: JSON.stringify(answer) });
	try {
		return await answerOnce(ctx, request, async (record) => toAnswer(await make((answer) => record(toAnswer(answer)))));
	} catch (error) {
		if (request !== undefined && isAppError(error) && isLasting(error)) {
			const body = JSON.stringify(dialect.body(error, http));
			await keepAnswer(ctx, request, { status: dialect.statuses[error.code], body });
		}
		throw error;
	}
}

/** The same as an answer: JSON of the route's schema already, and the same bytes when the request is repeated, so of any route's type. */
export async function answerPost(
	http: Http,
	said: unknown,
	make: (keep: KeepAnswer) => Promise<object>,
): Promise<never> {
	return respond(http, await carryOut(http, said, make)) as never;
}

export function respond(http: Http, { status, body, repeated }: StoredAnswer & { repeated: boolean }): Response {
	http.header("Content-Type", "application/json");
	if (repeated) http.header("Idempotent-Replayed", "true");
	// Only statuses that this API has given are stored.
	return http.body(body, status as ContentfulStatusCode);
}

function isLasting(error: AppError): boolean {
	return dialect.statuses[error.code] < 500 && errorName(error) !== "idempotency_conflict";
}

function repeatable(http: Http, said: unknown): RepeatableRequest | undefined {
	if (http.req.header("idempotency-key") === "") {
		throw invalid([{ field: "Idempotency-Key", message: "Must have 1 to 255 characters" }]);
	}
	return repeatableRequest(http, requireUser(http).id, said, http.req.path.replace(/\/$/, ""));
}
