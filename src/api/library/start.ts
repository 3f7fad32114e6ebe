import { type JsonValue, type LibraryJobKind, startLibraryJob } from "../../jobs/jobs.ts";
import { answerOnce } from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";

/** Writes, in the transaction of the job, what it is given for the job's id. */
type Alongside = NonNullable<Parameters<typeof startLibraryJob>[2]>;

/**
 * Starts a job of the caller's and answers 202 with its id. Under an `Idempotency-Key` a repeated request gets the answer of the first
 * one; without, a second job of the kind is refused while the first is not over.
 */
export async function startOnce(http: Http, kind: LibraryJobKind, config: JsonValue): Promise<never> {
	const owner = requireUser(http).id;
	return await answerStarted(http, config, (alongside) =>
		startLibraryJob(http.get("ctx"), { owner, kind, config }, alongside),
	);
}

/** The same for a job that `start` starts. */
export async function answerStarted(
	http: Http,
	said: JsonValue,
	start: (alongside: Alongside) => Promise<string>,
): Promise<never> {
	const answerOf = (jobId: string) => ({ status: 202, body: JSON.stringify({ data: { jobId } }) });
	const request = repeatableRequest(http, requireUser(http).id, said);
	const { body } = await answerOnce(http.get("ctx"), request, async (record) =>
		answerOf(await start((id) => record(answerOf(id)))),
	);
	// JSON of the schema's shape already, and the same bytes when the request is repeated.
	return http.body(body, 202, { "Content-Type": "application/json" }) as never;
}
