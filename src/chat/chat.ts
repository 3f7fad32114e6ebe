/**
 * Door of the conversations about documents: questions are kept, answered from what retrieval finds, and each claim of an answer cites
 * the place that it rests on. A thread of the tasks API and a conversation of the library API are one thing with two dialects.
 */

export type { Citation, Source } from "./citation.ts";
export {
	type Conversation,
	conversationTotals,
	deleteConversation,
	getConversation,
	getThread,
	type ListedConversation,
	listConversations,
	listMessages,
	listThreads,
	type Message,
	startThread,
	type Thread,
} from "./conversations/conversations.ts";
export { type Asked, type AskedInThread, ask, askInThread, type StartedAnswer } from "./turn/ask.ts";
export type { AnswerEvent } from "./turn/events.ts";
export { type AnswerOrder, finishAnswer, lostAnswers } from "./turn/turn.ts";
