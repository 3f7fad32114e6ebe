import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Citation, Source } from "../citation.ts";
import type { AnswerEvent } from "./events.ts";
import { leaseMs } from "./lease.ts";
import { chooseMaker } from "./maker.ts";
import { type AnswerOrder, findExchange, retakeLease } from "./store.ts";
import type { Turn } from "./turn.ts";

type Again =
	| { turn: Turn; sources: readonly Source[] }
	| { events: ReadableStream<AnswerEvent>; sources: readonly Source[] };

/**
 * What a request is given that was carried out before: the stored answer; or, where it failed or its writer has gone, the turn of the
 * stored question once more. Throws `conflict` while it is being written, `not_found` where the question was deleted.
 */
export async function againFor(ctx: Context, order: AnswerOrder): Promise<Again> {
	const { question, answer } = await findExchange(ctx, order);
	if (question === undefined) throw new AppError("not_found", "The conversation was deleted");
	// Written by the turn, in this shape.
	const sources = question.sources === null ? [] : (JSON.parse(question.sources) as Source[]);
	if (answer !== undefined) {
		const citations = JSON.parse(answer.sources ?? "[]") as Citation[];
		const { id: messageId, content: text, tokenCount } = answer;
		return { sources, events: told({ type: "delta", text }, { type: "done", messageId, citations, tokenCount }) };
	}
	const lease = { ...order, token: newId() };
	const now = ctx.now();
	const subject = await retakeLease(ctx, lease, { now, until: now + leaseMs });
	if (subject === undefined) throw new AppError("conflict", "A reply is already being written");
	const maker = await chooseMaker(ctx, subject.owner);
	return { turn: { lease, question: question.content, maker }, sources };
}

function told(...events: AnswerEvent[]): ReadableStream<AnswerEvent> {
	return new ReadableStream({
		start: (controller) => {
			for (const event of events) controller.enqueue(event);
			controller.close();
		},
	});
}
