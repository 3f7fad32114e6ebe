import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias, type SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { Context } from "../../context.ts";
import { isMissingValue, runBatch, type Statement } from "../../platform/database.ts";
import { conversations, messages } from "../../platform/retrieval-tables.ts";
import type { Citation, Source } from "../citation.ts";

/** Names of an answer that is to be written. */
export interface AnswerOrder {
	conversationId: string;
	questionId: string;
	/** Of the message that the answer will be, whoever finishes it. */
	answerId: string;
}

/** The right to write an answer: of whoever has the token, until the time stored with it. */
export interface Lease extends AnswerOrder {
	token: string;
}

export interface Exchange {
	question: string;
	answer: string;
}

const holds = (lease: Lease) =>
	and(eq(conversations.id, lease.conversationId), eq(conversations.answerToken, lease.token));

const noLease = { answering: null, answerId: null, answerToken: null, answerUntil: null };

export interface NewQuestion {
	lease: Lease;
	owner: string;
	question: string;
	/** Replaces the title of a conversation that has neither a title of its own nor a message. */
	title: string;
	sources: readonly Source[] | null;
	/** The conversation is made for it. */
	isFirst: boolean;
	now: number;
	until: number;
}

/**
 * Stores the question and takes the lease, or does neither: false where somebody else has the lease, or the conversation is not there.
 * `alongside` is written in the same transaction.
 */
export async function insertQuestion(
	ctx: Context,
	asked: NewQuestion,
	alongside: readonly Statement[],
): Promise<boolean> {
	const { lease, owner, question, title, sources, isFirst, now, until } = asked;
	const id = lease.conversationId;
	const begin = ctx.db
		.insert(conversations)
		.values({ id, owner, documentId: null, title, hasOwnTitle: false, createdAt: now, updatedAt: now });
	const isUntitled = sql`${conversations.hasOwnTitle} = 0 and not exists (
		select 1 from messages where messages.conversation_id = ${id})`;
	const claim = ctx.db
		.update(conversations)
		.set({
			answering: lease.questionId,
			answerId: lease.answerId,
			answerToken: lease.token,
			answerUntil: until,
			updatedAt: sql`max(${conversations.updatedAt}, ${now})`,
			title: sql`case when ${isUntitled} then ${title} else ${conversations.title} end`,
		})
		.where(
			and(
				eq(conversations.id, id),
				eq(conversations.owner, owner),
				or(isNull(conversations.answerToken), lte(conversations.answerUntil, now)),
			),
		);
	const insert = ctx.db.insert(messages).values({
		id: lease.questionId,
		// Nothing where the claim found nothing to claim: the transaction fails, and the question is nowhere.
		conversationId: sql`(select ${conversations.id} from ${conversations} where ${holds(lease)})`,
		role: "user",
		content: question,
		sources: sources === null ? null : JSON.stringify(sources),
		createdAt: now,
	});
	try {
		await runBatch(ctx.db, [...(isFirst ? [begin] : []), claim, insert, ...alongside]);
		return true;
	} catch (error) {
		if (isMissingValue(error, "messages.conversation_id")) return false;
		throw error;
	}
}

/** What a turn needs to know of its conversation. */
export interface Subject {
	owner: string;
	documentId: string | null;
}

const subject = { owner: conversations.owner, documentId: conversations.documentId };

/** Prolongs the lease; undefined where it is not the holder's any more, or the conversation is gone. Its owner may be another by now. */
export async function renewLease(ctx: Context, lease: Lease, until: number): Promise<Subject | undefined> {
	return await changeLease(ctx, { answerUntil: until }, holds(lease));
}

/** Takes the lease of a question that is still to be answered and whose holder has gone; undefined where there is none to take. */
export async function takeLease(
	ctx: Context,
	lease: Lease,
	{ now, until }: { now: number; until: number },
): Promise<Subject | undefined> {
	return await changeLease(
		ctx,
		{ answerToken: lease.token, answerUntil: until },
		and(
			eq(conversations.id, lease.conversationId),
			eq(conversations.answering, lease.questionId),
			lte(conversations.answerUntil, now),
		),
	);
}

/** The same for a question whose answer failed: nobody is answering in the conversation, and it has no answer. */
export async function retakeLease(
	ctx: Context,
	lease: Lease,
	{ now, until }: { now: number; until: number },
): Promise<Subject | undefined> {
	return await changeLease(
		ctx,
		{
			answering: lease.questionId,
			answerId: lease.answerId,
			answerToken: lease.token,
			answerUntil: until,
			updatedAt: sql`max(${conversations.updatedAt}, ${now})`,
		},
		and(
			eq(conversations.id, lease.conversationId),
			or(isNull(conversations.answerToken), lte(conversations.answerUntil, now)),
			sql`exists (select 1 from messages where messages.id = ${lease.questionId}
				and messages.conversation_id = ${lease.conversationId})`,
			sql`not exists (select 1 from messages where messages.answer_to = ${lease.questionId})`,
		),
	);
}

/** Undefined where the condition does not hold of any conversation: then nothing changed. */
async function changeLease(
	ctx: Context,
	values: SQLiteUpdateSetSource<typeof conversations>,
	condition: SQL | undefined,
): Promise<Subject | undefined> {
	const changed = await ctx.db.update(conversations).set(values).where(condition).returning(subject);
	return changed[0];
}

