import { finishAnswer, lostAnswers } from "../chat/chat.ts";
import type { Context } from "../context.ts";
import type { AnswerMessage } from "./messages.ts";

/** A writer of answers that is alive is asked for again after this. */
export const answerAgainSeconds = 30;
/** Longer than any answer may take. */
const mostSendings = 25;
const sweptAtOnce = 50;

/** Finishes an answer whose writer has gone; one that is still being written is looked after again later. */
export async function lookAfterAnswer(ctx: Context, { answer, attempt }: AnswerMessage): Promise<void> {
	if ((await finishAnswer(ctx, answer)) === "over" || attempt >= mostSendings) return;
	await ctx.steps.send({ answer, attempt: attempt + 1 }, { delaySeconds: answerAgainSeconds });
}

/** Reminds again of answers whose reminder was lost too: a queue may lose its messages with the process, and does so locally. */
export async function sweepAnswers(ctx: Context): Promise<void> {
	for (const answer of await lostAnswers(ctx, sweptAtOnce)) await ctx.steps.send({ answer, attempt: 1 });
}
