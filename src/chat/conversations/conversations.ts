import type { Context } from "../../context.ts";
import { getConverted } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Statement } from "../../platform/database.ts";
import type { Citation, Source } from "../citation.ts";
import * as store from "./store.ts";

/** Questions and answers in turn, about a library or (a thread) about one document. Times are Unix milliseconds. */
export interface Conversation {
	id: string;
	/** Null: about the whole library. */
	documentId: string | null;
	title: string;
	createdAt: number;
	/** Moves with each message. */
	updatedAt: number;
}

/** A conversation about one document. */
export interface Thread extends Conversation {
	documentId: string;
}

export interface ListedConversation extends Conversation {
	messageCount: number;
}

export interface Message {
	id: string;
	conversationId: string;
	role: "user" | "assistant";
	content: string;
	/** Of a question to the library: what was found for it. Null on all other messages. */
	sources: readonly Source[] | null;
	/** Of an answer. */
	citations: readonly Citation[];
	/** Of an answer: tokens in and out; null where none were counted. */
	tokenCount: number | null;
	createdAt: number;
}

export interface Page {
	limit: number;
	offset: number;
}

/** What a thread is called until its first question. */
const newThreadTitle = "New chat";

/** The owner's conversations about the library, the latest used first. */
export async function listConversations(
	ctx: Context,
	owner: string,
	page: Page,
): Promise<{ items: ListedConversation[]; total: number }> {
	return await store.listConversations(ctx, owner, page);
}

/** A conversation about the library with all its messages, oldest first; throws `not_found`. */
export async function getConversation(
	ctx: Context,
	owner: string,
	id: string,
): Promise<Conversation & { messages: Message[] }> {
	const conversation = await store.findConversation(ctx, owner, id);
	if (conversation === undefined || conversation.documentId !== null) {
		throw new AppError("not_found", "Conversation not found");
	}
	return { ...conversation, messages: await store.listAllMessages(ctx, id) };
}

/** Removes a conversation about the library with its messages; an answer that is being written is not kept. Throws `not_found`. */
export async function deleteConversation(ctx: Context, owner: string, id: string): Promise<void> {
	if (!(await store.deleteConversation(ctx, owner, id))) throw new AppError("not_found", "Conversation not found");
}

/** How much the owner has asked the library. */
export async function conversationTotals(
	ctx: Context,
	owner: string,
): Promise<{ conversations: number; messages: number }> {
	return await store.countConversations(ctx, owner);
}

/**
 * Begins a thread about a converted document. A title that is left out or blank is replaced by the first question. What `alongside` gives
 * is written in the same transaction. Throws `not_found`, `not_ready`.
 */
export async function startThread(
	ctx: Context,
	{ owner, documentId, title }: { owner: string; documentId: string; title?: string | undefined },
	alongside: (thread: Thread) => Promise<readonly Statement[]>,
): Promise<Thread> {
	await getConverted(ctx, owner, documentId);
	const hasOwnTitle = title !== undefined && title.trim() !== "";
	const now = ctx.now();
	const shownTitle = hasOwnTitle ? title : newThreadTitle;
	const thread = { id: newId(), documentId, title: shownTitle, createdAt: now, updatedAt: now };
	if (!(await store.insertThread(ctx, { ...thread, owner, hasOwnTitle }, await alongside(thread)))) {
		throw new AppError("not_found", "Task not found");
	}
	return thread;
}

/** The threads about a converted document, newest first. Throws `not_found`, `not_ready`. */
export async function listThreads(
	ctx: Context,
	{ owner, documentId }: { owner: string; documentId: string },
	page: Page,
): Promise<{ items: Conversation[]; total: number }> {
	await getConverted(ctx, owner, documentId);
	return await store.listThreads(ctx, owner, documentId, page);
}

/** A thread about one document, and which; throws `not_found`. */
export async function getThread(ctx: Context, owner: string, id: string): Promise<Thread> {
	const thread = await store.findConversation(ctx, owner, id);
	if (thread === undefined || thread.documentId === null) throw new AppError("not_found", "Chat thread not found");
	return { ...thread, documentId: thread.documentId };
}

/** The messages of a thread, oldest first; throws `not_found`. */
export async function listMessages(
	ctx: Context,
	owner: string,
	threadId: string,
	page: Page,
): Promise<{ items: Message[]; total: number }> {
	await getThread(ctx, owner, threadId);
	return await store.listMessages(ctx, threadId, page);
}
