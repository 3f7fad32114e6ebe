import type { Context } from "../../context.ts";
import { getConverted } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import { logError } from "../../lib/log.ts";
import { answerOnce, type RepeatableRequest } from "../../requests/requests.ts";
import type { Source } from "../citation.ts";
import { getThread } from "../conversations/conversations.ts";
import { findConversation } from "../conversations/store.ts";
import type { AnswerEvent } from "./events.ts";
import { findChunks } from "./found.ts";
import { leaseMs } from "./lease.ts";
import { chooseMaker } from "./maker.ts";
import { againFor } from "./repeat.ts";
import { toSources } from "./sources.ts";
import { type AnswerOrder, insertQuestion, isBusy, type Lease, listExchanges, type NewQuestion } from "./store.ts";
import { historyLength, refusalOf, type Turn, writeAnswer } from "./turn.ts";

export interface Asked {
	owner: string;
	/** Not blank. */
	question: string;
	/** The conversation to go on with; a new one where there is none. */
	conversationId?: string | undefined;
	/** The request, where its client may repeat it. */
	repeatable?: RepeatableRequest | undefined;
}

export interface AskedInThread extends Omit<Asked, "conversationId"> {
	threadId: string;
}

/** A question that is stored and whose answer is being written. */
export interface StartedAnswer extends AnswerOrder {
	/** What was found for a question to the library; empty in a thread, which is searched while the answer is written. */
	sources: readonly Source[];
	/** To be read once. The answer is finished and stored also where nobody reads it. */
	events: ReadableStream<AnswerEvent>;
}

/** When an answer that is still missing is looked after; its writer has 30 seconds after its client has gone. */
export const finishAfterSeconds = 45;
/** Of a title made of a question. */
const titleCharacters = 80;
/** A model that fails within this time fails the request; after it the answer is under way. */
const firstWordMs = 15_000;

/**
 * Asks the owner's library. Gives the answer once its first words are there, or its model has been silent for 15 s. Throws `not_found`
 * for an unknown conversation and `conflict` while one is answered there, both with nothing stored; so for `model_not_configured`.
 * Throws `model_failed` where the model gives nothing at all: the question is stored then.
 */
export async function ask(ctx: Context, asked: Asked): Promise<StartedAnswer> {
	const { owner, conversationId } = asked;
	if (conversationId !== undefined) await refuseUnknown(ctx, owner, conversationId);
	return await askOnce(ctx, asked.repeatable, { isPatient: true }, async (start) => {
		const maker = await chooseMaker(ctx, owner);
		const id = conversationId ?? newId();
		const question = asked.question.trim();
		const history = conversationId === undefined ? [] : await listExchanges(ctx, id, historyLength);
		const limit = maker.config.topK;
		const found = await findChunks(ctx, { owner, documentId: null }, { question, history, limit });
		const sources = toSources(found, []);
		return await start({
			turn: { lease: newLease(id), question, maker, history, found },
			owner,
			sources,
			isFirst: conversationId === undefined,
		});
	});
}

/**
 * Asks the document of a thread; nothing is searched yet when this returns. Throws `not_found`, `not_ready` while the document is not
 * converted, `conflict` while a question is answered in the thread, `model_not_configured`: all with nothing stored.
 */
export async function askInThread(ctx: Context, asked: AskedInThread): Promise<StartedAnswer> {
	const { owner, threadId, question } = asked;
	const thread = await getThread(ctx, owner, threadId);
	await getConverted(ctx, owner, thread.documentId);
	return await askOnce(ctx, asked.repeatable, { isPatient: false }, async (start) => {
		const maker = await chooseMaker(ctx, owner);
		return await start({
			turn: { lease: newLease(threadId), question, maker },
			owner,
			sources: null,
			isFirst: false,
		});
	});
}

async function refuseUnknown(ctx: Context, owner: string, id: string): Promise<void> {
	const conversation = await findConversation(ctx, owner, id);
	if (conversation === undefined || conversation.documentId !== null) {
		throw new AppError("not_found", "Conversation not found");
	}
}

