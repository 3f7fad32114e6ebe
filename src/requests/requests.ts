import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { decryptSecret, encryptSecret } from "../lib/secrets.ts";
import type { Statement } from "../platform/database.ts";
import { findRequest, insertRequest, removeRequest, removeRequestsBefore } from "./store.ts";

/** How long a key stands for its first request: 24 hours. */
const keptMs = 24 * 3_600_000;

/** A request that its client may repeat without doing it twice. */
export interface RepeatableRequest {
	owner: string;
	/** Method and path. */
	route: string;
	/** The client's `Idempotency-Key`. */
	key: string;
	/** SHA-256 over what was asked: fields and file digests, not bytes of the transport. */
	fingerprint: string;
}

export interface StoredAnswer {
	status: number;
	/** JSON text. */
	body: string;
}

/** The answer given before under this key; throws `conflict` if that request was another one. */
export async function findAnswer(ctx: Context, request: RepeatableRequest): Promise<StoredAnswer | undefined> {
	const stored = await findRequest(ctx, request, ctx.now() - keptMs);
	if (stored === undefined) return undefined;
	if (stored.fingerprint !== request.fingerprint) {
		throw new AppError("conflict", "Idempotency-Key was used with another request");
	}
	const body = await decryptSecret(ctx.config.DATA_KEY, placeOf(request), stored.body);
	return { status: stored.status, body };
}

/**
 * Statements that record the answer; written in the transaction of what the request makes, they let one of several equal
 * requests win and the others fail with a unique violation. Answers may hold secrets, so they are stored encrypted.
 */
export async function answerStatements(
	ctx: Context,
	request: RepeatableRequest,
	answer: StoredAnswer,
): Promise<Statement[]> {
	const body = await encryptSecret(ctx.config.DATA_KEY, placeOf(request), answer.body);
	const now = ctx.now();
	return [
		removeRequest(ctx, request, now - keptMs),
		insertRequest(ctx, { ...request, status: answer.status, body, createdAt: now }),
	];
}

/** A request that ended in an error of ours may be tried again under its key. */
export async function forgetAnswer(ctx: Context, request: RepeatableRequest): Promise<void> {
	await removeRequest(ctx, request, ctx.now() + 1);
}

export async function removeOldAnswers(ctx: Context): Promise<void> {
	await removeRequestsBefore(ctx, ctx.now() - keptMs);
}

function placeOf(request: RepeatableRequest): string {
	return `idempotency/${request.route}/${request.key}`;
}
