import { type JsonValue, type LibraryJobKind, startLibraryJob } from "../../jobs/jobs.ts";
import { answerOnce } from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";

/**
 * Starts a job of the caller's and answers 202 with its id. Under an `Idempotency-Key` a repeated request gets the answer of the first
 * one; without, a second job of the kind is refused while the first is not over.
 */
export async function startOnce(http: Http, kind: LibraryJobKind, config: JsonValue): Promise<never> {
	const ctx = http.get("ctx");
	const owner = requireUser(http).id;
	const answerOf = (jobId: string) => ({ status: 202, body: JSON.stringify({ data: { jobId } }) });
	const { body } = await answerOnce(ctx, repeatableRequest(http, owner, config), async (record) =>
		answerOf(await startLibraryJob(ctx, { owner, kind, config }, (id) => record(answerOf(id)))),
	);
	// JSON of the schema's shape already, and the same bytes when the request is repeated.
	return http.body(body, 202, { "Content-Type": "application/json" }) as never;
}