export async function releaseLease(ctx: Context, lease: Lease): Promise<void> {
	await ctx.db.update(conversations).set(noLease).where(holds(lease));
}

/** Answers whose lease ran out before `overdueAt`, of conversations that were used after `since`: their writers have gone. */
export async function listOverdue(
	ctx: Context,
	{ overdueAt, since, limit }: { overdueAt: number; since: number; limit: number },
): Promise<AnswerOrder[]> {
	const { id, answering, answerId, answerUntil, updatedAt } = conversations;
	const rows = await ctx.db
		.select({ conversationId: id, questionId: answering, answerId })
		.from(conversations)
		.where(and(isNotNull(answerUntil), lte(answerUntil, overdueAt), gt(updatedAt, since)))
		.limit(limit);
	return rows.flatMap(({ conversationId, questionId, answerId }) =>
		questionId === null || answerId === null ? [] : [{ conversationId, questionId, answerId }],
	);
}

/** Gives up answers that nobody could finish in conversations that were not used since. */
export async function releaseOverdue(
	ctx: Context,
	{ overdueAt, since }: { overdueAt: number; since: number },
): Promise<void> {
	const { answerUntil, updatedAt } = conversations;
	await ctx.db
		.update(conversations)
		.set(noLease)
		.where(and(isNotNull(answerUntil), lte(answerUntil, overdueAt), lte(updatedAt, since)));
}

/** True while a question waits for its answer, whoever may be writing it. */
export async function isAwaited(ctx: Context, order: AnswerOrder): Promise<boolean> {
	const row = await ctx.db
		.select({ id: conversations.id })
		.from(conversations)
		.where(and(eq(conversations.id, order.conversationId), eq(conversations.answering, order.questionId)))
		.get();
	return row !== undefined;
}

/** True while somebody has the lease. */
export async function isBusy(ctx: Context, conversationId: string, now: number): Promise<boolean> {
	const row = await ctx.db
		.select({ id: conversations.id })
		.from(conversations)
		.where(and(eq(conversations.id, conversationId), sql`${conversations.answerUntil} > ${now}`))
		.get();
	return row !== undefined;
}

export interface FinishedAnswer {
	lease: Lease;
	text: string;
	citations: readonly Citation[];
	tokenCount: number | null;
	/** Of the question, with what is quoted of them; null: those that are stored stay. */
	sources: readonly Source[] | null;
	now: number;
}

/**
 * Stores the answer and gives the lease back; false where the lease is not the holder's any more, so that another answer may be stored, or
 * the conversation is gone. Storing it again changes nothing.
 */
export async function insertAnswer(ctx: Context, answer: FinishedAnswer): Promise<boolean> {
	const { lease, text, citations, tokenCount, sources, now } = answer;
	const { answerId, conversationId, questionId } = lease;
	const insert = ctx.db
		.insert(messages)
		.select(
			// In the order of the table's columns.
			sql`select null, ${answerId}, ${conversations.id}, 'assistant', ${text}, ${JSON.stringify(citations)}, ${tokenCount}, ${questionId}, ${now}
				from ${conversations} where ${holds(lease)}`,
		)
		.onConflictDoNothing();
	const quoted = ctx.db
		.update(messages)
		.set({ sources: sources === null ? messages.sources : JSON.stringify(sources) })
		.where(and(eq(messages.id, questionId), sql`exists (select 1 from ${conversations} where ${holds(lease)})`));
	const release = ctx.db
		.update(conversations)
		.set({ ...noLease, updatedAt: sql`max(${conversations.updatedAt}, ${now})` })
		.where(holds(lease));
	const [, , , kept] = await ctx.db.batch([
		insert,
		quoted,
		release,
		ctx.db
			.select({ id: messages.id })
			.from(messages)
			.where(and(eq(messages.id, answerId), eq(messages.conversationId, conversationId), eq(messages.content, text))),
	]);
	return kept.length > 0;
}

export async function findQuestion(ctx: Context, questionId: string): Promise<string | undefined> {
	const row = await ctx.db
		.select({ content: messages.content })
		.from(messages)
		.where(eq(messages.id, questionId))
		.get();
	return row?.content;
}

/** The latest questions that were answered, with their answers, the oldest first. */
export async function listExchanges(ctx: Context, conversationId: string, limit: number): Promise<Exchange[]> {
	const answers = alias(messages, "answers");
	const rows = await ctx.db
		.select({ question: messages.content, answer: answers.content })
		.from(answers)
		.innerJoin(messages, eq(messages.id, answers.answerTo))
		.where(and(eq(answers.conversationId, conversationId), isNotNull(answers.answerTo)))
		.orderBy(sql`${answers.number} desc`)
		.limit(limit);
	return rows.reverse();
}

/** A question of the conversation and, once it has one, its answer, as they are stored. */
export async function findExchange(ctx: Context, order: AnswerOrder) {
	const rows = await ctx.db
		.select()
		.from(messages)
		.where(
			and(eq(messages.conversationId, order.conversationId), inArray(messages.id, [order.questionId, order.answerId])),
		)
		.orderBy(asc(messages.number));
	return {
		question: rows.find(({ role }) => role === "user"),
		answer: rows.find(({ role }) => role === "assistant"),
	};
}
