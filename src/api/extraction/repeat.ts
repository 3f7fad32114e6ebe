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
type KeepAnswer = (answer: object) => ReturnType<RecordAnswer>;
/** Keeps it by itself, where the request turned out to have nothing to write. */
type KeepAlone = (answer: object) => Promise<void>;

type Make = (keep: KeepAnswer, keepAlone: KeepAlone) => Promise<object>;
type GivenAnswer = StoredAnswer & { repeated: boolean };

/**
 * Carries out a POST, which its client may repeat under an `Idempotency-Key`: `make` does what is asked, gives the answer and sees to it that it
 * is kept. `said` is what was asked, beside the path: parsed fields, and a file by its SHA-256. A refusal is kept too, once the request was
 * understood; what may pass by itself (429, 5xx) is not.
 */
export async function carryOut(http: Http, said: unknown, make: Make): Promise<GivenAnswer> {
	const ctx = http.get("ctx");
	const request = repeatable(http, said);
	try {
		return await answerOnce(ctx, request, async (record) => {
			const keepAlone = async (answer: object) => {
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

/** The same as an answer: JSON of the route's schema already, and the same bytes when the request is repeated, so of any route's type. */
export async function answerPost(http: Http, said: unknown, make: Make): Promise<never> {
	return respond(http, await carryOut(http, said, make)) as never;
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
