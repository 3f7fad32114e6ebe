import type { Context } from "../context.ts";
import { connectionOf, openServer } from "../library/library.ts";
import { deleteDocument, getDocument, isPaperlessError } from "../paperless/paperless.ts";
import type { DocumentServer } from "./deletion.ts";

/** Of one attempt; the deletion of a document is no long work. */
const timeoutMs = 30_000;

/** The owner's Paperless server as a deletion sees it; undefined without a connection. */
export async function openDocumentServer(
	ctx: Context,
	owner: string,
	signal?: AbortSignal,
	limits: { timeoutMs?: number; maxRetries?: number } = {},
): Promise<DocumentServer | undefined> {
	const connection = await connectionOf(ctx, owner);
	if (connection === undefined) return undefined;
	const paperless = openServer(ctx, connection, { ...(signal && { signal }), timeoutMs, ...limits });
	let isFailing = false;
	const watched = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
		try {
			const answer = await call();
			isFailing = false;
			return answer;
		} catch (error) {
			isFailing = isPaperlessError(error) && error.isPassing;
			throw error;
		}
	};
	return {
		get isFailing() {
			return isFailing;
		},
		async modifiedOf(paperlessId) {
			try {
				return (await watched(() => getDocument(paperless, "state", paperlessId))).modified;
			} catch (error) {
				if (isPaperlessError(error, "gone")) return undefined;
				throw error;
			}
		},
		async remove(paperlessId) {
			await watched(() => deleteDocument(paperless, paperlessId));
		},
	};
}
