import type { Context } from "../../context.ts";
import { AppError, isAppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import { logError } from "../../lib/log.ts";
import { nextTurn } from "../../lib/turn.ts";
import type { FoundChunk } from "../../retrieval/retrieval.ts";
import { type Draft, writeDraft } from "./draft.ts";
import type { AnswerEvent } from "./events.ts";
import { findChunks, isOfWhole } from "./found.ts";
import { HeldLease, LeaseLost, leaseMs } from "./lease.ts";
import { chooseMaker, type Maker } from "./maker.ts";
import { toSources, toStoredCitations } from "./sources.ts";
import {
	type AnswerOrder,
	type Exchange,
	findQuestion,
	insertAnswer,
	isAwaited,
	type Lease,
	listExchanges,
	listOverdue,
	releaseOverdue,
	takeLease,
} from "./store.ts";

export type { AnswerOrder } from "./store.ts";

/** A stored question whose answer is to be written by whoever holds the lease. */
export interface Turn {
	lease: Lease;
	question: string;
	maker: Maker;
	/** In the owner's library; undefined: still to be searched. */
	found?: readonly FoundChunk[];
	/** Earlier questions and their answers, oldest first; undefined: still to be read. */
	history?: readonly Exchange[];
}

/** Earlier questions that an answer may lean on. */
export const historyLength = 20;
const unexpected = "The answer could not be written because of an unexpected error.";

export type Emit = (event: AnswerEvent, cause?: unknown) => void;

/**
 * Writes the answer of a stored question, tells it piece by piece, and stores it when it is whole. Ends with `done` or `failed`; after a
 * failure nothing is stored and the conversation is free. Never throws.
 */
export async function writeAnswer(ctx: Context, turn: Turn, emit: Emit): Promise<void> {
	const lease = new HeldLease(ctx, turn.lease);
	try {
		// Whoever waits for the first byte has it before the work begins.
		await nextTurn();
		const { documentId, draft, found } = await draftOf(ctx, turn, lease, emit);
		const { text, tokenCount } = draft;
		const citations = toStoredCitations(draft.citations);
		const sources = documentId === null ? toSources(found, citations) : null;
		const answer = { lease: turn.lease, text, citations, tokenCount, sources };
		lease.end();
		if (!(await keep(ctx, answer))) throw new LeaseLost("The conversation has gone on without this answer.");
		emit({ type: "done", messageId: turn.lease.answerId, citations, tokenCount });
	} catch (error) {
		await lease.release();
		emit({ type: "failed", message: messageOf(error) }, error);
	} finally {
		lease.end();
	}
}

async function draftOf(ctx: Context, turn: Turn, lease: HeldLease, emit: Emit) {
	const history = turn.history ?? (await listExchanges(ctx, turn.lease.conversationId, historyLength));
	const { documentId, found } = await foundFor(ctx, { ...turn, history }, lease);
	const draft: Draft = await writeDraft({
		...turn.maker,
		question: turn.question,
		found,
		isOfWhole: isOfWhole(documentId, turn.question, history),
		history,
		table: await ctx.wordTable(),
		signal: lease.signal,
		emit: (text) => emit({ type: "delta", text }),
	});
	return { documentId, draft, found };
}

/** A guest may become a user between any two lines, and takes the document along: what was not found is looked for as the user's. */
async function foundFor(ctx: Context, turn: Turn & { history: readonly Exchange[] }, lease: HeldLease) {
	// Of a library, a moment ago: the lease that came with the question is still good.
	if (turn.found !== undefined) return { documentId: null, found: turn.found };
	for (let asked = ""; ; ) {
		const { owner, documentId } = await lease.subject();
		const { question, history, maker } = turn;
		const found = await findChunks(ctx, { owner, documentId }, { question, history, limit: maker.config.topK });
		if (found.length > 0 || owner === asked) return { documentId, found };
		asked = owner;
	}
}

/** The store may stall; storing an answer again changes nothing. */
async function keep(ctx: Context, answer: Omit<Parameters<typeof insertAnswer>[1], "now">): Promise<boolean> {
	for (let tries = 1; ; tries++) {
		try {
			return await insertAnswer(ctx, { ...answer, now: ctx.now() });
		} catch (error) {
			if (tries === 3) throw error;
			await new Promise((resolve) => setTimeout(resolve, 200 * tries));
		}
	}
}

function messageOf(error: unknown): string {
	if (isAppError(error) || error instanceof LeaseLost) return error.message;
	logError("an answer could not be written", error);
	return unexpected;
}

/** The failure of an answer of which nothing was told yet, as a request answers it. */
export function refusalOf(error: unknown): AppError {
	if (isAppError(error)) return error;
	if (error instanceof LeaseLost) return new AppError("conflict", error.message);
	return new AppError("internal", unexpected);
}

/**
 * Finishes an answer whose writer has gone, as the delayed message orders it. `busy`: its writer is alive, and the order is to be given
 * again later.
 */
export async function finishAnswer(ctx: Context, order: AnswerOrder): Promise<"over" | "busy"> {
	const lease = { ...order, token: newId() };
	const now = ctx.now();
	const subject = await takeLease(ctx, lease, { now, until: now + leaseMs });
	if (subject === undefined) return (await isAwaited(ctx, order)) ? "busy" : "over";
	const question = await findQuestion(ctx, order.questionId);
	if (question === undefined) return "over";
	const maker = await makerFor(ctx, subject.owner, lease);
	if (maker !== undefined) await writeAnswer(ctx, { lease, question, maker }, () => undefined);
	return "over";
}

/** A reminder comes first; what is later than this has lost it. */
const lostAfterMs = 60_000;
/** An answer that nobody could finish for so long is given up. */
const givenUpAfterMs = 3_600_000;

/** Answers whose writers and reminders are lost, to be ordered again; those that are lost for an hour are given up. */
export async function lostAnswers(ctx: Context, limit: number): Promise<AnswerOrder[]> {
	const now = ctx.now();
	const times = { overdueAt: now - lostAfterMs, since: now - givenUpAfterMs };
	await releaseOverdue(ctx, times);
	return await listOverdue(ctx, { ...times, limit });
}

/** Undefined where there is none any more: settings may have changed since the question. */
async function makerFor(ctx: Context, owner: string, lease: Lease): Promise<Maker | undefined> {
	try {
		return await chooseMaker(ctx, owner);
	} catch (error) {
		if (!isAppError(error)) throw error;
		await new HeldLease(ctx, lease).release();
		return undefined;
	}
}
