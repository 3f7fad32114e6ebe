import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import worker from "../../src/index.ts";
import type { QueueMessage } from "../../src/jobs/jobs.ts";
import { env } from "../accounts/support.ts";

/** Hands messages to the queue's consumer as the platform would. */
export async function deliver(queue: string, messages: QueueMessage[]) {
	const batch = createMessageBatch<QueueMessage>(
		queue,
		messages.map((body, at) => ({ id: `m${at}-${crypto.randomUUID()}`, timestamp: new Date(), attempts: 1, body })),
	);
	const execution = createExecutionContext();
	await worker.queue(batch as MessageBatch<QueueMessage>, env, execution);
	return await getQueueResult(batch, execution);
}
