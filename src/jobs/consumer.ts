import type { Context } from "../context.ts";
import { AppError, type ErrorCode, isAppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { addCounters } from "../platform/counters.ts";
import { runBatch } from "../platform/database.ts";
import { answerAgainSeconds, lookAfterAnswer } from "./answers.ts";
import { isLibraryKind, workerCrashed } from "./job-state.ts";
import { stepCode } from "./kinds.ts";
import { isAnswerMessage, isDeliveryMessage, type QueueMessage, type StepMessage } from "./messages.ts";
import { type StepRun, Superseded } from "./step.ts";
import { findJob } from "./store.ts";

/** Errors that another try cannot mend: the document's or the caller's fault. */
const permanent: readonly ErrorCode[] = [
	"not_found",
	"too_large",
	"unsupported_format",
	"document_encrypted",
	"document_damaged",
	"document_refused",
	"fetch_failed",
];

/** A third of a lease, so that one lost report does not end it. */
const pulseMs = 20_000;
/** A job on a library notices within this time that it was cancelled, also while it waits for a server. */
const libraryPulseMs = 2_000;

function pulseOf(kind: string): number {
	return isLibraryKind(kind) ? libraryPulseMs : pulseMs;
}

/** Runs the steps of a batch, one after the other: a step may hold tens of megabytes. */
export async function consumeSteps(ctx: Context, batch: MessageBatch<QueueMessage>): Promise<void> {
	for (const message of batch.messages) {
		const { body } = message;
		try {
			if (isAnswerMessage(body)) await lookAfterAnswer(ctx, body);
			else if (isDeliveryMessage(body)) await ctx.attempt(body.delivery);
			else await runStep(ctx, body);
			message.ack();
		} catch (error) {
			if (isDeliveryMessage(body)) {
				logError(`delivery ${body.delivery} was not begun`, error);
				// The sweep comes back to it.
				message.ack();
				continue;
			}
			if (isAnswerMessage(body)) {
				logError(`the answer to ${body.answer.questionId} could not be finished`, error);
				message.retry({ delaySeconds: answerAgainSeconds });
				continue;
			}
			logError(`job ${body.job}, step ${body.step}: the object did not answer`, error);
			message.retry({ delaySeconds: Math.min(60, 2 ** message.attempts) });
		}
	}
}

/**
 * What the queue gave up is told to its job, which decides. An answer's lease runs out by itself: its question may be asked again; a delivery is
 * found by the sweep.
 */
export async function consumeDeadLetters(ctx: Context, batch: MessageBatch<QueueMessage>): Promise<void> {
	for (const message of batch.messages) {
		const { body } = message;
		if (isAnswerMessage(body) || isDeliveryMessage(body)) {
			if (isAnswerMessage(body)) logError(`the answer to ${body.answer.questionId} was given up`, undefined);
			message.ack();
			continue;
		}
		try {
			await ctx.job(body.job).deadLetter(body.step);
			message.ack();
		} catch (error) {
			logError(`job ${body.job}: its dead letter could not be told`, error);
			message.retry({ delaySeconds: 30 });
		}
	}
}

/** Claims the step, runs it, reports. Throws only while nothing is claimed; afterwards the lease answers for it. */
async function runStep(ctx: Context, message: StepMessage): Promise<void> {
	const object = ctx.job(message.job);
	const claim = await object.claim(message.step);
	if (!claim.run) return;
	const { fence, step } = claim;
	let kind = "";
	const stop = new AbortController();
	try {
		const job = await findJob(ctx, message.job);
		if (job === undefined) throw new AppError("not_found", "The job was deleted.");
		kind = job.kind;
		const code = stepCode(job.kind, step.id);
		if (code === undefined) throw new Error(`no code for the step ${step.id}`);
		const run: StepRun = {
			job,
			step: step.id,
			input: step.input,
			outputs: claim.outputs,
			secret: claim.secret,
			signal: stop.signal,
			report: async (progress) => {
				if (await object.report(step.id, fence, progress)) return;
				stop.abort(new Superseded());
				throw new Superseded();
			},
		};
		// Work that waits (for its turn in the isolate's memory, for a slow server) has nothing to say, but it is alive.
		const pulse = setInterval(() => void run.report({}).catch(() => undefined), pulseOf(kind));
		try {
			const { afterwards, ...result } = await code(ctx, run);
			await object.complete(step.id, fence, result);
			await afterwards?.();
		} finally {
			clearInterval(pulse);
			await keepTally(ctx);
		}
	} catch (error) {
		if (error instanceof Superseded || stop.signal.aborted) return;
		await object
			.fail(step.id, fence, failureOf(error, message, kind))
			.catch((cause) => logError(`job ${message.job}: a failure could not be told`, cause));
	}
}

/** Numbers that are lost cost nobody their work. */
async function keepTally(ctx: Context): Promise<void> {
	try {
		await runBatch(ctx.db, addCounters(ctx.db, ctx.tally.take()));
	} catch (error) {
		logError("the counters of a step were not written", error);
	}
}

function failureOf(error: unknown, message: StepMessage, kind: string): { message: string; permanent: boolean } {
	if (isAppError(error)) return { message: error.message, permanent: permanent.includes(error.code) };
	logError(`job ${message.job}, step ${message.step} failed`, error);
	if (isLibraryKind(kind)) return { message: `${workerCrashed}: an unexpected error.`, permanent: false };
	return { message: "The document could not be processed because of an unexpected error.", permanent: false };
}
