import type { TypedResponse } from "hono";
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
type KeepAnswer<Answer> = (answer: Answer) => ReturnType<RecordAnswer>;
/** Keeps it by itself, where the request turned out to have nothing to write. */
type KeepAlone<Answer> = (answer: Answer) => Promise<void>;

type Make<Answer> = (keep: KeepAnswer<Answer>, keepAlone: KeepAlone<Answer>) => Promise<Answer>;
type GivenAnswer = StoredAnswer & { repeated: boolean };

/**
 * Carries out a POST, which its client may repeat under an `Idempotency-Key`: `make` does what is asked, gives the answer and sees to it that it
 * is kept. `said` is what was asked, beside the path: parsed fields, and a file by its SHA-256. A refusal is kept too, once the request was
 * understood; what may pass by itself (429, 5xx) is not.
 */
export async function carryOut<Answer extends object>(
	http: Http,
	said: unknown,
	make: Make<Answer>,
): Promise<GivenAnswer> {
	const ctx = http.get("ctx");
	const request = repeatable(http, said);
	try {
		return await answerOnce(ctx, request, async (record) => {
			const keepAlone = async (answer: Answer) => {
				if (request !== undefined) await keepAnswer(ctx, request, toStored(answer));
			};
			return toStored(await make((answer) => record(toStored(answer)), keepAlone));
		});
	} catch (error) {
		if (request !== undefined && isAppError(error) && isLasting(error)) {
			await keepAnswer(ctx, request, toStored(dialect.body(error, http), dialect.statuses[error.code]));
		}
		throw error;
	}
}

/** The same as a route's answer. */
export async function answerPost<Answer extends object>(
	http: Http,
	said: unknown,
	make: Make<Answer>,
): Promise<Response & TypedResponse<Answer, 200, "json">> {
	const response = respond(http, await carryOut(http, said, make));
	// Its JSON is that of an answer of `make`, or of a refusal, which no route declares.
	return response as Response & TypedResponse<Answer, 200, "json">;
}

export function respond(http: Http, { status, body, repeated }: GivenAnswer): Response {
	http.header("Content-Type", "application/json");
	if (repeated) http.header("Idempotent-Replayed", "true");
	// Only statuses that this API has given are stored.
	return http.body(body, status as ContentfulStatusCode);
}

function toStored(answer: object, status = 200): StoredAnswer {
	return { status, body: JSON.stringify(answer) };
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
