import type { AnswerOrder } from "../chat/chat.ts";

/** Which step of which job to run. The object knows the rest. */
export interface StepMessage {
	job: string;
	step: string;
	/** Counts sendings of this step, from 1. Only for the log: what may run is decided by the claim. */
	attempt: number;
}

/** Sent with each question and delivered later: an answer that is still missing then is finished. */
export interface AnswerMessage {
	answer: AnswerOrder;
	/** Counts sendings, from 1. */
	attempt: number;
}

/** One attempt of a webhook's delivery. */
export interface DeliveryMessage {
	delivery: string;
}

/** What the queue carries. */
export type QueueMessage = StepMessage | AnswerMessage | DeliveryMessage;

export function isAnswerMessage(message: QueueMessage): message is AnswerMessage {
	return "answer" in message;
}

export function isDeliveryMessage(message: QueueMessage): message is DeliveryMessage {
	return "delivery" in message;
}
