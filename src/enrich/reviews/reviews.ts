import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { type Feedback, type FeedbackSummary, readCorrections, summariseFeedback } from "../feedback.ts";
import type { Field } from "../fields.ts";
import { getResult } from "../results/results.ts";
import { nextStatus } from "../status.ts";
import * as store from "./store.ts";

/* What an owner says of results (contracts/library.md 8.9, 8.11, 8.12, 8.17). */

/** Throws `not_found`, and `conflict` where the result was written to its document: that is taken back by a revert. */
export async function rejectResult(
	ctx: Context,
	said: { owner: string; id: string; reason: string | undefined },
): Promise<void> {
	const { status } = await getResult(ctx, said.owner, said.id);
	const isRejected = nextStatus(status, "rejected") !== undefined && (await store.reject(ctx, said));
	// Applied, or gone, in the meantime is no other answer than before.
	if (!isRejected) throw new AppError("conflict", "The result is applied: revert it instead");
}

export interface FeedbackInput {
	action: Feedback["action"];
	rejectedFields?: Field[] | undefined;
	/** By field; see `readCorrections`. */
	corrections?: Readonly<Record<string, unknown>> | undefined;
	reason?: string | undefined;
}

/** Appends an entry to what was said of a result, whose status stays, in one transaction with `alongside`. Throws `not_found`. */
export async function recordFeedback(
	ctx: Context,
	{ owner, id, said }: { owner: string; id: string; said: FeedbackInput },
	alongside: readonly Statement[] = [],
): Promise<void> {
	const { suggestion } = await getResult(ctx, owner, id);
	const { action, rejectedFields, corrections, reason } = said;
	const entry: Feedback = {
		action,
		...(rejectedFields !== undefined && { rejectedFields }),
		...(corrections !== undefined && { corrections: readCorrections(corrections, suggestion) }),
		...(reason !== undefined && { reason }),
	};
	await runBatch(ctx.db, [...alongside, store.appendFeedback(ctx, { owner, id, entry })]);
}

export async function feedbackSummary(ctx: Context, owner: string): Promise<FeedbackSummary> {
	return summariseFeedback(await store.listFeedback(ctx, owner));
}