function newLease(conversationId: string): Lease {
	return { conversationId, questionId: newId(), answerId: newId(), token: newId() };
}

interface Start extends Pick<NewQuestion, "owner" | "sources" | "isFirst"> {
	turn: Turn;
}

/**
 * Stores the question that `prepare` starts and begins to answer it. A request that is repeated is given the stored answer; where there is
 * none, because it failed or its writer has gone, the stored question is answered once more.
 */
async function askOnce(
	ctx: Context,
	repeatable: RepeatableRequest | undefined,
	{ isPatient }: { isPatient: boolean },
	prepare: (start: (begun: Start) => Promise<Start>) => Promise<Start>,
): Promise<StartedAnswer> {
	let begun: Start | undefined;
	const { body, repeated } = await answerOnce(ctx, repeatable, async (record) => {
		begun = await prepare(async (start) => {
			const { token: _, ...order } = start.turn.lease;
			const kept = await record({ status: 200, body: JSON.stringify(order) });
			await storeQuestion(ctx, start, kept);
			return start;
		});
		const { token: _, ...order } = begun.turn.lease;
		return { status: 200, body: JSON.stringify(order) };
	});
	if (!repeated && begun !== undefined) return await startWriting(ctx, begun.turn, begun.sources ?? [], isPatient);
	// Written above.
	const order = JSON.parse(body) as AnswerOrder;
	const again = await againFor(ctx, order);
	if ("turn" in again) return await startWriting(ctx, again.turn, again.sources, isPatient);
	return { ...order, ...again };
}

async function storeQuestion(ctx: Context, start: Start, alongside: Parameters<typeof insertQuestion>[2]) {
	const { owner, sources, isFirst, turn } = start;
	const { lease, question } = turn;
	const now = ctx.now();
	if (!isFirst && (await isBusy(ctx, lease.conversationId, now))) throw busy();
	const { token: _, ...order } = lease;
	const reminder = ctx.steps
		.send({ answer: order, attempt: 1 }, { delaySeconds: finishAfterSeconds })
		.catch((error) => logError("the reminder of an answer was not sent", error));
	const title = [...question.trim()].slice(0, titleCharacters).join("");
	const row = { lease, owner, question, title, sources, isFirst, now, until: now + leaseMs };
	const [isStored] = await Promise.all([insertQuestion(ctx, row, alongside), reminder]);
	if (isStored) return;
	if ((await findConversation(ctx, owner, lease.conversationId)) === undefined) {
		throw new AppError("not_found", sources === null ? "Chat thread not found" : "Conversation not found");
	}
	throw busy();
}

function busy(): AppError {
	return new AppError("conflict", "A reply is already being written");
}

/** Throws what the answer failed with where nothing of it was told before and `isPatient`. */
async function startWriting(
	ctx: Context,
	turn: Turn,
	sources: readonly Source[],
	isPatient: boolean,
): Promise<StartedAnswer> {
	const { token: _, ...order } = turn.lease;
	const { promise: isBegun, resolve, reject } = Promise.withResolvers<void>();
	// Nobody may be waiting.
	isBegun.catch(() => undefined);
	let reader: ReadableStreamDefaultController<AnswerEvent> | undefined;
	const events = new ReadableStream<AnswerEvent>({
		start: (controller) => {
			reader = controller;
		},
		cancel: () => {
			reader = undefined;
		},
	});
	const emit = (event: AnswerEvent, cause?: unknown) => {
		if (event.type === "failed") reject(refusalOf(cause));
		resolve();
		reader?.enqueue(event);
		if (event.type !== "delta") reader?.close();
	};
	ctx.waitUntil(writeAnswer(ctx, turn, emit));
	if (isPatient) await Promise.race([isBegun, firstWordAwaited(isBegun)]);
	return { ...order, sources, events };
}

/** Resolves when that time is over; not at all where the answer has begun before. */
async function firstWordAwaited(isBegun: Promise<void>): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, firstWordMs);
	const stop = () => clearTimeout(timer);
	isBegun.then(stop, stop);
	await promise;
}
