import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { isMissingValue, runBatch, type Statement } from "../../platform/database.ts";
import { conversations, messages } from "../../platform/retrieval-tables.ts";
import { documents } from "../../platform/tables.ts";
import type { Citation, Source } from "../citation.ts";
import type { Conversation, ListedConversation, Message, Page } from "./conversations.ts";

const shown = {
	id: conversations.id,
	documentId: conversations.documentId,
	title: conversations.title,
	createdAt: conversations.createdAt,
	updatedAt: conversations.updatedAt,
};

const ofLibrary = (owner: string) => and(eq(conversations.owner, owner), isNull(conversations.documentId));

/** By the tables' names: the query builder leaves them out of a column's where there is no join. */
const messageCount = sql<number>`(select count(*) from messages where messages.conversation_id = conversations.id)`;

export async function listConversations(
	ctx: Context,
	owner: string,
	page: Page,
): Promise<{ items: ListedConversation[]; total: number }> {
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select({ ...shown, messageCount: messageCount.as("message_count") })
			.from(conversations)
			.where(ofLibrary(owner))
			.orderBy(desc(conversations.updatedAt), desc(conversations.id))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(conversations).where(ofLibrary(owner)),
	]);
	return { items, total: counted?.total ?? 0 };
}

export async function countConversations(
	ctx: Context,
	owner: string,
): Promise<{ conversations: number; messages: number }> {
	const counted = await ctx.db
		.select({ conversations: count(), messages: sql<number>`coalesce(sum(${messageCount}), 0)` })
		.from(conversations)
		.where(ofLibrary(owner))
		.get();
	return counted ?? { conversations: 0, messages: 0 };
}

export async function findConversation(ctx: Context, owner: string, id: string): Promise<Conversation | undefined> {
	return await ctx.db
		.select(shown)
		.from(conversations)
		.where(and(eq(conversations.id, id), eq(conversations.owner, owner)))
		.get();
}

/** A trigger removes its messages. */
export async function deleteConversation(ctx: Context, owner: string, id: string): Promise<boolean> {
	const removed = await ctx.db
		.delete(conversations)
		.where(and(eq(conversations.id, id), ofLibrary(owner)))
		.returning({ id: conversations.id });
	return removed.length > 0;
}

/**
 * False where the document is not the owner's any more: looked at by the statement itself, so that a document that is deleted, or a guest
 * who becomes a user in the meantime, leaves no thread behind that nobody has. `alongside` is written in the same transaction.
 */
export async function insertThread(
	ctx: Context,
	{ owner, ...thread }: Omit<typeof conversations.$inferInsert, "documentId"> & { documentId: string },
	alongside: readonly Statement[],
): Promise<boolean> {
	const isOwned = and(eq(documents.id, thread.documentId), eq(documents.owner, owner));
	const insert = ctx.db
		.insert(conversations)
		// Nothing where it is not: the transaction fails.
		.values({ ...thread, owner: sql`(select ${documents.owner} from ${documents} where ${isOwned})` });
	try {
		await runBatch(ctx.db, [insert, ...alongside]);
		return true;
	} catch (error) {
		if (isMissingValue(error, "conversations.owner")) return false;
		throw error;
	}
}

export async function listThreads(
	ctx: Context,
	owner: string,
	documentId: string,
	page: Page,
): Promise<{ items: Conversation[]; total: number }> {
	const ofDocument = and(eq(conversations.documentId, documentId), eq(conversations.owner, owner));
	const [items, [counted]] = await ctx.db.batch([
		ctx.db
			.select(shown)
			.from(conversations)
			.where(ofDocument)
			.orderBy(desc(conversations.createdAt), desc(conversations.id))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(conversations).where(ofDocument),
	]);
	return { items, total: counted?.total ?? 0 };
}

export async function listMessages(
	ctx: Context,
	conversationId: string,
	page: Page,
): Promise<{ items: Message[]; total: number }> {
	const ofConversation = eq(messages.conversationId, conversationId);
	const [rows, [counted]] = await ctx.db.batch([
		ctx.db
			.select()
			.from(messages)
			.where(ofConversation)
			.orderBy(asc(messages.number))
			.limit(page.limit)
			.offset(page.offset),
		ctx.db.select({ total: count() }).from(messages).where(ofConversation),
	]);
	return { items: rows.map(toMessage), total: counted?.total ?? 0 };
}

export async function listAllMessages(ctx: Context, conversationId: string): Promise<Message[]> {
	const rows = await ctx.db
		.select()
		.from(messages)
		.where(eq(messages.conversationId, conversationId))
		.orderBy(asc(messages.number));
	return rows.map(toMessage);
}

/** What is stored in `sources` was written by the turn, in these shapes. */
function toMessage({ sources, ...row }: typeof messages.$inferSelect): Message {
	const { id, conversationId, role, content, tokenCount, createdAt } = row;
	return {
		id,
		conversationId,
		role,
		content,
		sources: role === "user" && sources !== null ? (JSON.parse(sources) as Source[]) : null,
		citations: role === "assistant" && sources !== null ? (JSON.parse(sources) as Citation[]) : [],
		tokenCount,
		createdAt,
	};
}
