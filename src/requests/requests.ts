import type { Context } from "../context.ts";
import { AppError, isAppError } from "../errors.ts";
import { decryptSecret, encryptSecret } from "../lib/secrets.ts";
import { isUniqueViolation, runBatch, type Statement } from "../platform/database.ts";
import { findRequest, insertRequest, removeRequest, removeRequestsBefore } from "./store.ts";

export { type AnsweredCall, listCalls, noteCall, removeOldCalls } from "./audit/audit.ts";
export type { AuditEntry } from "./audit/store.ts";
export { type CallVerdict, windowSeconds } from "./call-window.ts";

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

/** Statements that record an answer, for the transaction of what the request makes. */
export type RecordAnswer = (answer: StoredAnswer) => Promise<Statement[]>;

/**
 * Answers a request that may be repeated: the first one is carried out by `make`, which writes what `record` gives in the
 * same transaction as what it makes, so that of several equal requests just one succeeds; the others get its answer.
 * Without a request there is nothing to repeat. Throws `conflict` where the key was used for another request. What ends
 * in an error of ours is not kept.
 */
export async function answerOnce(
	ctx: Context,
	request: RepeatableRequest | undefined,
	make: (record: RecordAnswer) => Promise<StoredAnswer>,
): Promise<StoredAnswer & { repeated: boolean }> {
	if (request === undefined) return { ...(await make(async () => [])), repeated: false };
	const earlier = await findAnswer(ctx, request);
	if (earlier !== undefined) return { ...earlier, repeated: true };
	try {
		return { ...(await make((answer) => answerStatements(ctx, request, answer))), repeated: false };
	} catch (error) {
		const isTaken = isUniqueViolation(error) || isAppError(error, "invalid_request");
		const winner = isTaken ? await findAnswer(ctx, request) : undefined;
		if (winner !== undefined) return { ...winner, repeated: true };
		if (isAppError(error, "internal")) await removeRequest(ctx, request, ctx.now());
		throw error;
	}
}

/** Keeps an answer that goes with nothing that was written: a refusal. One that is there already stays. */
export async function keepAnswer(ctx: Context, request: RepeatableRequest, answer: StoredAnswer): Promise<void> {
	try {
		await runBatch(ctx.db, await answerStatements(ctx, request, answer));
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
	}
}

async function findAnswer(ctx: Context, request: RepeatableRequest): Promise<StoredAnswer | undefined> {
	const stored = await findRequest(ctx, request, ctx.now() - keptMs);
	if (stored === undefined) return undefined;
	if (stored.fingerprint !== request.fingerprint) {
		throw new AppError("conflict", "Idempotency-Key was used with another request");
	}
	const body = await decryptSecret(ctx.config.DATA_KEY, placeOf(request), stored.body);
	return { status: stored.status, body };
}

/** Answers may hold secrets (a new key's token), so they are stored encrypted. */
async function answerStatements(ctx: Context, request: RepeatableRequest, answer: StoredAnswer): Promise<Statement[]> {
	const body = await encryptSecret(ctx.config.DATA_KEY, placeOf(request), answer.body);
	const now = ctx.now();
	return [
		removeRequest(ctx, request, now - keptMs),
		insertRequest(ctx, { ...request, status: answer.status, body, createdAt: now }),
	];
}

export async function removeOldAnswers(ctx: Context): Promise<void> {
	await removeRequestsBefore(ctx, ctx.now() - keptMs);
}

function placeOf(request: RepeatableRequest): string {
	return `idempotency/${request.route}/${request.key}`;
}
